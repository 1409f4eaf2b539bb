import { createHash, createHmac, scryptSync, timingSafeEqual } from "node:crypto";

/** Whether two passphrases are the same, in a time that doesn't tell how much of them is. */
export function isPassphrase(given: string, passphrase: string): boolean {
  return timingSafeEqual(digest(given), digest(passphrase));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text.normalize("NFKC")).digest();
}

/** The key that signs unlock cookies (32 bytes). Slow to derive, so that a stolen cookie is no way to the passphrase. */
export function deriveKey(passphrase: string): Buffer {
  return scryptSync(passphrase.normalize("NFKC"), "epoch unlock cookie", 32);
}

/** The value of an unlock cookie: an identifier drawn at random (16 bytes or more) and its signature. */
export function signCookie(key: Buffer, identifier: Uint8Array): string {
  const name = Buffer.from(identifier).toString("base64url");
  return `${name}.${sign(key, name).toString("base64url")}`;
}

/** Whether a cookie was signed with this key; a missing or mangled one was not. */
export function isSigned(key: Buffer, cookie: string | undefined): boolean {
  const match = /^([\w-]{22,})\.([\w-]{43})$/.exec(cookie ?? "");
  if (match?.[1] === undefined || match[2] === undefined) return false;
  return timingSafeEqual(Buffer.from(match[2], "base64url"), sign(key, match[1]));
}

function sign(key: Buffer, name: string): Buffer {
  return createHmac("sha256", key).update(name).digest();
}

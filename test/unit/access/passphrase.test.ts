import { expect, test } from "vitest";
import { deriveKey, isPassphrase, isSigned, signCookie } from "#lib/access/passphrase.ts";

test("a passphrase is known again however its accents are composed, and no other is", () => {
  expect(isPassphrase("caf\u00e9 au lait", "cafe\u0301 au lait")).toBe(true);
  expect(isPassphrase("correct horse", "correct hors")).toBe(false);
  expect(isPassphrase("", "correct horse")).toBe(false);
});

test("a cookie is signed by its passphrase alone and holds none of it", () => {
  const key = deriveKey("correct horse");
  const cookie = signCookie(key, new Uint8Array(16));
  expect(cookie).toMatch(/^AAAAAAAAAAAAAAAAAAAAAA\.[\w-]{43}$/);
  expect(isSigned(key, cookie)).toBe(true);
  expect(isSigned(deriveKey("other horse"), cookie)).toBe(false);
});

test("a changed, cut or missing cookie is not signed", () => {
  const key = deriveKey("correct horse");
  const cookie = signCookie(key, new Uint8Array(16));
  expect(isSigned(key, `B${cookie.slice(1)}`)).toBe(false);
  expect(isSigned(key, cookie.slice(0, -1))).toBe(false);
  expect(isSigned(key, `${cookie}A`)).toBe(false);
  expect(isSigned(key, undefined)).toBe(false);
  expect(isSigned(key, ".")).toBe(false);
});

import { FormatError } from "./errors.ts";

/** The UTF-8 bytes of a text; half a surrogate pair becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    const code = isSurrogate(point) ? 0xfffd : point;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), continuation(code, 0));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), continuation(code, 6), continuation(code, 0));
    else bytes.push(0xf0 | (code >> 18), continuation(code, 12), continuation(code, 6), continuation(code, 0));
  }
  return Uint8Array.from(bytes);
}

function continuation(code: number, shift: number): number {
  return 0x80 | ((code >> shift) & 0x3f);
}

/**
 * The text of UTF-8 bytes. Throws a FormatError naming the first byte that cannot be read: a stray or missing
 * continuation, more bytes than the character needs, a surrogate, or a code above U+10FFFF.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  let codes: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { code, length } = readCharacter(bytes, at);
    codes.push(code);
    at += length;
    if (codes.length === 4096) {
      parts.push(String.fromCodePoint(...codes));
      codes = [];
    }
  }
  return parts.join("") + String.fromCodePoint(...codes);
}

function readCharacter(bytes: Uint8Array, at: number): { readonly code: number; readonly length: number } {
  const lead = bytes[at];
  if (lead < 0x80) return { code: lead, length: 1 };
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  const smallest = [0, 0, 0x80, 0x800, 0x10000][length];
  let code = lead & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0;
    if ((next & 0xc0) !== 0x80) throw notUtf8(bytes, at);
    code = (code << 6) | (next & 0x3f);
  }
  if (lead < 0xc0 || lead > 0xf7 || code < smallest || code > 0x10ffff || isSurrogate(code)) throw notUtf8(bytes, at);
  return { code, length };
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function notUtf8(bytes: Uint8Array, at: number): FormatError {
  return new FormatError(`byte ${at}, 0x${bytes[at].toString(16)}, does not begin a character of UTF-8`);
}

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** An encoding by which UTF-8 bytes were once misread. */
export type Misreading = "mac-roman" | "windows-1252";

export interface Decoded {
  text: string;
  encoding: Encoding;
  /** Misreadings that were undone, the outermost first. */
  repaired: Misreading[];
}

/**
 * Bytes to text with "\n" line ends: UTF-8, UTF-16 with a byte-order mark, otherwise Windows-1252. UTF-8 that somebody
 * read as Mac Roman or Windows-1252 and saved again is set right, if the whole text can be (see `repair`).
 */
export function decode(bytes: Uint8Array): Decoded {
  const { text, encoding } = toText(bytes);
  const { text: whole, repaired } = repair(text);
  return { text: whole.replace(/\r\n?/g, "\n"), encoding, repaired };
}

function toText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decoded(bytes, "utf-16le"), encoding: "utf-16le" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: decoded(bytes, "utf-16be"), encoding: "utf-16be" };
  const utf8 = strictUtf8(bytes);
  if (utf8 !== null) return { text: utf8, encoding: "utf-8" };
  return { text: fromWindows1252(bytes), encoding: "windows-1252" };
}

const decoded = (bytes: Uint8Array, encoding: Encoding) => new TextDecoder(encoding).decode(bytes);

// Not by TextDecoder: under "windows-1252" Node 20 decodes Latin-1.
function fromWindows1252(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    text += byte < 0x80 || byte > 0x9f ? String.fromCharCode(byte) : WINDOWS_1252.charAt(byte - 0x80);
  }
  return text;
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const MOST_LAYERS = 3;

/**
 * Undoes a misreading of UTF-8 bytes. A text is taken for misread only as a whole: every one of its characters must
 * stand for a byte of the suspected encoding, those bytes must be faultless UTF-8, and what they spell must have fewer
 * characters beyond ASCII and none that is unassigned, private or a control. Reading the result wrongly again gives the
 * text back, so nothing is lost. Any other text is returned as it is.
 */
export function repair(text: string): Pick<Decoded, "text" | "repaired"> {
  const repaired: Misreading[] = [];
  let best = text;
  while (repaired.length < MOST_LAYERS) {
    const [step] = (["mac-roman", "windows-1252"] as const)
      .flatMap((misreading) => undo(best, misreading) ?? [])
      .sort((a, b) => loneMarks(a.text) - loneMarks(b.text));
    if (!step) break;
    best = step.text;
    repaired.push(step.misreading);
  }
  return { text: best, repaired };
}

const IMPLAUSIBLE = /[\p{Cn}\p{Co}\p{Cs}\uFFFD\u0080-\u009f]/u;
/** Accents without their letter: what a repair by the wrong table leaves behind. */
const loneMarks = (text: string) => text.match(/(?<!\p{L})(?!\ufe0f)\p{M}/gu)?.length ?? 0;
const BEYOND_ASCII = /[^\x00-\x7f]/gu;

function undo(text: string, misreading: Misreading): { text: string; misreading: Misreading } | null {
  const before = text.match(BEYOND_ASCII)?.length ?? 0;
  if (before < 2) return null;
  const bytes = bytesAs(text, BYTE_OF[misreading]);
  const result = bytes && strictUtf8(bytes);
  if (result === null || IMPLAUSIBLE.test(result)) return null;
  const after = result.match(BEYOND_ASCII)?.length ?? 0;
  return after > 0 && after < before ? { text: result, misreading } : null;
}

function bytesAs(text: string, byteOf: ReadonlyMap<number, number>): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const byte = unit < 0x80 ? unit : byteOf.get(unit);
    if (byte === undefined) return null;
    bytes[i] = byte;
  }
  return bytes;
}

/** Mac Roman's upper half, bytes 0x80 to 0xff. */
const MAC_ROMAN =
  "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/** Bytes 0x80 to 0x9f of Windows-1252; the five it leaves open stand for themselves. */
const WINDOWS_1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

const codes = (text: string): [number, number][] => Array.from(text, (letter, i) => [letter.charCodeAt(0), 0x80 + i]);

const BYTE_OF: Record<Misreading, ReadonlyMap<number, number>> = {
  // 0xdb is the euro sign today and was the currency sign before 1998.
  "mac-roman": new Map([...codes(MAC_ROMAN), [0xa4, 0xdb]]),
  // Latin-1 keeps the bytes 0x80 to 0x9f as they are; the two are often mixed.
  "windows-1252": new Map([
    ...Array.from({ length: 128 }, (_, i): [number, number] => [0x80 + i, 0x80 + i]),
    ...codes(WINDOWS_1252),
  ]),
};

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, repair } from "#lib/bank/decode.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

describe("decode", () => {
  test("reads UTF-8, with or without a byte-order mark, and makes line ends uniform", () => {
    expect(decode(utf8("θ ← θ − η\r\nzwei\rdrei"))).toEqual({
      text: "θ ← θ − η\nzwei\ndrei",
      encoding: "utf-8",
      repaired: [],
    });
    expect(decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)).text).toBe("a");
  });

  test("reads UTF-16 of either byte order by its mark", () => {
    expect(decode(Uint8Array.of(0xff, 0xfe, 0xb8, 0x03))).toEqual({ text: "θ", encoding: "utf-16le", repaired: [] });
    expect(decode(Uint8Array.of(0xfe, 0xff, 0x03, 0xb8))).toEqual({ text: "θ", encoding: "utf-16be", repaired: [] });
  });

  test("reads anything else as Windows-1252", () => {
    expect(decode(Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x20, 0x96, 0x20, 0x80)).text).toBe("café – €");
  });

  test("undoes UTF-8 read as Mac Roman, to the last letter", () => {
    const damaged =
      "## \uf8ffüìö Core\n**y = f_Œ∏(x)**, a = œÉ(Œ£ w) and layer `‚Ñì` ‚Äì out √ó in, œÉ(¬∑), \uf8ffüõ†Ô∏è, \uf8ffüß† neurons‚Äîlayers";
    expect(decode(utf8(damaged))).toEqual({
      text: "## 📚 Core\n**y = f_θ(x)**, a = σ(Σ w) and layer `ℓ` – out × in, σ(·), 🛠️, 🧠 neurons—layers",
      encoding: "utf-8",
      repaired: ["mac-roman"],
    });
  });

  test("undoes UTF-8 read as Windows-1252 or Latin-1", () => {
    expect(repair("dÃ©jÃ\u00a0 vu â€“ Î¸, â€œquotedâ€\x9d")).toEqual({
      text: "déjà vu – θ, “quoted”",
      repaired: ["windows-1252"],
    });
    expect(repair("Î¸ and \u00e2\u0088\u0091")).toEqual({ text: "θ and ∑", repaired: ["windows-1252"] });
  });

  test("undoes a text misread twice", () => {
    expect(repair("ÃŽÂ¸ is dÃƒÂ©jÃƒÂ\u00a0 vu")).toEqual({
      text: "θ is déjà vu",
      repaired: ["windows-1252", "windows-1252"],
    });
  });

  test("leaves clean text alone that merely has such letters", () => {
    for (const text of [
      "«Œ» and √2, é — “œuvre”, ¶ 3",
      "Σ√∏ † ∂L/∂w ≈ π",
      "Ångström, Ä, ß, Ñ",
      "é",
      "naïve café – Ω",
      "σ(Wh + b) 📚",
    ]) {
      expect(repair(text)).toEqual({ text, repaired: [] });
    }
  });

  test("leaves a text alone of which only a part is misread", () => {
    expect(repair("Œ∏ beside a clean θ")).toEqual({ text: "Œ∏ beside a clean θ", repaired: [] });
  });

  test("any bytes give a text, and any text survives being written and read", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => typeof decode(bytes).text === "string"));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
        expect(decode(utf8(text)).text).toBe(text.replace(/\r\n?/g, "\n"));
      }),
    );
  });

  test("a repair read wrongly again gives the damaged text back", () => {
    const macRoman = new TextDecoder("macintosh");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        const damaged = macRoman.decode(utf8(text));
        const { text: whole, repaired } = repair(damaged);
        if (repaired.length === 1 && repaired[0] === "mac-roman") expect(macRoman.decode(utf8(whole))).toBe(damaged);
      }),
    );
  });

  test("a megabyte takes less than a second of processor time", () => {
    const bytes = utf8("Œ∏ is œÉ of Œ£ w √ó x\n".repeat(40_000));
    const start = process.cpuUsage();
    expect(decode(bytes).text.startsWith("θ is σ of Σ w × x\n")).toBe(true);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(1000);
  });
});

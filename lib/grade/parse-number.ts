import { type Invalid, invalid } from "./verdict.ts";

export interface ParsedNumber {
  value: number;
  /** Half a unit of the last digit written; 0 for a fraction, which is exact. */
  half: number;
  /** How it was read. */
  read: string;
}

const MAX_LENGTH = 60;
const SUPERSCRIPTS: Record<string, string> = Object.fromEntries(
  [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"].map((c, i) => [c, "0123456789-+"[i]]),
);

/**
 * Reads a number as people write it: `0.25`, `0,25`, `-3`, `−3`, `1e-3`, `2·10⁻³`, `3/8`, `25 %`, `1 234 567`, `w' = 0.4`.
 * With `whole`, a single comma before three digits separates thousands; otherwise it is ambiguous and refused.
 */
export function parseNumber(text: string, { whole = false } = {}): ParsedNumber | Invalid {
  const written = text.trim();
  if (written === "") return invalid("empty", "Nothing was written yet.");
  if (written.length > MAX_LENGTH)
    return invalid("too-long", `That is ${written.length} characters; a number needs at most ${MAX_LENGTH}.`);
  const plain = normalise(written);
  const unreadable = invalid("not-a-number", `“${written}” could not be read as a number.`);

  const [numerator, denominator, ...rest] = plain.split("/");
  if (rest.length > 0) return unreadable;
  const top = parseDecimal(numerator, whole);
  if (top === null) return unreadable;
  if (top === "ambiguous")
    return invalid(
      "ambiguous-comma",
      `“${written}” could mean ${plain.replace(",", ".")} or ${plain.replace(",", "")}; please write it with a point, or without the comma.`,
    );
  const parsed = denominator === undefined ? top : divide(top, parseDecimal(denominator, whole));
  if (parsed === null) return unreadable;
  if (!Number.isFinite(parsed.value)) return invalid("not-finite", `“${written}” is not a finite number.`);
  return { ...parsed, read: denominator === undefined ? String(parsed.value) : `${plain} = ${parsed.value}` };
}

function normalise(text: string): string {
  return text
    .replace(/10\s*([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)/g, (_, power: string) => `10^${[...power].map((c) => SUPERSCRIPTS[c]).join("")}`)
    .normalize("NFKC")
    .replace(/[−‐‑‒–—﹣]/g, "-")
    .replace(/⁄/g, "/")
    .replace(/^[\p{L}\p{M}_0-9'′^ ]*[=≈]\s*/u, "")
    .replace(/(\d)[ _'’](?=\d{3}(\D|$))/g, "$1")
    .replace(/\s*([+/x×·*^%-])\s*/gi, "$1");
}

const DECIMAL = /^([+-]?)([\d.,]+)(?:e([+-]?\d{1,4})|[x×·*]10\^?\(?([+-]?\d{1,4})\)?)?(%?)$/i;
const POWER_OF_TEN = /^([+-]?)10\^\(?([+-]?\d{1,4})\)?$/;

type Decimal = Omit<ParsedNumber, "read">;

function parseDecimal(text: string, whole: boolean): Decimal | "ambiguous" | null {
  const power = POWER_OF_TEN.exec(text);
  if (power) return { value: Number(`${power[1]}1e${power[2]}`), half: 0 };
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const [, sign, body, e, power10, percent] = match;
  const digits = separators(body, whole);
  if (digits === null || digits === "ambiguous") return digits;
  const exponent = Number(e ?? power10 ?? 0) - (percent ? 2 : 0);
  const places = digits.includes(".") ? digits.length - digits.indexOf(".") - 1 : 0;
  return { value: Number(`${sign}${digits}e${exponent}`), half: 0.5 * 10 ** (exponent - places) };
}

/** Takes thousands separators out and makes the decimal separator a point. */
function separators(body: string, whole: boolean): string | "ambiguous" | null {
  const plain = (text: string) => (/^(\d+\.?\d*|\.\d+)$/.test(text) ? text : null);
  const commas = body.split(",").length - 1;
  const points = body.split(".").length - 1;
  if (commas === 0)
    return points > 1 ? (/^\d{1,3}(\.\d{3})+$/.test(body) ? body.replaceAll(".", "") : null) : plain(body);
  if (/^\d{1,3}(,\d{3})+\.\d*$/.test(body)) return body.replaceAll(",", "");
  if (/^\d{1,3}(\.\d{3})+,\d*$/.test(body)) return body.replaceAll(".", "").replace(",", ".");
  if (points > 0) return null;
  if (commas > 1) return /^\d{1,3}(,\d{3})+$/.test(body) ? body.replaceAll(",", "") : null;
  if (/^[1-9]\d{0,2},\d{3}$/.test(body)) return whole ? body.replace(",", "") : "ambiguous";
  return plain(body.replace(",", "."));
}

function divide(top: Decimal, bottom: ReturnType<typeof parseDecimal>): Decimal | null {
  if (bottom === null || bottom === "ambiguous") return null;
  return { value: top.value / bottom.value, half: 0 };
}

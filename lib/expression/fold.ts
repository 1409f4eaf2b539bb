/** A text in fewer characters, and for each of its characters where it came from. */
export interface Folded {
  text: string;
  /** Index into the original text, one for each UTF-16 unit of `text` and one for its end. */
  at: number[];
}

const SUPERSCRIPT = /[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᵏᵐⁿⁱᵗˣʸᶻ]/u;
const SUBSCRIPT = /[₀₁₂₃₄₅₆₇₈₉ₐₑᵢⱼₖₗₘₙₚᵣₛₜᵤᵥₓ]/u;
const ACCENTS: Record<string, string> = { "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar" };
const SIGNS: Record<string, string> = {
  ...spread("-", "−‐‑‒–—﹣"),
  ...spread("*", "×·⋅∙•∗⊙\u2062"),
  ...spread("/", "÷∕⁄"),
  ...spread("'", "′’"),
  ...spread("|", "∣"),
  ...spread("", "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"),
  "≥": ">=",
  "⩾": ">=",
  "≤": "<=",
  "⩽": "<=",
  "≠": "!=",
};

/**
 * Brings the many spellings of one sign to one: `x²` to `x^{2}`, `β₁` to `β_1`, `ŷ` to `yhat`, `½` to `(1/2)`, unicode
 * operators to those of ASCII, letters of other widths and of mathematical alphabets to plain ones. Greek letters stay.
 */
export function fold(text: string): Folded {
  let out = "";
  const at: number[] = [];
  let place = 0;
  let script: "none" | "super" | "sub" = "none";
  const put = (piece: string) => {
    out += piece;
    for (let i = 0; i < piece.length; i++) at.push(place);
  };
  for (const character of text) {
    const now = SUPERSCRIPT.test(character) ? "super" : SUBSCRIPT.test(character) ? "sub" : "none";
    if (script === "super" && now !== "super") put("}");
    if (now === "super" && script !== "super") put("^{");
    if (now === "sub" && script !== "sub") put("_");
    script = now;
    const spelt = spell(character);
    put(/^\(\d\/\d+\)$/.test(spelt) && /[\d.]$/.test(out) ? character : spelt);
    place += character.length;
  }
  if (script === "super") put("}");
  at.push(text.length);
  return { text: out, at };
}

function spell(character: string): string {
  if (/^[\x20-\x7e]$/.test(character)) return character;
  const sign = SIGNS[character];
  if (sign !== undefined) return sign;
  const plain = character.normalize("NFKC");
  if (/^\d⁄\d+$/.test(plain)) return `(${plain.replace("⁄", "/")})`;
  const [base, accent, ...more] = plain.normalize("NFD");
  if (ACCENTS[base]) return ACCENTS[base];
  if (accent && more.length === 0 && ACCENTS[accent]) return base + ACCENTS[accent];
  return SIGNS[plain] ?? plain;
}

function spread(sign: string, spellings: string): Record<string, string> {
  return Object.fromEntries([...spellings].map((spelling) => [spelling, sign]));
}

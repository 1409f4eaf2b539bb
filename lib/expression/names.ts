import { FUNCTION_NAMES, type FunctionName } from "./expression.ts";

/** What an answer may be made of. */
export interface Vocabulary {
  /** As the formulas of the key name them: `z`, `W1`, `x_i`, `yhat`, `sigma`, `beta_1`. */
  symbols: readonly string[];
  functions: readonly FunctionName[];
}

/** Every function and these symbols. */
export function vocabularyOf(symbols: readonly string[]): Vocabulary {
  return { symbols, functions: FUNCTION_NAMES };
}

export type Meaning =
  | { kind: "symbol"; name: string }
  | { kind: "constant"; name: "e" | "pi" }
  | { kind: "function"; name: FunctionName };

const GREEK_WORDS =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega".split(
    " ",
  );
const GREEK_LETTERS = [..."αβγδεζηθικλμνξοπρστυφχψω"];
const WORD_OF = new Map(
  GREEK_LETTERS.flatMap((letter, i) => [
    [letter, GREEK_WORDS[i]],
    [letter.toUpperCase(), capital(GREEK_WORDS[i])],
  ]),
);
const GREEK = new Set(WORD_OF.values());

/** The spellings of functions in lower case, beside their own names. */
const ALIASES: Record<string, FunctionName> = {
  ...(Object.fromEntries(FUNCTION_NAMES.map((name) => [name, name])) as Record<FunctionName, FunctionName>),
  ln: "log",
  logistic: "sigmoid",
  sigma: "sigmoid",
  sgn: "sign",
  heaviside: "step",
  indicator: "step",
};

/** Whether a word is the name of a Greek letter (`sigma`, `Delta`). */
export function isGreekWord(word: string): boolean {
  return GREEK.has(word);
}

/** One spelling for all spellings of a name: `W_{1}` and `W1`, `y_hat` and `yhat`, `β_1` and `beta1`. */
export function normalName(written: string): string {
  return written
    .replace(/\\(mathrm|text)(?=\{)|[\\{}]/g, "")
    .replaceAll(",", "_")
    .replace(/[Α-Ωα-ω]/gu, (letter) => WORD_OF.get(letter) ?? letter)
    .replace(/_(?=\d|(hat|bar|tilde)(?![A-Za-z]))/g, "");
}

/** What a normal name stands for: a symbol of the question before a function, a function before e and π. */
export function meaningOf(name: string, vocabulary: Vocabulary): Meaning | null {
  const symbol = vocabulary.symbols.find((symbol) => normalName(symbol) === name);
  if (symbol !== undefined) return { kind: "symbol", name: symbol };
  const known = Object.hasOwn(ALIASES, name.toLowerCase()) && name !== "Sigma" ? ALIASES[name.toLowerCase()] : null;
  if (known) return { kind: "function", name: known };
  return name === "e" || name === "pi" ? { kind: "constant", name } : null;
}

/**
 * A run of letters as a product of known names, of which only the last may be a function: `yz` is y·z, `ylog` y·log.
 * `several` when it can be cut in more than one way, `none` when in no way.
 */
export function cutProduct(name: string, vocabulary: Vocabulary): Meaning[] | "several" | "none" {
  const longest = Math.max(...vocabulary.symbols.map((symbol) => normalName(symbol).length), 10);
  const cuts: (Meaning[] | "several" | "none")[] = Array.from({ length: name.length }, () => "none");
  cuts.push([]);
  for (let start = name.length - 1; start >= 0; start--) {
    for (let end = Math.min(start + longest, name.length); end > start; end--) {
      const rest = cuts[end];
      const first = rest === "none" ? null : meaningOf(name.slice(start, end), vocabulary);
      if (!first || rest === "none") continue;
      if (first.kind === "function" && end < name.length) continue;
      cuts[start] = cuts[start] === "none" && rest !== "several" ? [first, ...rest] : "several";
    }
  }
  return cuts[0];
}

/** The candidate that looks most like `name`, or null when none is near: at most half of the letters may differ. */
export function nearest(name: string, candidates: readonly string[]): string | null {
  let best: { candidate: string; distance: number } | null = null;
  for (const candidate of candidates) {
    const [a, b] = [simple(name), simple(candidate)];
    const distance = editDistance(a, b);
    if (distance > Math.min(2, Math.max(a.length, b.length) / 2)) continue;
    if (!best || distance < best.distance) best = { candidate, distance };
  }
  return best?.candidate ?? null;
}

function simple(name: string): string {
  return normalName(name).toLowerCase().replaceAll("_", "");
}

/** Letters changed, added or left out on the shortest way from `a` to `b` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}

function capital(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}

import type { Vocabulary } from "./names.ts";
import { Parser, type Reading } from "./parser.ts";
import { placed, Refusal, type RefusalReason } from "./refusal.ts";
import { tokenise } from "./tokens.ts";

export type Parsed = ({ kind: "formula" } & Reading) | NotRead;

export interface NotRead {
  kind: "invalid";
  reason: RefusalReason;
  /** Index into the text, in UTF-16 units. */
  at: number;
  /** A sentence for the learner, with the place. */
  says: string;
}

const MAX_LENGTH = 500;

/**
 * Reads a formula as people type it, in plain text, with unicode signs or in light LaTeX.
 *
 * From the loosest to the tightest: sums; a minus before a product, which takes all of it; products and quotients, from
 * left to right, a product without a sign (`2z`, `z(1-z)`) standing on the level of `*`; powers, from right to left.
 * So −z² is −(z²), and 1/2·z is (1/2)·z. What people read in two ways is refused with both spellings (`1/2z`, `log p/q`,
 * `e^2z`), or, where white space shows what is meant, read with a warning (`1/2 z`).
 *
 * `log` is the natural logarithm. `1[z>0]`, `1(z>0)` and any comparison in brackets is 1 where it holds and else 0.
 */
export function parseFormula(text: string, vocabulary: Vocabulary): Parsed {
  try {
    if (text.trim() === "") throw new Refusal("empty", 0, "Nothing was written yet.");
    if (text.length > MAX_LENGTH)
      throw new Refusal(
        "too-long",
        MAX_LENGTH,
        `That is ${text.length} characters; a formula has at most ${MAX_LENGTH}.`,
      );
    refuseEquation(text);
    return { kind: "formula", ...new Parser(text, tokenise(text, vocabulary), vocabulary).run() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: "invalid", reason: error.reason, at: error.at, says: error.message };
  }
}

/** Refuses an equals sign outside all brackets, before the name on its left is called unknown. */
function refuseEquation(text: string): void {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if ("([{".includes(text[at])) depth++;
    else if (")]}".includes(text[at])) depth--;
    else if (depth === 0 && text[at] === "=" && !/[<>=!]/.test(text[at - 1] ?? "") && text[at + 1] !== "=")
      throw new Refusal("equation", at, `Please write only what stands right of the “=” at ${placed(text, at)}.`);
  }
}

import type { Directive } from "../directive.ts";
import type { ChoiceDraft } from "../draft.ts";
import { type Complain, head } from "./block.ts";
import { readOptions } from "./options.ts";

const FEWEST_OPTIONS = 4;

/** `:::choice{#id}`: a question, options of which one is marked `[x]`, an explanation. */
export function readChoice(block: Directive, complain: Complain): ChoiceDraft | null {
  const read = readOptions(block, complain);
  const { stem, options } = read;
  const right = options.filter((option) => option.correct).length;
  if (stem === "") complain(block.line, "a choice needs a question before its options");
  if (options.length < FEWEST_OPTIONS) {
    complain(block.line, `a choice needs at least ${FEWEST_OPTIONS} options, this one has ${options.length}`);
  }
  if (right !== 1) complain(block.line, `exactly one option is marked [x], not ${right}`);
  return { ...head(block), kind: "choice", ...read };
}

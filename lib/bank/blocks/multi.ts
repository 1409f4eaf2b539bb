import { MULTI_OPTIONS } from "../../kind/multi.ts";
import type { Directive } from "../directive.ts";
import type { MultiDraft } from "../draft.ts";
import { type Complain, head } from "./block.ts";
import { readOptions } from "./options.ts";

/** `:::multi{#id}`: a question, options of which each that holds is marked `[x]`, an explanation. */
export function readMulti(block: Directive, complain: Complain): MultiDraft | null {
  const read = readOptions(block, complain);
  const { stem, options } = read;
  const right = options.filter((option) => option.correct).length;
  const { fewest, most } = MULTI_OPTIONS;
  if (stem === "") complain(block.line, "a multi needs a question before its options");
  if (options.length < fewest || options.length > most) {
    complain(block.line, `a multi needs ${fewest} to ${most} options, this one has ${options.length}`);
  }
  if (right === 0) complain(block.line, "at least one option of a multi is marked [x]");
  if (right > 0 && right === options.length) complain(block.line, "at least one option of a multi is left [ ]");
  return { ...head(block), kind: "multi", ...read };
}

import type { MultiAnswer, MultiQuestion, MultiSolution } from "#lib/kind/multi.ts";
import { type Diagnosis, invalid, type Marked } from "./verdict.ts";

/**
 * Right when exactly the options that hold are ticked. Credit is the share of options ticked or left as they should be,
 * but none for ticking everything, which takes no knowledge.
 */
export function markMulti(answer: MultiAnswer, question: MultiQuestion, solution: MultiSolution): Marked {
  const { options } = solution;
  const ticked = new Set(answer.ticked);
  if (ticked.size === 0) return invalid("empty", "Nothing is ticked; at least one of the options holds.");
  const unknown = [...ticked].find((option) => !options[option]);
  if (unknown !== undefined)
    return invalid("no-such-option", `There are ${options.length} options; number ${unknown + 1} is none of them.`);
  const asItShould = options.filter(({ correct }, option) => correct === ticked.has(option)).length;
  const right = asItShould === options.length;
  return {
    outcome: right ? "right" : "wrong",
    read: question.options.filter((_, option) => ticked.has(option)).join("; "),
    credit: ticked.size === options.length ? 0 : asItShould / options.length,
    diagnosis: diagnoseTicks(options.filter(({ correct }, option) => !correct && ticked.has(option))),
  };
}

/** The misconception behind what was wrongly ticked, if all of it shows the same one. What was missed shows none. */
function diagnoseTicks(wrong: MultiSolution["options"]): Diagnosis | null {
  const misconception = wrong[0]?.misconception;
  if (misconception === undefined || wrong.some((other) => other.misconception !== misconception)) return null;
  return { misconception, says: wrong.flatMap(({ why }) => why ?? []).join("\n\n"), notes: [] };
}

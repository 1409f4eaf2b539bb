import type { RecallAnswer, RecallSolution } from "#lib/kind/recall.ts";
import type { Marked } from "./verdict.ts";

/** Open recall is marked by the learner against the rubric; only which points were made is counted here. */
export function markRecall({ text, ticked }: RecallAnswer, { rubric }: RecallSolution): Marked {
  const made = rubric.filter((_, point) => ticked.includes(point)).length;
  return {
    outcome: made === rubric.length ? "right" : "wrong",
    read: text.trim(),
    credit: made / rubric.length,
    diagnosis: null,
  };
}

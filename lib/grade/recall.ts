import type { Solution } from "#lib/item/question.ts";
import type { AnswerOf } from "./answer.ts";
import type { Marked } from "./verdict.ts";

type Known = Extract<Solution, { kind: "recall" }>;

/** Open recall is marked by the learner against the rubric; only which points were made is counted here. */
export function markRecall({ text, ticked }: AnswerOf<"recall">, { rubric }: Known): Marked {
  const made = rubric.filter((_, point) => ticked.includes(point)).length;
  return {
    outcome: made === rubric.length ? "right" : "wrong",
    read: text.trim(),
    credit: made / rubric.length,
    diagnosis: null,
  };
}

import type { ChoiceAnswer, ChoiceQuestion, ChoiceSolution } from "#lib/kind/choice.ts";
import { invalid, type Marked } from "./verdict.ts";

export function markChoice({ option }: ChoiceAnswer, question: ChoiceQuestion, solution: ChoiceSolution): Marked {
  const chosen = solution.options[option];
  if (!chosen)
    return invalid("no-such-option", `There are ${question.options.length} options; none of them was chosen.`);
  const read = question.options[option];
  if (option === solution.key) return { outcome: "right", read, credit: 1, diagnosis: null };
  const { misconception, why } = chosen;
  const notes = solution.malOutcomes.find((mal) => mal.misconception === misconception)?.notes ?? [];
  const diagnosis = misconception === undefined ? null : { misconception, says: why ?? "", notes };
  return { outcome: "wrong", read, credit: 0, diagnosis };
}

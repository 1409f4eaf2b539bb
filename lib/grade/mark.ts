import type { Variant } from "#lib/item/question.ts";
import type { Answer } from "./answer.ts";
import { markChoice } from "./choice.ts";
import { markCloze } from "./cloze.ts";
import { markNumeric } from "./numeric.ts";
import { markRecall } from "./recall.ts";
import { markTensor } from "./tensor.ts";
import { invalid, type Marked } from "./verdict.ts";

/** Marks an answer against a variant: right, wrong, or invalid (which costs no attempt). */
export function mark(answer: Answer, { question, solution }: Pick<Variant, "question" | "solution">): Marked {
  if (answer.kind === "numeric" && question.kind === "numeric" && solution.kind === "numeric")
    return markNumeric(answer, question, solution);
  if (answer.kind === "tensor" && question.kind === "tensor" && solution.kind === "tensor")
    return markTensor(answer, question, solution);
  if (answer.kind === "choice" && question.kind === "choice" && solution.kind === "choice")
    return markChoice(answer, question, solution);
  if (answer.kind === "cloze" && solution.kind === "cloze") return markCloze(answer, solution);
  if (answer.kind === "recall" && solution.kind === "recall") return markRecall(answer, solution);
  return invalid("wrong-kind", `The question asks for a ${question.kind} answer, and a ${answer.kind} answer came.`);
}

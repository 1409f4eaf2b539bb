import type { Variant } from "#lib/item/question.ts";
import { kinds } from "#lib/kind/kinds.ts";
import type { Answer } from "./answer.ts";
import { invalid, type Marked } from "./verdict.ts";

/** Marks an answer against a variant: right, wrong, or invalid (which costs no attempt). */
export function mark(answer: Answer, { question, solution }: Pick<Variant, "question" | "solution">): Marked {
  if (answer.kind !== question.kind)
    return invalid("wrong-kind", `The question asks for a ${question.kind} answer, and a ${answer.kind} answer came.`);
  // The three are of one kind, which the compiler can't follow through the list.
  return kinds[question.kind].mark(answer as never, question as never, solution as never);
}

import type { Variant } from "#lib/item/question.ts";
import { kinds } from "#lib/kind/kinds.ts";
import type { Answer } from "./answer.ts";

/** An answer to the variant that is right. */
export function keyOf({ question, solution }: Pick<Variant, "question" | "solution">): Answer {
  return kinds[question.kind].key(question as never, solution as never);
}

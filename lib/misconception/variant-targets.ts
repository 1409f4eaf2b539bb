import type { Variant } from "#lib/item/question.ts";
import { kinds } from "#lib/kind/kinds.ts";

/** The misconceptions an answer to this variant could show, each once. One behind an option not drawn can't. */
export function variantTargets({ question, solution }: Pick<Variant, "question" | "solution">): string[] {
  return [...new Set(kinds[question.kind].targets(question as never, solution as never))];
}

import type { Variant } from "#lib/item/question.ts";

/**
 * The misconceptions an answer to this variant could show, each once. A mal-rule that yields a grid of another shape
 * than the one asked for can't show, nor can one behind an option that was not drawn.
 */
export function variantTargets({ question, solution }: Pick<Variant, "question" | "solution">): string[] {
  return [...new Set(targets(question, solution))];
}

function targets(question: Variant["question"], solution: Variant["solution"]): string[] {
  switch (solution.kind) {
    case "numeric":
      return solution.malOutcomes.map(({ misconception }) => misconception);
    case "tensor": {
      const shape = question.kind === "tensor" ? question.shape.join() : "";
      return solution.malOutcomes
        .filter(({ value }) => Array.isArray(value) && `${value.length},${[value[0]].flat().length}` === shape)
        .map(({ misconception }) => misconception);
    }
    case "choice":
      return solution.options.flatMap(({ misconception }) => misconception ?? []);
    case "cloze":
    case "recall":
      return [];
  }
}

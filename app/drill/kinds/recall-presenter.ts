import { renderInline, renderMarkdown } from "#lib/text/markdown.ts";
import type { Revealed } from "../view.ts";
import type { Asking, Presenter } from "./presenter.ts";

export const recall: Presenter<"recall"> = {
  ask: (_, asking) => ({ revealed: presentRevealed(asking) }),
  yours: () => null,
  key: () => null,
  marks: () => null,
};

/** The model answer, once the learner has committed to an answer of their own or the question is marked. */
export function presentRevealed({ committed, open, variant: { solution } }: Asking): Revealed | null {
  if (solution.kind !== "recall" || (open && committed?.kind !== "recall")) return null;
  return {
    text: committed?.kind === "recall" ? committed.text : "",
    answer: renderMarkdown(solution.answer),
    rubric: solution.rubric.map((point) => renderInline(point)),
  };
}

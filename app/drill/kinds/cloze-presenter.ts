import { shownBlanks } from "#lib/kind/cloze.ts";
import { renderInline, renderPlain } from "#lib/text/markdown.ts";
import type { Presenter } from "./presenter.ts";

export const cloze: Presenter<"cloze"> = {
  ask: ({ blanks, reads }) => ({
    blanks,
    formulas: Array.from({ length: blanks }, (_, i) => reads?.[i] === "formula"),
  }),
  yours: ({ answer, verdict }) => answer && renderPlain(verdict.read),
  key: ({ question, solution }) => renderInline(shownBlanks(solution.blanks, question.reads).join(", ")),
  marks: () => null,
};

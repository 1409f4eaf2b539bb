import { renderInline, renderPlain } from "#lib/text/markdown.ts";
import type { Presenter } from "./presenter.ts";

export const cloze: Presenter<"cloze"> = {
  ask: ({ blanks }) => ({ blanks }),
  yours: ({ answer, verdict }) => answer && renderPlain(verdict.read),
  key: ({ solution }) => renderInline(solution.blanks.map(([first]) => first).join(", ")),
  marks: () => null,
};

import { mistakeIn } from "#lib/grade/match.ts";
import { renderInline } from "#lib/text/markdown.ts";
import type { Presenter } from "./presenter.ts";

export const match: Presenter<"match"> = {
  ask: ({ left, right }) => ({
    left: left.map((text) => renderInline(text)),
    right: right.map((text) => renderInline(text)),
  }),
  yours: () => null,
  key: () => null,
  marks: ({ solution, answer }) =>
    solution.key.map((correct, row) => ({ correct, chosen: answer?.chosen[row] ?? null })),
  reasons: ({ solution, answer }, diagnosed) =>
    diagnosed || answer === null
      ? []
      : solution.key.flatMap((_, row) => mistakeIn(row, answer.chosen, solution)?.why ?? []),
};

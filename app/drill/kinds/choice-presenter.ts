import { renderInline } from "#lib/text/markdown.ts";
import type { Presenter } from "./presenter.ts";

export const choice: Presenter<"choice"> = {
  ask: ({ options }) => ({ options: options.map((option) => renderInline(option)) }),
  yours: () => null,
  key: () => null,
  marks: ({ solution, answer }) =>
    solution.options.map((_, option) => ({ correct: option === solution.key, chosen: option === answer?.option })),
  reasons: ({ solution, answer }, diagnosed) => {
    const chosen = answer && solution.options[answer.option];
    return [diagnosed ? undefined : chosen?.why, solution.options[solution.key].why].flatMap((why) => why ?? []);
  },
};

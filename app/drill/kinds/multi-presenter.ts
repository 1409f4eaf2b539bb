import { renderInline } from "#lib/text/markdown.ts";
import type { Presenter } from "./presenter.ts";

export const multi: Presenter<"multi"> = {
  ask: ({ options }) => ({ options: options.map((option) => renderInline(option)) }),
  yours: () => null,
  key: () => null,
  marks: ({ solution, answer }) =>
    solution.options.map(({ correct }, option) => ({ correct, ticked: answer?.ticked.includes(option) ?? false })),
  reasons: ({ question, solution, answer, verdict }, diagnosed) => {
    const told = solution.options.flatMap(({ correct, why }, option) => {
      const ticked = answer?.ticked.includes(option) ?? false;
      // Of a right answer what holds is said once more; of a wrong one what was ticked or left wrongly.
      const asked = verdict.outcome === "right" ? correct : correct !== ticked && !(diagnosed && ticked);
      return why !== undefined && asked ? `- *${question.options[option]}*\\\n  ${why.replaceAll("\n", "\n  ")}` : [];
    });
    return told.length > 0 ? [told.join("\n")] : [];
  },
};

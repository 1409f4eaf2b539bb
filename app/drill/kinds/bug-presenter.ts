import type { BugSolution } from "#lib/kind/bug.ts";
import { renderInline } from "#lib/text/markdown.ts";
import type { Presenter } from "./presenter.ts";

export const bug: Presenter<"bug"> = {
  ask: ({ lines }) => ({ lines }),
  yours: ({ answer }) => answer && renderInline(`line ${answer.line}`),
  key: ({ solution }) => renderInline(`line ${solution.faults.map(({ line }) => line).join(" or line ")}`),
  marks: ({ solution, answer }) => ({
    wrong: solution.faults.map(({ line }) => line),
    chosen: answer?.line ?? null,
  }),
  reasons: ({ solution, answer }, diagnosed) => {
    const suspect = diagnosed ? undefined : solution.suspects.find(({ line }) => line === answer?.line);
    return [
      ...(suspect?.why ? [`Line ${suspect.line} is as it should be. ${suspect.why}`] : []),
      ...solution.faults.map((fault) => toldFault(fault, solution.language)),
    ];
  },
};

/** What is wrong with a line and what should stand there (markdown). */
function toldFault({ line, why, fix }: BugSolution["faults"][number], language: string): string {
  if (fix.length === 0) return `${why} Line ${line} should not be there.`;
  const indent = Math.min(...fix.map((text) => text.length - text.trimStart().length));
  const code = fix.map((text) => text.slice(indent));
  return [why, "", `Instead of line ${line}:`, "", `\`\`\`${language}`, ...code, "```"].join("\n");
}

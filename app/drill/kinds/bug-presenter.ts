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
  reasons: ({ question, solution, answer }, diagnosed) => {
    const suspect = diagnosed ? undefined : solution.suspects.find(({ line }) => line === answer?.line);
    return [
      ...(suspect?.why ? [`Line ${suspect.line} is as it should be. ${suspect.why}`] : []),
      ...solution.faults.map((fault) => toldFault(fault, question.lines, solution.language)),
    ];
  },
};

/** What is wrong with a line and what should stand there, between its neighbours (markdown). */
function toldFault({ line, why, fix }: BugSolution["faults"][number], lines: string[], language: string): string {
  const code = [...lines.slice(Math.max(0, line - 2), line - 1), ...fix, ...lines.slice(line, line + 1)];
  const indent = Math.min(...code.map((text) => text.length - text.trimStart().length));
  const shown = code.map((text) => text.slice(indent));
  const instead = fix.length === 0 ? `Without line ${line}:` : `With line ${line} put right:`;
  return [why, "", instead, "", `\`\`\`${language}`, ...shown, "```"].join("\n");
}

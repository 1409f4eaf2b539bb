import type { BugAnswer, BugQuestion, BugSolution } from "#lib/kind/bug.ts";
import { invalid, type Marked } from "./verdict.ts";

/** Right for a line at which the code can be put right; a line that shows a misconception is diagnosed. */
export function markBug({ line }: BugAnswer, { lines }: BugQuestion, { faults, suspects }: BugSolution): Marked {
  if (line < 1 || line > lines.length)
    return invalid("no-such-option", `The code has ${lines.length} lines; none of them was chosen.`);
  const read = `line ${line}: ${lines[line - 1].trim()}`;
  if (faults.some((fault) => fault.line === line)) return { outcome: "right", read, credit: 1, diagnosis: null };
  const suspect = suspects.find((other) => other.line === line);
  const misconception = suspect?.misconception;
  const diagnosis = misconception === undefined ? null : { misconception, says: suspect?.why ?? "", notes: [] };
  return { outcome: "wrong", read, credit: 0, diagnosis };
}

import type { MatchAnswer, MatchQuestion, MatchSolution } from "#lib/kind/match.ts";
import { type Diagnosis, invalid, type Marked } from "./verdict.ts";

/** Right only when every row is; the credit is the share of rows that are. */
export function markMatch({ chosen }: MatchAnswer, { left, right }: MatchQuestion, solution: MatchSolution): Marked {
  if (chosen.length !== left.length)
    return invalid("wrong-shape", `There are ${left.length} rows, and ${chosen.length} were matched.`);
  const open = chosen.filter((choice) => right[choice] === undefined).length;
  if (open > 0) return invalid("empty", open === 1 ? "One row has no match yet." : `${open} rows have no match yet.`);
  const read = left.map((text, row) => `${text}: ${right[chosen[row]]}`).join("; ");
  const wrong = chosen.flatMap((choice, row) => (choice === solution.key[row] ? [] : row));
  if (wrong.length === 0) return { outcome: "right", read, credit: 1, diagnosis: null };
  return {
    outcome: "wrong",
    read,
    credit: (left.length - wrong.length) / left.length,
    diagnosis: diagnose(wrong, chosen, solution),
  };
}

/** What is known of the mistake made in a row, if it is a known one. */
export function mistakeIn(row: number, chosen: readonly number[], { mistakes }: MatchSolution) {
  return mistakes.find(({ left, right }) => left === row && right === chosen[row]);
}

/** Only where every wrong row shows the same misconception. */
function diagnose(wrong: readonly number[], chosen: readonly number[], solution: MatchSolution): Diagnosis | null {
  const [first, ...others] = wrong.map((row) => mistakeIn(row, chosen, solution));
  if (first?.misconception === undefined) return null;
  if (others.some((other) => other?.misconception !== first.misconception)) return null;
  return { misconception: first.misconception, says: first.why ?? "", notes: [] };
}

import type { CardState } from "./card.ts";
import { apply, type LogRow, liveRows, type ParametersByVersion, type ReviewRow } from "./log.ts";
import type { RecallOutcome } from "./stability-factor.ts";

/**
 * What the reviews in these items' logs say about memory, all items together, oldest first. An outcome is a review of a
 * card in review, a study day or more after the answer before. None are first answers, steps, whatever is answered again
 * on the same day, practice, what was undone, and the first answer after "I know this" or a placement, since that tests
 * a claim and not a memory.
 * @throws Error as `fold` does
 */
export function recallOutcomes(
  logs: Iterable<readonly LogRow[]>,
  parametersByVersion: ParametersByVersion,
): RecallOutcome[] {
  const found = [...logs].flatMap((rows) => {
    let card: CardState | null = null;
    return liveRows(rows).flatMap((row) => {
      const before: CardState | null = card;
      card = apply(before, row, parametersByVersion);
      const outcome = row.kind === "review" ? outcomeOf(before, row, card) : null;
      return outcome ? [{ at: row.at.getTime(), outcome }] : [];
    });
  });
  return found.sort((a, b) => a.at - b.at).map(({ outcome }) => outcome);
}

/** What one review says, given the card before and after it; null when it is no outcome. */
export function outcomeOf(
  before: CardState | null,
  { grade }: Pick<ReviewRow, "grade">,
  after: CardState | null,
): RecallOutcome | null {
  if (before?.state !== "review" || before.reps === 0) return null;
  const elapsedDays = (after?.lastReviewDay ?? 0) - (before.lastReviewDay ?? 0);
  return elapsedDays < 1 ? null : { stability: before.stability, elapsedDays, recalled: grade !== "again" };
}

import type { CardState, ScheduleContext } from "#lib/schedule/card.ts";
import { recallAfter } from "#lib/schedule/retrievability.ts";
import { studyDay } from "#lib/schedule/study-day.ts";

/**
 * Expected recall of an item at a moment, as readiness reckons with it; null for one never asked. On the day of its last
 * review the curve says 1 whatever was answered, so a day counts as passed at least.
 */
export function recallAt(card: CardState | null, context: ScheduleContext): number | null {
  if (card === null || card.lastReviewDay === null) return null;
  const elapsed = Math.max(1, studyDay(context.now, context) - card.lastReviewDay);
  return recallAfter(elapsed, card.stability * (context.stabilityFactor ?? 1), context.parameters);
}

import { forgetting_curve } from "ts-fsrs";
import type { CardState, ScheduleContext } from "./card.ts";
import { studyDay } from "./study-day.ts";

/**
 * The probability of recall at `at`, by the FSRS-6 forgetting curve over whole study days since the last review:
 * R(t, S) = (1 + (0.9^(−1/w₂₀) − 1)·t/S)^(−w₂₀). 1 on the day of the review, 0 for a card never asked.
 */
export function retrievability(
  card: CardState,
  at: Date,
  context: Pick<ScheduleContext, "utcOffsetMinutes" | "rolloverHour" | "parameters">,
): number {
  if (card.lastReviewDay === null) return 0;
  const elapsed = Math.max(0, studyDay(at, context) - card.lastReviewDay);
  return recallAfter(elapsed, card.stability, context.parameters);
}

/** The same curve for any elapsed days and stability. */
export function recallAfter(elapsedDays: number, stability: number, parameters: readonly number[]): number {
  return forgetting_curve(parameters, elapsedDays, stability);
}

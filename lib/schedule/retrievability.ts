import { forgetting_curve } from "ts-fsrs";
import type { CardState, ScheduleContext } from "./card.ts";
import { studyDay } from "./study-day.ts";

/**
 * The probability of recall at `at`, by the FSRS-6 forgetting curve over whole study days since the last review:
 * R(t, S) = (1 + (0.9^(−1/w₂₀) − 1)·t/S)^(−w₂₀), where S is the card's stability times the learner's factor. 1 on the day
 * of the review, 0 for a card never asked.
 */
export function retrievability(
  card: CardState,
  at: Date,
  context: Pick<ScheduleContext, "utcOffsetMinutes" | "rolloverHour" | "parameters" | "stabilityFactor">,
): number {
  if (card.lastReviewDay === null) return 0;
  const elapsed = Math.max(0, studyDay(at, context) - card.lastReviewDay);
  return recallAfter(elapsed, card.stability * (context.stabilityFactor ?? 1), context.parameters);
}

/** The same curve for any elapsed days and stability. */
export function recallAfter(elapsedDays: number, stability: number, parameters: readonly number[]): number {
  return forgetting_curve(parameters, elapsedDays, stability);
}

/** Days until recall has sunk to this, the inverse of the curve: S·(R^(−1/w₂₀) − 1) / (0.9^(−1/w₂₀) − 1). */
export function daysUntil(recall: number, stability: number, parameters: readonly number[]): number {
  const power = -1 / parameters[20];
  return (stability * (recall ** power - 1)) / (0.9 ** power - 1);
}

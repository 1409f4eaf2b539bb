import type { CardState, ScheduleContext } from "./card.ts";

/** What cuts time into study days: the learner's offset at that moment and the hour a day begins. */
export type Calendar = Pick<ScheduleContext, "utcOffsetMinutes" | "rolloverHour">;

export const MINUTE = 60_000;
export const DAY = 86_400_000;

/**
 * The study day an instant falls in, as days since 1970-01-01 of the learner's calendar. A day runs from the rollover
 * hour to the next: with rollover 4, 23:50 and 00:10 are the same day, and 03:59 still belongs to the day before.
 */
export function studyDay(at: Date, { utcOffsetMinutes, rolloverHour }: Calendar): number {
  return Math.floor((at.getTime() + utcOffsetMinutes * MINUTE - rolloverHour * 60 * MINUTE) / DAY);
}

/** The instant a study day begins, by the given offset. */
export function studyDayStart(day: number, { utcOffsetMinutes, rolloverHour }: Calendar): Date {
  return new Date(day * DAY - utcOffsetMinutes * MINUTE + rolloverHour * 60 * MINUTE);
}

/** The calendar date of a study day: `2026-03-29`. */
export function studyDayDate(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** The study day of a calendar date written `2026-03-29`; null for what is no date. */
export function studyDayOfDate(date: string): number | null {
  const at = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  // A parser may take 30 February for 2 March.
  return Number.isNaN(at) || studyDayDate(at / DAY) !== date ? null : at / DAY;
}

/** The study day a card falls due, or null when it is new or due at a minute. */
export function dueDay(card: CardState): number | null {
  return card.scheduledDays > 0 && card.lastReviewDay !== null ? card.lastReviewDay + card.scheduledDays : null;
}

/**
 * Whether a reviewed card may be asked now. Days are compared as study days, not instants, so a card is due for the
 * whole of its day even when the clocks changed, or the learner moved, since it was rated.
 */
export function isDue(card: CardState, context: Calendar & { now: Date }): boolean {
  if (card.state === "new") return false;
  const day = dueDay(card);
  return day === null ? card.due <= context.now : studyDay(context.now, context) >= day;
}

/** The instant a reviewed card falls due by the offset known now. */
export function dueAt(card: CardState, calendar: Calendar): Date {
  const day = dueDay(card);
  return day === null ? card.due : studyDayStart(day, calendar);
}

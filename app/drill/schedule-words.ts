import type { CardState, ScheduleContext } from "#lib/schedule/card.ts";
import { dueDay, studyDay, studyDayDate } from "#lib/schedule/study-day.ts";

/** Said where answers move no card. */
export const PRACTICE = "Practice: the schedule isn’t touched.";

/** When a just answered item comes back, as a sentence. */
export function comesBack(card: CardState | null, context: ScheduleContext): string {
  if (card === null) return "Not scheduled.";
  const day = dueDay(card);
  if (day === null) return "Asked again in this session, with other numbers where it has any.";
  const days = day - studyDay(context.now, context);
  return `Comes back ${inDays(days)}, on ${dateInWords(studyDayDate(day))}.`;
}

/** "tomorrow", "in 12 days", "in about 4 months" */
export function inDays(days: number): string {
  if (days <= 0) return "today";
  if (days === 1) return "tomorrow";
  if (days < 60) return `in ${days} days`;
  return days < 700 ? `in about ${Math.round(days / 30.4)} months` : `in about ${Math.round(days / 365)} years`;
}

/** "Sunday 29 March", from `2026-03-29`. */
export function dateInWords(date: string): string {
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

/** "Sunday 29 March, 04:00", in the learner's time. */
export function timeInWords(at: Date, utcOffsetMinutes: number): string {
  const local = new Date(at.getTime() + utcOffsetMinutes * 60_000).toISOString();
  return `${dateInWords(local.slice(0, 10))}, ${local.slice(11, 16)}`;
}

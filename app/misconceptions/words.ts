import type { Misunderstood } from "#app/_data/misunderstood.ts";
import { dateInWords, inDays } from "#app/drill/schedule-words.ts";
import { DAYS_TO_BE_GONE } from "#lib/misconception/ledger.ts";
import type { CardState, ScheduleContext } from "#lib/schedule/card.ts";
import { dueDay, isDue, studyDay, studyDayDate } from "#lib/schedule/study-day.ts";

/** "Monday 4 May", with the year where it is not that of `today`; both study days. */
export function dayInWords(day: number, today: number): string {
  const date = studyDayDate(day);
  const year = date.slice(0, 4);
  return year === studyDayDate(today).slice(0, 4) ? dateInWords(date) : `${dateInWords(date)} ${year}`;
}

/** "once", "twice", "3 times" */
export function timesInWords(times: number): string {
  if (times === 1) return "once";
  return times === 2 ? "twice" : `${times} times`;
}

/** What is still needed for a misconception to be gone. */
export function whatIsNeeded({ status, daysRight }: Pick<Misunderstood, "status" | "daysRight">): string {
  if (status === "gone") return `Gone: right on ${daysRight} separate days since, without help.`;
  return `Right on ${daysRight} of ${DAYS_TO_BE_GONE} separate days so far. Right means without a hint or a guess, in a question where it could have shown; practice doesn’t count.`;
}

/** When a question that tests a misconception is asked. */
export function testState(card: CardState | null, context: ScheduleContext): string {
  if (card === null) return "not asked yet";
  if (isDue(card, context)) return "due now";
  const day = dueDay(card);
  return day === null ? "due in minutes" : `due ${inDays(day - studyDay(context.now, context))}`;
}

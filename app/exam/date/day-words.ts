import { studyDayDate } from "#lib/schedule/study-day.ts";

/** "29 Mar", from a study day. */
export function dayInWords(day: number): string {
  const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
  return format.format(new Date(`${studyDayDate(day)}T00:00:00Z`));
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { newCard, scheduleContext } from "#lib/schedule/card.ts";
import { rate } from "#lib/schedule/rate.ts";
import { dueAt, isDue, studyDay, studyDayDate, studyDayOfDate, studyDayStart } from "#lib/schedule/study-day.ts";

const at = (iso: string) => new Date(iso);
const dateOf = (iso: string, utcOffsetMinutes: number, rolloverHour = 4) =>
  studyDayDate(studyDay(at(iso), { utcOffsetMinutes, rolloverHour }));

test("ten to midnight and ten past are one study day, which ends at the rollover hour", () => {
  expect(dateOf("2026-05-10T23:50:00Z", 0)).toBe("2026-05-10");
  expect(dateOf("2026-05-11T00:10:00Z", 0)).toBe("2026-05-10");
  expect(dateOf("2026-05-11T03:59:59.999Z", 0)).toBe("2026-05-10");
  expect(dateOf("2026-05-11T04:00:00Z", 0)).toBe("2026-05-11");
});

test("the study day follows the learner's clock, not UTC", () => {
  expect(dateOf("2026-05-10T18:00:00Z", 330)).toBe("2026-05-10");
  expect(dateOf("2026-05-10T22:30:00Z", 330)).toBe("2026-05-11");
  expect(dateOf("2026-05-11T03:00:00Z", -420)).toBe("2026-05-10");
  expect(dateOf("2026-05-11T00:00:00Z", 0, 0)).toBe("2026-05-11");
});

test("study days run on across month ends, leap days and years", () => {
  const calendar = { utcOffsetMinutes: 60, rolloverHour: 4 };
  const gap = (from: string, to: string) => studyDay(at(to), calendar) - studyDay(at(from), calendar);
  expect(gap("2026-02-28T12:00:00Z", "2026-03-01T12:00:00Z")).toBe(1);
  expect(gap("2028-02-28T12:00:00Z", "2028-03-01T12:00:00Z")).toBe(2);
  expect(gap("2026-12-31T23:30:00Z", "2027-01-01T02:30:00Z")).toBe(0);
});

test("an instant lies between the beginning of its study day and that of the next", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e12, max: 4e12 }),
      fc.integer({ min: -720, max: 840 }),
      fc.integer({ min: 0, max: 23 }),
      (time, utcOffsetMinutes, rolloverHour) => {
        const calendar = { utcOffsetMinutes, rolloverHour };
        const day = studyDay(new Date(time), calendar);
        expect(studyDayStart(day, calendar).getTime()).toBeLessThanOrEqual(time);
        expect(studyDayStart(day + 1, calendar).getTime()).toBeGreaterThan(time);
      },
    ),
  );
});

test("a card falls due at the rollover that begins its study day", () => {
  const context = scheduleContext({ now: at("2026-05-10T23:50:00Z"), utcOffsetMinutes: 120 });
  const card = rate(null, "good", context);
  expect(card.scheduledDays).toBe(2);
  expect(card.due).toEqual(at("2026-05-12T02:00:00Z"));
});

test("after the clocks go forward a card is due from the new rollover on, an hour before its stored instant", () => {
  const card = rate(null, "good", scheduleContext({ now: at("2026-03-28T10:00:00Z"), utcOffsetMinutes: 60 }));
  expect(card.due).toEqual(at("2026-03-30T03:00:00Z"));
  const summer = (iso: string) => scheduleContext({ now: at(iso), utcOffsetMinutes: 120 });
  expect(isDue(card, summer("2026-03-30T01:59:00Z"))).toBe(false);
  expect(isDue(card, summer("2026-03-30T02:00:00Z"))).toBe(true);
  expect(dueAt(card, summer("2026-03-29T12:00:00Z"))).toEqual(at("2026-03-30T02:00:00Z"));
});

test("after the clocks go back a card is not due in the last hour of the study day before", () => {
  const card = rate(null, "good", scheduleContext({ now: at("2026-10-24T10:00:00Z"), utcOffsetMinutes: 120 }));
  expect(card.due).toEqual(at("2026-10-26T02:00:00Z"));
  const winter = (iso: string) => scheduleContext({ now: at(iso), utcOffsetMinutes: 60 });
  expect(isDue(card, winter("2026-10-26T02:30:00Z"))).toBe(false);
  expect(isDue(card, winter("2026-10-26T03:00:00Z"))).toBe(true);
});

test("a step of minutes is due at its minute, whatever the clock on the wall says", () => {
  const card = rate(null, "again", scheduleContext({ now: at("2026-03-29T00:55:00Z"), utcOffsetMinutes: 60 }));
  const summer = (iso: string) => scheduleContext({ now: at(iso), utcOffsetMinutes: 120 });
  expect(card.due).toEqual(at("2026-03-29T01:05:00Z"));
  expect(isDue(card, summer("2026-03-29T01:04:59Z"))).toBe(false);
  expect(isDue(card, summer("2026-03-29T01:05:00Z"))).toBe(true);
});

test("a new card is never due as a review", () => {
  const context = scheduleContext({ now: at("2026-05-10T12:00:00Z"), utcOffsetMinutes: 0 });
  expect(isDue(newCard(at("2026-05-01T12:00:00Z")), context)).toBe(false);
});

test("a calendar date names the study day of that date, in whatever zone, and what is no date names none", () => {
  expect(studyDayOfDate("1970-01-01")).toBe(0);
  expect(studyDayOfDate("2028-02-29")).toBe(21_243);
  expect(studyDayDate(studyDayOfDate("2026-03-29") ?? 0)).toBe("2026-03-29");
  expect(["2026-02-29", "2026-13-01", "29.3.2026", "2026-3-9", "", "tomorrow"].map(studyDayOfDate)).toEqual(
    Array.from({ length: 6 }, () => null),
  );
});

test.for([
  // The evening before, the clocks go forward or back that night, and past midnight but before the rollover hour.
  ["America/New_York, the night clocks go forward", "2026-03-08T08:30:00Z", -240, "2026-03-08"],
  ["the same, an hour before the rollover", "2026-03-08T07:30:00Z", -240, "2026-03-07"],
  ["Lord Howe, half an hour of summer time", "2026-04-05T17:00:00Z", 630, "2026-04-05"],
  ["Kiritimati, where it is tomorrow", "2026-05-04T18:00:00Z", 840, "2026-05-05"],
  ["Pago Pago, where it is yesterday", "2026-05-04T14:00:00Z", -660, "2026-05-03"],
] as const)("the exam's own day in %s is told by its date", ([, at, utcOffsetMinutes, date]) => {
  expect(studyDay(new Date(at), { utcOffsetMinutes, rolloverHour: 4 })).toBe(studyDayOfDate(date));
});

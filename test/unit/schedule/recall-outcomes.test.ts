import { expect, test } from "vitest";
import { ALGORITHM_VERSION, DEFAULT_PARAMETERS, type Grade, scheduleContext } from "#lib/schedule/card.ts";
import { fold, type LogRow, rowContext } from "#lib/schedule/log.ts";
import { recallOutcomes } from "#lib/schedule/recall-outcomes.ts";

const DAY = 86_400_000;
const versions = { "fsrs-6-default": DEFAULT_PARAMETERS };
const onDay = (days: number) =>
  scheduleContext({ now: new Date(Date.UTC(2026, 4, 10, 12) + days * DAY), utcOffsetMinutes: 0 });
const on = (days: number, grade: Grade, kind: "review" | "practice" = "review"): LogRow => {
  const context = onDay(days);
  const answer = { seq: days * 1000, at: context.now, grade, confident: false };
  return kind === "practice" ? { ...answer, kind } : { ...answer, kind, ...rowContext(context, ALGORITHM_VERSION) };
};
const minute = 1 / 1440;
const outcomes = (...logs: LogRow[][]) => recallOutcomes(logs, versions);
const stabilityAfter = (...rows: LogRow[]) => fold(rows, versions)?.stability;

test("a review days after the answer before is an outcome, with the stability the card had", () => {
  const learnt = [on(0, "good"), on(10 * minute, "good")];
  expect(outcomes([...learnt, on(3, "hard")])).toEqual([
    { stability: stabilityAfter(...learnt), elapsedDays: 3, recalled: true },
  ]);
  expect(outcomes([...learnt, on(5, "again")])).toEqual([
    { stability: stabilityAfter(...learnt), elapsedDays: 5, recalled: false },
  ]);
});

test("first answers, steps and further answers of the same day are none", () => {
  expect(outcomes([on(0, "again"), on(10 * minute, "good"), on(20 * minute, "good")])).toEqual([]);
  const lapsed = [on(0, "good"), on(10 * minute, "good"), on(4, "again"), on(4 + 10 * minute, "good")];
  expect(outcomes(lapsed).map(({ recalled }) => recalled)).toEqual([false]);
  expect(outcomes([...lapsed, on(4 + 30 * minute, "again")]).map(({ recalled }) => recalled)).toEqual([false]);
});

test("practice, what was undone, and the first answer after a claim are none", () => {
  const learnt = [on(0, "good"), on(10 * minute, "good")];
  expect(outcomes([...learnt, on(3, "again", "practice")])).toEqual([]);
  const undo: LogRow = { kind: "undo", seq: 3001, at: onDay(3).now, undoes: 3000 };
  expect(outcomes([...learnt, on(3, "again"), undo])).toEqual([]);
  const known: LogRow = { kind: "known", seq: 0, at: onDay(0).now, ...rowContext(onDay(0), ALGORITHM_VERSION) };
  expect(outcomes([known, on(8, "good")])).toEqual([]);
  expect(outcomes([known, on(8, "good"), on(20, "good")]).map(({ elapsedDays }) => elapsedDays)).toEqual([12]);
});

test("outcomes of all items come in the order of time", () => {
  const learnt = [on(0, "good"), on(10 * minute, "good")];
  const found = outcomes([...learnt, on(3, "good"), on(12, "again")], [...learnt, on(5, "good")]);
  expect(found.map(({ elapsedDays, recalled }) => [elapsedDays, recalled])).toEqual([
    [3, true],
    [5, true],
    [9, false],
  ]);
});

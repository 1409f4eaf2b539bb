import { expect, test } from "vitest";
import { scheduleContext } from "#lib/schedule/card.ts";
import { type CramItem, cram } from "#lib/schedule/cram.ts";
import { DEFAULT_PACE } from "#lib/schedule/pace.ts";
import { placedCard } from "#lib/schedule/place.ts";

const onDay = (days: number) => {
  return scheduleContext({ now: new Date(Date.UTC(2026, 4, 10, 12) + days * 86_400_000), utcOffsetMinutes: 0 });
};
const item = (itemId: string, seen?: { stability: number; ago: number }): CramItem => ({
  itemId,
  conceptId: itemId.split("/")[0],
  card: seen ? placedCard({ stability: seen.stability, difficulty: 5 }, onDay(-seen.ago)) : null,
});
const asked = (itemId: string, right: boolean) => ({ itemId, conceptId: itemId.split("/")[0], right });
const planOf = (items: CramItem[], history: ReturnType<typeof asked>[] = [], budgetMinutes: number | null = null) =>
  cram({ items, history, pace: DEFAULT_PACE, budgetMinutes, context: onDay(0) });
const ids = (...given: Parameters<typeof planOf>) => planOf(...given).items.map(({ itemId }) => itemId);

const scope = [
  item("a/1", { stability: 50, ago: 1 }),
  item("b/1", { stability: 2, ago: 9 }),
  item("c/2"),
  item("d/1"),
  item("e/1", { stability: 10, ago: 5 }),
];

test("a cram asks what is least likely to be recalled first, due or not, then what was never asked as it is taught", () => {
  expect(ids(scope)).toEqual(["b/1", "e/1", "a/1", "c/2", "d/1"]);
  expect(planOf(scope).items[0]).toEqual({
    itemId: "b/1",
    conceptId: "b",
    seconds: 30,
    retrievability: expect.closeTo(0.770764, 6),
  });
  expect(planOf(scope).items[3]).toMatchObject({ seconds: 60, retrievability: null });
});

test("what was right is done, what was wrong comes again after the rest", () => {
  expect(ids(scope, [asked("b/1", false), asked("e/1", true), asked("a/1", false)])).toEqual([
    "c/2",
    "d/1",
    "b/1",
    "a/1",
  ]);
  const all = scope.map(({ itemId }) => asked(itemId, true));
  expect(planOf(scope, all)).toEqual({ items: [], minutes: 0, left: 0 });
  expect(ids(scope, [...all.slice(1), asked("a/1", false), asked("b/1", true)])).toEqual(["a/1"]);
});

test("an item right once and wrong later is not done", () => {
  expect(ids(scope.slice(0, 1), [asked("a/1", true), asked("a/1", false)])).toEqual(["a/1"]);
});

test("two items missed alternate", () => {
  const two = [item("a/1"), item("a/2")];
  expect(ids(two, [asked("a/1", false), asked("a/2", false)])).toEqual(["a/1", "a/2"]);
  expect(ids(two, [asked("a/2", false), asked("a/1", false)])).toEqual(["a/2", "a/1"]);
});

test("minutes are kept and what does not fit is counted", () => {
  expect(planOf(scope, [], 1)).toMatchObject({ minutes: 1, left: 3 });
  expect(planOf(scope, [], 0)).toEqual({ items: [], minutes: 0, left: 5 });
});

import { describe, expect, test } from "vitest";
import { scheduleContext } from "#lib/schedule/card.ts";
import { examOutlook, minutesNeeded, type OutlookInput, recallWithoutStudy } from "#lib/schedule/exam-outlook.ts";
import { DEFAULT_PACE } from "#lib/schedule/pace.ts";
import { placedCard } from "#lib/schedule/place.ts";
import { recallAfter } from "#lib/schedule/retrievability.ts";
import { studyDay } from "#lib/schedule/study-day.ts";

const DAY = 86_400_000;
const onDay = (days: number) =>
  scheduleContext({ now: new Date(Date.UTC(2026, 4, 10, 12) + days * DAY), utcOffsetMinutes: 0 });
const TODAY = studyDay(onDay(0).now, onDay(0));
const { parameters } = onDay(0);
const conceptOf = (itemId: string) => itemId.split("/")[0];
const seen = (itemId: string, stability: number, ago: number) => {
  return { itemId, conceptId: conceptOf(itemId), card: placedCard({ stability, difficulty: 5 }, onDay(-ago)) };
};
const fresh = (concept: string, count: number) =>
  Array.from({ length: count }, (_, order) => ({ itemId: `${concept}/${order}`, conceptId: concept, order }));
const input = (given: Partial<OutlookInput>, days: number, weights: Record<string, number>): OutlookInput => ({
  cards: [],
  newItems: [],
  concepts: [],
  history: [],
  pace: DEFAULT_PACE,
  budgetMinutes: 10,
  minutesPerDay: 10,
  newPerDay: null,
  newToday: 0,
  context: onDay(0),
  ...given,
  exam: { day: TODAY + days, weights: new Map(Object.entries(weights)) },
});

describe("what the plan leads to", () => {
  test("is told beside today's recall and beside doing nothing, by weight", () => {
    const cards = [seen("a/1", 10, 10), seen("b/1", 4, 8)];
    const { today, withoutStudy, withPlan, days } = examOutlook(input({ cards }, 20, { "a/1": 3, "b/1": 1 }));
    expect(today).toBeCloseTo(0.75 * 0.9 + 0.25 * recallAfter(8, 4, parameters), 6);
    expect(withoutStudy).toBeCloseTo(0.75 * recallAfter(30, 10, parameters) + 0.25 * recallAfter(28, 4, parameters), 6);
    expect(withPlan).toBeGreaterThan(0.98);
    expect(days).toHaveLength(20);
    expect(days[0]).toMatchObject({ day: TODAY, begun: 0 });
  });

  test("is told for each morning until then, as is doing nothing", () => {
    const given = input({ cards: [seen("a/1", 10, 10)] }, 20, { "a/1": 1 });
    const { days, withPlan, withoutStudy } = examOutlook(given);
    expect(days[0].nextWithoutStudy).toBeCloseTo(recallAfter(11, 10, parameters), 6);
    expect(days[0].next).toBeGreaterThan(days[0].nextWithoutStudy);
    expect([days[19].next, days[19].nextWithoutStudy]).toEqual([withPlan, withoutStudy]);
    expect(recallWithoutStudy(given)).toEqual({ today: expect.closeTo(0.9, 6), onDate: withoutStudy });
  });

  test("is doing nothing without minutes", () => {
    const given = input({ cards: [seen("a/1", 10, 10)], budgetMinutes: 0, minutesPerDay: 0 }, 20, { "a/1": 1 });
    const { withPlan, withoutStudy, days } = examOutlook(given);
    expect(withPlan).toBeCloseTo(withoutStudy, 9);
    expect(days.every(({ minutes }) => minutes === 0)).toBe(true);
  });

  test("keeps to the minutes: what a day runs over is taken from the next", () => {
    const newItems = fresh("a", 60);
    const weights = Object.fromEntries(newItems.map(({ itemId }) => [itemId, 1]));
    const { days } = examOutlook(input({ newItems }, 10, weights));
    const total = days.reduce((sum, { minutes }) => sum + minutes, 0);
    expect(total).toBeGreaterThan(97);
    expect(total).toBeLessThan(101.5);
    expect(Math.max(...days.map(({ minutes }) => minutes))).toBeLessThan(11.5);
  });

  test("says that the time does not suffice, what is not begun, and what to drop first", () => {
    const newItems = [...fresh("heavy", 40), ...fresh("light", 40)];
    const weights = Object.fromEntries(
      newItems.map(({ itemId, conceptId }) => [itemId, conceptId === "heavy" ? 4 : 1]),
    );
    const outlook = examOutlook(input({ newItems }, 8, weights));
    expect(outlook.suffices).toBe(false);
    expect(outlook.concepts.map(({ conceptId }) => conceptId)).toEqual(["light", "heavy"]);
    const [light, heavy] = outlook.concepts;
    expect(light.unbegun).toBeGreaterThan(20);
    expect(heavy.unbegun).toBe(0);
    expect(outlook.unbegun).toBe(light.unbegun);
    expect(heavy.share).toBeCloseTo(0.8, 9);
    expect(heavy.worth).toBeGreaterThan(light.worth);
  });

  test("suffices where recall comes to what is wanted, and the least minutes for that are found", () => {
    const newItems = fresh("a", 30);
    const weights = Object.fromEntries(newItems.map(({ itemId }) => [itemId, 1]));
    const given = input({ newItems, wanted: 0.85 }, 14, weights);
    expect(examOutlook(given).suffices).toBe(true);
    const needed = minutesNeeded(given);
    expect(needed).toBe(4);
    expect(examOutlook({ ...given, minutesPerDay: 3, budgetMinutes: 3 }).suffices).toBe(false);
    expect(minutesNeeded({ ...given, exam: { ...given.exam, day: TODAY + 1 }, wanted: 0.999 })).toBe(null);
  });

  test("opens concepts when enough of what they need is expected to be right", () => {
    const concept = (id: string, needs: string[]) => {
      return { id, needs, items: 5, rightUnaided: 0, placed: false, known: false };
    };
    const newItems = [...fresh("a", 5), ...fresh("b", 5)];
    const weights = Object.fromEntries(newItems.map(({ itemId }) => [itemId, 1]));
    const given = input({ newItems, concepts: [concept("a", []), concept("b", ["a"])] }, 10, weights);
    const { days, unbegun } = examOutlook(given);
    expect(days.slice(0, 3).map(({ begun }) => begun)).toEqual([5, 0, 5]);
    expect(unbegun).toBe(0);
  });

  test("is told of each item, where it is begun by then", () => {
    const given = input({ cards: [seen("a/1", 10, 10)], newItems: fresh("b", 3), minutesPerDay: 0 }, 20, {
      "a/1": 1,
      "b/0": 2,
      "b/1": 1,
    });
    const { items } = examOutlook({ ...given, budgetMinutes: 1 });
    expect([...items.keys()]).toEqual(["a/1", "b/0", "b/1"]);
    expect(items.get("a/1")?.today).toBeCloseTo(0.9, 6);
    expect(items.get("b/0")?.withoutStudy).toBe(null);
    expect(items.get("b/0")?.withPlan).toBeCloseTo(0.61, 1);
    expect(items.get("b/1")).toEqual({ today: null, withoutStudy: null, withPlan: null });
  });

  test("leaves out what the exam does not ask", () => {
    const newItems = [...fresh("a", 2), ...fresh("b", 2)];
    const { concepts, unbegun, withPlan } = examOutlook(input({ newItems }, 5, { "a/0": 1, "a/1": 1 }));
    expect(concepts.map(({ conceptId }) => conceptId)).toEqual(["a"]);
    expect(unbegun).toBe(0);
    expect(withPlan).toBeGreaterThan(0.9);
  });

  test("of an exam without items is nothing", () => {
    expect(examOutlook(input({}, 10, {}))).toMatchObject({ today: 0, withoutStudy: 0, withPlan: 0, concepts: [] });
  });
});

import { describe, expect, test } from "vitest";
import { afterExam } from "#lib/schedule/after-exam.ts";
import { scheduleContext } from "#lib/schedule/card.ts";
import { DEFAULT_PACE } from "#lib/schedule/pace.ts";
import { placedCard } from "#lib/schedule/place.ts";

const DAY = 86_400_000;
const onDay = (days: number) =>
  scheduleContext({ now: new Date(Date.UTC(2026, 4, 10, 12) + days * DAY), utcOffsetMinutes: 0 });
const seen = (itemId: string, stability: number, ago: number) => {
  return { itemId, conceptId: "a", card: placedCard({ stability, difficulty: 5 }, onDay(-ago)) };
};
const given = (cards: ReturnType<typeof seen>[]) => ({ cards, pace: DEFAULT_PACE, context: onDay(0) });

describe("after an exam", () => {
  test("what waits is laid over days within their minutes, what is most at risk first", () => {
    const cards = Array.from({ length: 30 }, (_, i) => seen(`a/${String(i).padStart(2, "0")}`, 10, 40 - i));
    const { days, waiting, normalAfter } = afterExam(given(cards), { perDay: 5, today: 5 });
    expect(waiting.reviews).toBe(30);
    expect(days[0].itemIds.slice(0, 2)).toEqual(["a/00", "a/01"]);
    expect(days.flatMap(({ itemIds }) => itemIds)).toHaveLength(30);
    expect(Math.max(...days.map(({ minutes }) => minutes))).toBeLessThanOrEqual(5);
    expect(days.map(({ itemIds }) => itemIds.length)).toEqual([8, 8, 8, 6]);
    expect(normalAfter).toBe(3);
  });

  test("days on which much falls due anyway take less of it", () => {
    const waiting = Array.from({ length: 10 }, (_, i) => seen(`a/${i}`, 10, 30));
    const tomorrow = Array.from({ length: 9 }, (_, i) => seen(`b/${i}`, 3, 2));
    const { days } = afterExam(given([...waiting, ...tomorrow]), { perDay: 5, today: 0 });
    expect(days.map(({ day, itemIds }) => [day, itemIds.length])).toEqual([
      [2, 8],
      [3, 2],
    ]);
  });

  test("minutes too few for the cards are said to be so", () => {
    const cards = Array.from({ length: 400 }, (_, i) => seen(`a/${i}`, 1, 5));
    expect(afterExam(given(cards), { perDay: 2, today: 2 }).normalAfter).toBe(null);
  });

  test("nothing is to be done where nothing waits", () => {
    expect(afterExam(given([seen("a/1", 10, 2)]), { perDay: 5, today: 5 })).toEqual({
      days: [],
      waiting: { reviews: 0, minutes: 0 },
      normalAfter: 0,
    });
  });
});

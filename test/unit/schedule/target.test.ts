import { describe, expect, test } from "vitest";
import { scheduleContext } from "#lib/schedule/card.ts";
import { DEFAULT_PACE } from "#lib/schedule/pace.ts";
import { placedCard } from "#lib/schedule/place.ts";
import type { ConceptProgress } from "#lib/schedule/prerequisites.ts";
import { type NewItem, plan, type QueueCard, type QueueInput } from "#lib/schedule/queue.ts";
import { rate } from "#lib/schedule/rate.ts";
import { today } from "#lib/schedule/today.ts";

const DAY = 86_400_000;
const onDay = (days: number) =>
  scheduleContext({ now: new Date(Date.UTC(2026, 4, 10, 12) + days * DAY), utcOffsetMinutes: 0 });
const conceptOf = (itemId: string) => itemId.split("/")[0];
const seen = (itemId: string, stability: number, ago: number): QueueCard => {
  return { itemId, conceptId: conceptOf(itemId), card: placedCard({ stability, difficulty: 5 }, onDay(-ago)) };
};
const fresh = (itemId: string): NewItem => ({ itemId, conceptId: conceptOf(itemId), order: 1 });
const concept = (id: string, needs: string[] = []): ConceptProgress => {
  return { id, needs, items: 5, rightUnaided: 0, placed: false, known: false };
};
const input = (given: Partial<QueueInput>): QueueInput => ({
  cards: [],
  newItems: [],
  concepts: [],
  history: [],
  pace: DEFAULT_PACE,
  budgetMinutes: null,
  newPerDay: null,
  newToday: 0,
  context: onDay(0),
  ...given,
});
const targeting = (asked: number, ...itemIds: string[]) => ({
  items: itemIds.map((itemId) => ({ itemId, misconception: "sign-lost" })),
  asked,
});
const kinds = (given: Partial<QueueInput>) =>
  plan(input(given)).items.map(({ itemId, reason }) => `${itemId} ${reason.kind}`);

describe("items targeted at a misconception", () => {
  test("stand between due reviews and new items, due or not, asked before or new", () => {
    const cards = [seen("a/1", 10, 12), seen("b/1", 50, 10)];
    const newItems = [fresh("c/1"), fresh("d/1")];
    const targeted = targeting(0, "d/1", "b/1");
    expect(kinds({ cards, newItems, targeted })).toEqual(["a/1 review", "d/1 targeted", "b/1 targeted", "c/1 new"]);
    const { items, minutes, left } = plan(input({ cards, newItems, targeted }));
    expect(items.map(({ seconds }) => seconds)).toEqual([30, 60, 30, 60]);
    expect(items[1].reason).toEqual({ kind: "targeted", misconception: "sign-lost", isNew: true });
    expect(items[2].reason).toEqual({ kind: "targeted", misconception: "sign-lost", isNew: false });
    expect({ minutes, left }).toEqual({ minutes: 3, left: { due: 0, new: 0 } });
  });

  test("are three a session at most, those asked before included", () => {
    const cards = ["a/1", "b/1", "c/1", "d/1"].map((id) => seen(id, 50, 10));
    const ids = ["d/1", "c/1", "b/1", "a/1"];
    expect(kinds({ cards, targeted: targeting(0, ...ids) })).toEqual(["d/1 targeted", "c/1 targeted", "b/1 targeted"]);
    expect(kinds({ cards, targeted: targeting(2, ...ids) })).toEqual(["d/1 targeted"]);
    expect(kinds({ cards, targeted: targeting(3, ...ids) })).toEqual([]);
  });

  test("are left out where they come anyway, were asked today, or are unknown", () => {
    const lapsed: QueueCard = { ...seen("c/1", 9, 9), card: rate(seen("c/1", 9, 9).card, "again", onDay(0)) };
    const cards = [seen("a/1", 10, 12), seen("b/1", 50, 0), lapsed];
    expect(kinds({ cards, targeted: targeting(0, "a/1", "b/1", "c/1", "z/1") })).toEqual(["a/1 review", "c/1 ahead"]);
  });

  test("wait for prerequisites and count among the day's new items", () => {
    const concepts = [concept("sgd"), concept("adam", ["sgd"])];
    const newItems = [fresh("adam/1"), fresh("sgd/1"), fresh("sgd/2")];
    const targeted = targeting(0, "adam/1", "sgd/2");
    expect(kinds({ newItems, concepts, targeted })).toEqual(["sgd/2 targeted", "sgd/1 new"]);
    expect(kinds({ newItems, concepts, targeted, newPerDay: 1 })).toEqual(["sgd/2 targeted"]);
    expect(plan(input({ newItems, concepts, targeted, newPerDay: 1 })).left).toEqual({ due: 0, new: 1 });
    expect(kinds({ newItems, concepts, targeted, newPerDay: 1, newToday: 1 })).toEqual([]);
  });

  test("are interleaved by concept as everything else and kept within the budget", () => {
    const cards = [seen("a/1", 10, 12), seen("a/2", 50, 10), seen("b/1", 50, 10)];
    const targeted = targeting(0, "a/2", "b/1");
    expect(kinds({ cards, targeted })).toEqual(["a/1 review", "b/1 targeted", "a/2 targeted"]);
    expect(kinds({ cards, targeted, budgetMinutes: 1 })).toEqual(["a/1 review", "a/2 targeted"]);
  });

  test("are rated by the days that passed: earlier than due, a right answer adds less stability, by FSRS-6", () => {
    const w = onDay(0).parameters;
    const recall = (t: number, s: number) => (1 + (0.9 ** (-1 / w[20]) - 1) * (t / s)) ** -w[20];
    const stabilityAfterGood = (t: number, s: number, d: number) =>
      s * (1 + Math.exp(w[8]) * (11 - d) * s ** -w[9] * (Math.exp(w[10] * (1 - recall(t, s))) - 1));
    const early = rate(seen("a/1", 50, 10).card, "good", onDay(0)).stability;
    const inTime = rate(seen("a/1", 50, 50).card, "good", onDay(0)).stability;
    expect(early).toBeCloseTo(stabilityAfterGood(10, 50, 5), 4);
    expect(inTime).toBeCloseTo(stabilityAfterGood(50, 50, 5), 4);
    expect([early, inTime].map(Math.round)).toEqual([72, 134]);
  });
});

describe("one concept alone", () => {
  const cards = [seen("a/1", 10, 12), seen("b/1", 10, 12), seen("b/2", 50, 10)];
  const newItems = [fresh("a/9"), fresh("b/9")];

  test("brings its due, targeted and new items and no others", () => {
    const given = { cards, newItems, targeted: targeting(0, "b/2", "a/9"), onlyConcepts: new Set(["b"]) };
    expect(kinds(given)).toEqual(["b/1 review", "b/2 targeted", "b/9 new"]);
    expect(plan(input({ ...given, budgetMinutes: 0.5 })).left).toEqual({ due: 0, new: 1 });
  });

  test("still waits for what it needs", () => {
    const concepts = [concept("a"), concept("b", ["a"])];
    expect(kinds({ newItems, concepts, onlyConcepts: new Set(["b"]) })).toEqual([]);
  });

  test("counts alone in the day's numbers", () => {
    const given = input({ cards, newItems, onlyConcepts: new Set(["b"]) });
    expect(today(given)).toEqual({ due: 1, learning: 0, new: 1, minutes: 1.5, nextDue: null });
    const later = today(input({ cards: cards.slice(2).concat(seen("a/2", 40, 35)), onlyConcepts: new Set(["b"]) }));
    expect(later.nextDue).toEqual(new Date("2026-06-19T04:00:00Z"));
  });
});

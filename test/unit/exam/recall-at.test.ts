import { expect, test } from "vitest";
import { recallAt } from "#lib/exam/recall-at.ts";
import { newCard, scheduleContext } from "#lib/schedule/card.ts";
import { rate } from "#lib/schedule/rate.ts";

const DAY = 86_400_000;
const noon = new Date("2026-05-04T12:00:00Z");
const contextAt = (days: number, given = {}) =>
  scheduleContext({ now: new Date(noon.getTime() + days * DAY), utcOffsetMinutes: 0, ...given });
const card = rate(null, "good", contextAt(0), { confident: false });

test("recall of what was never asked is not known", () => {
  expect(recallAt(null, contextAt(0))).toBe(null);
  expect(recallAt(newCard(noon), contextAt(0))).toBe(null);
});

test("on the day of a review it counts as it will a day later", () => {
  expect(recallAt(card, contextAt(0))).toBe(recallAt(card, contextAt(1)));
  expect(recallAt(card, contextAt(0))).toBeCloseTo(0.9468, 4);
});

test("later it sinks, more slowly for a memory that holds longer", () => {
  const plain = recallAt(card, contextAt(10)) ?? 0;
  expect(plain).toBeLessThan(recallAt(card, contextAt(1)) ?? 0);
  expect(recallAt(card, contextAt(10, { stabilityFactor: 2 }))).toBeGreaterThan(plain);
});

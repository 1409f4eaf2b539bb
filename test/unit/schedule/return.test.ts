import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spreadBacklog } from "#lib/schedule/backlog.ts";
import { scheduleContext } from "#lib/schedule/card.ts";
import { DEFAULT_PACE } from "#lib/schedule/pace.ts";
import { placedCard } from "#lib/schedule/place.ts";
import { plan, type QueueCard, type QueueInput } from "#lib/schedule/queue.ts";
import { absence, correctionOf, corrected, type ProbeResult, probes } from "#lib/schedule/return.ts";

const DAY = 86_400_000;
const onDay = (days: number) =>
  scheduleContext({ now: new Date(Date.UTC(2026, 4, 10, 12) + days * DAY), utcOffsetMinutes: 0 });
const TODAY = 20_583;
/** A card of concept/name, due when its stability has passed. */
const seen = (itemId: string, stability: number, ago: number): QueueCard => {
  return { itemId, conceptId: itemId.split("/")[0], card: placedCard({ stability, difficulty: 5 }, onDay(-ago)) };
};
const result = (topic: string, predicted: number, recalled: boolean): ProbeResult => ({ topic, predicted, recalled });
const input = (cards: QueueCard[], given: Partial<QueueInput> = {}): QueueInput => ({
  cards,
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
const topics = new Map([
  ["sgd", "optimizers"],
  ["adam", "optimizers"],
]);
const idsOf = (entries: readonly { itemId: string }[]) => entries.map(({ itemId }) => itemId);

describe("an absence", () => {
  const cards = [seen("a/1", 5, 15), seen("a/2", 5, 13), seen("b/1", 5, 7), seen("b/2", 90, 3)];
  const after = (days: number[], minutesPerDay = 1) => absence(input(cards), days, minutesPerDay);

  test("begins with seven whole study days without a review and more due than a day holds", () => {
    expect(after([TODAY - 8])).toEqual({ since: TODAY, longestOverdue: 10, backlogMinutes: 1.5 });
    expect(absence(input(cards.slice(2)), [TODAY - 8], 0.4)).toEqual({
      since: TODAY,
      longestOverdue: 2,
      backlogMinutes: 0.5,
    });
    expect(absence(input(cards.slice(2)), [TODAY - 7], 0.4)).toBe(null);
    expect(after([TODAY - 8], 1.5)).toBe(null);
  });

  test("goes on until the backlog fits into a day", () => {
    expect(after([TODAY - 30, TODAY - 12, TODAY - 2, TODAY - 1, TODAY])).toMatchObject({ since: TODAY - 2 });
    expect(after([TODAY - 12, TODAY - 2, TODAY - 1, TODAY], 2)).toBe(null);
  });

  test("is over once nothing is overdue by a week, however long it was", () => {
    expect(absence(input(cards.slice(2)), [TODAY - 30, TODAY - 1], 0.4)).toBe(null);
    expect(after([TODAY - 60, TODAY - 40, TODAY - 39])).toMatchObject({ since: TODAY });
    const daily = Array.from({ length: 35 }, (_, i) => TODAY - i);
    expect(after([TODAY - 50, ...daily])).toMatchObject({ since: TODAY - 7 });
  });

  test("is also seen by a card overdue for a week, where reviews went on", () => {
    const daily = Array.from({ length: 20 }, (_, i) => TODAY - i);
    expect(after(daily)).toEqual({ since: TODAY - 7, longestOverdue: 10, backlogMinutes: 1.5 });
    expect(absence(input(cards.slice(2)), daily, 0.4)).toBe(null);
  });

  test("is none for someone who never reviewed", () => {
    expect(absence(input([]), [], 15)).toBe(null);
  });
});

describe("probes", () => {
  const due = [1, 2, 3, 4, 5, 6]
    .map((s) => seen(`sgd/${s}`, s, 30))
    .concat(seen("adam/1", 3.5, 30), seen("cnn/1", 2, 30));

  test("stand at the middle and near both ends of a topic's stabilities, one of every topic before the second of any", () => {
    expect(idsOf(probes(due, { since: TODAY, topicOf: topics, results: [] }))).toEqual([
      "adam/1",
      "cnn/1",
      "sgd/2",
      "sgd/5",
    ]);
  });

  test("become fewer by what was answered since the return", () => {
    const results = [result("optimizers", 0.8, true), result("cnn", 0.8, true)];
    expect(idsOf(probes(due, { since: TODAY, topicOf: topics, results }))).toEqual(["sgd/2", "cnn/1", "sgd/5"]);
    const enough = [1, 2, 3].map(() => result("optimizers", 0.8, true));
    expect(idsOf(probes(due, { since: TODAY, topicOf: topics, results: enough }))).toEqual(["cnn/1"]);
    const old = { since: TODAY - 30, topicOf: topics, results: [] };
    expect(probes(due, old)).toEqual([]);
  });
});

describe("the correction", () => {
  test("is 1 without answers", () => {
    expect(correctionOf("a", [])).toBe(1);
  });

  test("is what was recalled over what was expected, after 32 of 32 expected recalls beforehand", () => {
    const results = [result("a", 0.8, true), result("a", 0.9, false), result("a", 0.7, false)];
    expect(correctionOf("a", results)).toBeCloseTo((32 + 1) / (32 + 2.4), 12);
  });

  test("takes from the other topics what to expect of a topic", () => {
    const results = [result("a", 0.8, false), result("a", 0.8, false), result("b", 0.8, true)];
    // Of others: (32 + 0)/(32 + 1.6) = 0.9524; then (32·0.9524 + 1)/(32 + 0.8) = 0.9596.
    expect(correctionOf("b", results)).toBeCloseTo(0.95964, 6);
    expect(correctionOf("c", results)).toBeCloseTo(33 / 34.4, 12);
  });

  test("comes near the true factor with many answers", () => {
    const results = Array.from({ length: 400 }, (_, i) => result("a", 0.8, i % 2 === 0));
    expect(correctionOf("a", results)).toBeCloseTo(232 / 352, 12);
  });

  test("never makes recall more than certain", () => {
    expect(corrected(0.9, 1.3)).toBe(1);
    expect(corrected(0.9, 0.5)).toBe(0.45);
  });
});

describe("a backlog", () => {
  const waiting = (itemId: string, retrievability: number) => ({ itemId, retrievability });

  test("is laid out over days by its expected time, beside what falls due there", () => {
    // 30 s a review: R = 1 takes 0.5 minutes, R = 0.5 takes 0.75, R = 0 takes 1.
    const order = [waiting("a", 0.5), waiting("b", 0.5), waiting("c", 1), waiting("d", 0), waiting("e", 1)];
    const minutes = { perDay: 2, today: 1.6, fallingDue: [0, 2, 0.5] };
    expect(spreadBacklog(order, DEFAULT_PACE, minutes)).toEqual([
      { day: 0, itemIds: ["a", "b"], minutes: 1.5 },
      { day: 2, itemIds: ["c", "d"], minutes: 1.5 },
      { day: 3, itemIds: ["e"], minutes: 0.5 },
    ]);
  });

  test("gives a card that is longer than a day a day of its own", () => {
    const pace = { ...DEFAULT_PACE, items: new Map([["long", 300]]) };
    const order = [waiting("a", 1), waiting("long", 1), waiting("b", 1)];
    expect(spreadBacklog(order, pace, { perDay: 2, today: 2, fallingDue: [0, 1] })).toEqual([
      { day: 0, itemIds: ["a"], minutes: 0.5 },
      { day: 2, itemIds: ["long"], minutes: 5 },
      { day: 3, itemIds: ["b"], minutes: 0.5 },
    ]);
  });

  test("needs a budget", () => {
    const minutes = { perDay: 0, today: 5, fallingDue: [] };
    expect(() => spreadBacklog([waiting("a", 1)], DEFAULT_PACE, minutes)).toThrow("above 0 minutes, got 0");
  });

  test("comes whole and in order, no day over its budget", () => {
    const recall = fc.double({ min: 0, max: 1, noNaN: true });
    const load = fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(recall, { maxLength: 40 }), load, (recalls, fallingDue) => {
        const order = recalls.map((r, i) => waiting(`i${i}`, r));
        const days = spreadBacklog(order, DEFAULT_PACE, { perDay: 4, today: 3, fallingDue });
        expect(days.flatMap(({ itemIds }) => itemIds)).toEqual(idsOf(order));
        for (const { day, minutes } of days) {
          expect(minutes).toBeLessThanOrEqual((day === 0 ? 3 : 4) - (fallingDue[day] ?? 0) + 1e-9);
        }
      }),
    );
  });
});

describe("the plan after an absence", () => {
  const cards = [1, 2, 3, 4, 5].map((i) => seen(`a/${i}`, i, 30)).concat([6, 7, 8].map((i) => seen(`b/${i}`, i, 30)));

  test("begins with the probes, each with its topic", () => {
    const given = input(cards, { returning: { since: TODAY, topicOf: new Map(), results: [] } });
    expect(
      plan(given)
        .items.slice(0, 6)
        .map(({ itemId, reason }) => `${itemId} ${reason.kind === "probe" ? reason.topic : reason.kind}`),
    ).toEqual(["a/3 a", "b/7 b", "a/1 a", "b/6 b", "a/5 a", "b/8 b"]);
  });

  test("is the ordinary one without it, and asks the same cards in the end", () => {
    const ordinary = idsOf(plan(input(cards)).items);
    expect(ordinary[0]).toBe("a/1");
    const returning = { since: TODAY, topicOf: topics, results: [] };
    expect(idsOf(plan(input(cards, { returning })).items).toSorted()).toEqual(ordinary.toSorted());
  });

  test("orders the rest by corrected recall", () => {
    const answered = (topic: string, recalled: boolean) => [1, 2, 3].map(() => result(topic, 0.7, recalled));
    const returning = { since: TODAY, topicOf: new Map(), results: [...answered("a", true), ...answered("b", false)] };
    const { items } = plan(input([seen("a/1", 8.8, 30), seen("b/1", 9, 30)], { returning }));
    expect(idsOf(items)).toEqual(["b/1", "a/1"]);
    // Others of b all recalled: (32 + 3)/(32 + 2.1); own none: 32·1.0264/(32 + 2.1) = 0.9632, times 0.7995.
    expect(idsOf(plan(input([seen("a/1", 8.8, 30), seen("b/1", 9, 30)])).items)).toEqual(["a/1", "b/1"]);
    expect(items[0].reason).toMatchObject({ kind: "review", retrievability: expect.closeTo(0.77007, 4) });
  });

  test("leaves alone what was reviewed since the return", () => {
    const results = [1, 2, 3].map(() => result("a", 0.7, false));
    const given = input([seen("a/1", 1, 2), seen("a/2", 1, 3)], {
      returning: { since: TODAY - 2, topicOf: new Map(), results },
    });
    expect(plan(given).items.map(({ itemId, reason }) => ({ itemId, reason }))).toMatchObject([
      // (32 + 0)/(32 + 2.1) = 0.9384 of 0.8094; and 0.8459 as it is.
      { itemId: "a/2", reason: { retrievability: expect.closeTo(0.938416 * 0.809388, 4) } },
      { itemId: "a/1", reason: { retrievability: expect.closeTo(0.845885, 4) } },
    ]);
  });

  test("takes as many as fit with the steps they will need, and nothing new while others wait", () => {
    const newItems = [{ itemId: "z/1", conceptId: "z", order: 1 }];
    const misses = Array.from({ length: 20 }, () => 0.7);
    const results = ["a", "b"].flatMap((topic) => misses.map((predicted) => result(topic, predicted, false)));
    const given = input(cards, {
      newItems,
      budgetMinutes: 3,
      returning: { since: TODAY, topicOf: new Map(), results },
    });
    // Recall of 0.31 to 0.38 makes each expected to take some 50 s: three of them in three minutes, not six.
    expect(plan(given)).toMatchObject({ minutes: 1.5, left: { due: 5, new: 1 } });
    expect(plan({ ...given, budgetMinutes: 12 }).left).toEqual({ due: 0, new: 0 });
    expect(plan({ ...given, budgetMinutes: 0.2 }).items).toHaveLength(1);
  });
});

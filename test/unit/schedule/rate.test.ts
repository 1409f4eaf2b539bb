import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ALGORITHM_VERSION,
  type CardState,
  DEFAULT_PARAMETERS,
  GRADES,
  type Grade,
  newCard,
  scheduleContext,
} from "#lib/schedule/card.ts";
import { placedCard } from "#lib/schedule/place.ts";
import { outcomes, rate } from "#lib/schedule/rate.ts";
import { recallAfter, retrievability } from "#lib/schedule/retrievability.ts";
import { studyDay, studyDayStart } from "#lib/schedule/study-day.ts";

const DAY = 86_400_000;
const noon = new Date("2026-05-10T12:00:00Z");
const onDay = (days: number, extra = {}) =>
  scheduleContext({ now: new Date(noon.getTime() + days * DAY), utcOffsetMinutes: 0, ...extra });

/** FSRS-6 from its published definition; G is 1 (Again) to 4 (Easy). */
const w = [
  0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
  0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];
const bounded = (x: number, least: number, most: number) => Math.min(Math.max(x, least), most);
const published = {
  R: (t: number, S: number) => (1 + ((0.9 ** (-1 / w[20]) - 1) * t) / S) ** -w[20],
  firstD: (G: number) => w[4] - Math.exp(w[5] * (G - 1)) + 1,
  D(D: number, G: number) {
    const moved = D - (w[6] * (G - 3) * (10 - D)) / 9;
    return bounded(w[7] * published.firstD(4) + (1 - w[7]) * moved, 1, 10);
  },
  S(S: number, D: number, G: number, t: number) {
    if (t === 0) {
      const increase = Math.exp(w[17] * (G - 3 + w[18])) * S ** -w[19];
      return bounded(S * (G > 1 ? Math.max(1, increase) : increase), 0.001, 36_500);
    }
    const lost = 1 - published.R(t, S);
    if (G === 1) {
      const forgotten = w[11] * D ** -w[12] * ((S + 1) ** w[13] - 1) * Math.exp(w[14] * lost);
      return Math.min(forgotten, S / Math.exp(w[17] * w[18]));
    }
    const factor = (G === 2 ? w[15] : 1) * (G === 4 ? w[16] : 1);
    const gain = Math.exp(w[8]) * (11 - D) * S ** -w[9] * (Math.exp(w[10] * lost) - 1) * factor;
    return bounded(S * (1 + gain), 0.001, 36_500);
  },
};

describe("memory follows FSRS-6", () => {
  test("the default parameters are those of FSRS-6", () => {
    expect(DEFAULT_PARAMETERS).toEqual(w);
    expect(ALGORITHM_VERSION).toBe("epoch 1, ts-fsrs v5.4.2 using FSRS-6.0");
  });

  test("a worked history gives the worked stabilities, difficulties and days", () => {
    const history: [Grade, number, number, number, number][] = [
      ["good", 0, 2.3065, 2.118104, 2],
      ["good", 2, 10.964332, 2.111214, 11],
      ["easy", 11, 77.107453, 1, 77],
      ["again", 40, 3.520825, 7.02699, 0],
      ["good", 0, 3.520825, 7.015191, 4],
      ["hard", 3, 6.801353, 8.003773, 7],
      ["good", 9, 16.482759, 7.990998, 16],
    ];
    let card: CardState | null = null;
    let day = 0;
    for (const [grade, elapsed, stability, difficulty, days] of history) {
      day += elapsed;
      card = rate(card, grade, onDay(day));
      expect(card.stability).toBeCloseTo(stability, 5);
      expect(card.difficulty).toBeCloseTo(difficulty, 5);
      expect(card.scheduledDays).toBe(days);
    }
    expect(card).toMatchObject({ state: "review", reps: 7, lapses: 1, lastReviewDay: studyDay(noon, onDay(0)) + 65 });
  });

  test("any history gives what the published formulas give", () => {
    const answer = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 400 }));
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 12 }), (answers) => {
        let card: CardState | null = null;
        let [S, D, day] = [0, 0, 0];
        for (const [G, elapsed] of answers) {
          day += elapsed;
          if (card === null) [S, D] = [w[G - 1], bounded(published.firstD(G), 1, 10)];
          else [S, D] = [published.S(S, D, G, elapsed), published.D(D, G)];
          card = rate(card, GRADES[G - 1], onDay(day));
          expect(Math.abs(card.stability / S - 1)).toBeLessThan(1e-4);
          expect(card.difficulty).toBeCloseTo(D, 5);
        }
      }),
    );
  });

  test("the interval is where the forgetting curve meets the desired retention", () => {
    const days = (desiredRetention: number) =>
      placedCard({ stability: 100, difficulty: 5 }, onDay(0, { desiredRetention, maximumInterval: 10_000 }))
        .scheduledDays;
    expect(days(0.9)).toBe(100);
    expect(days(0.8)).toBe(332);
    expect(days(0.95)).toBe(40);
  });

  test("retrievability is 1 on the day of review, 0.9 after a stability, 0 before the first answer", () => {
    const card = placedCard({ stability: 10, difficulty: 5 }, onDay(0));
    const recall = (days: number) => retrievability(card, onDay(days).now, onDay(days));
    expect(recall(0)).toBe(1);
    expect(recall(10)).toBeCloseTo(0.9, 7);
    expect(recall(20)).toBeCloseTo(0.845885, 6);
    expect(recall(100)).toBeCloseTo(0.692827, 6);
    expect(recall(-3)).toBe(1);
    expect(recallAfter(10, 5, DEFAULT_PARAMETERS)).toBeCloseTo(0.845885, 6);
    expect(retrievability(newCard(noon), noon, onDay(0))).toBe(0);
  });
});

describe("days are the learner's", () => {
  test("a review after midnight and before the rollover is a review of the same day", () => {
    const evening = scheduleContext({ now: new Date("2026-05-10T23:50:00Z"), utcOffsetMinutes: 0 });
    const night = { ...evening, now: new Date("2026-05-11T00:10:00Z") };
    const morning = { ...evening, now: new Date("2026-05-11T04:00:00Z") };
    const first = rate(null, "good", evening);
    expect(rate(first, "good", night).stability).toBeCloseTo(published.S(2.3065, first.difficulty, 3, 0), 6);
    expect(rate(first, "good", morning).stability).toBeCloseTo(published.S(2.3065, first.difficulty, 3, 1), 6);
  });

  test("a UTC midnight in the middle of the learner's day does not count as a day", () => {
    const losAngeles = (iso: string) => scheduleContext({ now: new Date(iso), utcOffsetMinutes: -420 });
    const first = rate(null, "good", losAngeles("2026-05-10T23:00:00Z"));
    const second = rate(first, "good", losAngeles("2026-05-11T01:00:00Z"));
    expect(second.lastReviewDay).toBe(first.lastReviewDay);
    expect(second.stability).toBe(first.stability);
  });

  test("elapsed days are counted by the offset of each moment across a change of the clocks", () => {
    const winter = scheduleContext({ now: new Date("2026-03-28T23:30:00Z"), utcOffsetMinutes: 60 });
    const summer = scheduleContext({ now: new Date("2026-03-29T02:10:00Z"), utcOffsetMinutes: 120 });
    const first = rate(null, "good", winter);
    const second = rate(first, "good", summer);
    expect(second.lastReviewDay).toBe((first.lastReviewDay ?? 0) + 1);
    expect(second.stability).toBeCloseTo(published.S(2.3065, first.difficulty, 3, 1), 6);
  });

  test("flying west into yesterday is still the same study day", () => {
    const tokyo = scheduleContext({ now: new Date("2026-05-10T20:00:00Z"), utcOffsetMinutes: 540 });
    const hawaii = scheduleContext({ now: new Date("2026-05-11T04:00:00Z"), utcOffsetMinutes: -600 });
    const first = rate(null, "good", tokyo);
    expect(studyDay(hawaii.now, hawaii)).toBe((first.lastReviewDay ?? 0) - 1);
    expect(rate(first, "good", hawaii)).toMatchObject({
      lastReviewDay: first.lastReviewDay,
      stability: first.stability,
    });
  });

  test("a review dated before the last one counts as made at the last", () => {
    const first = rate(null, "good", onDay(5));
    const second = rate(first, "good", onDay(2));
    expect(second.lastReview).toEqual(onDay(5).now);
    expect(second).toEqual(rate(first, "good", onDay(5)));
  });
});

describe("intervals", () => {
  test("no grade exceeds the maximum, though ts-fsrs adds a day to Good and Easy after applying it", () => {
    const card = placedCard({ stability: 25, difficulty: 5 }, onDay(0));
    const after = outcomes(card, onDay(25, { maximumInterval: 30 }));
    expect(after.hard.interval).toEqual({ unit: "days", count: 30 });
    expect(after.good.interval).toEqual({ unit: "days", count: 30 });
    expect(after.easy.interval).toEqual({ unit: "days", count: 30 });
    expect(after.easy.due).toEqual(new Date("2026-07-04T04:00:00Z"));
    expect(after.again.interval).toEqual({ unit: "minutes", count: 10 });
  });

  test("a new card shows all four outcomes", () => {
    expect(outcomes(null, onDay(0))).toEqual({
      again: { due: new Date("2026-05-10T12:10:00Z"), interval: { unit: "minutes", count: 10 } },
      hard: { due: new Date("2026-05-10T12:15:00Z"), interval: { unit: "minutes", count: 15 } },
      good: { due: new Date("2026-05-12T04:00:00Z"), interval: { unit: "days", count: 2 } },
      easy: { due: new Date("2026-05-18T04:00:00Z"), interval: { unit: "days", count: 8 } },
    });
  });

  test("a lapse returns after the relearning step, then after days", () => {
    const card = placedCard({ stability: 50, difficulty: 5 }, onDay(0));
    const lapsed = rate(card, "again", onDay(50));
    expect(lapsed).toMatchObject({ state: "relearning", lapses: 1, scheduledDays: 0 });
    expect(lapsed.due).toEqual(new Date(onDay(50).now.getTime() + 600_000));
    const back = rate(lapsed, "good", onDay(50.01));
    expect(back).toMatchObject({ state: "review", lapses: 1 });
    expect(back.scheduledDays).toBe(Math.round(back.stability));
  });

  test("without relearning steps a lapse returns after days", () => {
    const card = placedCard({ stability: 50, difficulty: 5 }, onDay(0));
    const lapsed = rate(card, "again", onDay(50, { relearningSteps: [] }));
    expect(lapsed).toMatchObject({ state: "review", lapses: 1 });
    expect(lapsed.scheduledDays).toBeGreaterThanOrEqual(1);
  });

  test("an error made with confidence returns within three days until it is passed after days", () => {
    const card = placedCard({ stability: 300, difficulty: 2 }, onDay(0));
    const lapsed = rate(card, "again", onDay(300), { confident: true });
    const relearnt = rate(lapsed, "good", onDay(300));
    expect(rate(rate(card, "again", onDay(300)), "good", onDay(300)).scheduledDays).toBe(6);
    expect(relearnt).toMatchObject({ scheduledDays: 3, confidentError: true });
    const passed = rate(relearnt, "good", onDay(303));
    expect(passed.confidentError).toBe(false);
    expect(passed.scheduledDays).toBeGreaterThan(3);
    expect(rate(card, "good", onDay(300), { confident: true }).confidentError).toBe(false);
  });

  test("spread is the same for the same seed and differs between seeds", () => {
    const card = placedCard({ stability: 100, difficulty: 5 }, onDay(0));
    const days = (fuzzSeed: string) => rate(card, "good", onDay(100, { fuzzSeed })).scheduledDays;
    expect(days("a")).toBe(days("a"));
    expect(new Set(["a", "b", "c", "d", "e", "f"].map(days)).size).toBeGreaterThan(2);
    const placed = (fuzzSeed: string) =>
      placedCard({ stability: 100, difficulty: 5 }, onDay(0, { fuzzSeed })).scheduledDays;
    expect(["a", "b", "c", "d", "e", "f"].map(placed)).toEqual([99, 101, 100, 99, 98, 97]);
  });
});

const context = fc
  .record({
    rolloverHour: fc.integer({ min: 0, max: 23 }),
    desiredRetention: fc.double({ min: 0.7, max: 0.98, noNaN: true }),
    maximumInterval: fc.integer({ min: 1, max: 800 }),
    parameters: fc
      .array(fc.double({ min: 0.5, max: 1.5, noNaN: true }), { minLength: 21, maxLength: 21 })
      .map((factors) => w.map((x, i) => x * factors[i])),
    learningSteps: fc.array(fc.integer({ min: 1, max: 1439 }), { maxLength: 3 }),
    relearningSteps: fc.array(fc.integer({ min: 1, max: 1439 }), { maxLength: 2 }),
    fuzzSeed: fc.option(fc.string(), { nil: undefined }),
  })
  .map(({ fuzzSeed, ...rest }) => ({ ...rest, ...(fuzzSeed !== undefined && { fuzzSeed }) }));
const answer = fc.record({
  grade: fc.constantFrom(...GRADES),
  confident: fc.boolean(),
  gap: fc.integer({ min: -5_000, max: 600_000 }),
  utcOffsetMinutes: fc.integer({ min: -720, max: 840 }),
});

test("whatever is answered, whenever and wherever, the card stays in bounds and its due date agrees with its days", () => {
  fc.assert(
    fc.property(context, fc.array(answer, { minLength: 1, maxLength: 15 }), (settings, answers) => {
      let card: CardState | null = null;
      let time = noon.getTime();
      for (const { grade, confident, gap, utcOffsetMinutes } of answers) {
        time += gap * 60_000;
        const now = scheduleContext({ ...settings, now: new Date(time), utcOffsetMinutes });
        const before: CardState | null = card;
        card = rate(before, grade, now, { confident });
        expect(card.stability).toBeGreaterThanOrEqual(0.001);
        expect(card.stability).toBeLessThanOrEqual(36_500);
        expect(card.difficulty).toBeGreaterThanOrEqual(1);
        expect(card.difficulty).toBeLessThanOrEqual(10);
        expect(card.scheduledDays).toBeLessThanOrEqual(settings.maximumInterval);
        expect(card.reps).toBe((before?.reps ?? 0) + 1);
        expect(card.due > (card.lastReview as Date)).toBe(true);
        expect(card.lastReview?.getTime()).toBeGreaterThanOrEqual(before?.lastReview?.getTime() ?? time);
        expect(card.lastReviewDay).toBeGreaterThanOrEqual(before?.lastReviewDay ?? Number.NEGATIVE_INFINITY);
        if (card.state === "review") {
          expect(Number.isInteger(card.scheduledDays) && card.scheduledDays >= 1).toBe(true);
          expect(card.due).toEqual(studyDayStart((card.lastReviewDay as number) + card.scheduledDays, now));
          if (card.confidentError) expect(card.scheduledDays).toBeLessThanOrEqual(3);
        } else {
          expect(card.scheduledDays).toBe(0);
          expect(card.due.getTime() - (card.lastReview as Date).getTime()).toBeLessThan(36 * 3_600_000);
        }
      }
    }),
  );
});

test("a better grade never brings a review back sooner", () => {
  fc.assert(
    fc.property(
      context,
      fc.double({ min: 0.01, max: 3000, noNaN: true }),
      fc.double({ min: 1, max: 10, noNaN: true }),
      fc.integer({ min: 0, max: 900 }),
      (settings, stability, difficulty, elapsed) => {
        const card = placedCard({ stability, difficulty }, onDay(0, settings));
        const after = outcomes(card, onDay(elapsed, settings));
        expect(after.hard.due <= after.good.due && after.good.due <= after.easy.due).toBe(true);
      },
    ),
  );
});

test("rating changes neither card nor context", () => {
  const card = Object.freeze(placedCard({ stability: 20, difficulty: 5 }, onDay(0)));
  const frozen = Object.freeze(onDay(20));
  expect(rate(card, "good", frozen)).toEqual(rate(card, "good", frozen));
});

test("a context out of range is refused with its value", () => {
  expect(() => rate(null, "good", onDay(0, { parameters: [1, 2] }))).toThrow(
    "FSRS-6 needs 21 finite parameters, got 2",
  );
  expect(() => rate(null, "good", onDay(0, { desiredRetention: 1 }))).toThrow("got 1");
  expect(() => rate(null, "good", onDay(0, { maximumInterval: 0 }))).toThrow("got 0");
  expect(() => rate(null, "good", onDay(0, { learningSteps: [1440] }))).toThrow("got 1440");
  expect(() => placedCard({ stability: 0, difficulty: 5 }, onDay(0))).toThrow("got 0");
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Dice } from "#lib/item/dice.ts";
import { ALGORITHM_VERSION, DEFAULT_PARAMETERS, scheduleContext } from "#lib/schedule/card.ts";
import { fold, type ReviewRow, rowContext } from "#lib/schedule/log.ts";
import { placedCard } from "#lib/schedule/place.ts";
import { rate } from "#lib/schedule/rate.ts";
import { daysUntil, recallAfter, retrievability } from "#lib/schedule/retrievability.ts";
import { fitStabilityFactor, FITTED_OUTCOMES, type RecallOutcome } from "#lib/schedule/stability-factor.ts";

const DAY = 86_400_000;
const onDay = (days: number, stabilityFactor?: number) =>
  scheduleContext({
    now: new Date(Date.UTC(2026, 4, 10, 12) + days * DAY),
    utcOffsetMinutes: 0,
    ...(stabilityFactor !== undefined && { stabilityFactor }),
  });
const fit = (outcomes: readonly RecallOutcome[]) => fitStabilityFactor(outcomes, DEFAULT_PARAMETERS);

/** Reviews on the day recall should have sunk to 90%, by a learner who remembers `factor` times as long. */
function reviews(count: number, factor: number, seed: number): RecallOutcome[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, () => {
    const stability = dice.integer(1, 60);
    const recall = recallAfter(stability, stability * factor, DEFAULT_PARAMETERS);
    return { stability, elapsedDays: stability, recalled: dice.integer(0, 9999) < recall * 10_000 };
  });
}

describe("the fitted factor", () => {
  test("is 1 where nothing is known", () => {
    expect(fit([])).toBeCloseTo(1, 3);
  });

  test("tells a learner's recall within three points from 400 reviews, in nine of ten learners", () => {
    for (const factor of [0.5, 1, 2]) {
      const errors = Array.from({ length: 40 }, (_, seed) => {
        const fitted = fit(reviews(400, factor, seed));
        return recallAfter(10, 10 * fitted, DEFAULT_PARAMETERS) - recallAfter(10, 10 * factor, DEFAULT_PARAMETERS);
      });
      expect(errors.filter((error) => Math.abs(error) < 0.03).length).toBeGreaterThanOrEqual(36);
      expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / 40)).toBeLessThan(0.01);
    }
  });

  test("moves little on a few answers: ten right ones are what 90% expects anyway, three wrong ones are not enough", () => {
    const answers = (count: number, recalled: boolean) =>
      Array.from({ length: count }, () => ({ stability: 10, elapsedDays: 10, recalled }));
    expect(fit(answers(10, true))).toBeCloseTo(1.19, 2);
    expect(fit(answers(3, false))).toBeCloseTo(0.6, 1);
    expect(fit([...answers(9, true), ...answers(1, false)])).toBeCloseTo(1, 1);
  });

  test("follows the latest outcomes alone", () => {
    const changed = [...reviews(FITTED_OUTCOMES, 2, 1), ...reviews(FITTED_OUTCOMES, 0.5, 2)];
    expect(fit(changed)).toBe(fit(changed.slice(FITTED_OUTCOMES)));
  });

  test("rises with every outcome that is recalled after all, and stays within a fifth and five", () => {
    const outcome = fc.record({
      stability: fc.double({ min: 0.001, max: 36_500, noNaN: true }),
      elapsedDays: fc.integer({ min: 1, max: 4000 }),
      recalled: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1, maxLength: 50 }), (outcomes) => {
        const factor = fit(outcomes);
        const better = fit(outcomes.map((one, i) => (i === 0 ? { ...one, recalled: true } : one)));
        expect(factor).toBeGreaterThanOrEqual(0.2);
        expect(factor).toBeLessThanOrEqual(5);
        expect(better).toBeGreaterThanOrEqual(factor);
      }),
    );
  });

  test("is the most probable one: none nearby explains the outcomes and the prior better", () => {
    const outcomes = reviews(150, 0.6, 3);
    const logPosterior = (factor: number) =>
      outcomes.reduce(
        (sum, { stability, elapsedDays, recalled }) => {
          const recall = recallAfter(elapsedDays, stability * factor, DEFAULT_PARAMETERS);
          return sum + Math.log(recalled ? recall : 1 - recall);
        },
        -(Math.log(factor) ** 2) / (2 * 0.5 ** 2),
      );
    const best = fit(outcomes);
    for (const other of [0.2, 0.5, 0.8, 0.95, 0.99, 1.01, 1.05, 1.25, 2, 5])
      expect(logPosterior(best)).toBeGreaterThan(logPosterior(best * other));
  });

  test("refuses an answer of the same day and a card without stability", () => {
    expect(() => fit([{ stability: 3, elapsedDays: 0, recalled: true }])).toThrow("got 0 days and 3");
    expect(() => fit([{ stability: 0, elapsedDays: 2, recalled: true }])).toThrow("got 2 days and 0");
  });
});

describe("a context with a factor", () => {
  const card = placedCard({ stability: 10, difficulty: 5 }, onDay(0));

  test("predicts the recall of a card that many times as stable", () => {
    expect(retrievability(card, onDay(20).now, onDay(20))).toBeCloseTo(0.8463, 3);
    expect(retrievability(card, onDay(20).now, onDay(20, 2))).toBeCloseTo(0.9, 6);
    expect(retrievability(card, onDay(5).now, onDay(5, 0.5))).toBeCloseTo(0.9, 6);
  });

  test("stretches intervals by it, up to the maximum, and leaves stability and difficulty alone", () => {
    const plain = rate(card, "good", onDay(10));
    const durable = rate(card, "good", onDay(10, 1.5));
    const fleeting = rate(card, "good", onDay(10, 0.5));
    expect(plain.scheduledDays).toBe(Math.round(plain.stability));
    expect(durable.scheduledDays).toBe(Math.round(1.5 * plain.stability));
    expect(fleeting.scheduledDays).toBe(Math.round(0.5 * plain.stability));
    for (const { stability, difficulty } of [durable, fleeting])
      expect({ stability, difficulty }).toEqual({ stability: plain.stability, difficulty: plain.difficulty });
    expect(rate(card, "good", { ...onDay(10, 5), maximumInterval: 30 }).scheduledDays).toBe(30);
  });

  test("brings a card back when the corrected recall is the desired one", () => {
    const context = { ...onDay(10, 0.7), desiredRetention: 0.8 };
    const after = rate(card, "good", context);
    expect(after.scheduledDays).toBe(Math.round(daysUntil(0.8, 0.7 * after.stability, DEFAULT_PARAMETERS)));
  });

  test("is repeated by a fold as it was in force at each answer", () => {
    const row = (seq: number, context: ReturnType<typeof onDay>): ReviewRow => ({
      kind: "review",
      seq,
      at: context.now,
      grade: "good",
      confident: false,
      ...rowContext(context, ALGORITHM_VERSION),
    });
    const contexts = [onDay(0), onDay(3, 0.6), onDay(9, 1.4)];
    const stepwise = contexts.reduce((before, context) => rate(before, "good", context), card);
    const placement = { kind: "placement" as const, seq: 0, at: onDay(0).now, card };
    const rows = [placement, ...contexts.map((context, i) => row(i + 1, context))];
    expect(fold(rows, { "fsrs-6-default": DEFAULT_PARAMETERS })).toEqual(stepwise);
    expect(rows[2]).toMatchObject({ stabilityFactor: 0.6 });
  });

  test("refuses a factor that is none", () => {
    for (const factor of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => rate(card, "good", onDay(1, factor))).toThrow("stability factor must be above 0");
  });
});

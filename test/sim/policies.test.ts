import { describe, expect, test } from "vitest";
import { Dice } from "#lib/item/dice.ts";
import { afterExam } from "#lib/schedule/after-exam.ts";
import { DEFAULT_PARAMETERS, scheduleContext } from "#lib/schedule/card.ts";
import { examOutlook } from "#lib/schedule/exam-outlook.ts";
import { MemoryModel } from "#lib/schedule/memory-model.ts";
import { type Pace, secondsFor } from "#lib/schedule/pace.ts";
import { placedCard } from "#lib/schedule/place.ts";
import { plan, type QueueCard } from "#lib/schedule/queue.ts";
import { rate } from "#lib/schedule/rate.ts";
import { retrievability } from "#lib/schedule/retrievability.ts";
import { absence } from "#lib/schedule/return.ts";
import { isDue, studyDay } from "#lib/schedule/study-day.ts";
import { bestOf, type Comparison, compare, figureOf, LEARNERS } from "#test/bench/policies/compare.ts";
import { cardAfter, type Known, SECONDS, study } from "#test/bench/policies/learner.ts";
import { EPOCH, FIXED } from "#test/bench/policies/policies.ts";

/** `npm run bench:policies` has more of everything. */
const SEEDS = 3;
const TIMEOUT = { timeout: 60_000 };
const DAY = 86_400_000;

describe("forty-five days until an exam, 400 new items of equal weight", () => {
  const compared = (minutesPerDay: number): Comparison =>
    compare(
      [EPOCH, ...FIXED],
      { days: 45, minutesPerDay, weights: "equal", learners: "mis-modelled", memories: LEARNERS["mis-modelled"] },
      SEEDS,
    );
  const report = (comparison: Comparison) => {
    const own = figureOf(comparison, EPOCH.name);
    const best = bestOf(comparison, FIXED);
    console.log(
      `${comparison.setting.minutesPerDay} minutes a day: the plan ${own.recall.toFixed(3)} (believed ${own.believed.toFixed(3)}), ` +
        `${best.policy} ${best.recall.toFixed(3)}`,
    );
    return { own, best };
  };

  test("with 15 minutes a day the plan is five points ahead of the best fixed retention", TIMEOUT, () => {
    const { own, best } = report(compared(15));
    expect(own.recall).toBeGreaterThan(0.86);
    expect(own.recall).toBeGreaterThan(best.recall + 0.05);
    expect(Math.abs(own.believed - own.recall)).toBeLessThan(0.03);
  });

  test("with 30 minutes a day it is ahead by a point", TIMEOUT, () => {
    const { own, best } = report(compared(30));
    expect(own.recall).toBeGreaterThan(0.975);
    expect(own.recall).toBeGreaterThan(best.recall + 0.01);
  });

  test("what is expected of the plan on the first evening is what comes of it, within two points", TIMEOUT, () => {
    const pace: Pace = { items: new Map(), kinds: new Map(), fallback: { new: SECONDS.new, review: 25 } };
    const context = scheduleContext({
      now: new Date(Date.UTC(2026, 0, 5, 18)),
      utcOffsetMinutes: 0,
      learningSteps: [],
    });
    for (const minutesPerDay of [15, 30]) {
      const outcomes = Array.from({ length: SEEDS }, (_, i) =>
        study(EPOCH, { seed: i + 1, days: 45, minutesPerDay, weights: "equal", memories: LEARNERS["as modelled"] }),
      );
      const newItems = outcomes[0].items.map(({ itemId, conceptId, order }) => ({ itemId, conceptId, order }));
      const { withPlan } = examOutlook({
        cards: [],
        newItems,
        concepts: [],
        history: [],
        pace,
        budgetMinutes: minutesPerDay,
        minutesPerDay,
        newPerDay: null,
        newToday: 0,
        context,
        exam: {
          day: studyDay(context.now, context) + 45,
          weights: new Map(newItems.map(({ itemId }) => [itemId, 1])),
          grades: {
            first: { again: 0.3, hard: 0.15, good: 0.4, easy: 0.15 },
            pass: { hard: 0.15, good: 0.7, easy: 0.15 },
          },
        },
      });
      const came = outcomes.reduce((sum, { recall }) => sum + recall, 0) / SEEDS;
      console.log(`${minutesPerDay} minutes a day: ${withPlan.toFixed(3)} expected, ${came.toFixed(3)} came`);
      expect(Math.abs(withPlan - came)).toBeLessThan(0.02);
    }
  });
});

test("the cards of the comparison are those that rating makes", () => {
  const model = new MemoryModel(DEFAULT_PARAMETERS);
  const at = (day: number) =>
    scheduleContext({ now: new Date(day * DAY + DAY / 2), utcOffsetMinutes: 0, relearningSteps: [] });
  let quick = cardAfter(null, "good", 100, model);
  let rated = rate(null, "good", at(100));
  for (const [day, grade] of [
    [104, "hard"],
    [110, "good"],
    [140, "easy"],
  ] as const) {
    quick = cardAfter(quick, grade, day, model);
    rated = rate(rated, grade, at(day));
    expect(quick.stability / rated.stability).toBeCloseTo(1, 5);
    expect(quick.difficulty).toBeCloseTo(rated.difficulty, 5);
    expect(quick.lastReviewDay).toBe(rated.lastReviewDay);
  }
});

describe("after the exam", () => {
  const BUDGET = 15;
  const pace: Pace = { items: new Map(), kinds: new Map(), fallback: { new: 60, review: 25 } };
  const onDay = (day: number, seconds = 0) =>
    scheduleContext({
      now: new Date(Math.floor(Date.UTC(2026, 0, 5) / DAY + day) * DAY + 18 * 3_600_000 + seconds * 1000),
      utcOffsetMinutes: 0,
    });

  /** The cards of the day of the exam, due as their stability says. */
  function cardsOf(items: readonly Known[]): Map<string, QueueCard> {
    const today = studyDay(onDay(45).now, onDay(45));
    return new Map(
      items.flatMap(({ itemId, conceptId, card }) => {
        if (card === null) return [];
        const context = onDay(45 - (today - (card.lastReviewDay ?? today)));
        return [[itemId, { itemId, conceptId, card: { ...placedCard(card, context), reps: card.reps } }] as const];
      }),
    );
  }

  test("the ordinary plan brings retention back within days, none of them over its minutes", TIMEOUT, () => {
    const { items } = study(EPOCH, {
      seed: 1,
      days: 45,
      minutesPerDay: BUDGET,
      weights: "equal",
      memories: LEARNERS["as modelled"],
    });
    const cards = cardsOf(items);
    const dice = new Dice(1);
    const forecast = afterExam(
      { cards: [...cards.values()], pace, context: onDay(45) },
      { perDay: BUDGET, today: BUDGET },
    );
    const reviewDays = Array.from({ length: 45 }, (_, day) => studyDay(onDay(day).now, onDay(day)));
    const minutes: number[] = [];
    const backlogs: number[] = [];
    for (let day = 45; day < 80; day++) {
      let spent = 0;
      const history: { itemId: string; conceptId: string }[] = [];
      const input = () => ({
        cards: [...cards.values()],
        newItems: [],
        concepts: [],
        history,
        pace,
        budgetMinutes: Math.max(0, BUDGET - spent / 60),
        newPerDay: null,
        newToday: 0,
        context: onDay(day, spent),
      });
      const evening = input();
      const due = evening.cards.filter(({ card }) => isDue(card, evening.context));
      backlogs.push(due.reduce((sum, entry) => sum + secondsFor(entry, false, pace), 0) / 60);
      const back = absence(evening, reviewDays, BUDGET);
      for (;;) {
        const given = input();
        const [head] = plan(
          back ? { ...given, returning: { since: back.since, topicOf: new Map(), results: [] } } : given,
        ).items;
        const entry = head && cards.get(head.itemId);
        if (!entry) break;
        const recall =
          entry.card.state === "review" ? retrievability(entry.card, given.context.now, given.context) : 0.95;
        const grade = dice.integer(0, 9999) < recall * 10_000 ? "good" : "again";
        cards.set(entry.itemId, { ...entry, card: rate(entry.card, grade, given.context) });
        spent += grade === "good" ? 22 : 28;
        history.push({ itemId: entry.itemId, conceptId: entry.conceptId });
      }
      reviewDays.push(studyDay(evening.context.now, evening.context));
      minutes.push(spent / 60);
    }
    const normal = backlogs.findIndex((backlog) => backlog <= BUDGET);
    console.log(
      `after the exam ${forecast.waiting.reviews} reviews wait, ${forecast.waiting.minutes.toFixed(0)} minutes; forecast ` +
        `${forecast.normalAfter} days, a day's budget again after ${normal}; longest day ${Math.max(...minutes).toFixed(1)} minutes`,
    );
    expect(Math.max(...minutes)).toBeLessThanOrEqual(1.1 * BUDGET);
    expect(normal).toBeGreaterThan(0);
    expect(Math.abs(normal - (forecast.normalAfter ?? 0))).toBeLessThanOrEqual(4);
    expect(Math.max(...backlogs.slice(normal + 5))).toBeLessThanOrEqual(1.5 * BUDGET);
  });
});

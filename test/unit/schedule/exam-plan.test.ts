import { describe, expect, test } from "vitest";
import { scheduleContext } from "#lib/schedule/card.ts";
import { DEFAULT_GRADE_SHARES, ExamGain, gradeShares } from "#lib/schedule/exam-gain.ts";
import { type ExamCard, examPlan, type ExamPlanInput } from "#lib/schedule/exam-plan.ts";
import { DEFAULT_PACE } from "#lib/schedule/pace.ts";
import { placedCard } from "#lib/schedule/place.ts";
import type { ConceptProgress } from "#lib/schedule/prerequisites.ts";
import { type NewItem, plan } from "#lib/schedule/queue.ts";
import { rate } from "#lib/schedule/rate.ts";
import { recallAfter } from "#lib/schedule/retrievability.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import { todayUntilExam } from "#lib/schedule/today.ts";

const DAY = 86_400_000;
const onDay = (days: number) =>
  scheduleContext({ now: new Date(Date.UTC(2026, 4, 10, 12) + days * DAY), utcOffsetMinutes: 0 });
const TODAY = studyDay(onDay(0).now, onDay(0));
const conceptOf = (itemId: string) => itemId.split("/")[0];
const seen = (itemId: string, stability: number, ago: number): ExamCard => {
  return { itemId, conceptId: conceptOf(itemId), card: placedCard({ stability, difficulty: 5 }, onDay(-ago)) };
};
const fresh = (itemId: string): NewItem => ({
  itemId,
  conceptId: conceptOf(itemId),
  order: Number(itemId.split("/")[1]),
});
const concept = (id: string, needs: string[] = [], rightUnaided = 0): ConceptProgress => {
  return { id, needs, items: 5, rightUnaided, placed: false, known: false };
};
const input = (
  given: Partial<Omit<ExamPlanInput, "exam">>,
  days: number,
  weights: Record<string, number>,
): ExamPlanInput => ({
  cards: [],
  newItems: [],
  concepts: [],
  history: [],
  pace: DEFAULT_PACE,
  budgetMinutes: null,
  newPerDay: 0,
  newToday: 0,
  context: onDay(0),
  ...given,
  exam: { day: TODAY + days, weights: new Map(Object.entries(weights)) },
});
const order = (given: ExamPlanInput) => examPlan(given).items.map(({ itemId }) => itemId);

describe("what a question adds to recall on the date", () => {
  const gain = new ExamGain(
    { ...onDay(0), learningSteps: [], relearningSteps: [] },
    {
      first: { again: 0.5, hard: 0, good: 0.5, easy: 0 },
      pass: { hard: 0, good: 1, easy: 0 },
    },
  );
  const { parameters } = onDay(0);

  test("of a new item is the recall that its first stabilities leave", () => {
    const expected = (recallAfter(20, 0.212, parameters) + recallAfter(20, 2.3065, parameters)) / 2;
    expect(gain.ofNew(20)).toBeCloseTo(expected, 6);
    expect(gain.ofNew(20)).toBeCloseTo(0.6017, 4);
  });

  test("of a review is recall after a pass and after a lapse, as likely as they are, less recall without it", () => {
    const before = placedCard({ stability: 10, difficulty: 5 }, onDay(-10));
    const passed = rate(before, "good", { ...onDay(0), learningSteps: [], relearningSteps: [] }).stability;
    const failed = rate(before, "again", { ...onDay(0), learningSteps: [], relearningSteps: [] }).stability;
    const expected =
      0.9 * recallAfter(20, passed, parameters) +
      0.1 * recallAfter(20, failed, parameters) -
      recallAfter(30, 10, parameters);
    expect(gain.ofReview(before, 10, 20)).toBeCloseTo(expected, 6);
  });

  test("is more the longer ago the last answer, and less than nothing never", () => {
    const gains = [1, 5, 20, 60].map((elapsed) => gain.ofReview({ stability: 5, difficulty: 5 }, elapsed, 10));
    expect(gains.toSorted((a, b) => a - b)).toEqual(gains);
    expect(gains[0]).toBeGreaterThan(0);
  });

  test("follows the learner's own stability factor", () => {
    const forgetful = new ExamGain({ ...onDay(0), stabilityFactor: 0.5 }, DEFAULT_GRADE_SHARES);
    expect(forgetful.recall(10, 20)).toBeCloseTo(0.9, 6);
  });
});

describe("a learner's grades", () => {
  test("are the default ones before there are any, and their own after many", () => {
    expect(gradeShares({})).toEqual(DEFAULT_GRADE_SHARES);
    const own = gradeShares({ first: { again: 90, good: 90 }, pass: { good: 180 } });
    expect(own.first.again).toBeCloseTo((90 + 6) / 200, 9);
    expect(own.pass.good).toBeCloseTo((180 + 17) / 200, 9);
    expect(own.first.again + own.first.hard + own.first.good + own.first.easy).toBeCloseTo(1, 9);
  });
});

describe("the plan until an exam", () => {
  test("asks first what adds most by weight and seconds, whether it is due or not", () => {
    const cards = [seen("a/1", 200, 10), seen("b/1", 5, 4), seen("c/1", 5, 4)];
    expect(order(input({ cards }, 30, { "a/1": 1, "b/1": 1, "c/1": 3 }))).toEqual(["c/1", "b/1", "a/1"]);
  });

  test("takes seconds into account: of two alike the quicker one", () => {
    const cards = [seen("a/1", 5, 4), seen("b/1", 5, 4)];
    const pace = { ...DEFAULT_PACE, items: new Map([["a/1", 90]]) };
    expect(order(input({ cards, pace }, 30, { "a/1": 1, "b/1": 1 }))).toEqual(["b/1", "a/1"]);
  });

  test("stops when the minutes are spent", () => {
    const cards = ["a/1", "b/1", "c/1"].map((id) => seen(id, 5, 4));
    const { items, minutes, left } = examPlan(input({ cards, budgetMinutes: 1 }, 30, { "a/1": 1, "b/1": 2, "c/1": 3 }));
    expect(items.map(({ itemId }) => itemId)).toEqual(["c/1", "b/1"]);
    expect(minutes).toBe(1);
    expect(left).toEqual({ due: 1, new: 0 });
  });

  test("says of each item what it adds and why it is asked", () => {
    const [review, begun] = examPlan(
      input({ cards: [seen("a/1", 5, 5)], newItems: [fresh("b/1")] }, 30, { "a/1": 9, "b/1": 1 }),
    ).items;
    expect(review).toMatchObject({ itemId: "a/1", seconds: 30, reason: { kind: "review", overdueDays: 0 } });
    expect(review.gain).toBeGreaterThan(0.1);
    expect(begun).toMatchObject({ itemId: "b/1", seconds: 60, reason: { kind: "new" } });
    expect(begun.gain).toBeCloseTo(0.6, 1);
  });

  test("asks nothing twice a day, but steps whose minute has come before all else", () => {
    const context = { ...onDay(0), now: new Date(onDay(0).now.getTime() + 11 * 60_000) };
    const step: ExamCard = { itemId: "b/1", conceptId: "b", card: rate(null, "again", onDay(0)) };
    const today: ExamCard = { itemId: "c/1", conceptId: "c", card: rate(null, "good", onDay(0)) };
    const given = input({ cards: [seen("a/1", 5, 4), step, today], context }, 30, { "a/1": 1, "b/1": 1, "c/1": 9 });
    expect(examPlan(given).items.map(({ itemId, reason }) => `${itemId} ${reason.kind}`)).toEqual([
      "b/1 step",
      "a/1 review",
    ]);
  });

  test("asks what has waited a fortnight for its first review before all else, however little it weighs", () => {
    const begun = (itemId: string, ago: number) => ({ ...seen(itemId, 2, ago), firstDay: TODAY - ago });
    const reviewed = { ...seen("c/1", 2, 15), firstDay: TODAY - 20 };
    const cards = [begun("a/1", 13), begun("b/1", 14), reviewed];
    expect(order(input({ cards }, 30, { "a/1": 5, "b/1": 0.1, "c/1": 4 }))).toEqual(["b/1", "a/1", "c/1"]);
  });

  test("asks due errors made with confidence before what is worth more, and as the last of what is not in the exam", () => {
    const sure = (itemId: string, ago: number): ExamCard => {
      const { card, ...entry } = seen(itemId, 3, ago);
      return { ...entry, card: { ...card, confidentError: true } };
    };
    const cards = [seen("a/1", 5, 4), sure("b/1", 4), sure("c/1", 1), sure("d/1", 9), seen("e/1", 1, 30)];
    expect(order(input({ cards }, 30, { "a/1": 5, "b/1": 0.1, "c/1": 1 }))).toEqual([
      "b/1",
      "a/1",
      "c/1",
      "d/1",
      "e/1",
    ]);
  });

  test("asks next what can show a misconception, as many as the session may still have, if the exam asks it", () => {
    const items = ["d/1", "c/1", "b/1", "a/2", "a/1"].map((itemId) => ({ itemId, misconception: "sign" }));
    const given = input(
      {
        cards: [seen("a/1", 5, 4), seen("b/1", 5, 4), seen("d/1", 5, 1), seen("e/1", 5, 4)],
        newItems: [fresh("a/2"), fresh("c/1")],
        concepts: [concept("a"), concept("c", ["a"])],
        targeted: { items, asked: 1 },
      },
      30,
      { "a/1": 1, "a/2": 1, "b/1": 1, "c/1": 1, "e/1": 9 },
    );
    expect(examPlan(given).items.map(({ itemId, reason }) => `${itemId} ${reason.kind}`)).toEqual([
      "b/1 targeted",
      "a/2 targeted",
      "e/1 review",
      "a/1 review",
    ]);
    expect(examPlan(given).left).toEqual({ due: 0, new: 0 });
    expect(todayUntilExam(given)).toMatchObject({ due: 3, learning: 0, new: 1, nextDue: null });
  });

  test("keeps the seconds of a step that comes within minutes, so that a lapse returns the same day", () => {
    const context = { ...onDay(0), now: new Date(onDay(0).now.getTime() + 3 * 60_000) };
    const step: ExamCard = { itemId: "b/1", conceptId: "b", card: rate(null, "again", onDay(0)) };
    const cards = ["a/1", "c/1", "d/1"].map((id) => seen(id, 5, 4));
    const given = input({ cards: [...cards, step], context, budgetMinutes: 1 }, 30, { "a/1": 1, "c/1": 2, "d/1": 1 });
    expect(order(given)).toEqual(["c/1", "b/1"]);
  });

  test("has nothing more today after the last minute, and goes on with a step or tomorrow", () => {
    const spent = (given: Partial<ExamPlanInput>, days: number) =>
      todayUntilExam({ ...input({ cards: [seen("a/1", 5, 4)], ...given }, days, { "a/1": 1 }), budgetMinutes: 0 });
    const tomorrow = new Date(Date.UTC(2026, 4, 11, 4));
    expect(spent({}, 30)).toEqual({ due: 0, learning: 0, new: 0, minutes: 0, nextDue: tomorrow });
    const step: ExamCard = { itemId: "b/1", conceptId: "b", card: rate(null, "again", onDay(0)) };
    expect(spent({ cards: [step] }, 30).nextDue).toEqual(step.card.due);
    expect(spent({}, 0).nextDue).toBe(null);
  });

  test("begins what holds back something heavy before what is heavier itself", () => {
    const concepts = [concept("a"), concept("b", ["a"]), concept("c")];
    const newItems = ["a/1", "a/2", "a/3", "b/1", "b/2", "b/3", "b/4", "b/5", "c/1", "c/2"].map(fresh);
    const weights = Object.fromEntries(
      newItems.map(({ itemId, conceptId }) => [itemId, { a: 1, b: 10, c: 2 }[conceptId] ?? 0]),
    );
    expect(order(input({ concepts, newItems }, 30, weights)).toSorted()).toEqual(["a/1", "a/2", "a/3", "c/1", "c/2"]);
    const first = examPlan(input({ concepts, newItems, budgetMinutes: 3 }, 30, weights)).items;
    expect(first.map(({ itemId }) => itemId)).toEqual(["a/1", "a/2", "a/3"]);
    const light = { ...weights, "b/1": 1, "b/2": 1, "b/3": 1, "b/4": 1, "b/5": 1 };
    expect(
      examPlan(input({ concepts, newItems, budgetMinutes: 2 }, 30, light)).items.map(({ itemId }) => itemId),
    ).toEqual(["c/1", "c/2"]);
  });

  test("begins nothing of a concept whose needs are not met", () => {
    const concepts = [concept("a"), concept("b", ["a"])];
    expect(order(input({ concepts, newItems: [fresh("b/1")] }, 30, { "b/1": 1 }))).toEqual([]);
    expect(
      order(input({ concepts: [concept("a", [], 3), concepts[1]], newItems: [fresh("b/1")] }, 30, { "b/1": 1 })),
    ).toEqual(["b/1"]);
  });

  test("leaves what the exam does not ask until nothing else is left, and then asks only what is due", () => {
    const cards = [seen("a/1", 5, 20), seen("b/1", 50, 3), seen("c/1", 5, 4)];
    expect(order(input({ cards, newItems: [fresh("d/1")] }, 30, { "c/1": 1 }))).toEqual(["c/1", "a/1"]);
  });

  test("leaves alone what is known on the date anyway", () => {
    expect(order(input({ cards: [seen("a/1", 2000, 1)] }, 3, { "a/1": 1 }))).toEqual([]);
  });

  test("is the same however many days were missed: it starts from what is", () => {
    const cards = [seen("a/1", 5, 4), seen("b/1", 8, 30)];
    const later = input({ cards }, 10, { "a/1": 1, "b/1": 1 });
    expect(examPlan(later)).toEqual(examPlan({ ...later, history: [], minutesSpent: 0 }));
    expect(examPlan({ ...later, context: onDay(9) }).items.length).toBe(2);
  });

  test("is the ordinary plan after the date", () => {
    const cards = [seen("a/1", 5, 20), seen("b/1", 50, 3)];
    const given = { ...input({ cards }, -1, { "b/1": 1 }), newPerDay: 10 };
    expect(order(given)).toEqual(plan(given).items.map(({ itemId }) => itemId));
    expect(order(given)).toEqual(["a/1"]);
  });

  test("of 2,000 items is made in under 50 ms", () => {
    const concepts = Array.from({ length: 200 }, (_, i) =>
      concept(`c${i}`, i < 5 ? [] : [`c${i - 5}`], i < 100 ? 3 : 0),
    );
    const ids = concepts.flatMap(({ id }) => Array.from({ length: 10 }, (_, i) => `${id}/${i}`));
    const cards = ids.slice(0, 1000).map((id, i) => seen(id, 1 + (i % 40), 1 + (i % 30)));
    const newItems = ids.slice(1000).map(fresh);
    const weights = Object.fromEntries(ids.map((id, i) => [id, 1 + (i % 4)]));
    const given = input({ cards, newItems, concepts, budgetMinutes: 30 }, 45, weights);
    const times = Array.from({ length: 15 }, () => {
      const begun = performance.now();
      expect(examPlan(given).items.length).toBeGreaterThan(25);
      return performance.now() - begun;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});

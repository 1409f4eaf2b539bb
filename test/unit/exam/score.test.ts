import { describe, expect, test } from "vitest";
import { nextActions } from "#lib/exam/next-actions.ts";
import { type ExamAnswer, type ExamProgram, score } from "#lib/exam/score.ts";

const answer = (place: number, given: Partial<ExamAnswer> = {}): ExamAnswer => {
  const outcome = given.outcome ?? "right";
  return {
    place,
    itemId: `c/${place}`,
    conceptId: "c",
    areaId: "a",
    outcome,
    credit: outcome === "right" ? 1 : 0,
    certainty: null,
    seconds: 60,
    given: 60,
    diagnosed: null,
    ...given,
  };
};
const many = (count: number, from: number, given: Partial<ExamAnswer> = {}) =>
  Array.from({ length: count }, (_, i) => answer(from + i, given));
const plain = { certaintyMarking: false, earlier: [], programs: [] };
const program = (place: number, given: Partial<ExamProgram> = {}): ExamProgram => {
  return { place, challengeId: `challenge ${place}`, outcome: "wrong", credit: 0.5, diagnosed: null, ...given };
};

describe("the result of an exam", () => {
  test("is the share of right answers with its 80 % interval, what is unanswered counting as wrong", () => {
    const result = score(
      [...many(6, 0), answer(6, { outcome: "wrong", credit: 0.5 }), answer(7, { outcome: "unanswered" })],
      plain,
    );
    expect(result.right).toMatchObject({ hits: 6, n: 8 });
    expect(result.right.interval?.low).toBeCloseTo(0.5237, 4);
    expect(result.right.interval?.high).toBeCloseTo(0.8911, 4);
    expect(result.credit).toBe(0.8125);
    expect(result.unanswered).toBe(1);
    expect(result.certain).toBe(null);
  });

  test("by certainty gives 1, 2 or 3 for right, 0, −2 or −6 for wrong, and nothing for no answer", () => {
    const sure = (outcome: ExamAnswer["outcome"], certainty: ExamAnswer["certainty"], place: number) =>
      answer(place, { outcome, certainty });
    const marked = (answers: ExamAnswer[]) => score(answers, { ...plain, certaintyMarking: true }).certain;
    expect(marked([sure("right", 1, 0), sure("right", 2, 1), sure("right", 3, 2)])).toEqual({
      points: 6,
      most: 9,
      least: -18,
    });
    expect(marked([sure("wrong", 1, 0), sure("wrong", 2, 1), sure("wrong", 3, 2)])?.points).toBe(-8);
    expect(marked([sure("unanswered", 3, 0), sure("right", null, 1)])?.points).toBe(1);
  });

  test("by area pools earlier exams, and says where that is too little evidence", () => {
    const answers = [...many(2, 0), ...many(2, 2, { areaId: "b" }), answer(4, { areaId: "b", outcome: "wrong" })];
    const { areas } = score(answers, { ...plain, earlier: [{ areaId: "a", right: 14, questions: 18 }] });
    const [a, b] = areas;
    expect(a).toMatchObject({ areaId: "a", right: 2, questions: 2, pooled: { hits: 16, n: 20 }, tooLittle: false });
    expect(b).toMatchObject({ areaId: "b", right: 2, questions: 3, pooled: { hits: 2, n: 3 }, tooLittle: true });
  });

  test("says how sure the learner was when right and when wrong", () => {
    const answers = [
      ...many(3, 0, { certainty: 3 }),
      answer(3, { certainty: 3, outcome: "wrong" }),
      answer(4, { certainty: 1, outcome: "wrong" }),
      answer(5),
      answer(6, { certainty: 2, outcome: "unanswered" }),
    ];
    const { brier, calibration } = score(answers, plain);
    expect(brier).toBeCloseTo((3 * 0.01 + 0.81 + 0.25) / 5, 9);
    expect(calibration.map(({ certainty, stated, hits, n }) => [certainty, stated, hits, n])).toEqual([
      [1, 0.5, 0, 1],
      [3, 0.9, 3, 4],
    ]);
    expect(score([answer(0)], plain)).toMatchObject({ brier: null, calibration: [] });
  });

  test("puts errors made with most certainty first, and counts the misconceptions they show", () => {
    const wrong = (place: number, certainty: ExamAnswer["certainty"], diagnosed: string | null = null) =>
      answer(place, { outcome: "wrong", certainty, diagnosed });
    const answers = [
      wrong(0, 2, "sum-for-mean"),
      wrong(1, 1),
      wrong(2, 3),
      wrong(3, null, "no-gate"),
      wrong(4, 3, "no-gate"),
    ];
    const { confidentErrors, misconceptions } = score(answers, plain);
    expect(confidentErrors.map(({ place }) => place)).toEqual([2, 4, 0]);
    expect(misconceptions).toEqual([
      { id: "no-gate", places: [3, 4], confident: 1 },
      { id: "sum-for-mean", places: [0], confident: 1 },
    ]);
  });

  test("tells where the time went and how many were not reached", () => {
    const skipped = answer(0, { outcome: "unanswered", seconds: 5 });
    const late = many(2, 3, { outcome: "unanswered", seconds: 0 });
    const { time } = score([skipped, answer(1, { seconds: 100 }), answer(2, { seconds: 200 }), ...late], plain);
    expect(time).toMatchObject({ seconds: 305, given: 300, unreached: 2 });
    expect(time.slowest.map(({ place }) => place)).toEqual([2, 1]);
  });

  test("of no question at all is nothing", () => {
    expect(score([], plain)).toMatchObject({ right: { n: 0, interval: null }, credit: 0, areas: [], brier: null });
  });
});

describe("challenges of an exam", () => {
  test("are counted by themselves, as far as they are judged", () => {
    const programs = [
      program(2, { outcome: "right", credit: 1 }),
      program(3),
      program(4, { outcome: "unanswered", credit: 0 }),
      program(5, { outcome: "unjudged", credit: 0 }),
    ];
    const result = score(many(2, 0), { ...plain, programs });
    expect(result.solved).toMatchObject({ hits: 1, n: 3 });
    expect(result.right).toMatchObject({ hits: 2, n: 2 });
    expect(result.areas).toMatchObject([{ areaId: "a", questions: 2 }]);
  });

  test("show misconceptions like questions", () => {
    const programs = [program(1, { diagnosed: "no-gate" }), program(2)];
    const { misconceptions } = score([answer(0, { outcome: "wrong", certainty: 3, diagnosed: "no-gate" })], {
      ...plain,
      programs,
    });
    expect(misconceptions).toEqual([{ id: "no-gate", places: [0, 1], confident: 1 }]);
  });
});

describe("the three best next actions", () => {
  const actions = (answers: ExamAnswer[], programs: ExamProgram[] = []) =>
    nextActions(answers, programs, score(answers, { ...plain, programs }));
  const wrong = (place: number, given: Partial<ExamAnswer> = {}) => answer(place, { outcome: "wrong", ...given });

  test("go to what cost most, each covering what the ones before it leave", () => {
    const answers = [
      wrong(0, { diagnosed: "no-gate", conceptId: "relu" }),
      wrong(1, { diagnosed: "no-gate", conceptId: "leaky" }),
      wrong(2, { conceptId: "adam", areaId: "b" }),
      wrong(3, { conceptId: "adam", areaId: "b" }),
      wrong(4, { conceptId: "adam", areaId: "b" }),
      wrong(5, { conceptId: "dropout", areaId: "b" }),
      ...many(20, 6),
    ];
    expect(actions(answers)).toEqual([
      { kind: "concept", conceptId: "adam", places: [2, 3, 4] },
      { kind: "misconception", misconception: "no-gate", places: [0, 1] },
      { kind: "concept", conceptId: "dropout", places: [5] },
    ]);
  });

  test("put errors made with certainty before others", () => {
    const [first] = actions([wrong(0, { conceptId: "x" }), wrong(1, { conceptId: "y", certainty: 3 }), ...many(9, 2)]);
    expect(first).toEqual({ kind: "concept", conceptId: "y", places: [1] });
  });

  test("are challenges not solved, those first of which most is missing, unless a misconception explains them", () => {
    const programs = [
      program(0, { outcome: "right", credit: 1 }),
      program(1, { credit: 0.7 }),
      program(2, { outcome: "unanswered", credit: 0 }),
      program(3, { outcome: "unjudged", credit: 0 }),
      program(4, { credit: 0.2, diagnosed: "no-gate" }),
    ];
    expect(actions([], programs)).toEqual([
      { kind: "challenge", challengeId: "challenge 2", places: [2] },
      { kind: "misconception", misconception: "no-gate", places: [4] },
      { kind: "challenge", challengeId: "challenge 1", places: [1] },
    ]);
  });

  test("name the pace where questions were not reached", () => {
    const late = many(5, 5, { outcome: "unanswered", seconds: 0 });
    expect(actions([...many(5, 0), ...late])[0]).toEqual({ kind: "pace", places: [5, 6, 7, 8, 9] });
  });

  test("after an exam without errors are to measure what is little known, and to plan", () => {
    expect(actions([answer(0, { areaId: "b" }), ...many(20, 1)])).toEqual([
      { kind: "measure", areaId: "b", places: [] },
      { kind: "plan", places: [] },
    ]);
  });
});

import { describe, expect, test } from "vitest";
import { type AbilityAnswer, sampleAbilities } from "#lib/exam/ability.ts";
import { logistic, logitChange } from "#lib/exam/logit.ts";
import { readiness } from "#lib/exam/readiness.ts";

const concepts = ["a1", "a2", "b1", "b2"].map((id) => ({ id, areaId: id[0], needs: id === "a2" ? ["a1"] : [] }));
const answers = (
  conceptId: string,
  right: number,
  wrong: number,
  given: Partial<AbilityAnswer> = {},
): AbilityAnswer[] => [
  ...Array.from({ length: right }, () => ({ conceptId, right: true, guess: 0, ...given })),
  ...Array.from({ length: wrong }, () => ({ conceptId, right: false, guess: 0, ...given })),
];
/** Mean chance of each concept. */
const chances = (given: AbilityAnswer[], seed = 1) => {
  const { draws } = sampleAbilities(concepts, given, { seed, draws: 1500 });
  return Object.fromEntries(
    concepts.map(({ id }, i) => [id, draws.reduce((sum, draw) => sum + logistic(draw[i]), 0) / draws.length]),
  );
};
const asked = (share: Record<string, number> = { a1: 1, a2: 1, b1: 1, b2: 1 }) =>
  Object.entries(share).map(([id, weight]) => ({ id, share: weight, guess: 0, items: [] }));
const ready = (given: AbilityAnswer[], of: Parameters<typeof readiness>[1] = asked()) =>
  readiness(sampleAbilities(concepts, given, { seed: 1 }), of, { questions: 24, seed: 1 });

describe("ability", () => {
  test("before any answer is anywhere between a third and nearly all", () => {
    const { expected, band, answers: behind, concepts: of } = ready([]);
    expect(expected).toBeGreaterThan(0.54);
    expect(expected).toBeLessThan(0.64);
    expect(band.high - band.low).toBeGreaterThan(0.45);
    expect(behind).toBe(0);
    expect(of).toEqual({ answered: 0, all: 4 });
  });

  test("comes to the share right with many answers, in a narrow band", () => {
    const all = concepts.flatMap(({ id }) => answers(id, 70, 30));
    const { expected, band, answers: behind, concepts: of } = ready(all);
    expect(expected).toBeGreaterThan(0.68);
    expect(expected).toBeLessThan(0.72);
    expect(band.high - band.low).toBeLessThan(0.08);
    expect(behind).toBe(400);
    expect(of).toEqual({ answered: 4, all: 4 });
  });

  test("takes away what can be guessed", () => {
    const half = chances(concepts.flatMap(({ id }) => answers(id, 25, 25, { guess: 0.5 })));
    expect(half.a1).toBeLessThan(0.15);
  });

  test("says most of what was asked, less of its area, least of the others", () => {
    const before = chances([]);
    const { a1, a2, b1 } = chances(answers("a1", 12, 0));
    expect(a1).toBeGreaterThan(0.9);
    expect(a1).toBeGreaterThan(a2);
    expect(a2).toBeGreaterThan(b1);
    expect(b1).toBeGreaterThan(before.b1 + 0.1);
  });

  test("of a concept speaks for what it builds on", () => {
    const related = [
      { id: "x", areaId: "a", needs: [] },
      { id: "y", areaId: "a", needs: [] },
      { id: "z", areaId: "a", needs: ["y"] },
    ];
    const { draws } = sampleAbilities(related, answers("z", 0, 12), { seed: 1, draws: 2000 });
    const [x, y] = [0, 1].map((i) => draws.reduce((sum, draw) => sum + draw[i], 0) / draws.length);
    expect(y).toBeLessThan(x - 0.1);
  });

  test("is that of now: a right answer from when memory was worse speaks for more", () => {
    const then = chances(answers("a1", 5, 5));
    const since = chances(answers("a1", 5, 5, { change: logitChange(0.5, 0.9) }));
    expect(since.a1).toBeGreaterThan(then.a1 + 0.2);
  });

  test("is the same for the same seed", () => {
    expect(chances(answers("a1", 3, 1), 5)).toEqual(chances(answers("a1", 3, 1), 5));
  });

  test("of a concept that is not given is an error", () => {
    expect(() => sampleAbilities(concepts, answers("z9", 1, 0), { seed: 1 })).toThrow("about z9");
  });
});

describe("a change of memory", () => {
  test("is the difference of logits, kept within 2 and 98 %", () => {
    expect(logitChange(0.9, 0.9)).toBe(0);
    expect(logitChange(0.9, 0.5)).toBeCloseTo(-2.197, 3);
    expect(logitChange(0.5, 1)).toBeCloseTo(3.892, 3);
  });

  test("is none where either moment is not known", () => {
    expect(logitChange(null, 0.9)).toBe(0);
    expect(logitChange(0.9, null)).toBe(0);
  });
});

describe("readiness", () => {
  const all = concepts.flatMap(({ id }) => answers(id, 14, 6));

  test("follows the shares of the blueprint", () => {
    const uneven = [...answers("a1", 20, 0), ...answers("b1", 0, 20)];
    expect(ready(uneven, asked({ a1: 1 })).expected).toBeGreaterThan(0.9);
    expect(ready(uneven, asked({ b1: 1 })).expected).toBeLessThan(0.12);
    expect(ready(uneven, asked({ a1: 1, b1: 1 })).expected).toBeCloseTo(0.5, 1);
  });

  test("counts what can be guessed", () => {
    const guessed = asked().map((concept) => ({ ...concept, guess: 0.25 }));
    const { expected } = ready(all);
    expect(ready(all, guessed).expected).toBeCloseTo(0.25 + 0.75 * expected, 6);
  });

  test("falls as what is asked will be forgotten by the date, and rises with what will be learnt", () => {
    const with_ = (now: number | null, onDate: number | null) =>
      ready(
        all,
        asked().map((concept) => ({ ...concept, items: [{ now, onDate }] })),
      ).expected;
    const { expected } = ready(all);
    expect(with_(0.9, 0.9)).toBeCloseTo(expected, 9);
    expect(with_(0.9, 0.6)).toBeLessThan(expected - 0.3);
    expect(with_(0.6, 0.9)).toBeGreaterThan(expected + 0.15);
    expect(with_(null, null)).toBeCloseTo(expected, 9);
    expect(with_(null, 0.95)).toBeCloseTo(0.95, 2);
    expect(with_(null, 0.3)).toBeCloseTo(expected, 2);
  });

  test("tells one exam's result less sharply than the share that would be right of everything", () => {
    const { band, nextExam } = ready(all);
    expect(nextExam.questions).toBe(24);
    expect(nextExam.low).toBeLessThan(band.low);
    expect(nextExam.high).toBeGreaterThan(band.high);
  });

  test("of an exam that asks nothing is an error", () => {
    expect(() => ready([], [])).toThrow("without concepts");
  });
});

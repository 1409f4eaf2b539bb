import { describe, expect, test } from "vitest";
import { assemble } from "#lib/exam/assembly.ts";
import type { BankChallenge, BankItem } from "#lib/exam/exam-bank.ts";
import type { Blueprint } from "#lib/exam/blueprint.ts";

const item = (itemId: string, given: Partial<BankItem> = {}): BankItem => {
  const [conceptId] = itemId.split("/");
  return {
    itemId,
    conceptId,
    areaId: conceptId[0],
    kind: "choice",
    drawn: true,
    met: false,
    seeds: new Set(),
    seconds: 60,
    ...given,
  };
};
const items = (concept: string, count: number, given: Partial<BankItem> = {}) =>
  Array.from({ length: count }, (_, i) => item(`${concept}/${i}`, given));
const area = (id: string, weight: number) => ({ id, title: `Area ${id}`, weight });
const blueprint = (given: Partial<Blueprint>): Blueprint => ({ minutes: 45, questions: 6, challenges: 0, ...given });
const countBy = <T>(of: readonly T[], key: (one: T) => string) => {
  const counts: Record<string, number> = {};
  for (const one of of) counts[key(one)] = (counts[key(one)] ?? 0) + 1;
  return counts;
};
const challenges: BankChallenge[] = [];

describe("an exam", () => {
  const bank = { items: [...items("a1", 5), ...items("a2", 5), ...items("b1", 9)], challenges };

  test("asks of each area by its weight, and of its concepts in turn", () => {
    const { questions, notes } = assemble(blueprint({}), [area("a", 2), area("b", 1)], bank, 1);
    expect(countBy(questions, ({ conceptId }) => conceptId)).toEqual({ a1: 2, a2: 2, b1: 2 });
    expect(new Set(questions.map(({ itemId }) => itemId)).size).toBe(6);
    expect(notes).toEqual([]);
  });

  test("is the same for the same seed and another for another", () => {
    const made = (seed: number) => assemble(blueprint({}), [area("a", 2), area("b", 1)], bank, seed);
    expect(made(4)).toEqual(made(4));
    expect(made(4).questions).not.toEqual(made(5).questions);
  });

  test("gives each question time by the seconds it is expected to take", () => {
    const slow = { items: [item("a1/0", { seconds: 90 }), item("a1/1", { seconds: 30 })], challenges };
    const { questions, expectedMinutes } = assemble(blueprint({ questions: 2, minutes: 6 }), [area("a", 1)], slow, 1);
    expect(countBy(questions, ({ itemId, seconds }) => `${itemId} ${seconds}`)).toEqual({
      "a1/0 270": 1,
      "a1/1 90": 1,
    });
    expect(expectedMinutes).toBe(2);
  });

  test("says so when the questions are expected to take longer than there is", () => {
    const { notes } = assemble(blueprint({ minutes: 5 }), [area("a", 1)], bank, 1);
    expect(notes).toEqual(["All of it is expected to take 6 minutes; there are 5."]);
  });

  test("never asks open recall, nor what it does not know", () => {
    const some = {
      items: [...items("a1", 3, { kind: "recall" }), ...items("a2", 2), item("a3/0", { kind: "code" })],
      challenges,
    };
    const { questions } = assemble(blueprint({ questions: 2 }), [area("a", 1)], some, 1);
    expect(countBy(questions, ({ conceptId }) => conceptId)).toEqual({ a2: 2 });
  });

  test("never serves a seed again", () => {
    const first = assemble(blueprint({ questions: 1 }), [area("a", 1)], { items: [item("a1/0")], challenges }, 3);
    const seen = new Set([first.questions[0].seed]);
    const again = assemble(
      blueprint({ questions: 1 }),
      [area("a", 1)],
      { items: [item("a1/0", { seeds: seen })], challenges },
      3,
    );
    expect(again.questions[0].seed).not.toBe(first.questions[0].seed);
  });

  test("takes fixed questions the learner has met only where there are no others, and says so", () => {
    const met = items("a1", 3, { drawn: false, met: true });
    const some = { items: [...met, item("a2/0", { drawn: false }), item("a3/0", { met: true })], challenges };
    const two = assemble(blueprint({ questions: 2 }), [area("a", 1)], some, 1);
    expect(two.questions.map(({ itemId }) => itemId).toSorted()).toEqual(["a2/0", "a3/0"]);
    const four = assemble(blueprint({ questions: 4 }), [area("a", 1)], some, 1);
    expect(four.notes).toEqual(["Area a: 2 questions you have met before, since there are too few new ones."]);
  });

  test("then takes other numbers of the same items, then other areas, and says what it took", () => {
    const some = { items: [item("a1/0"), ...items("b1", 8, { drawn: false })], challenges };
    const paper = assemble(blueprint({ questions: 10 }), [area("a", 1), area("b", 1)], some, 1);
    expect(countBy(paper.questions, ({ areaId }) => areaId)).toEqual({ a: 3, b: 7 });
    expect(new Set(paper.questions.filter(({ areaId }) => areaId === "a").map(({ seed }) => seed)).size).toBe(3);
    expect(paper.notes).toEqual([
      "Area a: 2 questions with other numbers, of items that the exam asks already.",
      "Area a: 3 of the 5 questions asked for; the bank has no more.",
      "Area b: 2 questions more, in place of what other areas lack.",
    ]);
  });

  test("tells many areas without any question in one sentence", () => {
    const some = { items: items("a1", 9), challenges };
    const areas = ["a", "b", "c", "d"].map((id) => area(id, 1));
    const paper = assemble(blueprint({ questions: 8 }), areas, some, 1);
    expect(paper.notes).toEqual([
      "The bank has nothing yet on 3 areas, which would have 6 questions: Area b; Area c; Area d.",
      "In their place more are asked of others: Area a 6.",
    ]);
  });

  test("is shorter where the bank has no more at all", () => {
    const paper = assemble(
      blueprint({ questions: 3 }),
      [area("a", 1)],
      { items: items("a1", 2, { drawn: false }), challenges },
      1,
    );
    expect(paper.questions).toHaveLength(2);
    expect(paper.notes).toEqual([
      "Area a: 2 of the 3 questions asked for; the bank has no more.",
      "The exam is 1 question shorter than asked for: the bank has no more.",
    ]);
  });

  test("keeps shares of kinds, and says where it could not", () => {
    const mixed = { items: [...items("a1", 6), ...items("a2", 3, { kind: "numeric" })], challenges };
    const half = assemble(blueprint({ kinds: { choice: 1, numeric: 1 } }), [area("a", 1)], mixed, 1);
    expect(countBy(half.questions, ({ kind }) => kind)).toEqual({ choice: 3, numeric: 3 });
    const only = assemble(blueprint({ questions: 4, kinds: { tensor: 1 } }), [area("a", 1)], mixed, 1);
    expect(only.notes).toEqual(["Area a: 4 questions of another kind than asked for."]);
  });

  test("of no area at all has no questions", () => {
    expect(() => assemble(blueprint({}), [area("a", 0)], bank, 1)).toThrow("6 places can't be dealt out");
  });
});

describe("a coding round", () => {
  const challenge = (challengeId: string, areaId: string, met = false) => ({ challengeId, areaId, met, minutes: 25 });
  const round = blueprint({ minutes: null, questions: 0, challenges: 2 });
  const areas = [area("a", 1), area("b", 1)];

  test("is two challenges not met, of different areas, and as long as they take", () => {
    const some = [challenge("one", "a"), challenge("two", "a"), challenge("three", "b"), challenge("four", "b", true)];
    const papers = Array.from({ length: 20 }, (_, seed) =>
      assemble(round, areas, { items: [], challenges: some }, seed),
    );
    for (const { challenges: taken, minutes, notes, questions } of papers) {
      expect(taken.map(({ areaId }) => areaId).toSorted()).toEqual(["a", "b"]);
      expect(taken.map(({ challengeId }) => challengeId)).not.toContain("four");
      expect({ minutes, notes, questions }).toEqual({ minutes: 50, notes: [], questions: [] });
    }
    expect(
      new Set(papers.map((paper) => paper.challenges.map(({ challengeId }) => challengeId).join())).size,
    ).toBeGreaterThan(1);
  });

  test("beside questions has its share of the minutes, after them", () => {
    const paper = assemble(
      blueprint({ minutes: 54, questions: 2, challenges: 1 }),
      areas,
      { items: [item("a1/0", { seconds: 60 }), item("b1/0", { seconds: 60 })], challenges: [challenge("one", "a")] },
      1,
    );
    expect(paper.questions.map(({ seconds }) => seconds)).toEqual([120, 120]);
    expect(paper.challenges).toEqual([{ challengeId: "one", areaId: "a", seconds: 3000 }]);
    expect(paper).toMatchObject({ minutes: 54, expectedMinutes: 27, notes: [] });
  });

  test("shorter than what it asks says so", () => {
    const { minutes, notes } = assemble(
      blueprint({ minutes: 30, questions: 0, challenges: 2 }),
      areas,
      { items: [], challenges: [challenge("one", "a"), challenge("two", "b")] },
      1,
    );
    expect(minutes).toBe(30);
    expect(notes).toEqual(["All of it is expected to take 50 minutes; there are 30."]);
  });

  test("takes two of one area, or one met before, rather than one alone", () => {
    const two = assemble(round, areas, { items: [], challenges: [challenge("one", "a"), challenge("two", "a")] }, 1);
    expect(two.challenges).toHaveLength(2);
    const met = assemble(
      round,
      areas,
      { items: [], challenges: [challenge("one", "a"), challenge("two", "b", true)] },
      1,
    );
    expect(met.notes).toEqual(["One challenge you have met before."]);
    const one = assemble(round, areas, { items: [], challenges: [challenge("one", "a")] }, 1);
    expect(one.notes).toEqual(["1 of the 2 challenges asked for; the bank has no more."]);
  });
});

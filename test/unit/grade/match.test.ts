import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Answer } from "#lib/grade/answer.ts";
import { mark } from "#lib/grade/mark.ts";
import { PublicQuestion } from "#lib/item/question.ts";
import { makeVariant } from "#lib/item/variant.ts";
import { MatchItem, match } from "#lib/kind/match.ts";

const posed = {
  question: {
    kind: "match" as const,
    prompt: "",
    left: ["Adam", "SGD", "RMSProp"],
    right: ["one", "none", "two", "three"],
  },
  solution: {
    kind: "match" as const,
    key: [2, 1, 0],
    mistakes: [
      { left: 0, right: 0, misconception: "one-state", why: "A moment is missing." },
      { left: 1, right: 0, misconception: "one-state" },
      { left: 2, right: 2, why: "That is Adam." },
    ],
  },
};
const choose = (...chosen: number[]) => mark({ kind: "match", chosen }, posed);

describe("a match", () => {
  it("is right when every row is, and counts the rows that are", () => {
    expect(choose(2, 1, 0)).toEqual({
      outcome: "right",
      read: "Adam: two; SGD: none; RMSProp: one",
      credit: 1,
      diagnosis: null,
    });
    expect(choose(2, 1, 3)).toMatchObject({ outcome: "wrong", credit: 2 / 3, diagnosis: null });
    expect(choose(3, 3, 3)).toMatchObject({ outcome: "wrong", credit: 0 });
  });

  it("is diagnosed when every wrong row shows the same misconception", () => {
    expect(choose(0, 1, 0)).toMatchObject({
      outcome: "wrong",
      diagnosis: { misconception: "one-state", says: "A moment is missing.", notes: [] },
    });
    expect(choose(0, 0, 0)).toMatchObject({ credit: 1 / 3, diagnosis: { misconception: "one-state" } });
    expect(choose(0, 1, 2)).toMatchObject({ outcome: "wrong", diagnosis: null });
    expect(choose(0, 2, 0)).toMatchObject({ outcome: "wrong", diagnosis: null });
  });

  it("is invalid while a row is open, with a text that is not there, or with other rows", () => {
    expect(choose(2, -1, 0)).toEqual({ outcome: "invalid", reason: "empty", message: "One row has no match yet." });
    expect(choose(-1, -1, 0)).toMatchObject({ message: "2 rows have no match yet." });
    expect(choose(2, 1, 4)).toMatchObject({ outcome: "invalid", reason: "empty" });
    expect(choose(2, 1)).toEqual({
      outcome: "invalid",
      reason: "wrong-shape",
      message: "There are 3 rows, and 2 were matched.",
    });
    expect(choose()).toMatchObject({ reason: "wrong-shape" });
  });
});

/** Items with shared texts on the right and some that fit nothing. */
const items = fc
  .record({
    rights: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 7 }),
    extra: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ rights, extra }) =>
    MatchItem.parse({
      id: "a/b",
      version: 1,
      concept: "a",
      title: "match",
      rule: "authored",
      source: { file: "content/a/a.md", line: 1, hash: "0" },
      kind: "match",
      stem: "Match.",
      pairs: rights.map((right, row) => ({ left: `row ${row}`, right: `text ${right}` })),
      extra: Array.from({ length: extra }, (_, i) => `spare ${i}`),
      mistakes: [{ left: "row 0", right: "spare 0", misconception: "secret", why: "secret reason" }],
    }),
  );
const seed = fc.nat();

describe("a variant of a match", () => {
  it("shows each text once and nothing that tells", () => {
    fc.assert(
      fc.property(items, seed, (item, drawn) => {
        const { question } = makeVariant(item, drawn);
        expect(PublicQuestion.parse(question)).toEqual(question);
        if (question.kind !== "match") throw new Error(question.kind);
        expect(JSON.stringify(question)).not.toMatch(/secret|key|mistake/);
        expect(new Set(question.right).size).toBe(question.right.length);
        expect([...question.left].sort()).toEqual(item.pairs.map(({ left }) => left).sort());
      }),
      { numRuns: 500 },
    );
  });

  it("has what belongs to a row at every place alike", () => {
    const item = MatchItem.parse({
      ...fc.sample(items, { numRuns: 1, seed: 1 })[0],
      pairs: ["a", "b", "c"].map((text) => ({ left: text, right: `${text}'s own` })),
      extra: ["nobody's"],
      mistakes: [],
    });
    const counts = Array.from({ length: 3 }, () => [0, 0, 0, 0]);
    for (let drawn = 0; drawn < 400; drawn++) {
      const { solution } = makeVariant(item, drawn);
      if (solution.kind !== "match") throw new Error(solution.kind);
      for (const [row, place] of solution.key.entries()) counts[row][place]++;
    }
    for (const count of counts.flat()) expect(count).toBeGreaterThan(65);
  });

  it("takes a text wherever it belongs, also where two rows share it", () => {
    fc.assert(
      fc.property(items, seed, fc.array(fc.nat({ max: 20 }), { minLength: 7, maxLength: 7 }), (item, drawn, picks) => {
        const variant = makeVariant(item, drawn);
        const { question, solution } = variant;
        if (question.kind !== "match" || solution.kind !== "match") throw new Error(question.kind);
        const chosen = question.left.map((_, row) => picks[row] % question.right.length);
        const right = question.left.filter(
          (left, row) => item.pairs.find((pair) => pair.left === left)?.right === question.right[chosen[row]],
        ).length;
        expect(mark({ kind: "match", chosen }, variant)).toMatchObject({
          outcome: right === item.pairs.length ? "right" : "wrong",
          credit: right / item.pairs.length,
        });
        expect(mark(match.key(question, solution), variant)).toMatchObject({ outcome: "right", credit: 1 });
      }),
      { numRuns: 500 },
    );
  });

  it("marks or refuses whatever comes in, and refuses all that leaves a row open", () => {
    fc.assert(
      fc.property(items, seed, fc.array(fc.integer({ min: -3, max: 9 }), { maxLength: 9 }), (item, drawn, chosen) => {
        const variant = makeVariant(item, drawn);
        if (variant.question.kind !== "match") throw new Error(variant.question.kind);
        const { left, right } = variant.question;
        const isWhole = chosen.length === left.length && chosen.every((place) => place >= 0 && place < right.length);
        expect(mark(Answer.parse({ kind: "match", chosen }), variant).outcome === "invalid").toBe(!isWhole);
      }),
      { numRuns: 500 },
    );
  });
});

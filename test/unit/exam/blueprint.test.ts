import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXAM_KINDS, itemWeights, largestRemainder, ownBlueprint, PRESETS } from "#lib/exam/blueprint.ts";
import { kinds } from "#lib/kind/kinds.ts";

describe("places dealt out by weight", () => {
  test("are the shares rounded down, and the largest remainders get what is left", () => {
    expect(largestRemainder([1, 1, 1], 10)).toEqual([4, 3, 3]);
    expect(largestRemainder([47, 16, 15.8, 12, 6.1, 3.1], 10)).toEqual([5, 2, 1, 1, 1, 0]);
    expect(largestRemainder([0, 2, 1], 3)).toEqual([0, 2, 1]);
    expect(largestRemainder([], 0)).toEqual([]);
  });

  test("are as many as there are, each share off by less than one", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 0, max: 60 }), (given, total) => {
        fc.pre(given.some((weight) => weight > 0));
        const sum = given.reduce((a, b) => a + b, 0);
        const dealt = largestRemainder(given, total);
        expect(dealt.reduce((a, b) => a + b, 0)).toBe(total);
        for (const [i, count] of dealt.entries()) expect(Math.abs(count - (given[i] / sum) * total)).toBeLessThan(1);
      }),
    );
  });

  test("can't be dealt out without weights", () => {
    expect(() => largestRemainder([0, 0], 2)).toThrow("2 places can't be dealt out by the weights 0, 0");
    expect(() => largestRemainder([-1, 2], 2)).toThrow("by the weights -1, 2");
  });
});

describe("blueprints", () => {
  test("come ready in four sizes", () => {
    expect(PRESETS.check).toEqual({ minutes: 10, questions: 6, challenges: 0 });
    expect(PRESETS.standard).toEqual({ minutes: 45, questions: 24, challenges: 0 });
    expect(PRESETS.long).toEqual({ minutes: 120, questions: 60, challenges: 0 });
    expect(PRESETS.coding).toEqual({ minutes: null, questions: 0, challenges: 2 });
  });

  test("of one's own keep bounds", () => {
    const own = { minutes: 30, questions: 10, challenges: 1, areas: { losses: 1 } };
    expect(ownBlueprint(own)).toBe(own);
    expect(() => ownBlueprint({ minutes: null, questions: 10, challenges: 0 })).toThrow("has its minutes");
    expect(() => ownBlueprint({ minutes: 3, questions: 10, challenges: 0 })).toThrow("5 to 240 minutes, got 3");
    expect(() => ownBlueprint({ minutes: 30, questions: 1.5, challenges: 0 })).toThrow("0 to 120 questions, got 1.5");
    expect(() => ownBlueprint({ minutes: 30, questions: 0, challenges: 0 })).toThrow("at least one question");
  });

  test("ask every kind but open recall, which the learner would mark", () => {
    expect([...EXAM_KINDS, "recall"].toSorted()).toEqual(Object.keys(kinds).toSorted());
  });
});

describe("weights of items", () => {
  const items = ["a/1", "a/2", "b/1", "c/1"].map((itemId) => {
    const conceptId = itemId[0];
    return { itemId, conceptId, areaId: conceptId === "c" ? "second" : "first" };
  });
  const areas = [
    { id: "first", weight: 6 },
    { id: "second", weight: 2 },
    { id: "empty", weight: 9 },
  ];

  test("share an area's weight by concepts, and a concept's by items", () => {
    const weights = itemWeights(PRESETS.standard, areas, items);
    expect(Object.fromEntries(weights)).toEqual({ "a/1": 0.1875, "a/2": 0.1875, "b/1": 0.375, "c/1": 0.25 });
  });

  test("follow a blueprint of one's own, and leave out what it does not ask", () => {
    const weights = itemWeights({ ...PRESETS.standard, areas: { second: 1 } }, areas, items);
    expect(Object.fromEntries(weights)).toEqual({ "c/1": 1 });
  });
});

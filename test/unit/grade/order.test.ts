import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Answer } from "#lib/grade/answer.ts";
import { mark } from "#lib/grade/mark.ts";
import { nearestRight } from "#lib/grade/order.ts";
import { Dice } from "#lib/item/dice.ts";
import { PublicQuestion } from "#lib/item/question.ts";
import { makeVariant } from "#lib/item/variant.ts";
import { OrderItem, type OrderSolution, order } from "#lib/kind/order.ts";

/** Shown: update, correction, second moment, first moment, gradient. */
const solution: OrderSolution = {
  kind: "order",
  key: [4, 3, 2, 1, 0],
  entries: [
    {
      after: [1],
      why: "The ratio is that of the corrected moments.",
      misconception: { id: "uncorrected", earlier: 1 },
    },
    { after: [2, 3] },
    { after: [4] },
    { after: [4], misconception: { id: "stale", earlier: 4 } },
    { after: [] },
  ],
};
const posed = {
  question: {
    kind: "order" as const,
    prompt: "",
    entries: ["update", "correction", "second moment", "first moment", "gradient"],
  },
  solution,
};
const put = (...places: number[]) => mark({ kind: "order", order: places }, posed);

describe("an order", () => {
  it("is right in every order in which each entry has before it what it comes after", () => {
    expect(put(4, 3, 2, 1, 0)).toEqual({
      outcome: "right",
      read: "gradient → first moment → second moment → correction → update",
      credit: 1,
      diagnosis: null,
    });
    expect(put(4, 2, 3, 1, 0)).toMatchObject({ outcome: "right" });
  });

  it("counts the pairs that must hold, also those settled by an entry between", () => {
    // Gradient before both moments, correction and update; both moments before correction and update; these two: 9.
    expect(put(3, 4, 2, 1, 0)).toMatchObject({ outcome: "wrong", credit: 8 / 9 });
    expect(put(0, 1, 2, 3, 4)).toMatchObject({ outcome: "wrong", credit: 0 });
  });

  it("is diagnosed when one misconception explains everything that stands too early", () => {
    expect(put(4, 3, 2, 0, 1)).toMatchObject({
      outcome: "wrong",
      diagnosis: { misconception: "uncorrected", says: "The ratio is that of the corrected moments.", notes: [] },
    });
    expect(put(3, 4, 2, 1, 0)).toMatchObject({ diagnosis: { misconception: "stale", says: "" } });
    expect(put(3, 4, 2, 0, 1)).toMatchObject({ outcome: "wrong", diagnosis: null });
    expect(put(4, 3, 1, 2, 0)).toMatchObject({ outcome: "wrong", diagnosis: null });
  });

  it("is invalid when nothing was moved, or an entry is missing, twice there, or unknown", () => {
    expect(put()).toEqual({ outcome: "invalid", reason: "empty", message: "Nothing was moved yet." });
    const message = "The list has 5 entries, and each stands in the answer once.";
    for (const places of [
      [4, 3, 2, 1],
      [4, 3, 2, 1, 1],
      [4, 3, 2, 1, 0, 0],
      [4, 3, 2, 1, 9],
      [-1, 0, 1, 2, 3],
    ]) {
      expect(put(...places)).toEqual({ outcome: "invalid", reason: "wrong-shape", message });
    }
  });

  it("is corrected to the right order nearest to it", () => {
    expect(nearestRight([4, 2, 0, 3, 1], solution)).toEqual([4, 2, 3, 1, 0]);
    expect(nearestRight([4, 2, 3, 1, 0], solution)).toEqual([4, 2, 3, 1, 0]);
    expect(nearestRight([0, 1, 2, 3, 4], solution)).toEqual([4, 2, 3, 1, 0]);
  });
});

/** Items in which each entry comes after some of those written above it. */
const items = fc
  .integer({ min: 3, max: 8 })
  .chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_, i) => fc.subarray(Array.from({ length: i }, (__, above) => above)))),
  )
  .filter((afters) => afters.some((after) => after.length > 0))
  .map((afters) =>
    OrderItem.parse({
      id: "a/b",
      version: 1,
      concept: "a",
      title: "order",
      rule: "authored",
      source: { file: "content/a/a.md", line: 1, hash: "0" },
      kind: "order",
      stem: "Order.",
      entries: afters.map((after, i) => ({
        text: `entry ${i}`,
        after,
        why: `secret reason ${i}`,
        ...(after.length > 0 && { misconception: { id: `secret-${i}`, earlier: after[0] } }),
      })),
    }),
  );
const seed = fc.nat();

describe("a variant of an order", () => {
  it("shows every entry and nothing that tells, in an order that is not right", () => {
    fc.assert(
      fc.property(items, seed, (item, drawn) => {
        const variant = makeVariant(item, drawn);
        const { question } = variant;
        expect(PublicQuestion.parse(question)).toEqual(question);
        expect(JSON.stringify(question)).not.toMatch(/secret|after|key/);
        const shown = item.entries.map((_, place) => place);
        expect(mark({ kind: "order", order: shown }, variant).outcome).toBe("wrong");
      }),
      { numRuns: 500 },
    );
  });

  it("takes exactly the orders in which nothing stands before what it comes after", () => {
    fc.assert(
      fc.property(items, seed, seed, (item, drawn, other) => {
        const variant = makeVariant(item, drawn);
        const given = new Dice(other).shuffle(item.entries.map((_, place) => place));
        const { question, solution } = variant;
        if (solution.kind !== "order" || question.kind !== "order") throw new Error(question.kind);
        const written = given.map((place) => Number(question.entries[place].replace("entry ", "")));
        const holds = written.every((entry, at) =>
          item.entries[entry].after.every((before) => written.indexOf(before) < at),
        );
        const marked = mark({ kind: "order", order: given }, variant);
        expect(marked.outcome).toBe(holds ? "right" : "wrong");
        if (marked.outcome === "wrong") expect(marked.credit).toBeLessThan(1);
        const mended = nearestRight(given, solution);
        expect(mark({ kind: "order", order: mended }, variant)).toMatchObject({ outcome: "right", credit: 1 });
        expect(mark(order.key(question, solution), variant)).toMatchObject({ outcome: "right" });
      }),
      { numRuns: 500 },
    );
  });

  it("marks or refuses whatever comes in, and refuses all that is no order of its entries", () => {
    fc.assert(
      fc.property(items, seed, fc.array(fc.integer({ min: -2, max: 9 }), { maxLength: 10 }), (item, drawn, given) => {
        const { outcome } = mark(Answer.parse({ kind: "order", order: given }), makeVariant(item, drawn));
        const isOrder = given.toSorted((a, b) => a - b).join() === item.entries.map((_, place) => place).join();
        expect(outcome === "invalid").toBe(!isOrder);
      }),
      { numRuns: 500 },
    );
  });
});

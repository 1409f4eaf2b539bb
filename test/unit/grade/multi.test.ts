import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyOf } from "#lib/grade/key.ts";
import { mark } from "#lib/grade/mark.ts";
import { PublicQuestion, type Variant } from "#lib/item/question.ts";
import { makeVariant } from "#lib/item/variant.ts";
import { multi, MultiItem } from "#lib/kind/multi.ts";
import { variantTargets } from "#lib/misconception/variant-targets.ts";

const posed: Pick<Variant, "question" | "solution"> = {
  question: { kind: "multi", prompt: "", options: ["A", "B", "C", "D", "E"] },
  solution: {
    kind: "multi",
    options: [
      { correct: true, why: "A holds." },
      { correct: false, misconception: "m", why: "B does not." },
      { correct: true },
      { correct: false, misconception: "m", why: "D does not." },
      { correct: false },
    ],
  },
};
const tick = (...ticked: number[]) => mark({ kind: "multi", ticked }, posed);

describe("several of several options", () => {
  it("are right only when exactly what holds is ticked, in any order", () => {
    expect(tick(0, 2)).toEqual({ outcome: "right", read: "A; C", credit: 1, diagnosis: null });
    expect(tick(2, 0, 2)).toEqual(tick(0, 2));
    expect(tick(0)).toMatchObject({ outcome: "wrong", read: "A" });
    expect(tick(0, 2, 4)).toMatchObject({ outcome: "wrong", read: "A; C; E" });
  });

  it("earn the share that was rightly ticked or left, and nothing when all were ticked", () => {
    expect(tick(0)).toMatchObject({ credit: 0.8 });
    expect(tick(0, 2, 4)).toMatchObject({ credit: 0.8 });
    expect(tick(1, 3, 4)).toMatchObject({ credit: 0 });
    expect(tick(0, 1, 2, 3, 4)).toMatchObject({ outcome: "wrong", credit: 0 });
  });

  it("show a misconception when everything wrongly ticked shows the same one", () => {
    expect(tick(0, 1)).toMatchObject({ diagnosis: { misconception: "m", says: "B does not." } });
    expect(tick(1, 3)).toMatchObject({ diagnosis: { misconception: "m", says: "B does not.\n\nD does not." } });
    expect(tick(0, 1, 4)).toMatchObject({ diagnosis: null });
    expect(tick(0, 2, 4)).toMatchObject({ diagnosis: null });
    expect(tick(0)).toMatchObject({ diagnosis: null });
  });

  it("are invalid when nothing is ticked, or something that is not there", () => {
    expect(tick()).toMatchObject({ outcome: "invalid", reason: "empty" });
    expect(tick(0, 5)).toMatchObject({
      reason: "no-such-option",
      message: "There are 5 options; number 6 is none of them.",
    });
    expect(tick(-1)).toMatchObject({ reason: "no-such-option" });
  });

  it("are marked alike however they are written, and what is invalid never counts", () => {
    const ticked = fc.array(fc.oneof(fc.integer({ min: -2, max: 7 }), fc.maxSafeInteger()), { maxLength: 64 });
    fc.assert(
      fc.property(ticked, (given) => {
        const marked = mark(multi.answer.parse({ kind: "multi", ticked: given }), posed);
        const again = mark({ kind: "multi", ticked: [...new Set(given)].reverse() }, posed);
        expect(again.outcome).toBe(marked.outcome);
        const valid = given.length > 0 && given.every((option) => option >= 0 && option < 5);
        expect(marked.outcome === "invalid").toBe(!valid);
        if (marked.outcome === "invalid" || again.outcome === "invalid") return;
        expect(again).toEqual(marked);
        expect(marked.outcome === "right").toBe(new Set(given).size === 2 && given.includes(0) && given.includes(2));
        expect(marked.outcome === "right").toBe(marked.credit === 1);
      }),
      { numRuns: 500 },
    );
  });
});

const item = MultiItem.parse({
  id: "softmax/what-holds",
  version: 1,
  concept: "softmax",
  title: "what holds",
  rule: "authored",
  source: { file: "content/activations/softmax.md", line: 1, hash: "0" },
  kind: "multi",
  stem: "Which of these hold?",
  options: [
    { text: "one", correct: true, why: "So it is." },
    { text: "two", correct: true },
    { text: "three", misconception: "m" },
    { text: "four" },
    { text: "five", misconception: "n" },
  ],
  explanation: "In short.",
});

describe("a variant with several right options", () => {
  const variants = Array.from({ length: 200 }, (_, seed) => makeVariant(item, seed));

  it("shows every option and tells nothing of which hold", () => {
    for (const { question } of variants) {
      expect(PublicQuestion.parse(question)).toEqual(question);
      expect(Object.keys(question).sort()).toEqual(["kind", "options", "prompt"]);
      if (question.kind !== "multi") throw new Error(question.kind);
      expect(question.options.toSorted()).toEqual(["five", "four", "one", "three", "two"]);
    }
  });

  it("has the right ones in every place about equally often", () => {
    const counts = [0, 0, 0, 0, 0];
    for (const variant of variants) {
      const key = keyOf(variant);
      if (key.kind !== "multi") throw new Error(key.kind);
      for (const option of key.ticked) counts[option]++;
    }
    for (const count of counts) expect(Math.abs(count - 80)).toBeLessThan(25);
  });

  it("takes its key for right and targets what its wrong options show", () => {
    for (const variant of variants) {
      expect(mark(keyOf(variant), variant)).toMatchObject({ outcome: "right", credit: 1 });
      expect(variantTargets(variant).toSorted()).toEqual(["m", "n"]);
    }
  });

  it("refuses a definition in which everything or nothing holds", () => {
    const marked = (correct: boolean) => item.options.map((option) => ({ ...option, correct }));
    expect(MultiItem.safeParse({ ...item, options: marked(true) }).success).toBe(false);
    expect(MultiItem.safeParse({ ...item, options: marked(false) }).success).toBe(false);
  });
});

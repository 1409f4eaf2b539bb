import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyOf } from "#lib/grade/key.ts";
import { mark } from "#lib/grade/mark.ts";
import { PublicQuestion } from "#lib/item/question.ts";
import { makeVariant } from "#lib/item/variant.ts";
import { bug, BugItem } from "#lib/kind/bug.ts";
import { variantTargets } from "#lib/misconception/variant-targets.ts";

const item = BugItem.parse({
  id: "training-loop/order-of-calls",
  version: 1,
  concept: "training-loop",
  title: "order of calls",
  rule: "authored",
  source: { file: "content/backprop/training-loop.md", line: 1, hash: "0" },
  kind: "bug",
  stem: "Which line is wrong?",
  language: "python",
  lines: ["def step():", "    loss.backward()", "    optimizer.zero_grad()", "    optimizer.step()", "    log(loss)"],
  faults: [
    { line: 3, fix: ["    optimizer.step()"], why: "It clears what the update needs." },
    { line: 4, fix: ["    optimizer.zero_grad()"], why: "It comes too late." },
  ],
  suspects: [{ line: 2, why: "It adds.", misconception: "gradients-overwritten" }, { line: 5 }],
});
const variant = makeVariant(item, 7);
const choose = (line: number) => mark({ kind: "bug", line }, variant);

describe("a line of code", () => {
  it("is right where the code can be put right, in either of two places", () => {
    expect(choose(3)).toEqual({
      outcome: "right",
      read: "line 3: optimizer.zero_grad()",
      credit: 1,
      diagnosis: null,
    });
    expect(choose(4)).toMatchObject({ outcome: "right" });
  });

  it("is wrong anywhere else, and diagnosed where choosing it shows a misconception", () => {
    expect(choose(2)).toEqual({
      outcome: "wrong",
      read: "line 2: loss.backward()",
      credit: 0,
      diagnosis: { misconception: "gradients-overwritten", says: "It adds.", notes: [] },
    });
    expect(choose(5)).toMatchObject({ outcome: "wrong", diagnosis: null });
    expect(choose(1)).toMatchObject({ outcome: "wrong", diagnosis: null });
  });

  it("is invalid when the code has no such line", () => {
    expect(choose(0)).toEqual({
      outcome: "invalid",
      reason: "no-such-option",
      message: "The code has 5 lines; none of them was chosen.",
    });
    expect(choose(6)).toMatchObject({ reason: "no-such-option" });
    expect(choose(-3)).toMatchObject({ reason: "no-such-option" });
  });

  it("is marked whatever number comes in", () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -2, max: 8 }), fc.maxSafeInteger()), (line) => {
        const { outcome } = mark(bug.answer.parse({ kind: "bug", line }), variant);
        const there = line >= 1 && line <= 5;
        expect(outcome).toBe(there ? (line === 3 || line === 4 ? "right" : "wrong") : "invalid");
      }),
      { numRuns: 500 },
    );
  });
});

describe("a variant with a bug", () => {
  it("shows the code and nothing of what is said about its lines", () => {
    expect(PublicQuestion.parse(variant.question)).toEqual(variant.question);
    expect(variant.question).toEqual({ kind: "bug", prompt: "Which line is wrong?", lines: item.lines });
  });

  it("takes its key for right and targets what its other lines show", () => {
    expect(mark(keyOf(variant), variant)).toMatchObject({ outcome: "right" });
    expect(variantTargets(variant)).toEqual(["gradients-overwritten"]);
  });

  it("refuses a definition that speaks of a line the code does not have", () => {
    expect(BugItem.safeParse({ ...item, suspects: [{ line: 6 }] }).success).toBe(false);
    expect(BugItem.safeParse({ ...item, faults: [] }).success).toBe(false);
  });
});

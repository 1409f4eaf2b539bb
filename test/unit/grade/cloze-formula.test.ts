import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyOf } from "#lib/grade/key.ts";
import { mark } from "#lib/grade/mark.ts";
import { PublicQuestion, type Variant } from "#lib/item/question.ts";
import { makeVariant } from "#lib/item/variant.ts";
import { cloze, ClozeItem } from "#lib/kind/cloze.ts";

const asking = (...blanks: string[][]): Pick<Variant, "question" | "solution"> => ({
  question: { kind: "cloze", prompt: "", blanks: blanks.length, reads: blanks.map(() => "formula") },
  solution: { kind: "cloze", blanks },
});
const write = (text: string, ...accepted: string[]) => mark({ kind: "cloze", texts: [text] }, asking(accepted));

describe("a blank in a formula", () => {
  it.each(["1-\\beta_1^t", "1 − β₁^t", "1 - beta1^t", "-b1^t + 1", "(1 - beta_1**t)", "1-\\beta_{1}^{t}"])(
    "takes %j for the same formula",
    (text) => {
      expect(write(text, "1-\\beta_1^t")).toEqual({ outcome: "right", read: text, credit: 1, diagnosis: null });
    },
  );

  it.each(["1-\\beta_2^t", "1 - b2^t", "1 + b1^t", "\\beta_1^t", "1-b1", "quite another thing", "1-x^t"])(
    "does not take %j for another one",
    (text) => {
      expect(write(text, "1-\\beta_1^t")).toMatchObject({ outcome: "wrong", credit: 0 });
    },
  );

  it("compares signs and single symbols as they are written, in any of their spellings", () => {
    expect(write("−", "-")).toMatchObject({ outcome: "right" });
    expect(write("+", "-")).toMatchObject({ outcome: "wrong" });
    for (const sign of ["*", "·", "×", "⊙", "\\odot", "\\cdot"])
      expect(write(sign, "\\odot"), sign).toMatchObject({ outcome: "right" });
    expect(write("/", "\\odot")).toMatchObject({ outcome: "wrong" });
    expect(write("T", "\\top", "T")).toMatchObject({ outcome: "right" });
    expect(write("t", "\\top", "T")).toMatchObject({ outcome: "wrong" });
    expect(write("eps", "\\epsilon")).toMatchObject({ outcome: "right" });
  });

  it("reads numbers and names with or without their subscript's sign", () => {
    expect(write("4/2", "2")).toMatchObject({ outcome: "right" });
    expect(write("2.5", "2")).toMatchObject({ outcome: "wrong" });
    expect(write("pj - yj", "p_j - y_j")).toMatchObject({ outcome: "right" });
    expect(write("yj - pj", "p_j - y_j")).toMatchObject({ outcome: "wrong" });
    expect(write("2/(nin + nout)", "\\frac{2}{n_{in} + n_{out}}")).toMatchObject({ outcome: "right" });
  });

  it("is invalid when it is empty or no formula, and says where", () => {
    expect(write(" ", "-")).toMatchObject({ reason: "empty", message: "Blank 1 is still empty." });
    expect(write("1-b1^", "1-\\beta_1^t")).toMatchObject({
      reason: "not-a-formula",
      message: "Blank 1: After “^” at character 5 something is missing.",
    });
    expect(write("x".repeat(201), "-")).toMatchObject({ reason: "too-long" });
  });

  it("stands beside blanks of words, each read in its own way", () => {
    const both: Pick<Variant, "question" | "solution"> = {
      question: { kind: "cloze", prompt: "", blanks: 2, reads: ["words", "formula"] },
      solution: { kind: "cloze", blanks: [["bias correction"], ["1-\\beta^t"]] },
    };
    expect(mark({ kind: "cloze", texts: ["bias corection", "1-b^t"] }, both)).toMatchObject({ outcome: "right" });
    expect(mark({ kind: "cloze", texts: ["bias correction", "b^t"] }, both)).toMatchObject({ credit: 0.5 });
  });

  it("is marked or refused without an error, and alike with spaces around", () => {
    const piece = fc.constantFrom(
      "1",
      "-",
      "+",
      "b1",
      "\\beta_1",
      "^",
      "t",
      "(",
      ")",
      "{",
      "}",
      "\\",
      "_",
      "²",
      "“",
      "$",
      "p_j",
      " ",
    );
    const text = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 30 }),
      fc.array(piece, { maxLength: 10 }).map((all) => all.join("")),
    );
    const keys = fc.constantFrom("1-\\beta_1^t", "-", "\\odot", "p_j - y_j", "2");
    fc.assert(
      fc.property(text, keys, (given, key) => {
        const marked = mark(cloze.answer.parse({ kind: "cloze", texts: [given] }), asking([key]));
        expect(["right", "wrong", "invalid"]).toContain(marked.outcome);
        expect(mark({ kind: "cloze", texts: [` ${given} `] }, asking([key])).outcome).toBe(marked.outcome);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a variant with blanks in formulas", () => {
  const item = ClozeItem.parse({
    id: "adam/bias-correction-formulas",
    version: 1,
    concept: "adam",
    title: "bias correction formulas",
    rule: "authored",
    source: { file: "content/optimizers/adam.md", line: 1, hash: "0" },
    kind: "cloze",
    text: "$m / {\\boxed{\\,?\\,}}$",
    blanks: [["1-\\beta_1^t"]],
    reads: ["formula"],
  });
  const variant = makeVariant(item, 3);

  it("shows how each blank is read and nothing of what fills it", () => {
    expect(PublicQuestion.parse(variant.question)).toEqual(variant.question);
    expect(JSON.stringify(variant.question)).not.toContain("beta");
  });

  it("takes its key for right", () => {
    expect(mark(keyOf(variant), variant)).toMatchObject({ outcome: "right", credit: 1 });
  });
});

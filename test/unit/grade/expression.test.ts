import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toText } from "#lib/expression/to-text.ts";
import { Answer } from "#lib/grade/answer.ts";
import { keyOf } from "#lib/grade/key.ts";
import { mark } from "#lib/grade/mark.ts";
import { PublicQuestion, type Variant } from "#lib/item/question.ts";
import { makeVariant } from "#lib/item/variant.ts";
import { ExpressionItem } from "#lib/kind/expression.ts";
import { variantTargets } from "#lib/misconception/variant-targets.ts";
import { anyExpression, read as readAny } from "#test/unit/expression/formulas.ts";

const item = (definition: Pick<ExpressionItem, "symbols" | "key" | "wrong">): ExpressionItem =>
  ExpressionItem.parse({
    id: "concept/formula",
    version: 1,
    concept: "concept",
    title: "formula",
    rule: "authored",
    source: { file: "concept.md", line: 1, hash: "" },
    kind: "expression",
    stem: "Write the slope.",
    explanation: "The chain rule.",
    ...definition,
  });

const sigmoidSlope = item({
  symbols: { z: { above: -3, below: 3 } },
  key: "σ(z)(1 − σ(z))",
  wrong: [
    { formula: "σ(z)", misconception: "value-for-slope", why: "That is the value." },
    { formula: "1 - σ(z)^2", misconception: "other-curve" },
    { formula: "e^(-z)/(1+e^(-z))", why: "The denominator is squared." },
  ],
});
const outputError = item({
  symbols: { p: { above: 0, below: 1 }, y: { above: 0, below: 1 } },
  key: "(p - y)p(1 - p)",
  wrong: [{ formula: "p - y", misconception: "slope-forgotten" }],
});
const parabola = item({ symbols: { z: { above: -3, below: 3 } }, key: "z - z^2", wrong: [] });
const correction = item({
  symbols: { m: { above: -2, below: 2 }, β_1: { above: 0.5, below: 0.99 }, t: { values: [1, 2, 3, 5] } },
  key: "m/(1 - β_1^t)",
  wrong: [],
});

const answer = (of: ExpressionItem, text: string) => mark({ kind: "expression", text }, makeVariant(of, 1));

describe("a formula", () => {
  it.each(["σ(z)(1−σ(z))", "sigmoid(z) - sigmoid(z)^2", "e^-z/(1+e^-z)^2", "σ(z)σ(-z)", "1/(2 + e^z + e^(-z))"])(
    "is right as %s, as it is the same function",
    (text) => expect(answer(sigmoidSlope, text)).toMatchObject({ outcome: "right", credit: 1, diagnosis: null }),
  );

  it.each(["z*(1-z)", "z(1-z)", "z-z²", "z \\cdot (1-z)", "z{(1-z)}"])("is right as %s, a product", (text) =>
    expect(answer(parabola, text)).toMatchObject({ outcome: "right" }),
  );

  it.each(["m/(1-beta1^t)", "m/(1−β₁ᵗ)", "\\frac{m}{1-\\beta_1^t}", "m (1-beta_1^t)^-1"])(
    "is right as %s, in whatever letters",
    (text) => expect(answer(correction, text)).toMatchObject({ outcome: "right" }),
  );

  it("is read back in plain text", () => {
    expect(answer(sigmoidSlope, "σ(z)(1−σ(z))")).toEqual({
      outcome: "right",
      read: "sigmoid(z)*(1 - sigmoid(z))",
      credit: 1,
      diagnosis: null,
    });
  });

  it("is wrong with a point to check it at, in as many digits as tell the values apart", () => {
    expect(answer(parabola, "z + z^2")).toEqual({
      outcome: "wrong",
      read: "z + z^2",
      credit: 0,
      diagnosis: null,
      note: "At $z = 2$ yours gives $6$ where $-2$ is right.",
    });
    expect(answer(parabola, "z - z^2 + 0.0001")).toMatchObject({
      note: "At $z = 0$ yours gives $0.0001$ where $0$ is right.",
    });
    expect(answer(correction, "1.0001m/(1-β_1^t)")).toMatchObject({
      note: "At $m = -1,$ $\\beta_{1} = 0.8,$ $t = 3$ yours gives $-2.0494$ where $-2.0492$ is right.",
    });
    expect(answer(correction, "m")).toMatchObject({
      note: "At $m = -1,$ $\\beta_{1} = 0.8,$ $t = 3$ yours gives $-1$ where $-2.05$ is right.",
    });
  });

  it("says where one of the two has no value or is infinite", () => {
    expect(answer(parabola, "log(-1)")).toMatchObject({
      note: "At $z = 2$ yours has no value where $-2$ is right.",
    });
    expect(answer(parabola, "1/(z - z)")).toMatchObject({
      note: "At $z = 2$ yours is infinite where $-2$ is right.",
    });
    const pole = item({ symbols: { z: { above: -3, below: 3 } }, key: "1/(2 - z)", wrong: [] });
    expect(answer(pole, "1/(2 - z) + 1[z > 5]")).toMatchObject({ outcome: "right" });
    const root = item({ symbols: { z: { above: -3, below: 3 } }, key: "log(z)", wrong: [] });
    expect(answer(root, "z")).toMatchObject({ note: "At $z = 2$ yours gives $2$ where $0.693$ is right." });
    expect(answer(root, "log(|z|)")).toMatchObject({
      note: "At $z = -1$ yours gives $0$ where the right formula has no value.",
    });
  });

  it("is diagnosed when it is one known wrong formula, however written", () => {
    expect(answer(sigmoidSlope, "1/(1+exp(-z))")).toMatchObject({
      outcome: "wrong",
      diagnosis: { misconception: "value-for-slope", says: "That is the value.", notes: [] },
    });
    expect(answer(sigmoidSlope, "(1+σ(z))(1-σ(z))")).toMatchObject({ diagnosis: { misconception: "other-curve" } });
    expect(answer(outputError, "-(y-p)")).toMatchObject({ diagnosis: { misconception: "slope-forgotten" } });
    expect(answer(sigmoidSlope, "σ(z)/2")).toMatchObject({ outcome: "wrong", diagnosis: null });
  });

  it("gets the reason of a known wrong formula that shows no misconception", () => {
    expect(answer(sigmoidSlope, "1 - σ(z)")).toMatchObject({
      diagnosis: null,
      note: expect.stringMatching(/^The denominator is squared\.\n\nAt \$z = /),
    });
  });

  it("is not diagnosed when two misconceptions would explain it", () => {
    const both = item({
      symbols: { z: { above: 0, below: 3 } },
      key: "1",
      wrong: [
        { formula: "z", misconception: "a" },
        { formula: "|z|", misconception: "b" },
      ],
    });
    expect(answer(both, "z")).toMatchObject({ outcome: "wrong", diagnosis: null });
  });

  it("is told what was read one way and might have been meant another", () => {
    expect(answer(parabola, "1/2 z")).toMatchObject({
      outcome: "wrong",
      note: expect.stringContaining("“z” at character 5 was read as a factor beside the fraction"),
    });
  });
});

describe("what is no formula", () => {
  it("costs nothing and says how far it was read", () => {
    expect(answer(parabola, "z*(1-")).toEqual({
      outcome: "invalid",
      reason: "not-a-formula",
      message: "Read as far as “z*(1-”. After “-” at character 5 something is missing.",
    });
    expect(answer(parabola, "z § 2")).toMatchObject({
      message: "Read as far as “z”. “§” at character 3 can't be read in a formula.",
    });
    expect(answer(parabola, "dy = z")).toMatchObject({
      message: "Please write only what stands right of the “=” at character 4.",
    });
    expect(answer(parabola, " ")).toMatchObject({ outcome: "invalid", reason: "empty" });
    expect(answer(parabola, "z".repeat(501))).toMatchObject({
      message: "That is 501 characters; a formula has at most 500.",
    });
  });

  it("names a symbol that the question does not have, and those it has", () => {
    expect(answer(outputError, "p - q")).toMatchObject({
      outcome: "invalid",
      message: "Read as far as “p -”. “q” at character 5 is not known here. The symbols here are p, y.",
    });
    expect(answer(parabola, "x")).toMatchObject({
      message: "“x” at character 1 is not known here. The only symbol here is z.",
    });
  });

  it("is one whose value can't be told where it is compared", () => {
    const far = item({ symbols: { z: { above: 900, below: 1000 } }, key: "σ(z)", wrong: [] });
    expect(answer(far, "exp(z)/(1+exp(z))")).toEqual({
      outcome: "invalid",
      reason: "undecidable",
      message: "Read as exp(z)/(1 + exp(z)), which has a value at too few points to be compared.",
    });
  });
});

describe("a question for a formula", () => {
  const variant = makeVariant(sigmoidSlope, 7);

  it("shows its symbols and nothing that tells the formula", () => {
    expect(PublicQuestion.parse(variant.question)).toEqual({
      kind: "expression",
      prompt: "Write the slope.",
      symbols: ["z"],
    });
  });

  it("is answered by its key, and targets what its wrong formulas show", () => {
    expect(mark(keyOf(variant), variant)).toMatchObject({ outcome: "right" });
    expect(variantTargets(variant)).toEqual(["value-for-slope", "other-curve"]);
  });
});

describe("any text", { timeout: 30_000 }, () => {
  const variants: Variant[] = [sigmoidSlope, outputError, parabola, correction].map((of) => makeVariant(of, 1));

  it("is marked, or refused with a sentence, without an error", () => {
    const pieces = fc.constantFrom(
      ..."z p y m t β_1 σ exp ln ( ) ^ - + / * ² √ | , 1 2 0.5 e 1[z>0] = 1e999 \\frac { }".split(" "),
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.array(pieces, { maxLength: 30 }).map((some) => some.join("")),
      fc.array(pieces, { maxLength: 30 }).map((some) => some.join(" ")),
    );
    let invalid = 0;
    fc.assert(
      fc.property(text, fc.constantFrom(...variants), (given, variant) => {
        const marked = mark(Answer.parse({ kind: "expression", text: given }), variant);
        if (marked.outcome === "invalid") {
          invalid++;
          expect(marked.message).toMatch(/[.?]$/);
        } else expect(marked.credit).toBe(marked.outcome === "right" ? 1 : 0);
      }),
      { numRuns: 500 },
    );
    expect(invalid).toBeGreaterThan(50);
  });

  it("is marked like its own reading, and like itself with one added and taken off again", () => {
    const own = anyExpression.map(toText).filter((text) => !/beta|epsilon|hat|W1|x_i|w_prev/.test(text));
    fc.assert(
      fc.property(own, (text) => {
        const first = answer(outputError, text);
        if (first.outcome === "invalid") return;
        expect(answer(outputError, toText(readAny(text))).outcome).toBe(first.outcome);
        expect(answer(outputError, `  (${text})*1  `).outcome).toBe(first.outcome);
      }),
      { numRuns: 500 },
    );
  });
});

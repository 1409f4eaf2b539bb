import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Answer } from "#lib/grade/answer.ts";
import { mark } from "#lib/grade/mark.ts";
import type { MalOutcome } from "#lib/item/computed.ts";
import type { Variant } from "#lib/item/question.ts";

type Posed = Pick<Variant, "question" | "solution">;

const mal = (misconception: string, value: MalOutcome["value"]): MalOutcome => ({
  rule: misconception,
  misconception,
  value,
  says: `You made ${misconception}.`,
  notes: [],
});

/** A weight after a step: the tolerance acts on the step of 0.1, not on the weight of 0.4. */
const weight: Posed = {
  question: { kind: "numeric", prompt: "", label: "w", decimals: 3 },
  solution: {
    kind: "numeric",
    key: 0.402849,
    tolerance: 1e-4,
    trace: [],
    malOutcomes: [mal("no-correction", 0.0191), mal("off-by-one", 0.4031)],
  },
};
const numeric = (text: string, posed = weight) => mark({ kind: "numeric", text }, posed);

describe("a number", () => {
  it("is right within the tolerance of the asked change", () => {
    expect(numeric("0.40286")).toMatchObject({ outcome: "right" });
    expect(numeric("0.402849")).toEqual({ outcome: "right", read: "0.402849", credit: 1, diagnosis: null });
  });

  it("is right when the key rounds to it and no wrong value does", () => {
    expect(numeric("0.4028")).toMatchObject({ outcome: "right" });
  });

  it("asks for one more digit when a wrong value rounds to the same", () => {
    expect(numeric("0.403")).toMatchObject({ outcome: "invalid", reason: "too-coarse" });
  });

  it("is too coarse to tell when much else would round to it, and says which digits decide", () => {
    expect(numeric("0.4")).toMatchObject({
      outcome: "invalid",
      message: "Read as 0.4, which is too coarse to tell; 3 decimals decide.",
    });
  });

  it("is wrong, however coarse, when the key does not round to it", () => {
    expect(numeric("0.5")).toMatchObject({ outcome: "wrong", diagnosis: null });
  });

  it("is diagnosed by the one mal-rule that yields it", () => {
    expect(numeric("0.0191")).toMatchObject({
      outcome: "wrong",
      diagnosis: { misconception: "no-correction", says: "You made no-correction." },
    });
  });

  it("is diagnosed from the decimals that decide, also where they are coarse for the wrong value's own size", () => {
    const small: Posed = {
      ...weight,
      solution: { ...weight.solution, malOutcomes: [mal("tiny", 0.00213)] } as Posed["solution"],
    };
    expect(numeric("0.002", small)).toMatchObject({ outcome: "wrong", diagnosis: { misconception: "tiny" } });
    expect(numeric("0.00", small)).toMatchObject({ outcome: "wrong", diagnosis: null });
  });

  it("is not diagnosed when two misconceptions would explain it", () => {
    const both: Posed = {
      ...weight,
      solution: { ...weight.solution, malOutcomes: [mal("a", 1.00001), mal("b", 0.99999)] } as Posed["solution"],
    };
    expect(numeric("1.0000", both)).toMatchObject({ outcome: "wrong", diagnosis: null });
  });

  it("is met exactly where a whole number is asked", () => {
    const count: Posed = {
      question: { kind: "numeric", prompt: "", label: "n", decimals: null },
      solution: { kind: "numeric", key: 269_322, tolerance: 1e-9, trace: [], malOutcomes: [mal("loose", 268_810)] },
    };
    expect(numeric("269,322", count)).toMatchObject({ outcome: "right" });
    expect(numeric("269322.0", count)).toMatchObject({ outcome: "right" });
    expect(numeric("269300", count)).toMatchObject({ outcome: "wrong", diagnosis: null });
    expect(numeric("268810", count)).toMatchObject({ outcome: "wrong", diagnosis: { misconception: "loose" } });
  });
});

const gradient: Posed = {
  question: { kind: "tensor", prompt: "", label: "dW", shape: [2, 2], decimals: 2 },
  solution: {
    kind: "tensor",
    key: [
      [1, 1.5],
      [-1.75, 0],
    ],
    tolerance: [
      [1e-3, 1.5e-3],
      [1.75e-3, 2e-6],
    ],
    trace: [],
    malOutcomes: [
      mal("transposed", [
        [1, -1.75],
        [1.5, 0],
      ]),
      mal("row", [[1, 1.5, -1.75, 0]]),
    ],
  },
};
const grid = (...rows: string[]) => mark({ kind: "tensor", cells: rows.map((row) => row.split(" ")) }, gradient);

describe("a grid", () => {
  it("is right when every entry is", () => {
    expect(grid("1 3/2", "−1,75 0")).toMatchObject({ outcome: "right", credit: 1 });
  });

  it("says which entries are wrong, counts the right ones, and diagnoses the whole", () => {
    expect(grid("1 -1.75", "1.5 0")).toMatchObject({
      outcome: "wrong",
      credit: 0.5,
      entries: [
        [true, false],
        [false, true],
      ],
      diagnosis: { misconception: "transposed" },
    });
    expect(grid("1 -1.75", "1.4 0")).toMatchObject({ outcome: "wrong", diagnosis: null });
  });

  it("is invalid in another shape, with a cell that can't be read, or left empty, and says where", () => {
    expect(grid("1 1.5 -1.75 0")).toMatchObject({ reason: "wrong-shape", message: "Read as 1×4; the answer is 2×2." });
    expect(grid("1 1.5", "x 0")).toMatchObject({
      reason: "not-a-number",
      message: "Row 2, column 1: “x” could not be read as a number.",
    });
    expect(
      mark(
        {
          kind: "tensor",
          cells: [
            ["1", "1.5"],
            ["", "0"],
          ],
        },
        gradient,
      ),
    ).toMatchObject({ reason: "empty" });
    expect(mark({ kind: "tensor", cells: [] }, gradient)).toMatchObject({ reason: "wrong-shape" });
  });

  it("is invalid when an entry is too coarse to tell", () => {
    expect(grid("1 1.5", "-2 0")).toMatchObject({ outcome: "invalid", reason: "too-coarse" });
  });
});

const choice: Posed = {
  question: { kind: "choice", prompt: "", options: ["A", "B", "C"] },
  solution: {
    kind: "choice",
    key: 1,
    options: [{ misconception: "m", why: "Because." }, {}, {}],
    trace: [],
    malOutcomes: [],
  },
};

describe("a choice", () => {
  it("is right for the key, wrong with its misconception otherwise, invalid for no option", () => {
    expect(mark({ kind: "choice", option: 1 }, choice)).toMatchObject({ outcome: "right", read: "B" });
    expect(mark({ kind: "choice", option: 0 }, choice)).toMatchObject({
      outcome: "wrong",
      diagnosis: { misconception: "m", says: "Because." },
    });
    expect(mark({ kind: "choice", option: 2 }, choice)).toMatchObject({ outcome: "wrong", diagnosis: null });
    expect(mark({ kind: "choice", option: -1 }, choice)).toMatchObject({ reason: "no-such-option" });
    expect(mark({ kind: "choice", option: 3 }, choice)).toMatchObject({ reason: "no-such-option" });
  });
});

const cloze: Posed = {
  question: { kind: "cloze", prompt: "", blanks: 1 },
  solution: { kind: "cloze", blanks: [["bias correction", "debiasing"]] },
};
const word = (text: string) => mark({ kind: "cloze", texts: [text] }, cloze);

describe("a missing word", () => {
  it.each(["bias correction", "Bias-Correction", "the bias correction.", "“debiasing”"])("takes %j", (text) => {
    expect(word(text)).toMatchObject({ outcome: "right" });
    expect(word(text)).not.toHaveProperty("note");
  });

  it.each(["bias corection", "bias correctoin", "debiasin"])("forgives one slip in %j and says so", (text) => {
    expect(word(text)).toMatchObject({ outcome: "right", note: expect.stringContaining(text) });
  });

  it.each(["bias", "correction of bias", "variance", "bias corecton"])("does not take %j", (text) => {
    expect(word(text)).toMatchObject({ outcome: "wrong", credit: 0 });
  });

  it("is invalid when empty or endless", () => {
    expect(word(" . ")).toMatchObject({ reason: "empty" });
    expect(word("x".repeat(10_000))).toMatchObject({ reason: "too-long" });
    expect(mark({ kind: "cloze", texts: [] }, cloze)).toMatchObject({ reason: "wrong-shape" });
  });
});

describe("an open recall", () => {
  it("counts the points the learner ticks, each once, and none that is not there", () => {
    const recall: Posed = {
      question: { kind: "recall", prompt: "" },
      solution: { kind: "recall", answer: "", rubric: ["a", "b", "c"] },
    };
    const tick = (...ticked: number[]) => mark({ kind: "recall", text: " said ", ticked }, recall);
    expect(tick(0, 1, 2)).toMatchObject({ outcome: "right", credit: 1, read: "said" });
    expect(tick(0, 0, 7, -1)).toMatchObject({ outcome: "wrong", credit: 1 / 3 });
    expect(tick()).toMatchObject({ outcome: "wrong", credit: 0 });
  });
});

describe("any answer to any question", () => {
  const posed = [weight, gradient, choice, cloze];

  it("of another kind is invalid", () => {
    expect(mark({ kind: "numeric", text: "1" }, choice)).toMatchObject({ reason: "wrong-kind" });
    expect(mark({ kind: "choice", option: 0 }, weight)).toMatchObject({ reason: "wrong-kind" });
  });

  it("is marked or refused without an error", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 30 });
    const answer = fc.oneof(
      fc.record({ kind: fc.constant("numeric" as const), text }),
      fc.record({
        kind: fc.constant("tensor" as const),
        cells: fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant("choice" as const), option: fc.integer() }),
      fc.record({ kind: fc.constant("cloze" as const), texts: fc.array(text, { maxLength: 3 }) }),
    );
    fc.assert(
      fc.property(answer, fc.constantFrom(...posed), (given, question) => {
        expect(["right", "wrong", "invalid"]).toContain(mark(Answer.parse(given), question).outcome);
      }),
      { numRuns: 2000 },
    );
  });
});

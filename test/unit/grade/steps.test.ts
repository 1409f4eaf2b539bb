import { describe, expect, it } from "vitest";
import { relu, tensor } from "#engine/index.ts";
import { markSteps, type SteppedVerdict } from "#lib/grade/steps.ts";
import type { StepTexts } from "#lib/grade/steps-answer.ts";
import { program } from "#lib/item/program.ts";
import { gradeOf } from "#lib/schedule/grade.ts";

/** One SGD step with the numbers of a worked example: gradient 1.5, step 0.3, weight 0.7. */
const descent = program({
  id: "descent",
  concept: "sums",
  version: 1,
  title: "a step",
  draw: () => ({ w: 1, x: 3, error: 0.5, lr: 0.2 }),
  prompt: () => "?",
})
  .step("gradient", "g = e x", (s) => s.error * s.x)
  .step("step", String.raw`s = \eta g`, (s) => s.lr * s.gradient)
  .step("w2", "w' = w - s", (s) => s.w - s.step)
  .asksNumber({
    step: "w2",
    label: "w'",
    changeFrom: (s) => s.w,
    malRules: {
      "input-forgotten": {
        steps: { gradient: (s) => s.error },
        notes: { gradient: "without the input" },
        says: () => "The input is missing.",
      },
      "ascent-for-descent": { steps: { w2: (s) => s.w + s.step }, notes: { w2: "added" }, says: () => "You added." },
      "rate-squared": {
        misconception: "rate-misread",
        steps: { step: (s) => s.lr ** 2 * s.gradient },
        says: () => "Once.",
      },
      "rate-twice": {
        misconception: "rate-doubled",
        steps: { step: (s) => s.lr * s.lr * s.gradient, w2: (s) => s.w - 3 * s.step },
        says: () => "Once.",
      },
    },
  });

/** Two units, one of them off: z = [2, -1], h = [2, 0], y = 6. */
const gated = program({
  id: "gated",
  concept: "sums",
  version: 1,
  title: "two units",
  draw: () => ({ z0: 2, z1: -1, v: 3 }),
  prompt: () => "?",
})
  .step("z", "z", (s) => tensor([[s.z0], [s.z1]]))
  .step("h", "h", (s) => relu(s.z))
  .step("y", "y", (s) => s.v * s.h.sum().itemSync())
  .asksNumber({ step: "y", label: "y", malRules: {} });

function marked(item: Parameters<typeof markSteps>[0], texts: StepTexts): SteppedVerdict {
  const verdict = markSteps(item, 1, texts);
  if (verdict.outcome === "invalid") throw new Error(verdict.message);
  return verdict;
}

const verdicts = (verdict: SteppedVerdict) => verdict.steps.map((step) => step.verdict);
const grade = ({ outcome, slip }: SteppedVerdict) => gradeOf({ verdict: outcome, hints: 0, guessed: false, slip });

describe("a computation answered step by step", () => {
  it("is right when every step is", () => {
    const verdict = marked(descent, ["1.5", "0.3", "0.7"]);
    expect(verdict).toEqual({
      outcome: "right",
      read: "1.5 → 0.3 → 0.7",
      credit: 1,
      diagnosis: null,
      steps: [
        { name: "gradient", verdict: "right", read: "1.5", expectedHere: 1.5 },
        { name: "step", verdict: "right", read: "0.3", expectedHere: expect.closeTo(0.3, 12) },
        { name: "w2", verdict: "right", read: "0.7", expectedHere: expect.closeTo(0.7, 12) },
      ],
      firstWrong: null,
      slip: false,
    });
    expect(grade(verdict)).toBe("good");
  });

  it("is a slip when one step is wrong and the rest follows from it", () => {
    const verdict = marked(descent, ["1.2", "0.24", "0.76"]);
    expect(verdicts(verdict)).toEqual(["wrong", "carried", "carried"]);
    expect(verdict).toMatchObject({ outcome: "right", slip: true, firstWrong: "gradient", credit: 2 / 3 });
    expect(verdict.steps[1].expectedHere).toBeCloseTo(0.24, 12);
    expect(grade(verdict)).toBe("hard");
  });

  it("is wrong when the consequence was not carried, though the later steps have their true values", () => {
    const verdict = marked(descent, ["1.2", "0.3", "0.7"]);
    expect(verdicts(verdict)).toEqual(["wrong", "right", "right"]);
    expect(verdict).toMatchObject({ outcome: "wrong", slip: false });
    expect(grade(verdict)).toBe("again");
  });

  it("takes a true value as right even where the carried one would round to it", () => {
    const quarter = program({
      id: "quarter",
      concept: "sums",
      version: 1,
      title: "",
      draw: () => ({ a: 2 }),
      prompt: () => "?",
    })
      .step("twice", "t = 2a", (s) => 2 * s.a)
      .step("quarter", "q = t / 4", (s) => s.twice / 4)
      .asksNumber({ step: "quarter", label: "q", malRules: {} });
    expect(verdicts(marked(quarter, ["4.8", "1"]))).toEqual(["wrong", "right"]);
    expect(verdicts(marked(quarter, ["4.8", "1.2"]))).toEqual(["wrong", "carried"]);
  });

  it("is wrong with two wrong steps, the second by what follows from the first", () => {
    const verdict = marked(descent, ["1.2", "0.24", "1.24"]);
    expect(verdicts(verdict)).toEqual(["wrong", "carried", "wrong"]);
    expect(verdict.steps[2].expectedHere).toBeCloseTo(0.76, 12);
    expect(verdict).toMatchObject({ outcome: "wrong", slip: false, firstWrong: "gradient", diagnosis: null });
    expect(grade(verdict)).toBe("again");
  });

  it("takes later steps from the rounded value and from the exact one", () => {
    const thirds = program({
      id: "thirds",
      concept: "sums",
      version: 1,
      title: "thirds",
      draw: () => ({ a: 2 }),
      prompt: () => "?",
    })
      .step("third", "t = a / 3", (s) => s.a / 3)
      .step("rest", "r = 7 t", (s) => 7 * s.third)
      .asksNumber({ step: "rest", label: "r", malRules: {} });
    expect(verdicts(marked(thirds, ["0.67", "4.67"]))).toEqual(["right", "right"]);
    expect(verdicts(marked(thirds, ["0.67", "4.69"]))).toEqual(["right", "right"]);
    expect(verdicts(marked(thirds, ["0.67", "4.71"]))).toEqual(["right", "wrong"]);
  });
});

describe("the first wrong step", () => {
  it("is explained when one misconception gives its value", () => {
    const { diagnosis } = marked(descent, ["0.5", "0.1", "0.9"]);
    expect(diagnosis).toEqual({
      misconception: "input-forgotten",
      says: "The input is missing.",
      notes: [{ step: "gradient", note: "without the input", value: 0.5 }],
    });
    expect(marked(descent, ["1.5", "0.3", "1.3"]).diagnosis?.misconception).toBe("ascent-for-descent");
  });

  it("is left unexplained when none gives its value, or two that differ", () => {
    expect(marked(descent, ["1.2", "0.24", "0.76"]).diagnosis).toBeNull();
    expect(marked(descent, ["1.5", "0.06", "0.94"]).diagnosis).toBeNull();
  });
});

describe("answers that leave no work", () => {
  it("get no credit for what follows from 0", () => {
    const verdict = marked(descent, ["0.000", "0.000", "1.000"]);
    expect(verdicts(verdict)).toEqual(["wrong", "wrong", "wrong"]);
    expect(verdict.steps[1].expectedHere).toBeCloseTo(0.3, 12);
    expect(verdict).toMatchObject({ outcome: "wrong", credit: 0, slip: false });
  });

  it("get no credit for one number everywhere", () => {
    expect(marked(gated, [[["1.00"], ["1.00"]], [["1.00"], ["1.00"]], "1.00"]).credit).toBe(0);
    expect(marked(descent, ["1.00", "1.00", "1.00"]).credit).toBe(0);
  });

  it("get no credit where a wrong value makes the next one vanish", () => {
    const verdict = marked(gated, [[["-2"], ["-1"]], [["0.00"], ["0.00"]], "0.00"]);
    expect(verdicts(verdict)).toEqual(["wrong", "wrong", "wrong"]);
    expect(verdict.steps[1].expectedHere).toEqual([[2], [0]]);
  });
});

describe("grids among the steps", () => {
  it("are carried like numbers", () => {
    const verdict = marked(gated, [[["2"], ["1"]], [["2"], ["1"]], "9"]);
    expect(verdicts(verdict)).toEqual(["wrong", "carried", "carried"]);
    expect(verdict.steps[0].read).toBe("2; 1");
    expect(verdict.slip).toBe(true);
  });

  it("have to have their shape", () => {
    expect(markSteps(gated, 1, [[["2", "-1"]], [["2"], ["0"]], "6"])).toEqual({
      outcome: "invalid",
      reason: "wrong-shape",
      message: "Step 1: Read as 1×2; it has 2×1.",
    });
  });
});

describe("an answer that can't be read or told", () => {
  it("is invalid as a whole and says which step", () => {
    expect(markSteps(descent, 1, ["1.5", "", "0.7"])).toEqual({
      outcome: "invalid",
      reason: "empty",
      message: "Step 2: Nothing was written yet.",
    });
    expect(markSteps(descent, 1, ["2", "0.3", "0.7"])).toEqual({
      outcome: "invalid",
      reason: "too-coarse",
      message: "Step 1 is written too coarsely to tell; 1 decimal decides.",
    });
    expect(markSteps(descent, 1, ["1.5", "0.3"])).toMatchObject({
      outcome: "invalid",
      message: "There are 3 steps, and 2 were answered.",
    });
  });

  it("is invalid where the question is not asked step by step", () => {
    const single = program({
      id: "single",
      concept: "sums",
      version: 1,
      title: "",
      draw: () => ({ a: 2 }),
      prompt: () => "?",
    })
      .step("b", "b = 2a", (s) => 2 * s.a)
      .asksNumber({ step: "b", label: "b", malRules: {} });
    expect(markSteps(single, 1, ["4"])).toMatchObject({ outcome: "invalid", reason: "wrong-kind" });
  });
});

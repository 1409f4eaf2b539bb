import katex from "katex";
import { describe, expect, it } from "vitest";
import { programOf, programs } from "#content/programs.ts";
import { texNumber } from "#lib/item/format.ts";
import type { Program } from "#lib/item/program.ts";
import { program } from "#lib/item/program.ts";
import { drawVariant } from "#lib/item/program-variant.ts";
import { leftSide } from "#lib/item/step-label.ts";
import { askedSteps, stepsOf, trueKeys } from "#lib/item/steps.ts";
import { makeVariant } from "#lib/item/variant.ts";

const base = { id: "a", concept: "sums", version: 1, title: "", prompt: () => "?" };

describe("the left side of a formula", () => {
  it("ends at the first relation outside brackets", () => {
    expect(leftSide(String.raw`\hat m = m / (1 - \beta_1^{3})`)).toBe(String.raw`\hat m`);
    expect(leftSide(String.raw`\sigma'(z) \approx 0.25`)).toBe(String.raw`\sigma'(z)`);
    expect(leftSide("n := 3")).toBe("n");
    expect(leftSide(String.raw`\sum_{k=1} a_k = b`)).toBe(String.raw`\sum_{k=1} a_k`);
    expect(leftSide("L(w + h) = L(1.5)")).toBe("L(w + h)");
  });

  it("ends at a colon in its words, and is all of a formula without a relation", () => {
    expect(leftSide(String.raw`\text{one product: } 3 \cdot 4`)).toBe(String.raw`\text{one product}`);
    expect(leftSide(String.raw`\det W`)).toBe(String.raw`\det W`);
    expect(leftSide(String.raw`a \approxeq b`)).toBe(String.raw`a \approxeq b`);
  });
});

describe("the steps asked one by one", () => {
  it("have a label, a shape and the decimals that decide, and end with the one asked", () => {
    const adam = programOf("adam/adam-step") as Program;
    expect(makeVariant(adam, 1).question.prompt).toContain("Step $t = 3$");
    expect(askedSteps(adam, 1)).toEqual([
      { name: "m", label: "m_{3}", shape: null, decimals: 3 },
      { name: "mHat", label: String.raw`\hat m_{3}`, shape: null, decimals: 3 },
      { name: "v", label: "v_{3}", shape: null, decimals: 5 },
      { name: "vHat", label: String.raw`\hat v_{3}`, shape: null, decimals: 2 },
      { name: "step", label: String.raw`\text{step}`, shape: null, decimals: 4 },
      { name: "w", label: "w'", shape: null, decimals: 4 },
    ]);
  });

  it("are numbers or grids; counts ask for whole numbers", () => {
    const block = programOf("residual-connections/residual-block") as Program;
    expect(askedSteps(block, 1)?.map(({ shape }) => shape)).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
      [2, 1],
      [2, 1],
    ]);
    const counts = programOf("backprop-cost/multiply-adds") as Program;
    expect(askedSteps(counts, 1)?.map(({ decimals }) => decimals)).toEqual([null, null, null, null, null, null]);
  });

  it("leave out a step whose label is false, for all draws or for this one", () => {
    const item = program({
      ...base,
      draw: (dice) => ({ a: dice.integer(1, 2) }),
      labels: { b: false, c: (p) => (p.a === 1 ? "c" : false), d: "D" },
    })
      .step("b", "b = 2a", (s) => 2 * s.a)
      .step("c", "c = b + 1", (s) => s.b + 1)
      .step("d", "d = c + 1", (s) => s.c + 1)
      .step("e", "e = d + 1", (s) => s.d + 1)
      .asksNumber({ step: "e", label: "e", malRules: {} });
    const labels = new Set(
      Array.from({ length: 20 }, (_, seed) => String(askedSteps(item, seed)?.map((s) => s.label))),
    );
    expect([...labels].sort()).toEqual(["D,e", "c,D,e"]);
  });

  it("are none with a word on the way, with one step, or with more than eight", () => {
    const drawn = { ...base, draw: () => ({ a: 2 }) };
    const asked = { label: "z", malRules: {} };
    const worded = program(drawn)
      .step("sign", "s", (s) => (s.a > 0 ? "plus" : "minus"))
      .step("y", "y = a", (s) => s.a)
      .step("z", "z = 2y", (s) => 2 * s.y)
      .asksNumber({ ...asked, step: "z" });
    const single = program(drawn)
      .step("z", "z = 2a", (s) => 2 * s.a)
      .asksNumber({ ...asked, step: "z" });
    let long = program(drawn).step("z", "z = a", (s) => s.a);
    for (let i = 0; i < 8; i++) long = long.step(`z${i}` as "z", "y = a", (s) => s.a + i);
    expect(askedSteps(worded, 0)).toBeNull();
    expect(askedSteps(single, 0)).toBeNull();
    expect(askedSteps(long.asksNumber({ ...asked, step: "z7" as "z" }), 0)).toBeNull();
  });

  it("ask no finer than tells the mal-rules of this step apart", () => {
    const item = program({ ...base, draw: () => ({ a: 1 }) })
      .step("b", "b = a + 0.5", (s) => s.a + 0.5)
      .step("c", "c = 100b", (s) => 100 * s.b)
      .asksNumber({
        step: "c",
        label: "c",
        malRules: { close: { steps: { b: () => 1.5012, c: (s) => 3 * s.b }, says: () => "" } },
      });
    expect(askedSteps(item, 0)?.map(({ decimals }) => decimals)).toEqual([3, 0]);
  });
});

describe("every program's steps", () => {
  const drawn = programs.flatMap((one) =>
    [0, 1, 2, 3, 4].map((seed) => ({ one, seed, ...drawVariant(one, seed), steps: askedSteps(one, seed) })),
  );

  it("can be asked one by one, but for choices and single steps", () => {
    expect([...new Set(drawn.filter(({ steps }) => steps === null).map(({ one }) => one.item))].sort()).toEqual([
      "adam/scaled-gradients",
      "choosing-activations/output-activation",
      "dense-gradients/bias-gradient",
      "dense-gradients/input-gradient",
      "dense-gradients/weight-gradient",
      "gradient-descent/regime",
      "loss-landscape/stationary-point",
      "saturation/least-gradient",
      "sigmoid-tanh/tanh-as-sigmoid",
      "smooth-activations/which-activation",
    ]);
  });

  it("are those of the variant's own draw", () => {
    for (const { one, seed, drawn: run, variant, steps } of drawn) {
      if (!steps) continue;
      const { solution } = makeVariant(one, seed);
      expect(variant.solution).toEqual(solution);
      if (solution.kind !== "numeric" && solution.kind !== "tensor") throw new Error(solution.kind);
      const last = trueKeys(run, steps).at(-1);
      expect(last?.grid).toEqual([solution.key].flat(2).length === 1 ? [[solution.key].flat(2)] : solution.key);
      expect(stepsOf(run)).toEqual(steps);
    }
  });

  it("have labels that render, differ, and say neither right side nor value", () => {
    for (const { one, seed, drawn: run, steps } of drawn) {
      const labels = (steps ?? []).map(({ label }) => label);
      expect([one.item, seed, new Set(labels).size]).toEqual([one.item, seed, labels.length]);
      for (const { name, label } of steps ?? []) {
        expect(
          () => katex.renderToString(label, { throwOnError: true, strict: "error" }),
          `${one.item} ${label}`,
        ).not.toThrow();
        // "w'x + b' for x = …" names the inputs, which the prompt says.
        if (one.item !== "dead-relu/one-step-too-large") expect(label, one.item).not.toContain("=");
        const value = run.scope[name];
        if (typeof value === "number" && texNumber(value, 4).length > 3)
          expect(label).not.toContain(texNumber(value, 4));
      }
    }
  });
});

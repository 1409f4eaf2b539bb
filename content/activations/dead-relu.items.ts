import { add, concat, matmul, max, maximum, mul, neg, optim, relu, sum, type Tensor, tensor } from "#engine/index.ts";
import type { Dice } from "#lib/item/dice.ts";
import { decimals, tex, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const shown = (x: number) => `$${texNumber(x, 4)}$`;

export const silencingBias = program({
  id: "silencing-bias",
  concept: "dead-relu",
  version: 1,
  title: "the bias that silences a unit",
  draw: (dice) => {
    const sizes = dice.sample([0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 0.9, 1.1, 1.2, 1.5], 3);
    const high = dice.choose([1, 2, 3]);
    const low = dice.choose([0, -high]);
    // With inputs that are never negative only positive weights count, and one of them alone would be its own sum.
    const signs = dice.shuffle(
      low === 0
        ? [1, 1, -1]
        : dice.choose([
            [1, 1, -1],
            [1, -1, -1],
          ]),
    );
    return { w: sizes.map((size, i) => size * signs[i]), low, high };
  },
  prompt: (p) => `A ReLU unit computes $\\mathrm{relu}(w \\cdot x + b)$ with

$$w = ${tex(p.w)}$$

Each of its three inputs may take any value from $${p.low}$ to $${p.high}$, independently of the others. What is the largest bias $b$ at which the unit outputs 0 for every such input?`,
  givens: { low: String.raw`\text{least input}`, high: String.raw`\text{largest input}` },
  refuses: (p) => (p.low < p.high ? null : "The range of the inputs has to run from a smaller number to a larger one."),
})
  .step(
    "largest",
    (s) => `\\text{largest } w_i x_i \\text{ for } x_i \\in [${s.low}, ${s.high}]`,
    (s) => maximum(mul(tensor(s.w), s.low), mul(tensor(s.w), s.high)),
  )
  .step("most", String.raw`\max w \cdot x = \text{their sum}`, (s) => sum(s.largest).itemSync())
  .step("b", String.raw`b = -\max w \cdot x`, (s) => -s.most)
  .asksNumber({
    step: "b",
    label: "b",
    engine: (p) => {
      const ends = [p.low, p.high];
      const corners = ends.flatMap((x) => ends.flatMap((y) => ends.map((z) => [x, y, z])));
      return neg(max(matmul(tensor(corners), tensor(p.w.map((w) => [w])))));
    },
    malRules: {
      "weights-summed-with-sign": {
        steps: { largest: (s) => mul(tensor(s.w), s.high) },
        notes: { largest: "every input at its upper end" },
        says: (s) => {
          const i = s.w.findIndex((w) => w < 0);
          return `You put every input at ${s.high}. The negative weight ${shown(s.w[i])} gives most at the other end: with $x_{${i + 1}} = ${s.low}$ it adds ${shown(s.w[i] * s.low)}, not ${shown(s.w[i] * s.high)}.`;
        },
      },
      "range-taken-as-symmetric": {
        when: (s) => s.low === 0,
        steps: { largest: (s) => maximum(mul(tensor(s.w), -s.high), mul(tensor(s.w), s.high)) },
        notes: { largest: String.raw`$|w_i|$ times ${"the upper end"}` },
        says: (s) =>
          `You added the sizes of all weights, which is right for inputs between $${-s.high}$ and $${s.high}$. These inputs are never negative: a negative weight contributes 0 at most.`,
      },
      "bias-threshold-sign": {
        steps: { b: (s) => s.most },
        notes: { b: "without the minus" },
        says: (s) =>
          `${shown(s.most)} is the largest value of $w \\cdot x$. The bias has to outweigh it, so it is its negative; with your bias the unit would even fire at $x = 0$.`,
      },
      "largest-weight-only": {
        steps: { most: (s) => max(s.largest).itemSync() },
        notes: { most: "the largest term alone" },
        says: (s, wrong) =>
          `You took the largest single term, ${shown(wrong.most)}. All three inputs can be at their worst at once: the terms add up to ${shown(s.most)}.`,
      },
      "norm-for-worst-case": {
        steps: { most: (s) => s.high * Math.hypot(...s.w) },
        notes: { most: "the length of $w$" },
        says: (s, wrong) =>
          `You took the length of $w$ ${s.high === 1 ? "" : `times ${s.high} `}(${shown(wrong.most)}), the largest value of $w\\cdot x$ over a *ball* of radius ${s.high}. Here each input has its own range, a box, and the maximum lies in a corner.`,
      },
    },
    explain: (s) =>
      `At that bias even the most favourable input only reaches a pre-activation of 0. Any larger bias lets the unit fire at $x = ${tex(s.w.map((w) => (w > 0 ? s.high : s.low)))}$; at this one or below it is dead on the whole box.`,
  });

/** One unit on one input, active on all of three data points, and a step with a large upstream gradient on one. */
function largeStep(dice: Dice) {
  for (;;) {
    const data = dice.sample([0.5, 1, 1.5, 2, 2.5, 3, 4], 3);
    const w = dice.decimal(0.2, 1);
    const b = dice.decimal(-0.1, 0.5);
    const at = data[0];
    const g = dice.choose([1, 1.5, 2, 3]);
    const lr = dice.choose([0.1, 0.2, 0.5]);
    const after = data.map((x) => decimals((w - lr * g * at) * x + (b - lr * g), 6));
    const dies = after.every((z) => z < 0);
    const nothingZero = Math.max(...after) !== 0 && decimals(w - lr * g * at, 6) !== 0 && decimals(b - lr * g, 6) !== 0;
    // The largest pre-activation afterwards should not be at the example of the step itself.
    const elsewhere = Math.min(...data) !== at;
    if (data.every((x) => w * x + b > 0) && b !== 0 && elsewhere && nothingZero && (dies || dice.integer(0, 2) === 0))
      return { data, w, b, at, g, lr };
  }
}

export const oneStepTooLarge = program({
  id: "one-step-too-large",
  concept: "dead-relu",
  version: 1,
  title: "is the unit dead after this step?",
  draw: largeStep,
  prompt: (
    p,
  ) => `The data set has three inputs, $x \\in \\{${[...p.data].sort((a, b) => a - b).join(",\\, ")}\\}$. A ReLU unit $a = \\mathrm{relu}(wx + b)$ with $w = ${p.w}$ and $b = ${p.b}$ is active on all of them.

One step of plain gradient descent is taken on the example $x = ${p.at}$ alone, where the upstream gradient is $\\partial L/\\partial a = ${p.g}$, with the learning rate $\\eta = ${p.lr}$ for both $w$ and $b$. What is the largest pre-activation $wx + b$ on the data set after the step?`,
  labels: { all: (p) => `w'x + b' \\text{ for } x = ${p.data.join(",\\ ")}` },
  givens: {
    data: String.raw`x \text{ in the data}`,
    at: String.raw`x \text{ of the step}`,
    g: String.raw`\partial L/\partial a`,
  },
  refuses: (p) => {
    if (!p.data.includes(p.at)) return "The example of the step has to be one of the data.";
    return p.data.every((x) => p.w * x + p.b > 0)
      ? null
      : "The unit has to be active on all of the data to begin with.";
  },
})
  .step(
    "dw",
    (s) => `\\partial L/\\partial w = ${s.g} \\cdot ${s.at}`,
    (s) => s.g * s.at,
  )
  .step("db", String.raw`\partial L/\partial b`, (s) => s.g)
  .step("wNew", String.raw`w' = w - \eta\,\partial L/\partial w`, (s) => s.w - s.lr * s.dw)
  .step("bNew", String.raw`b' = b - \eta\,\partial L/\partial b`, (s) => s.b - s.lr * s.db)
  .step(
    "all",
    (s) => `w'x + b' \\text{ for } x = ${s.data.join(",\\ ")}`,
    (s) => add(mul(tensor(s.data), s.wNew), s.bNew),
  )
  .step("largest", String.raw`\max(w'x + b')`, (s) => max(s.all).itemSync())
  .asksNumber({
    step: "largest",
    label: String.raw`\max\,(wx+b)`,
    engine: (p) => {
      const w = tensor([p.w], { requiresGrad: true });
      const b = tensor([p.b], { requiresGrad: true });
      relu(w.mul(p.at).add(b)).mul(p.g).sum().backward();
      optim.sgd([w, b], { lr: p.lr }).step();
      return max(concat(p.data.map((x) => w.mul(x).add(b))));
    },
    malRules: {
      "ascent-for-descent": {
        steps: { wNew: (s) => s.w + s.lr * s.dw, bNew: (s) => s.b + s.lr * s.db },
        notes: { wNew: "added", bNew: "added" },
        says: (s) =>
          `You added the step. Descent subtracts it: $w' = ${s.w} - ${s.lr} \\cdot ${texNumber(s.dw)} = ${texNumber(s.wNew, 4)}$.`,
      },
      "bias-not-updated": {
        steps: { bNew: (s) => s.b },
        notes: { bNew: "left as it was" },
        says: (s) =>
          `You left the bias at $${s.b}$. The unit was active, so the bias gets the upstream gradient ${s.g} itself and moves to ${shown(s.bNew)}.`,
      },
      "weight-gradient-without-input": {
        when: (s) => s.at !== 1,
        steps: { dw: (s) => s.g },
        notes: { dw: "without the input" },
        says: (s) =>
          `You used the upstream gradient ${s.g} as the weight's gradient. It is multiplied by the input of the example: $${s.g} \\cdot ${s.at} = ${texNumber(s.dw)}$.`,
      },
      "step-example-only": {
        steps: { largest: (s) => s.wNew * s.at + s.bNew },
        notes: { largest: "only at the example of the step" },
        says: (s, wrong) =>
          `${shown(wrong.largest)} is the pre-activation at $x = ${s.at}$, the example of the step. To know whether the unit is dead, look at all the data; the largest value is at $x = ${s.data[argmax(s.all)]}$.`,
      },
      "learning-rate-left-out": {
        steps: { wNew: (s) => s.w - s.dw, bNew: (s) => s.b - s.db },
        notes: { wNew: String.raw`without $\eta$`, bNew: String.raw`without $\eta$` },
        says: (s) =>
          `You subtracted the gradients themselves. The step is $\\eta = ${s.lr}$ times the gradient: ${shown(s.lr * s.dw)} for $w$ and ${shown(s.lr * s.db)} for $b$.`,
      },
    },
    explain: (s) =>
      s.largest < 0
        ? `The largest is negative, so the gate is shut on every input: with $w' = ${texNumber(s.wNew, 4)}$ and $b' = ${texNumber(s.bNew, 4)}$ the unit is dead, and no gradient of its own will bring it back.`
        : `The largest is positive, so the unit still lives: on $x = ${s.data[argmax(s.all)]}$ its weights get a gradient.`,
  });

function argmax(values: Tensor): number {
  return values.argmax().itemSync();
}

import * as engine from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

const { tensor } = engine;

const activations = {
  identity: (z: engine.Tensor) => z,
  step: (z: engine.Tensor) => engine.greaterEqual(z, 0),
  relu: engine.relu,
  sigmoid: engine.sigmoid,
  tanh: engine.tanh,
};

type Name = keyof typeof activations;

const names: readonly Name[] = ["identity", "step", "relu", "sigmoid", "tanh"];

/** The output by a product with a row of weights and a further input of 1 for the bias. */
function outputOf(x: number[] | number[][], w: number[], b: number, activation: Name): engine.Tensor {
  const inputs = tensor(x);
  const ones = engine.ones(inputs.rank === 1 ? [1] : [inputs.shape[0], 1]);
  const z = engine.concat([inputs, ones], -1).matmul(tensor([...w, b]));
  return activations[activation](z);
}

/** Inputs and weights whose sums are not 0, where rounding would decide about the step. */
function draw(dice: Dice, rows: number, size: number, b: number): [number[][], number[], number] {
  for (;;) {
    const [x, w] = [dice.matrix(rows, size, -2, 2), dice.vector(size, -1, 1)];
    if (outputOf(x, w, b, "identity").abs().min().itemSync() > 1e-6) return [x, w, b];
  }
}

function ask(c: CaseBuilder, x: number[] | number[][], w: number[], b: number, which: readonly Name[] = names): void {
  for (const name of which) c.call("neuron", x, w, b, name).returns(outputOf(x, w, b, name));
}

/** The loss is a parabola in the bias with the second derivative 2, so its lowest point follows from one gradient. */
function costOf(x: number[][], w: number[], targets: number[]) {
  const lossAt = (b: engine.Tensor) => engine.mse(tensor(x).matmul(tensor(w)).add(b), tensor(targets));
  const zero = tensor(0, { requiresGrad: true });
  const [slope] = engine.grad(lossAt(zero), [zero]);
  if (!slope) throw new Error("the engine gave no gradient");
  const bias = slope.div(-2);
  return { bias, without: lossAt(zero), with: lossAt(bias) };
}

function cost(c: CaseBuilder, x: number[][], w: number[], targets: number[]): void {
  c.call("missing_bias", x, w, targets).returnsAll(costOf(x, w, targets));
}

export const neuron = challenge({
  slug: "neuron",
  area: "neuron",
  defines: ["neuron", "missing_bias"],
  cases: [
    visible("one example with three inputs", (c) => ask(c, [1, 2, 3], [0.5, -1, 0.5], 0.25)),
    visible("a batch of three", (c) =>
      ask(
        c,
        [
          [1, 2],
          [-1, 0.5],
          [0, -2],
        ],
        [0.5, -1],
        0.25,
      ),
    ),
    visible("a sum of exactly 0", (c) => ask(c, [2, 1], [1, -1], -1)),
    visible("what a missing bias costs", (c) =>
      cost(
        c,
        [
          [1, 0],
          [0, 1],
          [1, 1],
          [0, 0],
        ],
        [1, 2],
        [4, 4, 6, 3],
      ),
    ),
    hidden("random numbers", (c, dice) => ask(c, ...draw(dice, 4, 5, dice.nonzero(-1, 1)))),
    hidden("one input", (c, dice) => {
      const [x, w, b] = draw(dice, 3, 1, dice.nonzero(-1, 1));
      ask(c, x, w, b);
      ask(c, x[0], w, b);
    }),
    hidden("a batch of one", (c, dice) => ask(c, ...draw(dice, 1, 3, dice.nonzero(-1, 1)))),
    hidden("as many examples as inputs", (c, dice) => ask(c, ...draw(dice, 3, 3, dice.nonzero(-1, 1)))),
    hidden("an input of zeros", (c, dice) => ask(c, [0, 0, 0], dice.vector(3, -1, 1), dice.nonzero(-1, 1))),
    hidden("no bias", (c, dice) => ask(c, ...draw(dice, 2, 3, 0))),
    hidden("sums of a thousand", (c, dice) => {
      const x = dice.vector(2, 90, 99);
      ask(c, [x, x.map((value) => -value)], [5.1, 6.2], 3);
    }),
    hidden("an unknown activation", (c) => {
      c.call("harness.refuses", "softplus").returns(true);
      c.call("harness.refuses", "").returns(true);
      c.call("harness.refuses", "relu").returns(false);
    }),
    hidden("the cost of a missing bias on random numbers", (c, dice) => {
      cost(c, dice.matrix(5, 3, -2, 2), dice.vector(3, -1, 1), dice.vector(5, 1, 4));
      cost(c, dice.matrix(1, 2, -2, 2), dice.vector(2, -1, 1), dice.vector(1, -4, 4));
    }),
    hidden("residuals that cancel out", (c, dice) => {
      const [x, w] = [dice.matrix(2, 2, -2, 2), dice.vector(2, -1, 1)];
      const gap = dice.decimal(0.5, 2);
      const [first, second] = outputOf(x, w, 0, "identity").valuesSync();
      cost(c, x, w, [first + gap, second - gap]);
    }),
    hidden("used: three neurons for exclusive or", (c, dice) => {
      const corners = dice.shuffle([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]);
      c.call("harness.exclusive_or", corners).returns(corners.map(([a, b]) => (a === b ? 0 : 1)));
    }),
    hidden(
      "whole numbers",
      (c, dice) => {
        const x = Array.from({ length: 3 }, () => [dice.integer(-4, 4), dice.integer(-4, 4)]);
        const w = [dice.integer(1, 3), dice.integer(-3, -1)];
        for (const name of names) c.call("neuron", integers(x), integers(w), 1, name).returns(outputOf(x, w, 1, name));
      },
      { only: "python" },
    ),
  ],
  mutants: [
    {
      id: "bias-inside-the-sum",
      says: "with the bias inside the sum, so that it is added once for each input",
      python: ["(x @ w + b)", "((x * w + b).sum(axis=-1))"],
      typescript: ["f(dot(example, w) + b)", "f(example.reduce((sum, value, i) => sum + (value * w[i] + b), 0))"],
      killedBy: "one example with three inputs",
    },
    {
      id: "no-bias",
      says: "without the bias",
      python: ["(x @ w + b)", "(x @ w)"],
      typescript: ["f(dot(example, w) + b)", "f(dot(example, w))"],
      killedBy: "one example with three inputs",
    },
    {
      id: "bias-after-activation",
      says: "with the bias added after the activation",
      python: ["ACTIVATIONS[activation](x @ w + b)", "ACTIVATIONS[activation](x @ w) + b"],
      typescript: ["f(dot(example, w) + b)", "f(dot(example, w)) + b"],
      killedBy: "one example with three inputs",
    },
    {
      id: "threshold-for-bias",
      says: "with the bias taken off the sum, as a threshold would be",
      python: ["x @ w + b", "x @ w - b"],
      typescript: ["dot(example, w) + b", "dot(example, w) - b"],
      killedBy: "one example with three inputs",
    },
    {
      id: "step-closed-at-zero",
      says: "when the step gives 0 at a sum of exactly 0",
      python: ["np.where(z >= 0, 1.0, 0.0)", "np.where(z > 0, 1.0, 0.0)"],
      typescript: ["(z >= 0 ? 1 : 0)", "(z > 0 ? 1 : 0)"],
      killedBy: "a sum of exactly 0",
    },
    {
      id: "sigmoid-turned-round",
      says: "when the sigmoid has lost the minus in its exponent",
      python: ["np.logaddexp(0.0, -z)", "np.logaddexp(0.0, z)"],
      typescript: ["Math.exp(-z)", "Math.exp(z)"],
      killedBy: "one example with three inputs",
    },
    {
      id: "sigmoid-overflows",
      says: "when the sigmoid is a quotient of two exponentials, which is ∞/∞ for large sums",
      python: ["np.exp(-np.logaddexp(0.0, -z))", "np.exp(z) / (1 + np.exp(z))"],
      typescript: ["1 / (1 + Math.exp(-z))", "Math.exp(z) / (1 + Math.exp(z))"],
      killedBy: "sums of a thousand",
    },
    {
      id: "bias-of-the-targets",
      says: "when the bias is the mean of the targets, and what the weights give is left out",
      python: ["bias = residuals.mean()", "bias = targets.mean()"],
      typescript: ["const bias = mean(residuals);", "const bias = mean(targets);"],
      killedBy: "what a missing bias costs",
    },
  ],
});

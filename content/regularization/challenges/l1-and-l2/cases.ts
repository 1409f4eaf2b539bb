import { grad, mse, optim, type Tensor, tensor, zeros } from "#engine/index.ts";
import { list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Parameter = number[] | number[][];

const leaf = (numbers: Parameter) => tensor(numbers, { requiresGrad: true });

const isWeight = ({ rank }: Tensor) => rank === 2;

const named = (of: string, values: readonly Tensor[]) =>
  Object.fromEntries(values.map((value, k) => [`${of} ${k + 1}`, value]));

/** The penalty in the engine, of one number after the other. */
function penaltyOf(parameters: readonly Tensor[], l1: number, l2: number): Tensor {
  return parameters
    .filter(isWeight)
    .map((w) => w.abs().sum().mul(l1).add(w.square().sum().mul(l2).div(2)))
    .reduce((sum, part) => sum.add(part), tensor(0));
}

function penalised(c: CaseBuilder, parameters: readonly Parameter[], l1: number, l2: number): void {
  c.call("penalty", list(...parameters), l1, l2).returns(penaltyOf(parameters.map(leaf), l1, l2));
}

function gradients(c: CaseBuilder, parameters: readonly Parameter[], l1: number, l2: number) {
  const leaves = parameters.map(leaf);
  const slopes = leaves.some(isWeight) ? grad(penaltyOf(leaves, l1, l2), leaves) : [];
  const expected = leaves.map(({ shape }, k) => slopes[k] ?? zeros(shape));
  return c.call("penalty_gradients", list(...parameters), l1, l2).returnsAll(named("gradient", expected));
}

/** One step of the engine's SGD, which decays all parameters it is given: so weights and biases get one each. */
function stepped(
  c: CaseBuilder,
  parameters: readonly Parameter[],
  given: readonly Parameter[],
  [rate, decay]: number[],
) {
  const leaves = parameters.map(leaf);
  for (const [k, parameter] of leaves.entries()) {
    parameter.mul(tensor(given[k])).sum().backward();
    optim.sgd([parameter], { lr: rate, weightDecay: isWeight(parameter) ? decay : 0 }).step();
  }
  c.call("decayed_step", list(...parameters), list(...given), rate, decay).returnsAll(named("parameter", leaves));
}

function all(c: CaseBuilder, dice: Dice, draw: () => Parameter[], l1: number, l2: number): void {
  const [parameters, given] = [draw(), draw()];
  penalised(c, parameters, l1, l2);
  gradients(c, parameters, l1, l2);
  stepped(c, parameters, given, [dice.decimal(0.1, 0.5), dice.decimal(0.1, 0.9)]);
}

const layers = (dice: Dice) => (): Parameter[] => [
  dice.matrix(2, 3, -2, 2),
  dice.vector(3, -2, 2),
  dice.matrix(3, 2, -2, 2),
  dice.vector(2, -2, 2),
];

const strength = (dice: Dice) => dice.decimal(0.05, 0.9, 2);

function drawTraining(dice: Dice) {
  return {
    x: dice.matrix(5, 2, -1, 1),
    targets: dice.matrix(5, 2, -1, 1),
    weights: dice.matrix(2, 2, -2, 2, 3),
    bias: dice.vector(2, -1, 1),
  };
}

const small: Parameter[] = [
  [
    [1, -2],
    [0.5, 3],
  ],
  [4, -1],
];

export const l1AndL2 = challenge({
  slug: "l1-and-l2",
  area: "regularization",
  defines: ["penalty", "penalty_gradients", "decayed_step"],
  cases: [
    visible("the L1 penalty", (c) => penalised(c, small, 0.1, 0)),
    visible("the L2 penalty", (c) => penalised(c, small, 0, 0.1)),
    visible("gradients of both", (c) => gradients(c, small, 0.1, 0.2)),
    visible("one step with decay", (c) =>
      stepped(
        c,
        small,
        [
          [
            [1, 0],
            [-1, 0.5],
          ],
          [1, 0],
        ],
        [0.1, 0.5],
      ),
    ),
    hidden("two layers", (c, dice) => all(c, dice, layers(dice), strength(dice), strength(dice))),
    hidden("weights of one row and of one column", (c, dice) =>
      all(
        c,
        dice,
        () => [dice.matrix(1, 3, -2, 2), dice.vector(3, -2, 2), dice.matrix(3, 1, -2, 2), dice.vector(1, -2, 2)],
        strength(dice),
        strength(dice),
      ),
    ),
    hidden("only biases", (c, dice) =>
      all(c, dice, () => [dice.vector(2, -2, 2), dice.vector(3, -2, 2)], strength(dice), strength(dice)),
    ),
    hidden("weights of zero", (c, dice) => {
      const sparse = [
        [0, dice.nonzero(-2, 2)],
        [dice.nonzero(-2, 2), 0],
      ];
      penalised(c, [sparse, [0, 0]], strength(dice), strength(dice));
      gradients(c, [sparse, [0, 0]], strength(dice), strength(dice));
    }),
    hidden("no penalty at all", (c, dice) => all(c, dice, layers(dice), 0, 0)),
    hidden("tiny weights and huge ones", (c, dice) =>
      all(
        c,
        dice,
        () => [dice.matrix(2, 2, -9, 9).map((row) => row.map((w) => w * 1e-4)), dice.matrix(2, 2, -9e4, 9e4, 0)],
        strength(dice),
        strength(dice),
      ),
    ),
    hidden("gradients by finite differences", (c, dice) => {
      const [weights, bias] = [dice.matrix(2, 3, -2, 2), dice.vector(3, -2, 2)];
      const [l1, l2] = [strength(dice), strength(dice)];
      c.gradients({
        at: { weights, bias },
        forward: (at) => ({ call: "penalty", args: [list(at.weights, at.bias), l1, l2] }),
        upstream: 1,
        backward: gradients(c, [weights, bias], l1, l2),
      });
    }),
    hidden("used: a layer trained with both penalties", (c, dice) => {
      const { x, targets, weights: w, bias: b } = drawTraining(dice);
      const [l1, l2, rate, steps] = [strength(dice) / 10, strength(dice) / 10, 0.1, 8];
      const [weights, bias] = [leaf(w), leaf(b)];
      const sgd = optim.sgd([weights, bias], { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const loss = mse(tensor(x).matmul(weights).add(bias), tensor(targets)).add(penaltyOf([weights, bias], l1, l2));
        losses.push(loss.itemSync());
        sgd.zeroGrad();
        loss.backward();
        sgd.step();
      }
      c.call("harness.train_penalised", x, targets, w, b, l1, l2, rate, steps).returnsAll({ losses, weights, bias });
    }),
    hidden("used: a layer trained with decay, as the L2 penalty would", (c, dice) => {
      const { x, targets, weights: w, bias: b } = drawTraining(dice);
      const [decay, rate, steps] = [strength(dice), 0.1, 8];
      const [weights, bias] = [leaf(w), leaf(b)];
      const sgd = optim.sgd([weights, bias], { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const loss = mse(tensor(x).matmul(weights).add(bias), tensor(targets));
        losses.push(loss.itemSync());
        sgd.zeroGrad();
        loss.add(penaltyOf([weights, bias], 0, decay)).backward();
        sgd.step();
      }
      c.call("harness.train_decayed", x, targets, w, b, decay, rate, steps).returnsAll({ losses, weights, bias });
    }),
  ],
  mutants: [
    {
      id: "half-forgotten",
      says: "without the factor ½ in the L2 penalty",
      python: ["0.5 * l2 * np.sum(w**2)", "l2 * np.sum(w**2)"],
      typescript: ["0.5 * l2 * w * w", "l2 * w * w"],
      killedBy: "the L2 penalty",
    },
    {
      id: "norm-for-its-square",
      says: "with the L2 norm itself in place of its square",
      python: ["np.sum(w**2)", "np.sqrt(np.sum(w**2))"],
      typescript: [
        "  return entries.reduce((sum, w) => sum + l1 * Math.abs(w) + 0.5 * l2 * w * w, 0);",
        "  return entries.reduce((sum, w) => sum + l1 * Math.abs(w), 0.5 * l2 * Math.hypot(...entries));",
      ],
      killedBy: "the L2 penalty",
    },
    {
      id: "means-for-sums",
      says: "with means over the entries in place of sums",
      python: [
        "l1 * np.sum(np.abs(w)) + 0.5 * l2 * np.sum(w**2)",
        "l1 * np.mean(np.abs(w)) + 0.5 * l2 * np.mean(w**2)",
      ],
      typescript: [
        "entries.reduce((sum, w) => sum + l1 * Math.abs(w) + 0.5 * l2 * w * w, 0)",
        "entries.reduce((sum, w) => sum + l1 * Math.abs(w) + 0.5 * l2 * w * w, 0) / entries.length",
      ],
      killedBy: "the L1 penalty",
    },
    {
      id: "gradient-doubled",
      says: "with the factor 2 of the square in the gradient, although the penalty has the ½",
      python: ["+ l2 * p if", "+ 2 * l2 * p if"],
      typescript: ["+ l2 * w))", "+ 2 * l2 * w))"],
      killedBy: "gradients of both",
    },
    {
      id: "sign-left-out",
      says: "without the sign in the gradient of the L1 penalty",
      python: ["l1 * np.sign(p) + l2 * p", "l1 + l2 * p"],
      typescript: ["l1 * Math.sign(w) + l2 * w", "l1 + l2 * w"],
      killedBy: "gradients of both",
    },
    {
      id: "pull-at-zero",
      says: "when a weight of exactly 0 gets an L1 gradient",
      python: ["l1 * np.sign(p)", "l1 * np.where(p < 0, -1.0, 1.0)"],
      typescript: ["l1 * Math.sign(w)", "l1 * (w < 0 ? -1 : 1)"],
      killedBy: "weights of zero",
    },
    {
      id: "biases-penalised",
      says: "when biases get the gradient of the penalty too",
      python: ["l1 * np.sign(p) + l2 * p if _is_weight(p) else np.zeros_like(p) for", "l1 * np.sign(p) + l2 * p for"],
      typescript: [": p.map(() => 0)", ": p.map((b) => l1 * Math.sign(b) + l2 * b)"],
      killedBy: "gradients of both",
    },
    {
      id: "decay-without-rate",
      says: "when the decay isn't multiplied by the learning rate",
      python: ["shrinkage = rate * decay if", "shrinkage = decay if"],
      typescript: ["moved(row, g[i], rate * decay)", "moved(row, g[i], decay)"],
      killedBy: "one step with decay",
      misconception: "decay-without-learning-rate",
    },
  ],
});

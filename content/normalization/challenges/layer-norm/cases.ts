import { grad, layerNorm as normalised, mse, optim, type Tensor, tensor } from "#engine/index.ts";
import { float32, integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

const EPSILON = 1e-5;

interface Inputs {
  x: Tensor;
  gamma: Tensor;
  beta: Tensor;
  upstream: Tensor;
  epsilon: number;
}

const leaf = (numbers: number[] | number[][]) => tensor(numbers, { requiresGrad: true });

function draw(dice: Dice, rows: number, size: number): Inputs {
  return {
    x: leaf(dice.matrix(rows, size, -3, 3)),
    gamma: leaf(dice.vector(size, -2, 2)),
    beta: leaf(dice.vector(size, -1, 1)),
    upstream: tensor(dice.matrix(rows, size, -1, 1)),
    epsilon: EPSILON,
  };
}

const outputOf = ({ x, gamma, beta, epsilon }: Inputs) => normalised(x, { weight: gamma, bias: beta, eps: epsilon });

function forward(c: CaseBuilder, inputs: Inputs) {
  const { x, gamma, beta, epsilon } = inputs;
  return c.call("layer_norm_forward", x, gamma, beta, epsilon).returns(outputOf(inputs));
}

function backward(c: CaseBuilder, inputs: Inputs) {
  const { x, gamma, beta, upstream, epsilon } = inputs;
  const [dx, dgamma, dbeta] = grad(outputOf(inputs), [x, gamma, beta], { upstream });
  if (!dx || !dgamma || !dbeta) throw new Error("the engine gave no gradient");
  return c.call("layer_norm_backward", upstream, x, gamma, epsilon).returnsAll({ dx, dgamma, dbeta });
}

function both(c: CaseBuilder, inputs: Inputs): void {
  forward(c, inputs);
  backward(c, inputs);
}

function differences(c: CaseBuilder, inputs: Inputs): void {
  const { x, gamma, beta, upstream, epsilon } = inputs;
  c.gradients({
    at: { x, gamma, beta },
    forward: (at) => ({ call: "layer_norm_forward", args: [at.x, at.gamma, at.beta, epsilon] }),
    upstream,
    backward: backward(c, inputs),
  });
}

export const layerNorm = challenge({
  slug: "layer-norm",
  area: "normalization",
  defines: ["layer_norm_forward", "layer_norm_backward"],
  cases: [
    visible("forward, two rows", (c) =>
      forward(c, {
        x: leaf([
          [1, 2, 3, 6],
          [-1, 0, 0, 1],
        ]),
        gamma: leaf([1, 1, 1, 1]),
        beta: leaf([0, 0, 0, 0]),
        upstream: tensor([[0]]),
        epsilon: EPSILON,
      }),
    ),
    visible("forward with gain and shift", (c, dice) => forward(c, draw(dice, 2, 3))),
    visible("backward, two rows", (c, dice) => backward(c, draw(dice, 2, 3))),
    visible("backward fits forward", (c, dice) => differences(c, draw(dice, 2, 3))),
    hidden("one row", (c, dice) => both(c, draw(dice, 1, 5))),
    hidden("as many rows as columns", (c, dice) => both(c, draw(dice, 4, 4))),
    hidden("one column", (c, dice) => both(c, draw(dice, 3, 1))),
    hidden("constant rows", (c, dice) => {
      const constant = dice.decimal(-3, 3);
      both(c, { ...draw(dice, 2, 4), x: leaf([[0, 0, 0, 0], Array(4).fill(constant)]) });
    }),
    hidden("rows of tiny spread", (c, dice) => {
      const rows = dice.matrix(2, 4, -3, 3).map((row) => row.map((x) => x * 1e-3));
      both(c, { ...draw(dice, 2, 4), x: leaf(rows) });
    }),
    hidden("rows far from zero", (c, dice) => {
      const rows = dice.matrix(2, 4, -3, 3).map((row) => row.map((x) => x + 5000));
      both(c, { ...draw(dice, 2, 4), x: leaf(rows) });
    }),
    hidden("a large epsilon", (c, dice) => both(c, { ...draw(dice, 3, 4), epsilon: 0.5 })),
    hidden("mean and spread of the result", (c, dice) => {
      const x = dice.matrix(3, 6, -3, 3);
      const [ones, zeros] = [Array(6).fill(1), Array(6).fill(0)];
      c.call("layer_norm_forward", x, ones, zeros, 1e-12)
        .holds("every row has the mean 0", (y) => y.mean(1).abs().max().itemSync() < 1e-9)
        .holds("every row has the variance 1", (y) => y.square().mean(1).sub(1).abs().max().itemSync() < 1e-6);
    }),
    hidden("a constant added to a row", (c, dice) => {
      const { x, gamma, beta } = draw(dice, 2, 4);
      const shift = dice.integer(2, 9);
      const before = c.call("layer_norm_forward", x, gamma, beta, EPSILON);
      const after = c.call("layer_norm_forward", x.add(shift), gamma, beta, EPSILON);
      c.holds(
        "adding a constant to a row changes nothing",
        [after, before],
        (p, q) => p.sub(q).abs().max().itemSync() < 1e-9,
      );
    }),
    hidden("gradients by finite differences", (c, dice) => differences(c, draw(dice, 3, 4))),
    hidden("used: a layer before it trained", (c, dice) => {
      const [x, targets] = [dice.matrix(5, 3, -1, 1), dice.matrix(5, 4, -1, 1)];
      const start = [dice.matrix(3, 4, -1, 1, 2), dice.vector(4, 0.5, 1.5), dice.vector(4, -1, 1)];
      const [rate, steps] = [0.1, 6];
      const parameters = start.map(leaf);
      const [weights, gamma, beta] = parameters;
      const optimizer = optim.sgd(parameters, { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const y = normalised(tensor(x).matmul(weights), { weight: gamma, bias: beta, eps: EPSILON });
        const loss = mse(y, tensor(targets));
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      c.call("harness.train", x, targets, ...start, EPSILON, rate, steps).returnsAll({ losses, weights, gamma, beta });
    }),
    hidden(
      "whole numbers as input",
      (c, dice) => {
        const drawn = draw(dice, 2, 3);
        const x = [
          [1, 2, 4],
          [dice.integer(-4, -1), 0, dice.integer(1, 4)],
        ];
        c.call("layer_norm_forward", integers(x), drawn.gamma, drawn.beta, EPSILON).returns(
          outputOf({ ...drawn, x: tensor(x) }),
        );
      },
      { only: "python" },
    ),
    hidden(
      "float32",
      (c, dice) => {
        const drawn = draw(dice, 3, 5);
        const { x, gamma, beta } = drawn;
        c.call("layer_norm_forward", float32(x), float32(gamma), float32(beta), EPSILON).returns(outputOf(drawn), {
          dtype: "floating",
        });
      },
      { only: "python" },
    ),
  ],
  mutants: [
    {
      id: "sample-variance",
      says: "with D − 1 in the variance in place of D",
      python: [
        "variance = (centred**2).mean(axis=1, keepdims=True)",
        "variance = (centred**2).sum(axis=1, keepdims=True) / max(1, x.shape[1] - 1)",
      ],
      typescript: [
        "const variance = mean(row.map((x) => (x - centre) ** 2));",
        "const variance = (mean(row.map((x) => (x - centre) ** 2)) * row.length) / Math.max(1, row.length - 1);",
      ],
      killedBy: "forward, two rows",
    },
    {
      id: "over-the-batch",
      says: "when each feature is normalised over the batch, which is batch norm",
      python: ["    x_hat, _ = _normalise(x, epsilon)\n", "    x_hat = _normalise(x.T, epsilon)[0].T\n"],
      typescript: [
        "return x.map((row) => normalise(row, epsilon).xHat.map((value, d) => gamma[d] * value + beta[d]));",
        "const features = gamma.map((_, d) => normalise(x.map((row) => row[d]), epsilon).xHat);\n  return x.map((row, n) => row.map((_, d) => gamma[d] * features[d][n] + beta[d]));",
      ],
      killedBy: "forward, two rows",
      misconception: "layer-norm-uses-the-batch",
    },
    {
      id: "epsilon-outside-root",
      says: "with epsilon added to the deviation in place of the variance",
      python: ["np.sqrt(variance + epsilon)", "np.sqrt(variance) + epsilon"],
      typescript: ["Math.sqrt(variance + epsilon)", "Math.sqrt(variance) + epsilon"],
      killedBy: "rows of tiny spread",
    },
    {
      id: "statistics-held-constant",
      says: "when mean and variance are taken for constants on the way back",
      python: ["(h - along_mean - along_spread) / deviation", "h / deviation"],
      typescript: ["(value - alongMean - xHat[d] * alongSpread) / deviation", "value / deviation"],
      killedBy: "backward, two rows",
    },
    {
      id: "variance-held-constant",
      says: "when the variance is taken for a constant on the way back",
      python: ["(h - along_mean - along_spread) / deviation", "(h - along_mean) / deviation"],
      typescript: ["value - alongMean - xHat[d] * alongSpread", "value - alongMean"],
      killedBy: "backward, two rows",
    },
    {
      id: "gain-left-out",
      says: "without the gain gamma in the gradient of the input",
      python: ["h = upstream * gamma", "h = upstream"],
      typescript: ["const h = row.map((g, d) => g * gamma[d]);", "const h = row;"],
      killedBy: "backward, two rows",
    },
    {
      id: "gain-averaged",
      says: "with the gain's gradient averaged over the batch in place of summed",
      python: ["d_gamma = (upstream * x_hat).sum(axis=0)", "d_gamma = (upstream * x_hat).mean(axis=0)"],
      typescript: [
        "row.map((g, d) => g * normal[n].xHat[d])));",
        "row.map((g, d) => (g * normal[n].xHat[d]) / x.length)));",
      ],
      killedBy: "backward, two rows",
      misconception: "batch-mean-twice",
    },
  ],
});

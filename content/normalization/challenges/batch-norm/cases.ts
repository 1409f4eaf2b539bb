import { grad, mse, noGrad, ones, optim, type Tensor, tensor, zeros } from "#engine/index.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

const EPSILON = 1e-5;

interface Inputs {
  x: Tensor;
  gamma: Tensor;
  beta: Tensor;
  runningMean: Tensor;
  runningVariance: Tensor;
  upstream: Tensor;
  momentum: number;
  epsilon: number;
}

const leaf = (numbers: number[] | number[][]) => tensor(numbers, { requiresGrad: true });

function draw(dice: Dice, rows: number, features: number): Inputs {
  return {
    x: leaf(dice.matrix(rows, features, -3, 3)),
    gamma: leaf(dice.vector(features, -2, 2)),
    beta: leaf(dice.vector(features, -1, 1)),
    runningMean: tensor(dice.vector(features, -1, 1)),
    runningVariance: tensor(dice.vector(features, 0.5, 3)),
    upstream: tensor(dice.matrix(rows, features, -1, 1)),
    momentum: dice.decimal(0.05, 0.4, 2),
    epsilon: EPSILON,
  };
}

type Normalised = Pick<Inputs, "x" | "gamma" | "beta" | "epsilon">;

function normalised({ x, gamma, beta, epsilon }: Normalised, mean: Tensor, variance: Tensor): Tensor {
  return x.sub(mean).div(variance.add(epsilon).sqrt()).mul(gamma).add(beta);
}

const inTraining = (of: Normalised) => normalised(of, of.x.mean(0), of.x.variance(0, { correction: 0 }));

const kept = (running: Tensor, now: Tensor, momentum: number) => running.mul(1 - momentum).add(now.mul(momentum));

function trained(c: CaseBuilder, inputs: Inputs): void {
  const { x, gamma, beta, runningMean, runningVariance, momentum, epsilon } = inputs;
  c.call("batch_norm_train", x, gamma, beta, runningMean, runningVariance, momentum, epsilon).returnsAll({
    y: inTraining(inputs),
    mean: kept(runningMean, x.mean(0), momentum),
    variance: kept(runningVariance, x.variance(0, { correction: 1 }), momentum),
  });
}

function evaluated(c: CaseBuilder, inputs: Inputs): void {
  const { x, gamma, beta, runningMean, runningVariance, epsilon } = inputs;
  c.call("batch_norm_eval", x, gamma, beta, runningMean, runningVariance, epsilon).returns(
    normalised(inputs, runningMean, runningVariance),
  );
}

function backward(c: CaseBuilder, inputs: Inputs) {
  const { x, gamma, beta, upstream, epsilon } = inputs;
  const [dx, dgamma, dbeta] = grad(inTraining(inputs), [x, gamma, beta], { upstream });
  if (!dx || !dgamma || !dbeta) throw new Error("the engine gave no gradient");
  return c.call("batch_norm_backward", upstream, x, gamma, epsilon).returnsAll({ dx, dgamma, dbeta });
}

function all(c: CaseBuilder, inputs: Inputs): void {
  trained(c, inputs);
  evaluated(c, inputs);
  backward(c, inputs);
}

export const batchNorm = challenge({
  slug: "batch-norm",
  area: "normalization",
  defines: ["batch_norm_train", "batch_norm_eval", "batch_norm_backward"],
  cases: [
    visible("training, three examples", (c, dice) => trained(c, draw(dice, 3, 2))),
    visible("evaluation", (c, dice) => evaluated(c, draw(dice, 2, 3))),
    visible("backward, three examples", (c, dice) => backward(c, draw(dice, 3, 2))),
    hidden("random numbers", (c, dice) => all(c, draw(dice, 6, 4))),
    hidden("as many examples as features", (c, dice) => all(c, draw(dice, 4, 4))),
    hidden("two examples", (c, dice) => all(c, draw(dice, 2, 3))),
    hidden("one feature", (c, dice) => all(c, draw(dice, 5, 1))),
    hidden("evaluation of one example", (c, dice) => evaluated(c, draw(dice, 1, 3))),
    hidden("a constant feature", (c, dice) => {
      const value = dice.decimal(-3, 3);
      all(c, {
        ...draw(dice, 3, 2),
        x: leaf([
          [value, 1],
          [value, -2],
          [value, 0.5],
        ]),
      });
    }),
    hidden("features of tiny spread", (c, dice) => {
      const rows = dice.matrix(4, 2, -3, 3).map((row) => row.map((x) => x * 1e-3));
      all(c, { ...draw(dice, 4, 2), x: leaf(rows) });
    }),
    hidden("features far from zero", (c, dice) => {
      const rows = dice.matrix(4, 2, -3, 3).map((row) => row.map((x) => x + 3000));
      trained(c, { ...draw(dice, 4, 2), x: leaf(rows) });
    }),
    hidden("gradients by finite differences", (c, dice) => {
      const inputs = draw(dice, 4, 2);
      const { x, gamma, beta, runningMean, runningVariance, momentum, epsilon, upstream } = inputs;
      c.gradients({
        at: { x, gamma, beta },
        forward: (at) => ({
          call: "batch_norm_train",
          args: [at.x, at.gamma, at.beta, runningMean, runningVariance, momentum, epsilon],
        }),
        output: 0,
        upstream,
        backward: backward(c, inputs),
      });
    }),
    hidden("used: trained, then evaluated", (c, dice) => {
      const [x, targets] = [dice.matrix(6, 3, -1, 1), dice.matrix(6, 2, -1, 1)];
      const start = [dice.matrix(3, 2, -1, 1, 2), dice.vector(2, 0.5, 1.5), dice.vector(2, -1, 1)];
      const [rate, steps, epsilon] = [0.1, 6, EPSILON];
      const parameters = start.map(leaf);
      const [weights, gamma, beta] = parameters;
      const optimizer = optim.sgd(parameters, { lr: rate });
      const losses: number[] = [];
      let [mean, variance] = [zeros([2]), ones([2])];
      for (let step = 0; step < steps; step++) {
        const inner = tensor(x).matmul(weights);
        const loss = mse(inTraining({ x: inner, gamma, beta, epsilon }), tensor(targets));
        losses.push(loss.itemSync());
        mean = kept(mean, inner.detach().mean(0), 0.1);
        variance = kept(variance, inner.detach().variance(0, { correction: 1 }), 0.1);
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      const last = noGrad(() => normalised({ x: tensor(x).matmul(weights), gamma, beta, epsilon }, mean, variance));
      c.call("harness.train", x, targets, ...start, rate, steps).returnsAll({
        losses,
        weights,
        gamma,
        beta,
        evaluated: last,
      });
    }),
  ],
  mutants: [
    {
      id: "over-the-features",
      says: "when each example is normalised over its features, which is layer norm",
      python: [
        "    y = gamma * (x - mean) / np.sqrt(variance + epsilon) + beta\n",
        "    y = gamma * (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + epsilon) + beta\n",
      ],
      typescript: [
        "const y = batchNormEval(x, gamma, beta, means, variances, epsilon);",
        "const y = x.map((row) => row.map((value, d) => (gamma[d] * (value - mean(row))) / Math.sqrt(squares(row) / row.length + epsilon) + beta[d]));",
      ],
      killedBy: "training, three examples",
    },
    {
      id: "sample-variance-normalises",
      says: "when the batch is normalised with N − 1 in the variance",
      python: ["x.mean(axis=0), x.var(axis=0)", "x.mean(axis=0), x.var(axis=0, ddof=1)"],
      typescript: [
        "const variances = features.map((feature) => squares(feature) / feature.length);",
        "const variances = features.map((feature) => squares(feature) / (feature.length - 1));",
      ],
      killedBy: "training, three examples",
    },
    {
      id: "population-variance-kept",
      says: "when the running variance takes the population's variance, with N in place of N − 1",
      python: ["x.var(axis=0, ddof=1)", "x.var(axis=0)"],
      typescript: ["squares(feature) / (feature.length - 1)", "squares(feature) / feature.length"],
      killedBy: "two examples",
    },
    {
      id: "momentum-turned-round",
      says: "with the momentum as the share of the old statistics in place of the new",
      python: ["(1 - momentum) * running_mean + momentum * mean", "momentum * running_mean + (1 - momentum) * mean"],
      typescript: ["(1 - momentum) * r + momentum * now[d]", "momentum * r + (1 - momentum) * now[d]"],
      killedBy: "training, three examples",
    },
    {
      id: "batch-statistics-in-evaluation",
      says: "when evaluation uses the batch's statistics",
      python: [
        "return gamma * (x - running_mean) / np.sqrt(running_variance + epsilon) + beta",
        "return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + epsilon) + beta",
      ],
      typescript: [
        "const deviations = runningVariance.map((variance) => Math.sqrt(variance + epsilon));",
        "runningMean = transpose(x).map(mean);\n  const deviations = transpose(x).map((feature) => Math.sqrt(squares(feature) / feature.length + epsilon));",
      ],
      killedBy: "evaluation",
    },
    {
      id: "statistics-held-constant",
      says: "when mean and variance are taken for constants on the way back",
      python: ["(h - h.mean(axis=0) - x_hat * (h * x_hat).mean(axis=0)) / deviation", "h / deviation"],
      typescript: ["(value - alongMean - xHat[n] * alongSpread) / deviation", "value / deviation"],
      killedBy: "backward, three examples",
    },
  ],
});

import { mse, optim, type Tensor, tensor } from "#engine/index.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Settings {
  rate: number;
  decay: number;
  epsilon: number;
}

const usual: Settings = { rate: 0.1, decay: 0.9, epsilon: 1e-8 };

interface State {
  weights: Tensor;
  squares: Tensor;
}

/** A step function that changes the weights, and reads what it remembers of the squares. */
interface Stepper {
  zeroGrad(): void;
  step(): void;
  squares(): Tensor | undefined;
}

function adagradOf(weights: Tensor, { rate, epsilon }: Settings): Stepper {
  const adagrad = optim.adagrad([weights], { lr: rate, eps: epsilon });
  return { ...adagrad, squares: () => adagrad.state(weights)?.sum };
}

function rmspropOf(weights: Tensor, { rate, decay, epsilon }: Settings): Stepper {
  const rmsprop = optim.rmsprop([weights], { lr: rate, alpha: decay, eps: epsilon });
  return { ...rmsprop, squares: () => rmsprop.state(weights)?.meanSquare };
}

function squaresOf(stepper: Stepper): Tensor {
  const squares = stepper.squares();
  if (!squares) throw new Error("the engine's optimizer has no state");
  return squares;
}

/** The engine's optimizer on given gradients; the state before the first step and after each. */
function states(start: number[], gradients: number[][], make: (weights: Tensor) => Stepper): State[] {
  const weights = tensor(start, { requiresGrad: true });
  const stepper = make(weights);
  const all: State[] = [{ weights: tensor(start), squares: tensor(start.map(() => 0)) }];
  for (const gradient of gradients) {
    stepper.zeroGrad();
    weights.mul(tensor(gradient)).sum().backward();
    stepper.step();
    all.push({ weights: tensor(weights.arraySync()), squares: squaresOf(stepper) });
  }
  return all;
}

/** Asks for the last of the AdaGrad steps that these gradients make. */
function adagrad(c: CaseBuilder, start: number[], gradients: number[][], settings: Settings = usual): void {
  const all = states(start, gradients, (weights) => adagradOf(weights, settings));
  const [before, after] = all.slice(-2);
  c.call(
    "adagrad_step",
    before.weights,
    gradients[gradients.length - 1],
    before.squares,
    settings.rate,
    settings.epsilon,
  ).returnsAll({ weights: after.weights, total: after.squares });
}

/** The same with RMSProp. */
function rmsprop(c: CaseBuilder, start: number[], gradients: number[][], settings: Settings = usual): void {
  const all = states(start, gradients, (weights) => rmspropOf(weights, settings));
  const [before, after] = all.slice(-2);
  const { rate, decay, epsilon } = settings;
  c.call(
    "rmsprop_step",
    before.weights,
    gradients[gradients.length - 1],
    before.squares,
    rate,
    decay,
    epsilon,
  ).returnsAll({ weights: after.weights, average: after.squares });
}

function both(c: CaseBuilder, start: number[], gradients: number[][], settings: Settings = usual): void {
  adagrad(c, start, gradients, settings);
  rmsprop(c, start, gradients, settings);
}

const run = (dice: Dice, steps: number, length: number) =>
  Array.from({ length: steps }, () => dice.vector(length, -2, 2, 2));

/** Fits a line with the engine and expects the same of the harness; the second feature is seldom there. */
function trained(c: CaseBuilder, dice: Dice, name: "adagrad_step" | "rmsprop_step"): void {
  const x = dice.matrix(6, 3, -2, 2).map(([a, b, d], n) => [a, n === 0 ? b : 0, d]);
  const [targets, start, steps] = [dice.vector(6, -1, 1), dice.vector(3, -1, 1), 10];
  const { rate, decay, epsilon } = usual;
  const isAdagrad = name === "adagrad_step";
  const weights = tensor(start, { requiresGrad: true });
  const stepper = isAdagrad ? adagradOf(weights, usual) : rmspropOf(weights, usual);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = mse(tensor(x).mul(weights).sum(1), tensor(targets));
    losses.push(loss.itemSync());
    stepper.zeroGrad();
    loss.backward();
    stepper.step();
  }
  const settings = isAdagrad ? [rate, epsilon] : [rate, decay, epsilon];
  c.call("harness.train", x, targets, start, name, settings, steps).returnsAll({
    losses,
    weights,
    [isAdagrad ? "total" : "average"]: squaresOf(stepper),
  });
}

export const adagradAndRmsprop = challenge({
  slug: "adagrad-and-rmsprop",
  area: "optimizers",
  defines: ["adagrad_step", "rmsprop_step"],
  cases: [
    visible("AdaGrad, the first step", (c) => adagrad(c, [1, -1, 0.5], [[0.5, -0.25, 2]])),
    visible("AdaGrad, the third step", (c) =>
      adagrad(
        c,
        [1, -1],
        [
          [0.5, -2],
          [-1, 0.5],
          [2, 1],
        ],
      ),
    ),
    visible("RMSProp, the first step", (c) => rmsprop(c, [1, -1, 0.5], [[0.5, -0.25, 2]])),
    visible("RMSProp, the third step", (c) =>
      rmsprop(
        c,
        [1, -1],
        [
          [0.5, -2],
          [-1, 0.5],
          [2, 1],
        ],
      ),
    ),
    hidden("random gradients", (c, dice) => both(c, dice.vector(4, -1, 1), run(dice, dice.integer(2, 6), 4))),
    hidden("a single weight", (c, dice) => both(c, dice.vector(1, -1, 1), run(dice, 3, 1))),
    hidden("other rates and decays", (c, dice) =>
      both(c, dice.vector(3, -1, 1), run(dice, 4, 3), {
        rate: dice.decimal(0.2, 0.9, 2),
        decay: dice.decimal(0.2, 0.7, 2),
        epsilon: 1e-6,
      }),
    ),
    hidden("gradients of zero from the start", (c, dice) => both(c, dice.vector(3, -1, 1), [[0, 0, 0]])),
    hidden("a weight that seldom gets a gradient", (c, dice) => {
      const gradients = run(dice, 6, 2).map(([often, seldom], n) => [often, n === 0 || n === 5 ? seldom : 0]);
      both(c, dice.vector(2, -1, 1), gradients);
    }),
    hidden("gradients as small as epsilon", (c, dice) => {
      const tiny = dice.vector(3, 1, 5).map((x) => x * 1e-8);
      both(c, dice.vector(3, -1, 1), [tiny, tiny]);
    }),
    hidden("a large epsilon", (c, dice) => both(c, dice.vector(3, -1, 1), run(dice, 3, 3), { ...usual, epsilon: 0.5 })),
    hidden("huge gradients", (c, dice) =>
      both(
        c,
        dice.vector(3, -1, 1),
        run(dice, 3, 3).map((gradient) => gradient.map((g) => g * 1e6)),
      ),
    ),
    hidden("the hundredth step under a constant gradient", (c, dice) => {
      const [weights, gradient] = [dice.vector(3, -1, 1), dice.vector(3, -9, 9)];
      const squares = tensor(gradient).square();
      const [rate, decay, before] = [0.5, 0.9, 99];
      const moved = (length: number) => tensor(weights).sub(tensor(gradient.map((g) => length * Math.sign(g))));
      c.call("adagrad_step", weights, gradient, squares.mul(before), rate, 1e-12).returnsAll({
        weights: moved(rate / Math.sqrt(100)),
        total: squares.mul(100),
      });
      c.call("rmsprop_step", weights, gradient, squares.mul(1 - decay ** before), rate, decay, 1e-12).returnsAll({
        weights: moved(rate / Math.sqrt(1 - decay ** 100)),
        average: squares.mul(1 - decay ** 100),
      });
    }),
    hidden("used: a line fitted by AdaGrad", (c, dice) => trained(c, dice, "adagrad_step")),
    hidden("used: a line fitted by RMSProp", (c, dice) => trained(c, dice, "rmsprop_step")),
  ],
  mutants: [
    {
      id: "adagrad-forgets",
      says: "when AdaGrad divides by the present gradient alone and forgets the earlier ones",
      python: ["total = total + gradient**2", "total = gradient**2"],
      typescript: ["gradient.map((g, i) => total[i] + g * g)", "gradient.map((g) => g * g)"],
      killedBy: "AdaGrad, the third step",
      misconception: "only-present-gradient",
    },
    {
      id: "divided-by-the-old-sum",
      says: "when AdaGrad divides by the sum from before this gradient",
      python: [
        "    total = total + gradient**2\n    return weights - rate * gradient / (np.sqrt(total) + epsilon), total",
        "    step = rate * gradient / (np.sqrt(total) + epsilon)\n    return weights - step, total + gradient**2",
      ],
      typescript: ["(Math.sqrt(newTotal[i]) + epsilon)", "(Math.sqrt(total[i]) + epsilon)"],
      killedBy: "AdaGrad, the first step",
      misconception: "accumulator-before-gradient",
    },
    {
      id: "sizes-for-squares",
      says: "when AdaGrad adds up absolute values and divides by their sum",
      python: [
        "    total = total + gradient**2\n    return weights - rate * gradient / (np.sqrt(total) + epsilon), total",
        "    total = total + np.abs(gradient)\n    return weights - rate * gradient / (total + epsilon), total",
      ],
      typescript: [
        "  const newTotal = gradient.map((g, i) => total[i] + g * g);\n  const newWeights = weights.map((w, i) => w - (rate * gradient[i]) / (Math.sqrt(newTotal[i]) + epsilon));",
        "  const newTotal = gradient.map((g, i) => total[i] + Math.abs(g));\n  const newWeights = weights.map((w, i) => w - (rate * gradient[i]) / (newTotal[i] + epsilon));",
      ],
      killedBy: "AdaGrad, the third step",
      misconception: "sizes-for-squares",
    },
    {
      id: "rmsprop-without-root",
      says: "when RMSProp divides by the average of squares without its root",
      python: ["(np.sqrt(average) + epsilon)", "(average + epsilon)"],
      typescript: ["(Math.sqrt(newAverage[i]) + epsilon)", "(newAverage[i] + epsilon)"],
      killedBy: "RMSProp, the first step",
      misconception: "no-root-of-squares",
    },
    {
      id: "rmsprop-sums",
      says: "when RMSProp adds the whole square to the faded average, without the factor 1 − α",
      python: ["decay * average + (1 - decay) * gradient**2", "decay * average + gradient**2"],
      typescript: ["decay * average[i] + (1 - decay) * g * g", "decay * average[i] + g * g"],
      killedBy: "RMSProp, the first step",
      misconception: "rmsprop-sums",
    },
    {
      id: "decay-turned-round",
      says: "with the decay as the share of the new square in place of the old average",
      python: ["decay * average + (1 - decay) * gradient**2", "(1 - decay) * average + decay * gradient**2"],
      typescript: ["decay * average[i] + (1 - decay) * g * g", "(1 - decay) * average[i] + decay * g * g"],
      killedBy: "RMSProp, the first step",
      misconception: "decay-turned-round",
    },
    {
      id: "epsilon-inside-root",
      says: "with epsilon under the root in RMSProp",
      python: ["(np.sqrt(average) + epsilon)", "np.sqrt(average + epsilon)"],
      typescript: ["(Math.sqrt(newAverage[i]) + epsilon)", "Math.sqrt(newAverage[i] + epsilon)"],
      killedBy: "gradients as small as epsilon",
    },
    {
      id: "sum-in-place",
      says: "when the sum given to AdaGrad is overwritten",
      python: ["total = total + gradient**2", "total += gradient**2"],
      typescript: ["gradient.map((g, i) => total[i] + g * g)", "gradient.map((g, i) => (total[i] += g * g))"],
      killedBy: "AdaGrad, the first step",
    },
  ],
});

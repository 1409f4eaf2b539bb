import { mse, optim, type Tensor, tensor } from "#engine/index.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Name = "adamw_step" | "adam_l2_step";

interface Settings {
  rate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  decay: number;
}

const usual: Settings = { rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.1 };

interface State {
  weights: Tensor;
  m: Tensor;
  v: Tensor;
}

/** The engine's optimizer of that name. */
function optimizerOf(name: Name, weights: Tensor, { rate, beta1, beta2, epsilon, decay }: Settings) {
  const options = { lr: rate, betas: [beta1, beta2], eps: epsilon, weightDecay: decay } as const;
  return name === "adamw_step" ? optim.adamw([weights], options) : optim.adam([weights], options);
}

function momentsOf(optimizer: ReturnType<typeof optimizerOf>, weights: Tensor): Pick<State, "m" | "v"> {
  const state = optimizer.state(weights);
  if (!state) throw new Error("the engine's optimizer has no state");
  return { m: state.m, v: state.v };
}

/** The engine's optimizer on given gradients; the state before the first step and after each. */
function states(name: Name, start: number[], gradients: number[][], settings: Settings): State[] {
  const weights = tensor(start, { requiresGrad: true });
  const optimizer = optimizerOf(name, weights, settings);
  const zero = tensor(start.map(() => 0));
  const all: State[] = [{ weights: tensor(start), m: zero, v: zero }];
  for (const gradient of gradients) {
    optimizer.zeroGrad();
    weights.mul(tensor(gradient)).sum().backward();
    optimizer.step();
    all.push({ weights: tensor(weights.arraySync()), ...momentsOf(optimizer, weights) });
  }
  return all;
}

function ask(c: CaseBuilder, name: Name, { weights, m, v }: State, gradient: number[], t: number, of: Settings) {
  return c.call(name, weights, gradient, m, v, t, of.rate, of.beta1, of.beta2, of.epsilon, of.decay);
}

/** Asks for the last of the steps that these gradients make. */
function lastStep(c: CaseBuilder, name: Name, start: number[], gradients: number[][], settings = usual): void {
  const all = states(name, start, gradients, settings);
  const t = gradients.length;
  ask(c, name, all[t - 1], gradients[t - 1], t, settings).returnsAll({ ...all[t] });
}

function both(c: CaseBuilder, start: number[], gradients: number[][], settings = usual): void {
  lastStep(c, "adamw_step", start, gradients, settings);
  lastStep(c, "adam_l2_step", start, gradients, settings);
}

const run = (dice: Dice, steps: number, length: number) =>
  Array.from({ length: steps }, () => dice.vector(length, -1, 1, 2));

/** Fits a line with the engine and expects the same of the harness. */
function trained(c: CaseBuilder, dice: Dice, name: Name): void {
  const [x, targets, start] = [dice.matrix(6, 3, -2, 2), dice.vector(6, -1, 1), dice.vector(3, -2, 2)];
  const [steps, settings] = [12, { ...usual, decay: 0.5 }];
  const weights = tensor(start, { requiresGrad: true });
  const optimizer = optimizerOf(name, weights, settings);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = mse(tensor(x).mul(weights).sum(1), tensor(targets));
    losses.push(loss.itemSync());
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
  c.call("harness.train", x, targets, start, name, settings.rate, settings.decay, steps).returnsAll({
    losses,
    weights,
    ...momentsOf(optimizer, weights),
  });
}

const two = [
  [0.5, -0.3],
  [-0.2, -0.4],
];

export const adamwStep = challenge({
  slug: "adamw-step",
  area: "optimizers",
  defines: ["adamw_step", "adam_l2_step"],
  cases: [
    visible("AdamW, the first step", (c) => lastStep(c, "adamw_step", [1, -2, 0.5], [[0.5, -0.3, 2]])),
    visible("AdamW, the second step", (c) => lastStep(c, "adamw_step", [1, -2], two)),
    visible("L2 in the gradient, the first step", (c) => lastStep(c, "adam_l2_step", [1, -2, 0.5], [[0.5, -0.3, 2]])),
    visible("L2 in the gradient, the second step", (c) => lastStep(c, "adam_l2_step", [1, -2], two)),
    hidden("random gradients", (c, dice) => both(c, dice.vector(4, -2, 2), run(dice, dice.integer(2, 6), 4))),
    hidden("a single weight", (c, dice) => both(c, dice.vector(1, -2, 2), run(dice, 3, 1))),
    hidden("a decay of zero is Adam", (c, dice) =>
      both(c, dice.vector(3, -2, 2), run(dice, 3, 3), { ...usual, decay: 0 }),
    ),
    hidden("other rates and decays", (c, dice) =>
      both(c, dice.vector(3, -2, 2), run(dice, 3, 3), {
        rate: dice.decimal(0.01, 0.3, 2),
        beta1: dice.decimal(0.5, 0.8, 2),
        beta2: dice.decimal(0.85, 0.95, 2),
        epsilon: 1e-8,
        decay: dice.decimal(0.2, 0.9, 2),
      }),
    ),
    hidden("no gradient from the loss", (c, dice) => {
      const [weights, zero] = [tensor(dice.vector(3, -2, 2)), tensor([0, 0, 0])];
      const { rate, beta1, beta2, decay } = usual;
      const before = { weights, m: zero, v: zero };
      ask(c, "adamw_step", before, [0, 0, 0], 1, usual).returnsAll({
        weights: weights.mul(1 - rate * decay),
        m: zero,
        v: zero,
      });
      // The whole length of a step, whatever the decay.
      ask(c, "adam_l2_step", before, [0, 0, 0], 1, { ...usual, epsilon: 1e-14 }).returnsAll({
        weights: weights.sub(weights.div(weights.abs()).mul(rate)),
        m: weights.mul(decay * (1 - beta1)),
        v: weights
          .mul(decay)
          .square()
          .mul(1 - beta2),
      });
    }),
    hidden("a large weight with small gradients", (c, dice) =>
      both(
        c,
        dice.vector(2, 50, 90),
        run(dice, 3, 2).map((gradient) => gradient.map((g) => g * 1e-3)),
      ),
    ),
    hidden("gradients as small as epsilon", (c, dice) => {
      const tiny = dice.vector(3, 1, 5).map((x) => x * 1e-8);
      both(c, dice.vector(3, -2, 2), [tiny, tiny], { ...usual, decay: 1e-8 });
    }),
    hidden("the thousandth step", (c, dice) => both(c, dice.vector(2, -2, 2), run(dice, 1000, 2))),
    hidden("used: a line fitted by AdamW", (c, dice) => trained(c, dice, "adamw_step")),
    hidden("used: a line fitted by Adam with an L2 penalty", (c, dice) => trained(c, dice, "adam_l2_step")),
  ],
  mutants: [
    {
      id: "coupled-for-decoupled",
      says: "when AdamW's decay is added to the gradient, which is the L2 penalty",
      python: [
        "    step, m, v = _adam(gradient, m, v, t, rate, beta1, beta2, epsilon)\n    return weights - rate * decay * weights - step, m, v",
        "    step, m, v = _adam(gradient + decay * weights, m, v, t, rate, beta1, beta2, epsilon)\n    return weights - step, m, v",
      ],
      typescript: [
        "  const [step, newM, newV] = adam(gradient, m, v, t, rate, beta1, beta2, epsilon);\n  return [weights.map((w, i) => w - rate * decay * w - step[i]), newM, newV];",
        "  const coupled = gradient.map((g, i) => g + decay * weights[i]);\n  const [step, newM, newV] = adam(coupled, m, v, t, rate, beta1, beta2, epsilon);\n  return [weights.map((w, i) => w - step[i]), newM, newV];",
      ],
      killedBy: "AdamW, the first step",
      misconception: "l2-is-weight-decay",
    },
    {
      id: "decoupled-for-coupled",
      says: "when the L2 penalty bypasses the moments, which is AdamW",
      python: [
        "    penalised = gradient + decay * weights\n    step, m, v = _adam(penalised, m, v, t, rate, beta1, beta2, epsilon)\n    return weights - step, m, v",
        "    step, m, v = _adam(gradient, m, v, t, rate, beta1, beta2, epsilon)\n    return weights * (1 - rate * decay) - step, m, v",
      ],
      typescript: [
        "  const penalised = gradient.map((g, i) => g + decay * weights[i]);\n  const [step, newM, newV] = adam(penalised, m, v, t, rate, beta1, beta2, epsilon);\n  return [weights.map((w, i) => w - step[i]), newM, newV];",
        "  const [step, newM, newV] = adam(gradient, m, v, t, rate, beta1, beta2, epsilon);\n  return [weights.map((w, i) => w * (1 - rate * decay) - step[i]), newM, newV];",
      ],
      killedBy: "L2 in the gradient, the first step",
      misconception: "pytorch-adam-is-adamw",
    },
    {
      id: "decay-without-rate",
      says: "when AdamW's decay isn't multiplied by the learning rate",
      python: ["weights - rate * decay * weights - step", "weights - decay * weights - step"],
      typescript: ["w - rate * decay * w - step[i]", "w - decay * w - step[i]"],
      killedBy: "AdamW, the first step",
      misconception: "decay-without-learning-rate",
    },
    {
      id: "decay-divided-by-root",
      says: "when AdamW's decay is divided by the root of the second moment",
      python: [
        "    return weights - rate * decay * weights - step, m, v",
        "    root = np.sqrt(v / (1 - beta2**t)) + epsilon\n    return weights - rate * decay * weights / root - step, m, v",
      ],
      typescript: [
        "  return [weights.map((w, i) => w - rate * decay * w - step[i]), newM, newV];",
        "  const root = newV.map((x) => Math.sqrt(x / (1 - beta2 ** t)) + epsilon);\n  return [weights.map((w, i) => w - (rate * decay * w) / root[i] - step[i]), newM, newV];",
      ],
      killedBy: "AdamW, the first step",
      misconception: "decay-divided-by-root",
    },
    {
      id: "decay-after-the-step",
      says: "when AdamW decays the weights that have already made the step",
      python: ["weights - rate * decay * weights - step", "(weights - step) * (1 - rate * decay)"],
      typescript: ["w - rate * decay * w - step[i]", "(w - step[i]) * (1 - rate * decay)"],
      killedBy: "AdamW, the first step",
    },
    {
      id: "decay-away-from-zero",
      says: "when AdamW's decay is added to the weights",
      python: ["weights - rate * decay * weights - step", "weights + rate * decay * weights - step"],
      typescript: ["w - rate * decay * w - step[i]", "w + rate * decay * w - step[i]"],
      killedBy: "AdamW, the first step",
      misconception: "decay-away-from-zero",
    },
    {
      id: "penalty-doubled",
      says: "with 2λw as the gradient of the penalty",
      python: ["gradient + decay * weights", "gradient + 2 * decay * weights"],
      typescript: ["g + decay * weights[i]", "g + 2 * decay * weights[i]"],
      killedBy: "L2 in the gradient, the second step",
    },
    {
      id: "no-bias-correction",
      says: "without bias correction",
      python: ["    m_hat = m / (1 - beta1**t)\n    v_hat = v / (1 - beta2**t)", "    m_hat = m\n    v_hat = v"],
      typescript: [
        "    const mHat = newM[i] / (1 - beta1 ** t);\n    const vHat = newV[i] / (1 - beta2 ** t);",
        "    const mHat = newM[i];\n    const vHat = newV[i];",
      ],
      killedBy: "AdamW, the first step",
      misconception: "no-bias-correction",
    },
  ],
});

import { optim, type Tensor, tensor } from "#engine/index.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Settings {
  rate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}

const usual: Settings = { rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

interface State {
  weights: Tensor;
  m: Tensor;
  v: Tensor;
}

/** The engine's Adam on given gradients; the state before the first step and after each. */
function states(start: number[], gradients: number[][], { rate, beta1, beta2, epsilon }: Settings): State[] {
  const weights = tensor(start, { requiresGrad: true });
  const adam = optim.adam([weights], { lr: rate, betas: [beta1, beta2], eps: epsilon });
  const zero = tensor(start.map(() => 0));
  const all: State[] = [{ weights: tensor(start), m: zero, v: zero }];
  for (const gradient of gradients) {
    adam.zeroGrad();
    weights.mul(tensor(gradient)).sum().backward();
    adam.step();
    const state = adam.state(weights);
    if (!state) throw new Error("the engine's Adam has no state");
    all.push({ weights: tensor(weights.arraySync()), m: state.m, v: state.v });
  }
  return all;
}

/** Asks for the last of the steps that these gradients make. */
function lastStep(c: CaseBuilder, start: number[], gradients: number[][], settings: Settings = usual): void {
  const all = states(start, gradients, settings);
  const t = gradients.length;
  const { weights, m, v } = all[t - 1];
  const { rate, beta1, beta2, epsilon } = settings;
  c.call("adam_step", weights, gradients[t - 1], m, v, t, rate, beta1, beta2, epsilon).returnsAll({ ...all[t] });
}

const run = (dice: Dice, steps: number, length: number) =>
  Array.from({ length: steps }, () => dice.vector(length, -1, 1, 2));

export const adamStep = challenge({
  slug: "adam-step",
  area: "optimizers",
  defines: ["adam_step"],
  cases: [
    visible("the first step", (c) => lastStep(c, [1, -1, 0.5], [[0.5, -0.3, 2]])),
    visible("the second step", (c) =>
      lastStep(
        c,
        [1, -1],
        [
          [0.5, -0.3],
          [-0.2, -0.4],
        ],
      ),
    ),
    visible("the tenth step", (c, dice) => lastStep(c, dice.vector(3, -1, 1), run(dice, 10, 3))),
    hidden("random gradients", (c, dice) => lastStep(c, dice.vector(4, -1, 1), run(dice, dice.integer(2, 6), 4))),
    hidden("a single weight", (c, dice) => lastStep(c, dice.vector(1, -1, 1), run(dice, 3, 1))),
    hidden("other decay rates", (c, dice) =>
      lastStep(c, dice.vector(3, -1, 1), run(dice, 3, 3), {
        rate: dice.decimal(0.01, 0.2, 2),
        beta1: dice.decimal(0.5, 0.8, 2),
        beta2: dice.decimal(0.85, 0.95, 2),
        epsilon: 1e-8,
      }),
    ),
    hidden("gradients of zero", (c, dice) => lastStep(c, dice.vector(3, -1, 1), [[0, 0, 0]])),
    hidden("gradients as small as epsilon", (c, dice) => {
      const tiny = dice.vector(3, 1, 5).map((x) => x * 1e-8);
      lastStep(c, dice.vector(3, -1, 1), [tiny, tiny]);
    }),
    hidden("a large epsilon", (c, dice) =>
      lastStep(c, dice.vector(3, -1, 1), run(dice, 2, 3), { ...usual, epsilon: 0.1 }),
    ),
    hidden("huge gradients", (c, dice) =>
      lastStep(
        c,
        dice.vector(3, -1, 1),
        run(dice, 3, 3).map((gradient) => gradient.map((g) => g * 1e6)),
      ),
    ),
    hidden("the thousandth step", (c, dice) => lastStep(c, dice.vector(2, -1, 1), run(dice, 1000, 2))),
    hidden("the first step has the length of the rate", (c, dice) => {
      const gradient = dice.vector(4, -900, 900, 0);
      const zero = [0, 0, 0, 0];
      const weights = dice.vector(4, -1, 1);
      const { rate, beta1, beta2, epsilon } = usual;
      const call = c.call("adam_step", weights, gradient, zero, zero, 1, rate, beta1, beta2, epsilon);
      const [before, after] = states(weights, [gradient], usual);
      call.returnsAll({
        weights: before.weights.sub(tensor(gradient.map((g) => rate * Math.sign(g)))),
        m: after.m,
        v: after.v,
      });
    }),
    hidden("used: a quadratic bowl descended", (c, dice) => {
      const [start, curvatures] = [dice.vector(3, -1, 1), dice.vector(3, 0.5, 5)];
      const steps = 25;
      const weights = tensor(start, { requiresGrad: true });
      const adam = optim.adam([weights], { lr: 0.1 });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const loss = weights.square().mul(tensor(curvatures)).sum().mul(0.5);
        losses.push(loss.itemSync());
        adam.zeroGrad();
        loss.backward();
        adam.step();
      }
      const state = adam.state(weights);
      if (!state) throw new Error("the engine's Adam has no state");
      c.call("harness.descend", start, curvatures, 0.1, steps).returnsAll({
        losses,
        weights,
        m: state.m,
        v: state.v,
      });
    }),
  ],
  mutants: [
    {
      id: "no-bias-correction",
      says: "without bias correction",
      python: ["    m_hat = m / (1 - beta1**t)\n    v_hat = v / (1 - beta2**t)", "    m_hat = m\n    v_hat = v"],
      typescript: [
        "    const mHat = newM[i] / (1 - beta1 ** t);\n    const vHat = newV[i] / (1 - beta2 ** t);",
        "    const mHat = newM[i];\n    const vHat = newV[i];",
      ],
      killedBy: "the first step",
      misconception: "no-bias-correction",
    },
    {
      id: "correction-multiplied",
      says: "with the moments multiplied by 1 − βᵗ in place of divided",
      python: [
        "    m_hat = m / (1 - beta1**t)\n    v_hat = v / (1 - beta2**t)",
        "    m_hat = m * (1 - beta1**t)\n    v_hat = v * (1 - beta2**t)",
      ],
      typescript: [
        "    const mHat = newM[i] / (1 - beta1 ** t);\n    const vHat = newV[i] / (1 - beta2 ** t);",
        "    const mHat = newM[i] * (1 - beta1 ** t);\n    const vHat = newV[i] * (1 - beta2 ** t);",
      ],
      killedBy: "the first step",
    },
    {
      id: "step-counted-from-zero",
      says: "with the exponent counting one step too few",
      python: [
        "    m_hat = m / (1 - beta1**t)\n    v_hat = v / (1 - beta2**t)",
        "    m_hat = m / (1 - beta1**(t - 1))\n    v_hat = v / (1 - beta2**(t - 1))",
      ],
      typescript: [
        "    const mHat = newM[i] / (1 - beta1 ** t);\n    const vHat = newV[i] / (1 - beta2 ** t);",
        "    const mHat = newM[i] / (1 - beta1 ** (t - 1));\n    const vHat = newV[i] / (1 - beta2 ** (t - 1));",
      ],
      killedBy: "the second step",
      misconception: "step-count-off-by-one",
    },
    {
      id: "no-root",
      says: "without the root of the second moment",
      python: ["(np.sqrt(v_hat) + epsilon)", "(v_hat + epsilon)"],
      typescript: ["(Math.sqrt(vHat) + epsilon)", "(vHat + epsilon)"],
      killedBy: "the first step",
      misconception: "adam-without-root",
    },
    {
      id: "epsilon-inside-root",
      says: "with epsilon under the root",
      python: ["(np.sqrt(v_hat) + epsilon)", "np.sqrt(v_hat + epsilon)"],
      typescript: ["(Math.sqrt(vHat) + epsilon)", "Math.sqrt(vHat + epsilon)"],
      killedBy: "gradients as small as epsilon",
      misconception: "epsilon-inside-root",
    },
    {
      id: "corrected-moments-returned",
      says: "when the corrected moments are handed on, to be corrected a second time",
      python: ["return weights - step, m, v", "return weights - step, m_hat, v_hat"],
      typescript: [
        "return [newWeights, newM, newV];",
        "return [newWeights, newM.map((x) => x / (1 - beta1 ** t)), newV.map((x) => x / (1 - beta2 ** t))];",
      ],
      killedBy: "the first step",
    },
    {
      id: "moments-in-place",
      says: "when the moments given are overwritten",
      python: ["    m = beta1 * m + (1 - beta1) * gradient\n", "    m *= beta1\n    m += (1 - beta1) * gradient\n"],
      typescript: [
        "const newM = gradient.map((g, i) => beta1 * m[i] + (1 - beta1) * g);",
        "const newM = gradient.map((g, i) => (m[i] = beta1 * m[i] + (1 - beta1) * g));",
      ],
      killedBy: "the first step",
    },
  ],
});

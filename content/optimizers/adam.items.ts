import { assign, optim, type Tensor, tensor } from "#engine/index.ts";
import { showNumber, significant, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const beta1 = 0.9;
const beta2 = 0.999;

/** The averages that real steps with these gradients leave behind, without the float noise past 12 digits. */
function momentsAfter(gradients: number[]): { m: number; v: number } {
  let m = 0;
  let v = 0;
  for (const g of gradients) {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g ** 2;
  }
  return { m: significant(m, 12), v: significant(v, 12) };
}

export const adamStep = program({
  id: "adam-step",
  concept: "adam",
  version: 1,
  title: "one step by hand",
  draw: (dice) => {
    // Two gradients at most, so that the averages shown are exact and short.
    const past = dice.vector(dice.integer(1, 2), -1, 1);
    const { m, v } = momentsAfter(past);
    return {
      past,
      t: past.length + 1,
      lr: dice.choose([0.01, 0.05, 0.1]),
      wPrev: dice.nonzero(-1, 1, 1),
      mPrev: m,
      vPrev: v,
      g: dice.nonzero(-1, 1, 1),
    };
  },
  prompt: (p) => `Step $t = ${p.t}$ of Adam is taken on a single weight. Before it:

$$w = ${p.wPrev} \\qquad m_{${p.t - 1}} = ${texNumber(p.mPrev, 9)} \\qquad v_{${p.t - 1}} = ${texNumber(p.vPrev, 9)} \\qquad g_{${p.t}} = ${p.g}$$

With $\\eta = ${p.lr},\\ \\beta_1 = 0.9,\\ \\beta_2 = 0.999$ and $\\epsilon \\to 0$, what is the weight after the step?`,
  labels: {
    m: (p) => `m_{${p.t}}`,
    v: (p) => `v_{${p.t}}`,
    mHat: (p) => `\\hat m_{${p.t}}`,
    vHat: (p) => `\\hat v_{${p.t}}`,
    step: String.raw`\text{step}`,
  },
  givens: { past: false, t: { whole: true, least: 2 }, vPrev: { least: 0 }, g: "g_t" },
})
  .step("m", String.raw`m = \beta_1 m + (1-\beta_1)\, g`, (s) => beta1 * s.mPrev + (1 - beta1) * s.g)
  .step(
    "mHat",
    (s) => String.raw`\hat m = m / (1 - \beta_1^{${s.t}})`,
    (s) => s.m / (1 - beta1 ** s.t),
  )
  .step("v", String.raw`v = \beta_2 v + (1-\beta_2)\, g^2`, (s) => beta2 * s.vPrev + (1 - beta2) * s.g ** 2)
  .step(
    "vHat",
    (s) => String.raw`\hat v = v / (1 - \beta_2^{${s.t}})`,
    (s) => s.v / (1 - beta2 ** s.t),
  )
  .step("step", String.raw`\eta\, \hat m / \sqrt{\hat v}`, (s) => (s.lr * s.mHat) / Math.sqrt(s.vHat))
  .step("w", String.raw`w' = w - \text{step}`, (s) => s.wPrev - s.step)
  .asksNumber({
    step: "w",
    label: "w'",
    changeFrom: (s) => s.wPrev,
    engine: (p) => {
      const w = tensor([p.wPrev], { requiresGrad: true });
      const adam = optim.adam([w], { lr: p.lr, betas: [beta1, beta2], eps: 0 });
      for (const g of [...p.past, p.g]) {
        assign(w, tensor([p.wPrev]));
        adam.zeroGrad();
        w.mul(g).sum().backward();
        adam.step();
      }
      return w.sum();
    },
    malRules: {
      "no-bias-correction": {
        steps: { mHat: (s) => s.m, vHat: (s) => s.v },
        notes: { mHat: "you used $m$ itself", vHat: "you used $v$ itself" },
        says: (s, wrong) =>
          `Your number is the step **without bias correction**. Both averages start at zero; at $t = ${s.t}$ the second moment is still about ${Math.round(s.vHat / s.v)} times too small, so the uncorrected step is ${significant(wrong.step / s.step, 2)} times as long as it should be.`,
      },
      "step-count-off-by-one": {
        when: (s) => s.t > 1,
        steps: { mHat: (s) => s.m / (1 - beta1 ** (s.t - 1)), vHat: (s) => s.v / (1 - beta2 ** (s.t - 1)) },
        notes: { mHat: "corrected for one step too few", vHat: "corrected for one step too few" },
        says: (s) =>
          `You corrected with $t = ${s.t - 1}$. The gradient $g_{${s.t}}$ is already inside both averages, so the exponent is ${s.t}.`,
      },
      "adam-without-root": {
        steps: { step: (s) => (s.lr * s.mHat) / s.vHat },
        notes: { step: String.raw`divided by $\hat v$, not its root` },
        says: () =>
          String.raw`You divided by $\hat v$ itself. Its root has the unit of a gradient; only then does the unit cancel and the step stay near $\eta$.`,
      },
      "betas-swapped": {
        steps: {
          m: (s) => beta2 * s.mPrev + (1 - beta2) * s.g,
          mHat: (s) => s.m / (1 - beta2 ** s.t),
          v: (s) => beta1 * s.vPrev + (1 - beta1) * s.g ** 2,
          vHat: (s) => s.v / (1 - beta1 ** s.t),
        },
        notes: { m: String.raw`with $\beta_2$`, v: String.raw`with $\beta_1$` },
        says: () =>
          String.raw`You swapped the two decay rates: $\beta_1 = 0.9$ belongs to the gradient, $\beta_2 = 0.999$ to its square.`,
      },
      "ascent-for-descent": {
        steps: { w: (s) => s.wPrev + s.step },
        notes: { w: "added" },
        says: () => "You added the step. Descent subtracts it.",
      },
    },
    explain: (s) =>
      String.raw`The correction matters most early: at $t = ${s.t}$ it divides $m$ by ${significant(1 - beta1 ** s.t, 3)} and $v$ by ${significant(1 - beta2 ** s.t, 3)}.`,
  });

interface AnyOptimizer {
  step(): void;
  zeroGrad(): void;
}

const optimizers: Record<string, { adaptive: boolean; of: (w: Tensor) => AnyOptimizer }> = {
  "plain SGD": { adaptive: false, of: (w) => optim.sgd([w], { lr: 0.01 }) },
  "SGD with momentum 0.9": { adaptive: false, of: (w) => optim.sgd([w], { lr: 0.01, momentum: 0.9 }) },
  AdaGrad: { adaptive: true, of: (w) => optim.adagrad([w], { lr: 0.01, eps: 0 }) },
  RMSProp: { adaptive: true, of: (w) => optim.rmsprop([w], { lr: 0.01, eps: 0 }) },
  Adam: { adaptive: true, of: (w) => optim.adam([w], { lr: 0.01, eps: 0 }) },
};

/** How far an optimizer of the engine moves a weight from zero in three steps with these gradients. */
function moved(of: (w: Tensor) => AnyOptimizer, gradients: number[]): number {
  const w = tensor([0], { requiresGrad: true });
  const optimizer = of(w);
  for (const g of gradients) {
    optimizer.zeroGrad();
    w.mul(g).sum().backward();
    optimizer.step();
  }
  return w.sum().itemSync();
}

const scaling = Object.keys(optimizers).filter((name) => !optimizers[name].adaptive);
const dividing = Object.keys(optimizers).filter((name) => optimizers[name].adaptive);
const gradients = [0.5, 0.3, 0.4];

export const scaledGradients = program({
  id: "scaled-gradients",
  concept: "adam",
  version: 1,
  title: "when all gradients are scaled",
  draw: (dice) => ({
    optimizer: dice.choose(dice.choose([scaling, dividing])),
    scale: dice.choose([4, 9, 16, 25, 100, 10_000]),
    up: dice.choose([true, false]),
  }),
  prompt: (p) =>
    `A sequence of gradients is fed to ${p.optimizer}. Then the same sequence is fed to it again from a fresh start, with every gradient ${p.up ? "multiplied" : "divided"} by ${p.scale} and the same learning rate ($\\epsilon \\to 0$ where there is one). How do the steps change?`,
  givens: { scale: { symbol: String.raw`\text{factor}`, least: 1 } },
})
  .step("factor", String.raw`\text{factor on the gradients}`, (s) => (s.up ? s.scale : 1 / s.scale))
  .step("before", String.raw`\text{way moved by gradients } 0.5,\ 0.3,\ 0.4`, (s) =>
    moved(optimizers[s.optimizer].of, gradients),
  )
  .step("after", String.raw`\text{way moved by the scaled ones}`, (s) =>
    moved(
      optimizers[s.optimizer].of,
      gradients.map((g) => g * s.factor),
    ),
  )
  .step("ratio", String.raw`\text{after}/\text{before}`, (s) => significant(s.after / s.before, 9))
  .asksChoice({
    step: "ratio",
    show: (ratio) => {
      if (ratio === 1) return "they stay the same";
      return ratio > 1
        ? `they get ${showNumber(ratio)} times longer`
        : `they get ${showNumber(1 / ratio)} times shorter`;
    },
    malRules: {
      "adam-is-sgd": {
        when: (s) => optimizers[s.optimizer].adaptive,
        steps: { ratio: (s) => significant(s.factor, 9) },
        says: (s) =>
          `That holds for SGD. ${s.optimizer} divides each gradient by a measure of its usual size, which is scaled by the same factor.`,
      },
      "no-root-of-squares": {
        when: (s) => optimizers[s.optimizer].adaptive,
        steps: { ratio: (s) => significant(1 / s.factor, 9) },
        says: (s) =>
          `So it would be if ${s.optimizer} divided by squared gradients. It divides by the **root** of their sum or average, which scales like the gradient itself.`,
      },
      "scaling-under-a-root": {
        steps: { ratio: (s) => significant(Math.sqrt(s.factor), 9) },
        says: (s) =>
          optimizers[s.optimizer].adaptive
            ? "A root of the factor would remain only if the squares stood under a fourth root; the root of the squares cancels the factor whole."
            : `There is no root in ${s.optimizer}: the step is proportional to the gradients.`,
      },
      "sgd-is-scale-free": {
        when: (s) => !optimizers[s.optimizer].adaptive,
        steps: { ratio: () => 1 },
        says: (s) =>
          `That holds for adaptive methods such as Adam. Gradients enter ${s.optimizer} as they come, so its steps scale with them.`,
      },
      "inverse-scaling": {
        when: (s) => !optimizers[s.optimizer].adaptive,
        steps: { ratio: (s) => significant(1 / s.factor, 9) },
        says: (s) => `You turned the ratio round: the step of ${s.optimizer} is proportional to the gradients.`,
      },
    },
    explain: (s) =>
      optimizers[s.optimizer].adaptive
        ? `Numerator and divisor of ${s.optimizer}'s step are scaled alike, so the factor cancels.`
        : `There is no divisor in ${s.optimizer}: its step is the learning rate times ${s.optimizer === "plain SGD" ? "the gradient" : "a sum of gradients"}.`,
  });

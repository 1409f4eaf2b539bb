import { assign, optim, tensor } from "#engine/index.ts";
import { significant, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

export const adamwStep = program({
  id: "adamw-step",
  concept: "adamw",
  version: 1,
  title: "decay beside the step",
  draw: (dice) => {
    for (;;) {
      const root = dice.choose([0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.5, 2]);
      const drawn = {
        wPrev: dice.choose([-1, 1]) * dice.decimal(2, 6, 1),
        mHat: dice.choose([-1, 1]) * significant(root * dice.choose([0.2, 0.4, 0.5, 0.6, 0.8]), 3),
        vHat: significant(root ** 2, 4),
        lr: dice.choose([0.01, 0.02, 0.05]),
        decay: dice.choose([0.05, 0.1, 0.2]),
      };
      // A step and a decay that all but cancel would leave hardly anything to ask for.
      if (Math.abs(drawn.decay * drawn.wPrev + drawn.mHat / root) >= 0.1) return drawn;
    }
  },
  prompt: (
    p,
  ) => `AdamW (as in PyTorch, where the learning rate multiplies the decay) takes a step on a single weight. Its bias-corrected moments, already updated with the present gradient, are

$$\\hat m = ${p.mHat} \\qquad \\hat v = ${p.vHat}$$

With $w = ${p.wPrev}$, $\\eta = ${p.lr}$, weight decay $\\lambda = ${p.decay}$ and $\\epsilon \\to 0$, what is the weight after the step?`,
  labels: { shrink: String.raw`\text{decay}`, step: String.raw`\text{step}` },
  givens: { vHat: { least: 0 } },
})
  .step("shrink", String.raw`\eta \lambda\, w`, (s) => s.lr * s.decay * s.wPrev)
  .step("step", String.raw`\eta\, \hat m / \sqrt{\hat v}`, (s) => (s.lr * s.mHat) / Math.sqrt(s.vHat))
  .step("w", String.raw`w' = w - \eta\lambda\, w - \text{step}`, (s) => s.wPrev - s.shrink - s.step)
  .asksNumber({
    step: "w",
    label: "w'",
    changeFrom: (s) => s.wPrev,
    engine: (p) => {
      // Two real steps that end in the given moments: without a first average, m̂ is the second gradient and
      // v̂ = (β₂g₁² + g₂²)/(1 + β₂), which is solved for the first gradient.
      const beta2 = 0.999;
      const before = Math.sqrt(((1 + beta2) * p.vHat - p.mHat ** 2) / beta2);
      const w = tensor([p.wPrev], { requiresGrad: true });
      const adamw = optim.adamw([w], { lr: p.lr, betas: [0, beta2], eps: 0, weightDecay: p.decay });
      for (const g of [before, p.mHat]) {
        assign(w, tensor([p.wPrev]));
        adamw.zeroGrad();
        w.mul(g).sum().backward();
        adamw.step();
      }
      return w.sum();
    },
    malRules: {
      "decay-divided-by-root": {
        steps: { shrink: (s) => (s.lr * s.decay * s.wPrev) / Math.sqrt(s.vHat) },
        notes: { shrink: String.raw`divided by $\sqrt{\hat v}$` },
        says: (s) =>
          String.raw`You divided the decay by $\sqrt{\hat v} = ${texNumber(Math.sqrt(s.vHat), 4)}$ along with the gradient, as an L2 term in the numerator would be. AdamW keeps it outside: the decay is $${texNumber(s.shrink, 4)}$ whatever $\hat v$ is.`,
      },
      "decay-without-learning-rate": {
        steps: { shrink: (s) => s.decay * s.wPrev },
        notes: { shrink: String.raw`without $\eta$` },
        says: (s) =>
          String.raw`You subtracted $\lambda w = ${texNumber(s.decay * s.wPrev, 4)}$ in full, ${showShare(s.decay)} of the weight in one step. The rate multiplies it: $\eta\lambda w = ${texNumber(s.shrink, 4)}$.`,
      },
      "decay-forgotten": {
        steps: { shrink: () => 0 },
        notes: { shrink: "left out" },
        says: (s) =>
          String.raw`That is Adam's step alone. The decay $\eta\lambda w = ${texNumber(s.shrink, 4)}$ is missing.`,
      },
      "decay-away-from-zero": {
        steps: { shrink: (s) => -s.lr * s.decay * s.wPrev },
        notes: { shrink: "wrong sign" },
        says: (s) =>
          `You moved the weight away from zero by the decay. Decay makes $w = ${s.wPrev}$ smaller in size: it ${s.wPrev > 0 ? "lowers" : "raises"} it by $${texNumber(Math.abs(s.shrink), 4)}$.`,
      },
      "adam-without-root": {
        steps: { step: (s) => (s.lr * s.mHat) / s.vHat },
        notes: { step: String.raw`divided by $\hat v$, not its root` },
        says: (s) =>
          String.raw`You divided by $\hat v = ${s.vHat}$ itself. Its root, $${texNumber(Math.sqrt(s.vHat), 4)}$, has the unit of a gradient.`,
      },
    },
    explain: (s) =>
      String.raw`Two separate pulls: $${texNumber(s.step, 4)}$ from the gradients, $${texNumber(s.shrink, 4)}$ from the decay, both to be subtracted.`,
  });

function showShare(share: number): string {
  return `${significant(100 * share, 3)} %`;
}

import { assign, optim, type Tensor, tensor } from "#engine/index.ts";
import { significant, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

/** The weight after a step with the last gradient from `wPrev`, the gradients before having been real steps. */
function afterGradients(
  gradients: number[],
  wPrev: number,
  optimizerOf: (w: Tensor) => { step(): void; zeroGrad(): void },
): Tensor {
  const w = tensor([0], { requiresGrad: true });
  const optimizer = optimizerOf(w);
  for (const g of gradients) {
    assign(w, tensor([wPrev]));
    optimizer.zeroGrad();
    w.mul(g).sum().backward();
    optimizer.step();
  }
  return w.sum();
}

export const adagradStep = program({
  id: "adagrad-step",
  concept: "adaptive-rates",
  version: 1,
  title: "AdaGrad's third step",
  draw: (dice) => ({
    g1: dice.nonzero(-3, 3, 1, 0.4),
    g2: dice.nonzero(-3, 3, 1, 0.4),
    g3: dice.nonzero(-2, 2, 1, 0.2),
    lr: dice.choose([0.05, 0.1, 0.2]),
    wPrev: dice.nonzero(-1, 1, 1),
  }),
  prompt: (p) => `AdaGrad has seen the gradients $${p.g1}$ and $${p.g2}$ of a weight since training began and now gets

$$g_3 = ${p.g3} \\qquad w = ${p.wPrev} \\qquad \\eta = ${p.lr} \\qquad \\epsilon \\to 0$$

What is the weight after this third step?`,
  labels: { divisor: false, step: String.raw`\text{step}` },
})
  .step("s", "s_3 = g_1^2 + g_2^2 + g_3^2", (s) => s.g1 ** 2 + s.g2 ** 2 + s.g3 ** 2)
  .step("divisor", String.raw`\sqrt{s_3}`, (s) => Math.sqrt(s.s))
  .step("step", String.raw`\eta\, g_3 / \sqrt{s_3}`, (s) => (s.lr * s.g3) / s.divisor)
  .step("w", String.raw`w' = w - \text{step}`, (s) => s.wPrev - s.step)
  .asksNumber({
    step: "w",
    label: "w'",
    changeFrom: (s) => s.wPrev,
    engine: (p) => afterGradients([p.g1, p.g2, p.g3], p.wPrev, (w) => optim.adagrad([w], { lr: p.lr, eps: 0 })),
    malRules: {
      "adagrad-forgets": {
        steps: { s: (s) => (s.g1 ** 2 + s.g2 ** 2 + s.g3 ** 2) / 3 },
        notes: { s: "a mean" },
        says: (s, wrong) =>
          `You took the **mean** of the squares, $${texNumber(wrong.s, 4)}$. AdaGrad adds them up, $${texNumber(s.s, 4)}$, and never forgets one.`,
      },
      "accumulator-before-gradient": {
        steps: { s: (s) => s.g1 ** 2 + s.g2 ** 2 },
        notes: { s: "without $g_3$" },
        says: (s) =>
          `You divided by the root of the old sum. The present gradient's square, $${texNumber(s.g3 ** 2, 4)}$, is added first.`,
      },
      "no-root-of-squares": {
        steps: { divisor: (s) => s.s },
        notes: { divisor: "no root" },
        says: (s) =>
          `You divided by the sum $${texNumber(s.s, 4)}$ itself. Only its root, $${texNumber(s.divisor, 4)}$, has the unit of a gradient.`,
      },
      "sizes-for-squares": {
        steps: { divisor: (s) => Math.abs(s.g1) + Math.abs(s.g2) + Math.abs(s.g3) },
        notes: { divisor: "sum of the sizes" },
        says: (s, wrong) =>
          `You added up the sizes of the gradients, $${texNumber(wrong.divisor, 4)}$. The root of a sum of squares is smaller: $${texNumber(s.divisor, 4)}$.`,
      },
      "only-present-gradient": {
        steps: { s: (s) => s.g3 ** 2 },
        notes: { s: "$g_3$ alone" },
        says: (s) =>
          `You divided $g_3$ by its own size, which makes a full step of $${s.lr}$. The two gradients before count as well.`,
      },
      "ascent-for-descent": {
        steps: { w: (s) => s.wPrev + s.step },
        notes: { w: "added" },
        says: () => "You added the step. Descent subtracts it.",
      },
    },
    explain: (s) =>
      String.raw`With $s_3 = ${texNumber(s.s, 4)}$ the rate on this weight is $\eta/\sqrt{s_3} = ${texNumber(s.lr / s.divisor, 4)}$; it can only fall from here.`,
  });

export const rmspropStep = program({
  id: "rmsprop-step",
  concept: "adaptive-rates",
  version: 1,
  title: "RMSProp's second step",
  draw: (dice) => ({
    alpha: dice.choose([0.8, 0.9, 0.99]),
    g1: dice.nonzero(-3, 3, 1, 0.3),
    g2: dice.nonzero(-3, 3, 1, 0.3),
    lr: dice.choose([0.01, 0.02, 0.05]),
    w1: dice.nonzero(-1, 1, 1),
  }),
  prompt: (
    p,
  ) => `RMSProp with $\\alpha = ${p.alpha}$ starts from an average of zero (no bias correction, no momentum). Its first gradient was $g_1 = ${p.g1}$. Now

$$g_2 = ${p.g2} \\qquad w_1 = ${p.w1} \\qquad \\eta = ${p.lr} \\qquad \\epsilon \\to 0$$

What is the weight after this second step?`,
  labels: { step: String.raw`\text{step}` },
  givens: { alpha: { least: 0, most: 1 } },
})
  .step("v1", String.raw`v_1 = (1-\alpha)\, g_1^2`, (s) => (1 - s.alpha) * s.g1 ** 2)
  .step("v2", String.raw`v_2 = \alpha v_1 + (1-\alpha)\, g_2^2`, (s) => s.alpha * s.v1 + (1 - s.alpha) * s.g2 ** 2)
  .step("step", String.raw`\eta\, g_2 / \sqrt{v_2}`, (s) => (s.lr * s.g2) / Math.sqrt(s.v2))
  .step("w2", String.raw`w_2 = w_1 - \text{step}`, (s) => s.w1 - s.step)
  .asksNumber({
    step: "w2",
    label: "w_2",
    changeFrom: (s) => s.w1,
    engine: (p) => afterGradients([p.g1, p.g2], p.w1, (w) => optim.rmsprop([w], { lr: p.lr, alpha: p.alpha, eps: 0 })),
    malRules: {
      "rmsprop-corrects-bias": {
        steps: { step: (s) => (s.lr * s.g2) / Math.sqrt(s.v2 / (1 - s.alpha ** 2)) },
        notes: { step: "with bias correction" },
        says: (s) =>
          String.raw`You divided $v_2$ by $1-\alpha^2 = ${texNumber(significant(1 - s.alpha ** 2, 6))}$ first. That correction belongs to Adam; without it the early steps are longer.`,
      },
      "rmsprop-sums": {
        steps: { v1: (s) => s.g1 ** 2, v2: (s) => s.g1 ** 2 + s.g2 ** 2 },
        notes: { v1: "AdaGrad's sum", v2: "AdaGrad's sum" },
        says: (s) =>
          String.raw`You added up the squares, as AdaGrad does. RMSProp averages them with the weights $\alpha = ${s.alpha}$ and $1-\alpha$.`,
      },
      "decay-turned-round": {
        steps: { v1: (s) => s.alpha * s.g1 ** 2, v2: (s) => (1 - s.alpha) * s.v1 + s.alpha * s.g2 ** 2 },
        notes: { v1: String.raw`$\alpha$ on the gradient`, v2: String.raw`$\alpha$ on the gradient` },
        says: (s) =>
          String.raw`You gave the new square the weight $\alpha = ${s.alpha}$. $\alpha$ is what is kept of the old average; the new square gets $1-\alpha$.`,
      },
      "no-root-of-squares": {
        steps: { step: (s) => (s.lr * s.g2) / s.v2 },
        notes: { step: "no root" },
        says: (s) =>
          `You divided by the average $${texNumber(s.v2, 4)}$ itself. Its root, $${texNumber(Math.sqrt(s.v2), 4)}$, has the unit of a gradient.`,
      },
      "only-present-gradient": {
        steps: { v1: () => 0 },
        notes: { v1: "forgotten" },
        says: (s) =>
          String.raw`The first gradient is missing from your average: $\alpha v_1 = ${texNumber(s.alpha * s.v1, 4)}$ belongs to it.`,
      },
      "ascent-for-descent": {
        steps: { w2: (s) => s.w1 + s.step },
        notes: { w2: "added" },
        says: () => "You added the step. Descent subtracts it.",
      },
    },
    explain: (s) =>
      String.raw`Two squares with weights that add up to only $1-\alpha^2 = ${texNumber(significant(1 - s.alpha ** 2, 6))}$: the average is still too small, so steps are longer now than they will be later for gradients of this size.`,
  });

import { optim, tensor } from "#engine/index.ts";
import { significant, signed, tex, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

export const stepOnABatch = program({
  id: "step-on-a-batch",
  concept: "gradient-descent",
  version: 1,
  title: "one step on a batch of three",
  draw: (dice) => ({
    wPrev: dice.nonzero(-1, 2, 1),
    lr: dice.choose([0.01, 0.02, 0.05, 0.1]),
    x: [dice.choose([-3, -2, 2, 3]), dice.choose([-2, -1, 1, 2]), dice.choose([1, 2, 3, 4])],
    y: [dice.integer(-4, 4), dice.integer(-4, 4), dice.integer(-4, 4)],
  }),
  prompt: (
    p,
  ) => `The model $\\hat y = w x$ (one weight, no bias) is trained with the mean squared error $L = \\tfrac13 \\sum_i (\\hat y_i - y_i)^2$ on a batch of three examples:

$$x = ${tex(p.x)} \\qquad y = ${tex(p.y)}$$

One step of gradient descent is taken from $w = ${p.wPrev}$ with $\\eta = ${p.lr}$. What is the new weight?`,
})
  .step("errors", String.raw`e_i = w x_i - y_i`, (s) => tensor(s.x).mul(s.wPrev).sub(tensor(s.y)))
  .step(
    "gradient",
    String.raw`\frac{dL}{dw} = \tfrac23 \sum_i e_i\, x_i`,
    (s) => (2 * s.errors.mul(tensor(s.x)).sum().itemSync()) / 3,
  )
  .step("w", String.raw`w' = w - \eta\, \frac{dL}{dw}`, (s) => s.wPrev - s.lr * s.gradient)
  .asksNumber({
    step: "w",
    label: "w'",
    changeFrom: (s) => s.wPrev,
    engine: (p) => {
      const w = tensor([p.wPrev], { requiresGrad: true });
      tensor(p.x).mul(w).sub(tensor(p.y)).pow(2).mean().backward();
      optim.sgd([w], { lr: p.lr }).step();
      return w.sum();
    },
    malRules: {
      "sum-for-mean": {
        steps: { gradient: (s) => 2 * s.errors.mul(tensor(s.x)).sum().itemSync() },
        notes: { gradient: "the sum, not the mean" },
        says: (s, wrong) =>
          `Your step follows the **sum** over the batch, $${texNumber(wrong.gradient, 4)}$. The loss is a mean over three examples, so its gradient is a third of that, $${texNumber(s.gradient, 4)}$.`,
      },
      "missing-factor-two": {
        steps: { gradient: (s) => s.errors.mul(tensor(s.x)).sum().itemSync() / 3 },
        notes: { gradient: "without the 2" },
        says: (s) =>
          String.raw`The 2 of the square is missing: the derivative of $e^2$ is $2e$. Your step is half as long as that of the gradient $${texNumber(s.gradient, 4)}$. (It would be right for a loss defined with $\tfrac12$.)`,
      },
      "weight-gradient-without-input": {
        steps: { gradient: (s) => (2 * s.errors.sum().itemSync()) / 3 },
        notes: { gradient: "$x_i$ left out" },
        says: (s) =>
          `You averaged the errors alone. By the chain rule each error is multiplied by its own input, $x = ${tex(s.x)}$, since that is how strongly $w$ acts on $\\hat y_i$.`,
      },
      "ascent-for-descent": {
        steps: { w: (s) => s.wPrev + s.lr * s.gradient },
        notes: { w: "added" },
        says: (s) =>
          `You added the step. The gradient is $${texNumber(s.gradient, 4)}$, so $w$ has to ${s.gradient > 0 ? "fall" : "rise"} for the loss to fall.`,
      },
    },
    explain: (s) =>
      `The gradient is ${s.gradient > 0 ? "positive: a larger $w$ would raise the loss, so $w$ goes down" : "negative: a larger $w$ lowers the loss, so $w$ goes up"}.`,
  });

export const stepsInABowl = program({
  id: "steps-in-a-bowl",
  concept: "gradient-descent",
  version: 1,
  title: "three steps in a bowl",
  draw: (dice) => {
    const a = dice.choose([1, 2, 4, 5]);
    const minimum = dice.nonzero(-4, 4, 0);
    return {
      a,
      minimum,
      w0: minimum + dice.choose([-4, -3, -2, 2, 3, 4]),
      lr: significant(dice.choose([0.2, 0.4, 0.6, 1.2, 1.4, 1.6]) / (2 * a), 6),
    };
  },
  prompt: (p) => `Three steps of gradient descent are taken on

$$L(w) = ${p.a === 1 ? "" : p.a}\\,(w ${signed(-p.minimum)})^2$$

from $w_0 = ${p.w0}$ with $\\eta = ${p.lr}$. What is $w_3$?`,
  labels: { w1: "w_1" },
  givens: { a: String.raw`\text{factor of the square}`, minimum: String.raw`\text{minimum}` },
})
  .step(
    "w1",
    (s) => String.raw`L'(w) = ${2 * s.a}\,(w ${signed(-s.minimum)}):\quad w_1 = w_0 - \eta\, L'(w_0)`,
    (s) => s.w0 - s.lr * 2 * s.a * (s.w0 - s.minimum),
  )
  .step("w2", String.raw`w_2 = w_1 - \eta\, L'(w_1)`, (s) => s.w1 - s.lr * 2 * s.a * (s.w1 - s.minimum))
  .step("w3", String.raw`w_3 = w_2 - \eta\, L'(w_2)`, (s) => s.w2 - s.lr * 2 * s.a * (s.w2 - s.minimum))
  .asksNumber({
    step: "w3",
    label: "w_3",
    engine: (p) => {
      const w = tensor([p.w0], { requiresGrad: true });
      const sgd = optim.sgd([w], { lr: p.lr });
      for (let step = 0; step < 3; step++) {
        sgd.zeroGrad();
        w.sub(p.minimum).pow(2).mul(p.a).sum().backward();
        sgd.step();
      }
      return w.sum();
    },
    malRules: {
      "gradient-at-the-start": {
        steps: {
          w2: (s) => s.w1 - s.lr * 2 * s.a * (s.w0 - s.minimum),
          w3: (s) => s.w2 - s.lr * 2 * s.a * (s.w0 - s.minimum),
        },
        notes: { w2: "gradient of $w_0$", w3: "gradient of $w_0$" },
        says: (s) =>
          `You went on with the gradient of the start, $${texNumber(2 * s.a * (s.w0 - s.minimum), 4)}$. Every step takes the gradient where it starts; at $w_1 = ${texNumber(s.w1, 4)}$ it is $${texNumber(2 * s.a * (s.w1 - s.minimum), 4)}$.`,
      },
      "missing-factor-two": {
        steps: {
          w1: (s) => s.w0 - s.lr * s.a * (s.w0 - s.minimum),
          w2: (s) => s.w1 - s.lr * s.a * (s.w1 - s.minimum),
          w3: (s) => s.w2 - s.lr * s.a * (s.w2 - s.minimum),
        },
        notes: { w1: "without the 2" },
        says: (s) =>
          `The 2 of the square is missing: the slope is $${2 * s.a}\\,(w ${signed(-s.minimum)})$, so each step multiplies the distance to the minimum by $${texNumber(1 - 2 * s.a * s.lr, 4)}$, not by $${texNumber(1 - s.a * s.lr, 4)}$.`,
      },
      "minimum-taken-at-zero": {
        steps: {
          w1: (s) => s.w0 - s.lr * 2 * s.a * s.w0,
          w2: (s) => s.w1 - s.lr * 2 * s.a * s.w1,
          w3: (s) => s.w2 - s.lr * 2 * s.a * s.w2,
        },
        when: (s) => s.w0 !== 0,
        notes: { w1: "as if the minimum were at 0" },
        says: (s) =>
          `You multiplied $w$ itself by $${texNumber(1 - 2 * s.a * s.lr, 4)}$ each time. It is the distance to the minimum, $w ${signed(-s.minimum)}$, that is multiplied so.`,
      },
      "ascent-for-descent": {
        steps: {
          w1: (s) => s.w0 + s.lr * 2 * s.a * (s.w0 - s.minimum),
          w2: (s) => s.w1 + s.lr * 2 * s.a * (s.w1 - s.minimum),
          w3: (s) => s.w2 + s.lr * 2 * s.a * (s.w2 - s.minimum),
        },
        notes: { w1: "added" },
        says: (s) =>
          `You added the steps and climbed away from the minimum at ${s.minimum}. Descent subtracts $\\eta\\, L'(w)$.`,
      },
    },
    explain: (s) =>
      String.raw`In a bowl each step multiplies the distance to the minimum by $1 - \eta L'' = 1 - ${s.lr} \cdot ${2 * s.a} = ${texNumber(1 - 2 * s.a * s.lr, 4)}$. Three steps leave $${texNumber(significant((1 - 2 * s.a * s.lr) ** 3, 4))}$ of the distance $${s.w0 - s.minimum}$.`,
  });

const regimes = {
  oneSide: "it approaches the minimum from one side",
  arrives: "it is at the minimum after a single step",
  bothSides: "it approaches the minimum, changing sides",
  bounces: "it bounces between two points for ever",
  diverges: "it moves away, changing sides each time",
};

/** What descent does when each step multiplies the distance to the minimum by `factor`. */
function regimeOf(factor: number): string {
  const size = significant(Math.abs(factor), 9);
  if (size > 1) return regimes.diverges;
  if (size === 0) return regimes.arrives;
  if (factor > 0) return regimes.oneSide;
  return size === 1 ? regimes.bounces : regimes.bothSides;
}

export const regime = program({
  id: "regime",
  concept: "gradient-descent",
  version: 1,
  title: "what a learning rate does",
  draw: (dice) => {
    const a = dice.choose([1, 2, 4, 5, 8, 10, 20]);
    const rateTimesCurvature = dice.choose([0.4, 0.8, 1, 1.2, 1.6, 1.8, 2, 2.4, 3]);
    return { a, lr: significant(rateTimesCurvature / (2 * a), 9), w0: dice.choose([-3, -2, -1, 1, 2, 3]) };
  },
  prompt: (p) =>
    `Gradient descent runs on $L(w) = ${p.a === 1 ? "" : p.a}\\,w^2$ from $w_0 = ${p.w0}$ with $\\eta = ${texNumber(p.lr, 4)}$. What does $w$ do?`,
  givens: { a: { symbol: String.raw`\text{factor of } w^2`, least: 0.001 }, lr: { least: 0.000001 } },
  refuses: (p) => (p.w0 === 0 ? "At $w_0 = 0$ descent has arrived before it starts." : null),
})
  .step("curvature", "L''", (s) => 2 * s.a)
  .step("factor", String.raw`1 - \eta\, L''`, (s) => 1 - s.lr * s.curvature)
  .step("behaviour", String.raw`w_t = (1 - \eta\, L'')^t\, w_0`, (s) => regimeOf(s.factor))
  .asksChoice({
    step: "behaviour",
    show: (value) => value,
    also: () => Object.values(regimes),
    malRules: {
      "missing-factor-two": {
        steps: { curvature: (s) => s.a },
        says: (s) =>
          `That follows with the slope $${s.a === 1 ? "" : s.a}w$. The slope of $${s.a === 1 ? "" : s.a}w^2$ is $${2 * s.a}w$, so each step multiplies $w$ by $1 - ${texNumber(s.lr, 4)} \\cdot ${2 * s.a} = ${texNumber(s.factor, 4)}$.`,
      },
      "overshooting-diverges": {
        when: (s) => s.factor < 0 && s.factor > -1 + 1e-9,
        steps: { behaviour: () => regimes.diverges },
        says: (s) =>
          String.raw`The steps do overshoot, but each lands nearer than the last: the factor is $${texNumber(s.factor, 4)}$. Divergence begins only at $\eta L'' > 2$.`,
      },
      "small-rate-is-safe": {
        when: (s) => s.lr < 1 && s.factor < 1e-9,
        steps: { behaviour: () => regimes.oneSide },
        says: (s) =>
          String.raw`A rate below 1 says little by itself; what counts is $\eta L'' = ${texNumber(s.lr * s.curvature, 4)}$. The factor per step is $${texNumber(s.factor, 4)}$.`,
      },
    },
    explain: (s) =>
      String.raw`Each step multiplies $w$ by $1 - \eta L'' = 1 - ${texNumber(s.lr, 4)} \cdot ${s.curvature} = ${texNumber(s.factor, 4)}$.`,
  });

export const largestStableRate = program({
  id: "largest-stable-rate",
  concept: "gradient-descent",
  version: 1,
  title: "the largest stable rate",
  draw: (dice) => {
    const [a, b] = dice.sample([1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 50], 2);
    return { a, b };
  },
  prompt: (p) => `Gradient descent with a fixed learning rate $\\eta$ runs on

$$L(w_1, w_2) = ${p.a === 1 ? "" : p.a}\\,w_1^2 + ${p.b === 1 ? "" : p.b}\\,w_2^2$$

It converges to the minimum from every start exactly for $0 < \\eta < \\eta_{\\max}$. What is $\\eta_{\\max}$?`,
  givens: {
    a: { symbol: String.raw`\text{factor of } w_1^2`, least: 0.001 },
    b: { symbol: String.raw`\text{factor of } w_2^2`, least: 0.001 },
  },
})
  .step("curvature1", String.raw`\lambda_1 = \partial^2 L/\partial w_1^2`, (s) => 2 * s.a)
  .step("curvature2", String.raw`\lambda_2 = \partial^2 L/\partial w_2^2`, (s) => 2 * s.b)
  .step(
    "bound",
    String.raw`\eta_{\max} = 2/\max(\lambda_1, \lambda_2)`,
    (s) => 2 / Math.max(s.curvature1, s.curvature2),
  )
  .asksNumber({
    step: "bound",
    label: String.raw`\eta_{\max}`,
    engine: (p) => {
      const w = tensor([1, 1], { requiresGrad: true });
      w.pow(2)
        .mul(tensor([p.a, p.b]))
        .sum()
        .backward();
      return tensor(2).div((w.grad as NonNullable<typeof w.grad>).max());
    },
    malRules: {
      "missing-factor-two": {
        steps: { curvature1: (s) => s.a, curvature2: (s) => s.b },
        notes: { curvature1: "without the 2", curvature2: "without the 2" },
        says: (s) =>
          `You took ${s.a} and ${s.b} for the curvatures. The second derivatives of these squares are ${2 * s.a} and ${2 * s.b}.`,
      },
      "bound-one-over-curvature": {
        steps: { bound: (s) => 1 / Math.max(s.curvature1, s.curvature2) },
        notes: { bound: "1 in place of 2" },
        says: (s, wrong) =>
          String.raw`At $\eta = ${texNumber(wrong.bound, 4)}$ the steep direction arrives in one step (factor 0). Beyond it the steps overshoot but still converge, until the factor $1 - ${Math.max(s.curvature1, s.curvature2)}\,\eta$ reaches $-1$.`,
      },
      "smallest-curvature-bounds": {
        steps: { bound: (s) => 2 / Math.min(s.curvature1, s.curvature2) },
        notes: { bound: "the smaller curvature" },
        says: (s, wrong) =>
          String.raw`At $\eta = ${texNumber(wrong.bound, 4)}$ the steeper direction has the factor $1 - \eta \cdot ${Math.max(s.curvature1, s.curvature2)} = ${texNumber(1 - wrong.bound * Math.max(s.curvature1, s.curvature2), 4)}$ and diverges. The largest curvature sets the bound.`,
      },
      "best-rate-for-bound": {
        steps: { bound: (s) => 2 / (s.curvature1 + s.curvature2) },
        notes: { bound: "the sum of the curvatures" },
        says: (s) =>
          String.raw`$2/(\lambda_1 + \lambda_2)$ is the rate with the *fastest* convergence. Descent stays stable up to $2/${Math.max(s.curvature1, s.curvature2)}$.`,
      },
    },
    explain: (s) =>
      String.raw`Each direction has its own factor, $1 - ${s.curvature1}\,\eta$ and $1 - ${s.curvature2}\,\eta$; both must lie between $-1$ and 1, and the larger curvature reaches $-1$ first.`,
  });

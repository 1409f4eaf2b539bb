import { add, div, exp, log, max, mul, sigmoid, softmax, sub, sum, type Tensor, tensor } from "#engine/index.ts";
import { tex, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const shown = (x: number) => `$${texNumber(x, 4)}$`;
const row = (t: Tensor) => `$${tex(t.arraySync() as number[], 4)}$`;

export const temperature = program({
  id: "temperature",
  concept: "softmax",
  version: 1,
  title: "softmax at a temperature",
  draw: (dice) => {
    const T = dice.choose([0.5, 2, 4]);
    // A narrow range where the temperature sharpens, so that no probability needs more than four decimals.
    const steps = T < 1 ? [0, 1, 2, 3, 4] : [0, 1, 2, 3, 4, 5, 6, 7, 8];
    const base = dice.choose([-1, -0.5, 0.5, 1, 1.5]);
    return { z: dice.sample(steps, 3).map((step) => base + step / 2), T };
  },
  prompt: (p) => `A model's logits for three classes are

$$z = ${tex(p.z)}$$

What are the probabilities at temperature $T = ${p.T}$?`,
  labels: {
    scaled: String.raw`\text{logits, scaled}`,
    weights: String.raw`\exp(\text{scaled logit} - \text{the largest of them})`,
  },
  givens: { T: { least: 0.01 } },
})
  .step(
    "scaled",
    (s) => `z / ${s.T}`,
    (s) => div(tensor(s.z), s.T),
  )
  .step("weights", String.raw`e^{z_i/T - \max}`, (s) => exp(sub(s.scaled, max(s.scaled))))
  .step("p", String.raw`p_i = e_i / \textstyle\sum_j e_j`, (s) => div(s.weights, sum(s.weights)))
  .asksTensor({
    step: "p",
    label: "p",
    engine: (p) => softmax(div(tensor(p.z), p.T)),
    malRules: {
      "temperature-multiplied": {
        steps: { scaled: (s) => mul(tensor(s.z), s.T) },
        notes: { scaled: "multiplied by $T$" },
        says: (s) =>
          `You multiplied the logits by ${s.T}. They are divided by the temperature, so $T = ${s.T}$ makes the distribution ${s.T < 1 ? "sharper" : "flatter"}, not ${s.T < 1 ? "flatter" : "sharper"}.`,
      },
      "temperature-ignored": {
        steps: { scaled: (s) => tensor(s.z) },
        notes: { scaled: "taken as at $T = 1$" },
        says: (s) =>
          `These are the probabilities at $T = 1$. Softmax is invariant to shifts of the logits but not to scaling: dividing by ${s.T} changes every ratio.`,
      },
      "temperature-after-softmax": {
        steps: {
          scaled: (s) => tensor(s.z),
          p: (s) => div(div(s.weights, sum(s.weights)), s.T),
        },
        notes: { p: "divided by $T$ at the end" },
        says: (s) =>
          `You divided the finished probabilities by ${s.T}; they then sum to ${1 / s.T}, not 1. The temperature divides the logits, before the exponential.`,
      },
      "normalised-without-exp": {
        when: (s) => s.z.every((z) => z > 0),
        steps: { weights: (s) => s.scaled },
        notes: { weights: "without the exponential" },
        says: (s) =>
          `You divided the logits by their sum; the temperature then cancels altogether. Each logit goes through the exponential first, so that the odds of two classes depend on the difference: $e^{(z_i - z_j)/${s.T}}$.`,
      },
      "double-softmax": {
        steps: { p: (s) => softmax(div(s.weights, sum(s.weights))) },
        notes: { p: "softmax once more" },
        says: (_, wrong) =>
          `You applied softmax twice. The second time its input lies between 0 and 1, so the result ${row(wrong.p)} is too flat.`,
      },
    },
    explain: (s) =>
      s.T < 1
        ? `A temperature below 1 sharpens: at $T = 1$ the probabilities are ${row(softmax(tensor(s.z)))}.`
        : `A temperature above 1 flattens towards ⅓ each: at $T = 1$ the probabilities are ${row(softmax(tensor(s.z)))}.`,
  });

export const softmaxBackward = program({
  id: "softmax-backward",
  concept: "softmax",
  version: 1,
  title: "gradient at the logits",
  draw: (dice) => {
    for (;;) {
      const first = dice.integer(1, 8);
      const second = dice.integer(1, 9 - first);
      const tenths = [first, second, 10 - first - second];
      const g = dice.sample([-3, -2, -1, 1, 2, 3], 3);
      const mean = tenths.reduce((total, tenth, i) => total + tenth * g[i], 0) / 10;
      // Neither the mean nor an entry of the answer is 0.
      if (mean !== 0 && !g.includes(mean)) return { p: tenths.map((tenth) => tenth / 10), g };
    }
  },
  prompt: (
    p,
  ) => `A softmax gave the probabilities $p$ for three logits $z$, and from the loss comes the gradient with respect to these *probabilities* (rows of three):

$$p = ${tex(p.p)} \\qquad \\frac{\\partial L}{\\partial p} = ${tex(p.g)}$$

What is the gradient with respect to the logits, $\\partial L/\\partial z$?`,
  givens: { p: { least: 0, most: 1 }, g: String.raw`\partial L/\partial p` },
  refuses: (p) =>
    Math.abs(p.p.reduce((sum, x) => sum + x, 0) - 1) < 1e-6 ? null : "The probabilities have to add up to 1.",
})
  .step("mean", String.raw`p \cdot g = \textstyle\sum_j p_j\, g_j`, (s) => sum(mul(tensor(s.p), tensor(s.g))))
  .step("dz", String.raw`\partial L/\partial z_i = p_i\,(g_i - p \cdot g)`, (s) =>
    mul(tensor(s.p), sub(tensor(s.g), s.mean)),
  )
  .asksTensor({
    step: "dz",
    label: String.raw`\partial L/\partial z`,
    engine: (p) => {
      const z = tensor(log(tensor(p.p)).arraySync(), { requiresGrad: true });
      softmax(z).backward(tensor(p.g));
      return z.grad as Tensor;
    },
    malRules: {
      "softmax-diagonal-only": {
        steps: { dz: (s) => mul(mul(tensor(s.p), sub(1, tensor(s.p))), tensor(s.g)) },
        notes: { dz: "the Jacobian's diagonal alone" },
        says: (s) =>
          `You used $p_i(1-p_i)\\,g_i$, as for a sigmoid. Each logit moves all three probabilities: raising $z_1$ lowers $p_2$ at the rate $p_1 p_2 = ${texNumber(s.p[0] * s.p[1], 4)}$, for instance.`,
      },
      "softmax-mean-left-out": {
        steps: { dz: (s) => mul(tensor(s.p), tensor(s.g)) },
        notes: { dz: "$p_i g_i$, without the mean" },
        says: (s, wrong) =>
          `Your entries $p_i g_i$ sum to ${shown(wrong.dz.sum().itemSync())}. They must sum to 0, since a common shift of the logits changes nothing: subtract $p \\cdot g = ${texNumber(s.mean.itemSync(), 4)}$ from each $g_i$ first.`,
      },
      "softmax-off-diagonal-sign": {
        steps: {
          dz: (s) => {
            const p = tensor(s.p);
            const diagonal = mul(mul(p, sub(1, p)), tensor(s.g));
            const others = mul(p, sub(s.mean, mul(p, tensor(s.g))));
            return add(diagonal, others);
          },
        },
        notes: { dz: "off-diagonal terms with the wrong sign" },
        says: (s) =>
          `Your off-diagonal terms have the wrong sign. Raising one logit lowers the other probabilities: $\\partial p_1/\\partial z_2 = -p_1 p_2 = ${texNumber(-s.p[0] * s.p[1], 4)}$.`,
      },
      "missing-activation-derivative": {
        steps: { dz: (s) => tensor(s.g) },
        notes: { dz: "the upstream gradient itself" },
        says: () =>
          "You passed the upstream gradient on unchanged. It is the gradient with respect to $p$; on the way to $z$ it is multiplied by the Jacobian of softmax, $p_i(\\delta_{ij} - p_j)$.",
      },
      "softmax-centred-only": {
        steps: { dz: (s) => sub(tensor(s.g), s.mean) },
        notes: { dz: "without the factor $p_i$" },
        says: (s) =>
          `You subtracted the mean $p \\cdot g = ${texNumber(s.mean.itemSync(), 4)}$ but did not multiply by $p_i$. The gradient at a logit is weighted with its own probability.`,
      },
    },
    explain: () =>
      "The entries sum to 0, as shift invariance demands: moving along (1, 1, 1) does not change the probabilities.",
  });

export const raiseOneLogit = program({
  id: "raise-one-logit",
  concept: "softmax",
  version: 1,
  title: "one logit raised",
  draw: (dice) => ({
    p: dice.decimal(0.1, 0.6, 2),
    delta: dice.choose([-2, -1.5, -1, 0.5, 1, 1.5, 2]),
    K: dice.integer(4, 20),
  }),
  prompt: (
    p,
  ) => `Softmax over ${p.K} classes gives one class the probability ${p.p}. Its logit is then ${p.delta < 0 ? "lowered" : "raised"} by ${Math.abs(p.delta)}, and all other logits stay as they are.

What is its probability now?`,
  labels: { odds: String.raw`\text{odds before}`, newOdds: String.raw`\text{odds after}` },
  givens: {
    p: { least: 0.001, most: 0.999 },
    delta: { symbol: String.raw`\text{change of the logit}`, least: -30, most: 30 },
    K: { symbol: String.raw`\text{classes}`, whole: true, least: 2 },
  },
})
  .step("odds", "p / (1 - p)", (s) => s.p / (1 - s.p))
  .step(
    "newOdds",
    (s) => `\\text{odds} \\cdot e^{${s.delta}}`,
    (s) => s.odds * Math.exp(s.delta),
  )
  .step("q", String.raw`q = \text{odds} / (1 + \text{odds})`, (s) => s.newOdds / (1 + s.newOdds))
  .asksNumber({
    step: "q",
    label: "q",
    engine: (p) => {
      const rest = Array.from({ length: p.K - 1 }, () => (1 - p.p) / (p.K - 1));
      const z = log(tensor([p.p, ...rest]));
      return softmax(add(z, tensor([p.delta, ...rest.map(() => 0)])))
        .slice(0, 0, 1)
        .sum();
    },
    malRules: {
      "no-renormalisation": {
        steps: { q: (s) => s.p * Math.exp(s.delta) },
        notes: { q: "the share without dividing by the new sum" },
        says: (s, wrong) =>
          `You multiplied ${s.p} by $e^{${s.delta}}$ and got ${shown(wrong.q)}${wrong.q > 1 ? ", more than 1" : ""}. The denominator contains this class too and changes with it: it becomes $1 - ${s.p} + ${texNumber(s.p * Math.exp(s.delta), 4)}$ in place of 1.`,
      },
      "logit-change-linearised": {
        steps: { q: (s) => s.p + s.p * (1 - s.p) * s.delta },
        notes: { q: "the tangent instead of the curve" },
        says: (s, wrong) =>
          `You added $p(1-p) \\cdot ${s.delta < 0 ? `(${s.delta})` : s.delta} = ${texNumber(wrong.q - s.p, 4)}$. That is the slope at this point, good only for tiny changes; here the odds are multiplied by $e^{${s.delta}} = ${texNumber(Math.exp(s.delta), 4)}$.`,
      },
      "logit-by-class-count": {
        steps: {
          q: (s) => (s.p * Math.exp(s.delta)) / (s.p * Math.exp(s.delta) + (s.K - 1)),
        },
        notes: { q: "the other classes counted as 1 each" },
        says: (s) =>
          `You let each of the other ${s.K - 1} classes count as 1 in the denominator. Measured in the same unit they hold $1 - ${s.p}$ together, however many they are.`,
      },
      "probability-taken-as-logit": {
        steps: { q: (s) => sigmoid(tensor(s.p + s.delta)).itemSync() },
        notes: { q: "the change was added to the probability" },
        says: (s) =>
          `You added the change to the probability and took the sigmoid of it. The logit to which ${shown(s.delta)} is added is $\\ln\\frac{p}{1-p} = ${texNumber(Math.log(s.odds), 4)}$.`,
      },
    },
    explain: (s) =>
      `A change of a logit multiplies the odds: ${shown(s.odds)} times $e^{${s.delta}}$ is ${shown(s.newOdds)}. The number of other classes does not matter.`,
  });

import { grad, slice, bceWithLogits, crossEntropy, sigmoid, type Tensor, tensor } from "#engine/index.ts";
import { showNumber, signed, tex, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

function softmax(z: readonly number[]): number[] {
  const exps = z.map((x) => Math.exp(x));
  const sum = exps.reduce((a, b) => a + b, 0);
  return exps.map((x) => x / sum);
}

export const logitGradient = program({
  id: "logit-gradient",
  concept: "output-gradients",
  version: 1,
  title: "softmax cross-entropy by the logits",
  draw: (dice) => ({
    z: dice.vector(3, -2, 2),
    label: dice.integer(1, 3),
    batch: dice.choose([2, 4, 5, 8, 10]),
  }),
  prompt: (
    p,
  ) => `A classifier's loss is softmax cross-entropy, averaged over a batch of ${p.batch} examples. One of them has the logits

$$z = ${tex(p.z)}$$

and the true class ${p.label} (classes are counted from 1). What is the gradient of the batch's loss by these three logits?`,
  labels: { error: false },
  givens: {
    label: { symbol: String.raw`\text{true class}`, whole: true, most: 3 },
    batch: { symbol: String.raw`\text{batch}`, whole: true },
  },
})
  .step("p", String.raw`p = \operatorname{softmax}(z)`, (s) => tensor(softmax(s.z)))
  .step("y", String.raw`y = \text{one-hot target}`, (s) => tensor(s.z.map((_, k) => (k === s.label - 1 ? 1 : 0))))
  .step("error", String.raw`p - y`, (s) => s.p.sub(s.y))
  .step(
    "dz",
    (s) => String.raw`\partial L/\partial z = (p - y) / ${s.batch}`,
    (s) => s.error.div(s.batch),
  )
  .asksTensor({
    step: "dz",
    label: String.raw`\partial L/\partial z`,
    engine: (p) => {
      const others = Array.from({ length: p.batch - 1 }, () => [0, 0, 0]);
      const logits = tensor([p.z, ...others], { requiresGrad: true });
      const [gradient] = grad(crossEntropy(logits, [p.label - 1, ...others.map(() => 0)]), [logits]);
      return slice(gradient as Tensor, 0, 0, 1);
    },
    malRules: {
      "p-minus-y-turned-round": {
        steps: { error: (s) => s.y.sub(s.p) },
        notes: { error: "target minus prediction" },
        says: (s) =>
          `All signs are turned round: that is $y - p$. Raising the logit of the true class ${s.label} lowers the loss, so its gradient is negative.`,
      },
      "sum-for-mean": {
        steps: { dz: (s) => s.error },
        notes: { dz: "not divided by the batch size" },
        says: (s) =>
          `That is $p - y$, the gradient of this example's own loss. In the mean over ${s.batch} examples it counts one part in ${s.batch}.`,
      },
      "activation-derivative-again": {
        steps: { error: (s) => s.p.sub(s.y).mul(s.p).mul(s.p.neg().add(1)) },
        notes: { error: "multiplied by $p(1-p)$ again" },
        says: () =>
          "You multiplied by $p(1-p)$ once more. The softmax's derivative is already inside $p - y$; that is what makes the pair so short.",
      },
      "logit-gradient-is-p": {
        steps: { error: (s) => s.p },
        notes: { error: "the target was not subtracted" },
        says: (s) =>
          `You left the target out. Without $-1$ at class ${s.label} every logit would be pushed down, the right one too; the gradients of one example sum to 0.`,
      },
      "only-true-class-gets-gradient": {
        steps: { error: (s) => s.p.sub(1).mul(s.y) },
        notes: { error: "zero for the other classes" },
        says: () =>
          "You gave a gradient to the true class only. The other logits stand in the softmax's denominator: each gets its own probability, and is pushed down by it.",
      },
      "mean-over-entries": {
        steps: { dz: (s) => s.error.div(s.batch * 3) },
        notes: { dz: "divided by all entries" },
        says: (s) =>
          `You divided by all ${s.batch * 3} entries of the logits. Cross-entropy is one number per example, so its mean divides by the ${s.batch} examples.`,
      },
    },
    explain: (s) => `With $p - y$ the three entries sum to 0; the mean over the batch divides each by ${s.batch}.`,
  });

const sigma = (z: number) => 1 / (1 + Math.exp(-z));

export const sigmoidNeuron = program({
  id: "sigmoid-neuron",
  concept: "output-gradients",
  version: 1,
  title: "a sigmoid output under two losses",
  draw: (dice) => ({
    squared: dice.choose([0, 1]),
    x: dice.choose([-3, -2, -1.5, 0.5, 1.5, 2, 3]),
    w: dice.nonzero(-1, 1, 1, 0.2),
    b: dice.nonzero(-1, 1, 1),
    y: dice.choose([0, 1]),
  }),
  prompt: (
    p,
  ) => `A neuron with a sigmoid output, $p = \\sigma(w x + b)$, has $w = ${p.w},\\ x = ${p.x},\\ b = ${p.b}$. The target is $y = ${p.y}$ and the loss

$$${p.squared ? String.raw`L = \tfrac12 (p - y)^2` : String.raw`L = -\big[\,y \ln p + (1-y) \ln(1-p)\,\big]`}$$

What is $\\partial L/\\partial w$?`,
  labels: { slope: (p) => (p.squared ? String.raw`\sigma'(z)` : false), error: false },
  givens: { squared: false, y: { least: 0, most: 1 } },
})
  .step(
    "z",
    (s) => String.raw`z = w x + b = (${s.w})(${s.x}) ${signed(s.b)}`,
    (s) => s.w * s.x + s.b,
  )
  .step("p", String.raw`p = \sigma(z)`, (s) => sigma(s.z))
  .step("slope", String.raw`\sigma'(z) = p\,(1-p)`, (s) => s.p * (1 - s.p))
  .step("error", String.raw`p - y`, (s) => s.p - s.y)
  .step(
    "dz",
    (s) =>
      s.squared
        ? String.raw`\partial L/\partial z = (p - y)\, \sigma'(z)`
        : String.raw`\partial L/\partial z = p - y \quad (\sigma' \text{ cancels})`,
    (s) => (s.squared ? s.error * s.slope : s.error),
  )
  .step("dw", String.raw`\partial L/\partial w = x\; \partial L/\partial z`, (s) => s.dz * s.x)
  .asksNumber({
    step: "dw",
    label: String.raw`\frac{\partial L}{\partial w}`,
    engine: (p) => {
      const w = tensor([p.w], { requiresGrad: true });
      const z = w.mul(p.x).add(p.b);
      const error = sigmoid(z).sub(p.y);
      (p.squared ? error.mul(error).mul(0.5).sum() : bceWithLogits(z, tensor([p.y]))).backward();
      return w.grad?.sum() ?? 0;
    },
    malRules: {
      "missing-activation-derivative": {
        when: (s) => s.squared === 1,
        steps: { dz: (s) => s.error },
        notes: { dz: String.raw`without $\sigma'(z)$` },
        says: (s) =>
          String.raw`You left out $\sigma'(z) = ${showNumber(s.slope, 4)}$. It cancels for cross-entropy only; under squared error the sigmoid's derivative stays.`,
      },
      "activation-derivative-again": {
        when: (s) => s.squared === 0,
        steps: { dz: (s) => s.error * s.slope },
        notes: { dz: String.raw`multiplied by $\sigma'(z)$ again` },
        says: (s) =>
          String.raw`You multiplied $p - y$ by $\sigma'(z) = ${showNumber(s.slope, 4)}$. Under cross-entropy that factor has already cancelled against the $p(1-p)$ in the denominator of $\partial L/\partial p$.`,
      },
      "stopped-at-prediction": {
        when: (s) => s.squared === 0,
        steps: { dz: (s) => s.error / s.slope },
        notes: { dz: String.raw`this is $\partial L/\partial p$` },
        says: () =>
          String.raw`You took $\partial L/\partial p = (p-y)/\big(p(1-p)\big)$ for the gradient at $z$. The step through the sigmoid, a factor $p(1-p)$, is missing.`,
      },
      "derivative-at-wrong-side": {
        when: (s) => s.squared === 1,
        steps: { slope: (s) => sigma(s.p) * (1 - sigma(s.p)) },
        notes: { slope: String.raw`$\sigma'$ taken at $p$, not at $z$` },
        says: (s) =>
          String.raw`You evaluated $\sigma'$ at the output $p$. With $p = ${showNumber(s.p, 4)}$ at hand, $\sigma'(z)$ is simply $p(1-p) = ${showNumber(s.slope, 4)}$; the sigmoid isn't applied a second time.`,
      },
      "loss-factor-two": {
        when: (s) => s.squared === 1,
        steps: { dz: (s) => 2 * s.error * s.slope },
        notes: { dz: "with a factor 2" },
        says: () => String.raw`You kept a factor 2. The $\tfrac12$ in front of this loss cancels the 2 of the square.`,
      },
      "weight-gradient-without-input": {
        steps: { dw: (s) => s.dz },
        notes: { dw: "without the input" },
        says: (s) =>
          String.raw`That is $\partial L/\partial z$, which is also the bias's gradient. The weight is multiplied by $x = ${s.x}$, so its gradient carries that factor.`,
      },
      "p-minus-y-turned-round": {
        steps: { error: (s) => s.y - s.p },
        notes: { error: "turned round" },
        says: (s) =>
          `The sign is turned round: prediction minus target is $${texNumber(s.error, 4)}$, whatever the loss of the two.`,
      },
    },
    explain: (s) =>
      s.squared
        ? String.raw`Squared error keeps $\sigma'(z) = ${showNumber(s.slope, 4)}$ as a factor; with cross-entropy the gradient would be ${showNumber(1 / s.slope, 3)} times as large.`
        : String.raw`Under cross-entropy the sigmoid's derivative cancels, so $\partial L/\partial z = p - y$; squared error would leave only ${showNumber(100 * s.slope, 3)} % of it.`,
  });

import { bceWithLogits, faultyRules, optim, relu, type Tensor, tensor } from "#engine/index.ts";
import type { Dice } from "#lib/item/dice.ts";
import { showNumber, tex, texColumn, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const column = (values: readonly number[]) => values.map((x) => [x]);
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const sigma = (z: number) => 1 / (1 + Math.exp(-z));

/** A 2-2-1 network with the asked weight's unit active in four draws of five, the other one as it comes. */
function smallClassifier(dice: Dice) {
  const wantActive = dice.integer(1, 5) > 1;
  for (;;) {
    const p = {
      x: [dice.choose([-2, -1.5, -0.5, 0.5, 1.5, 2, 3]), dice.choose([-2, -1.5, -0.5, 0.5, 1.5, 2, 3])],
      W1: dice.matrix(2, 2, -1, 1),
      W2: dice.vector(2, -1, 1).map((w) => (Math.abs(w) < 0.3 ? 0.5 * Math.sign(w) : w)),
      y: dice.choose([0, 1]),
      lr: dice.choose([0.5, 1]),
      row: dice.integer(1, 2),
      col: dice.integer(1, 2),
    };
    const z1 = p.W1.map((w) => dot(w, p.x));
    const clear = z1.every((z) => Math.abs(z) >= 0.15) && z1.some((z) => z > 0);
    if (clear && z1[p.row - 1] > 0 === wantActive) return p;
  }
}

export const firstLayerWeight = program({
  id: "first-layer-weight",
  concept: "two-layer-backward",
  version: 1,
  title: "one first-layer weight after a step",
  draw: smallClassifier,
  prompt: (
    p,
  ) => `A network without biases, with column vectors, computes $h = \\operatorname{ReLU}(W_1 x)$ and $p = \\sigma(W_2 h)$, where

$$x = ${texColumn(p.x)} \\qquad W_1 = ${tex(p.W1)} \\qquad W_2 = ${tex([p.W2])}$$

The target is $y = ${p.y}$ and the loss is binary cross-entropy with natural logarithms. Plain SGD with $\\eta = ${p.lr}$ updates all weights. What is the entry of $W_1$ in row ${p.row}, column ${p.col} after the step (to hidden unit ${p.row} from input ${p.col})?`,
  labels: { w2: false },
  givens: {
    y: { least: 0, most: 1 },
    row: { symbol: String.raw`\text{row}`, whole: true, most: 2 },
    col: { symbol: String.raw`\text{column}`, whole: true, most: 2 },
  },
})
  .step("z1", String.raw`z_1 = W_1 x`, (s) => tensor(column(s.W1.map((w) => dot(w, s.x)))))
  .step("h", String.raw`h = \operatorname{ReLU}(z_1)`, (s) => tensor(column(s.W1.map((w) => Math.max(0, dot(w, s.x))))))
  .step("p", String.raw`p = \sigma(W_2 h)`, (s) => sigma(dot(s.W2, hidden(s))))
  .step("dz2", String.raw`dz_2 = p - y`, (s) => s.p - s.y)
  .step(
    "w2",
    (s) => String.raw`W_{2,${s.row}} \text{ of the forward pass}`,
    (s) => s.W2[s.row - 1],
  )
  .step(
    "dh",
    (s) => String.raw`dh_{${s.row}} = W_{2,${s.row}}\; dz_2`,
    (s) => s.w2 * s.dz2,
  )
  .step(
    "dz1",
    (s) => String.raw`dz_{1,${s.row}} = dh_{${s.row}} \cdot \mathbb 1[z_{1,${s.row}} > 0]`,
    (s) => (preActivation(s) > 0 ? s.dh : 0),
  )
  .step(
    "dw",
    (s) => String.raw`\partial L/\partial w = dz_{1,${s.row}} \cdot x_{${s.col}}`,
    (s) => s.dz1 * s.x[s.col - 1],
  )
  .step("w", String.raw`w' = w - \eta\; \partial L/\partial w`, (s) => s.W1[s.row - 1][s.col - 1] - s.lr * s.dw)
  .asksNumber({
    step: "w",
    label: "w'",
    changeFrom: (s) => s.W1[s.row - 1][s.col - 1],
    engine: (p) => {
      const W1 = tensor(p.W1, { requiresGrad: true });
      const W2 = tensor([p.W2], { requiresGrad: true });
      const logit = W2.matmul(relu(W1.matmul(tensor(column(p.x)))));
      bceWithLogits(logit, tensor([[p.y]])).backward();
      optim.sgd([W1, W2], { lr: p.lr }).step();
      return (W1.arraySync() as number[][])[p.row - 1][p.col - 1];
    },
    malRules: {
      "no-relu-gate": {
        when: (s) => preActivation(s) < 0,
        steps: { dz1: (s) => s.dh },
        notes: { dz1: "passed on, though the unit is inactive" },
        says: (s) =>
          `Unit ${s.row} has the pre-activation $${texNumber(preActivation(s), 4)}$: its ReLU is inactive and lets no gradient through, so the weight stays at $${texNumber(s.W1[s.row - 1][s.col - 1])}$.`,
      },
      "gate-by-gradient-sign": {
        when: (s) => preActivation(s) > 0 && s.dh < 0,
        steps: { dz1: () => 0 },
        notes: { dz1: "blocked because the gradient is negative" },
        says: (s) =>
          `You blocked the gradient $${texNumber(s.dh, 4)}$ because it is negative. The gate looks at the forward pass: the pre-activation is $${texNumber(preActivation(s), 4)} > 0$, so it passes.`,
      },
      "already-updated-weights": {
        when: (s) => preActivation(s) > 0,
        steps: { w2: (s) => s.W2[s.row - 1] - s.lr * s.dz2 * preActivation(s) },
        notes: { w2: "the value after the update" },
        says: (s, wrong) =>
          `You sent the gradient back through the updated second-layer weight $${texNumber(wrong.w2, 4)}$. All gradients belong to the weights of the forward pass, here $${texNumber(s.w2)}$; the updates come afterwards.`,
      },
      "activation-derivative-again": {
        when: (s) => preActivation(s) > 0,
        steps: { dz2: (s) => (s.p - s.y) * s.p * (1 - s.p) },
        notes: { dz2: "multiplied by $p(1-p)$ again" },
        says: (s) =>
          `You multiplied $p - y$ by $p(1-p) = ${showNumber(s.p * (1 - s.p), 4)}$. Under cross-entropy the sigmoid's derivative has already cancelled.`,
      },
      "weight-gradient-without-input": {
        when: (s) => preActivation(s) > 0,
        steps: { dw: (s) => s.dz1 },
        notes: { dw: "without the input" },
        says: (s) =>
          `You left out the input $x_{${s.col}} = ${texNumber(s.x[s.col - 1])}$, by which the weight is multiplied.`,
      },
      "ascent-for-descent": {
        when: (s) => preActivation(s) > 0,
        steps: { w: (s) => s.W1[s.row - 1][s.col - 1] + s.lr * s.dw },
        notes: { w: "added" },
        says: (s) => `You added $\\eta$ times the gradient $${texNumber(s.dw, 4)}$. Descent subtracts it.`,
      },
    },
    explain: (s) =>
      preActivation(s) > 0
        ? `One path leads from this weight to the loss: $(p - y) \\cdot W_{2,${s.row}} \\cdot x_{${s.col}}$, with the gate open.`
        : `Unit ${s.row} is inactive for this example, so none of the weights leading to it moves.`,
  });

function preActivation(s: { W1: number[][]; x: number[]; row: number }): number {
  return dot(s.W1[s.row - 1], s.x);
}

function hidden(s: { W1: number[][]; x: number[] }): number[] {
  return s.W1.map((w) => Math.max(0, dot(w, s.x)));
}

/** A 2-2-2 regression network with one hidden unit inactive in three draws of four. */
function smallRegressor(dice: Dice) {
  const inactive = dice.integer(1, 4) > 1 ? 1 : 0;
  const easy = [-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2];
  const matrix = () => [0, 1].map(() => [dice.choose(easy), dice.choose(easy)]);
  for (;;) {
    const p = {
      x: [dice.choose([-3, -2, -1, 1, 2, 3]), dice.choose([-3, -2, -1, 1, 2, 3])],
      W1: matrix(),
      W2: matrix(),
      t: [dice.integer(-3, 3), dice.integer(-3, 3)],
      lr: dice.choose([0.1, 0.2]),
    };
    const z1 = p.W1.map((w) => dot(w, p.x));
    const h = z1.map((z) => Math.max(0, z));
    const error = p.W2.map((w, i) => dot(w, h) - p.t[i]);
    if (
      z1.every((z) => z !== 0) &&
      z1.filter((z) => z < 0).length === inactive &&
      Math.max(...h) <= 5 &&
      error.every((e) => e !== 0) &&
      p.W2[0][1] !== p.W2[1][0]
    )
      return p;
  }
}

export const firstLayerGradient = program({
  id: "first-layer-gradient",
  concept: "two-layer-backward",
  version: 1,
  title: "the whole first-layer gradient",
  draw: smallRegressor,
  prompt: (
    p,
  ) => `A network without biases, with column vectors, computes $h = \\operatorname{ReLU}(W_1 x)$ and $\\hat y = W_2 h$ (no output activation), with the loss $L = \\tfrac12 \\lVert \\hat y - t \\rVert^2$ for one example:

$$x = ${texColumn(p.x)} \\qquad W_1 = ${tex(p.W1)} \\qquad W_2 = ${tex(p.W2)} \\qquad t = ${texColumn(p.t)}$$

One step of SGD with $\\eta = ${p.lr}$ is going to update both matrices. Which gradient $\\partial L/\\partial W_1$ does it use for the first?`,
})
  .step("z1", String.raw`z_1 = W_1 x`, (s) => tensor(column(s.W1.map((w) => dot(w, s.x)))))
  .step("h", String.raw`h = \operatorname{ReLU}(z_1)`, (s) => relu(s.z1))
  .step("yHat", String.raw`\hat y = W_2 h`, (s) => tensor(s.W2).matmul(s.h))
  .step("dy", String.raw`d\hat y = \hat y - t`, (s) => s.yHat.sub(tensor(column(s.t))))
  .step("dh", String.raw`dh = W_2^\top d\hat y`, (s) => tensor(s.W2).transpose().matmul(s.dy))
  .step("dz1", String.raw`dz_1 = dh \odot \mathbb 1[z_1 > 0]`, (s) => {
    const z1 = tensor(s.z1.arraySync(), { requiresGrad: true });
    relu(z1).backward(s.dh);
    return z1.grad ?? z1;
  })
  .step("dW1", String.raw`dW_1 = dz_1\, x^\top`, (s) => s.dz1.matmul(tensor([s.x])))
  .asksTensor({
    step: "dW1",
    label: String.raw`\frac{\partial L}{\partial W_1}`,
    engine: (p) => {
      const W1 = tensor(p.W1, { requiresGrad: true });
      const W2 = tensor(p.W2, { requiresGrad: true });
      const error = W2.matmul(relu(W1.matmul(tensor(column(p.x))))).sub(tensor(column(p.t)));
      error.mul(error).sum().mul(0.5).backward();
      return W1.grad ?? W1;
    },
    malRules: {
      "no-relu-gate": {
        when: (s) => entries(s.z1).some((z) => z < 0),
        faults: { relu: { backward: faultyRules.passGradientThrough } },
        notes: { dz1: "passed on for an inactive unit as well" },
        says: (s) => {
          const unit = entries(s.z1).findIndex((z) => z < 0) + 1;
          return `You let the gradient through hidden unit ${unit}, whose pre-activation is $${texNumber(entries(s.z1)[unit - 1])}$. An inactive ReLU has slope 0, so row ${unit} of $\\partial L/\\partial W_1$ is zero.`;
        },
      },
      "gate-by-gradient-sign": {
        when: (s) => {
          const dh = entries(s.dh);
          const open = dh.map((g) => g > 0);
          const active = entries(s.z1).map((z) => z > 0);
          return open.some((o, j) => o !== active[j] && dh[j] !== 0) && open.some((o, j) => !o && dh[j] !== 0);
        },
        faults: { relu: { backward: faultyRules.gateByUpstreamSign } },
        notes: { dz1: "gated by the sign of $dh$" },
        says: (s) =>
          `You gated by the sign of the arriving gradient, $dh = (${listed(s.dh)})$. What counts is the sign of the pre-activation in the forward pass, $z_1 = (${listed(s.z1)})$.`,
      },
      "transposed-weight": {
        steps: { dh: (s) => tensor(s.W2).matmul(s.dy) },
        notes: { dh: String.raw`$W_2\, d\hat y$` },
        says: (s, wrong) =>
          `You sent the error back through $W_2$ itself, which gives $(${listed(wrong.dh)})$. Hidden unit $j$ acts through **column** $j$ of $W_2$, so $dh = W_2^\\top d\\hat y = (${listed(s.dh)})$; as $W_2$ is square, the shapes didn't object.`,
      },
      "already-updated-weights": {
        steps: {
          dh: (s) => {
            const step = s.dy.matmul(s.h.detach().transpose()).mul(s.lr);
            return tensor(s.W2).sub(step).transpose().matmul(s.dy);
          },
        },
        notes: { dh: "with $W_2$ after its update" },
        says: (s, wrong) =>
          `You updated $W_2$ first and sent the error back through the new one: $(${listed(wrong.dh)})$ in place of $dh = (${listed(s.dh)})$. Both gradients belong to the weights of the forward pass; update when all of them are known.`,
      },
      "weight-gradient-transposed": {
        steps: { dW1: (s) => tensor(column(s.x)).matmul(s.dz1.transpose()) },
        notes: { dW1: String.raw`$x\, dz_1^\top$` },
        says: () =>
          String.raw`Your matrix is $x\, dz_1^\top$, the transpose. With $z_1 = W_1 x$ the rows of $W_1$ belong to hidden units: $dW_1 = dz_1\, x^\top$.`,
      },
      "p-minus-y-turned-round": {
        steps: { dy: (s) => tensor(column(s.t)).sub(s.yHat) },
        notes: { dy: "target minus prediction" },
        says: () => String.raw`All signs are turned round: the derivative of the loss by $\hat y$ is $\hat y - t$.`,
      },
    },
    explain: () =>
      String.raw`Error back through $W_2^\top$, gated by the sign of $z_1$, then the outer product with the input: row $j$ is $dz_{1,j}$ times $x^\top$.`,
  });

function entries(values: Tensor): number[] {
  return Array.from(values.valuesSync());
}

function listed(values: Tensor): string {
  return entries(values)
    .map((x) => texNumber(x, 4))
    .join(",\\ ");
}

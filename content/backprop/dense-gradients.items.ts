import { tensor } from "#engine/index.ts";
import type { Dice } from "#lib/item/dice.ts";
import { tex, texColumn } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

/** A matrix of halves and whole numbers, kind to a person. */
function easyMatrix(dice: Dice, rows: number, columns: number): number[][] {
  const easy = [-3, -2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 3];
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => dice.choose(easy)));
}

const lastOf = (rows: number[][]) => [rows[rows.length - 1]];

export const weightGradient = program({
  id: "weight-gradient",
  concept: "dense-gradients",
  version: 1,
  title: "the weight gradient of a batch",
  draw: (dice) => {
    const batch = dice.choose([2, 2, 3]);
    return { batch, x: easyMatrix(dice, batch, 2), dy: easyMatrix(dice, batch, 2) };
  },
  prompt: (
    p,
  ) => `A dense layer computes $Y = XW + b$, one example per row, with 2 inputs and 2 outputs. For a batch of ${p.batch} the input and the gradient of the loss by the output are

$$X = ${tex(p.x)} \\qquad dY = \\frac{\\partial L}{\\partial Y} = ${tex(p.dy)}$$

The loss is a mean over the batch, and $dY$ is the derivative of that mean. What is $\\partial L/\\partial W$ (rows: inputs, columns: outputs)?`,
  labels: { X: false, dY: false },
  givens: { batch: false, x: "X", dy: "dY" },
})
  .step("X", String.raw`X`, (s) => tensor(s.x))
  .step("dY", String.raw`dY`, (s) => tensor(s.dy))
  .step("dW", String.raw`dW = X^\top dY`, (s) => s.X.transpose().matmul(s.dY))
  .asksTensor({
    step: "dW",
    label: String.raw`\frac{\partial L}{\partial W}`,
    engine: (p) => {
      const w = tensor(
        [
          [0, 0],
          [0, 0],
        ],
        { requiresGrad: true },
      );
      tensor(p.x).matmul(w).backward(tensor(p.dy));
      return w.grad ?? w;
    },
    malRules: {
      "weight-gradient-transposed": {
        steps: { dW: (s) => s.dY.transpose().matmul(s.X) },
        notes: { dW: String.raw`$dY^\top X$` },
        says: () =>
          String.raw`Your matrix is $dY^\top X$, the transpose. With $Y = XW$ the rows of $W$ belong to inputs: entry (input, output) is the sum of that input times that output's gradient.`,
      },
      "input-not-transposed": {
        when: (s) => s.batch === 2,
        steps: { dW: (s) => s.X.matmul(s.dY) },
        notes: { dW: String.raw`$X\,dY$` },
        says: () =>
          String.raw`You computed $X\, dY$. That multiplies features of one example with gradients of another and fits only because the batch has as many examples as there are inputs; $X^\top dY$ sums over the examples.`,
      },
      "batch-mean-twice": {
        steps: { dW: (s) => s.X.transpose().matmul(s.dY).div(s.batch) },
        notes: { dW: "divided by the batch size again" },
        says: (s) =>
          `You divided by ${s.batch}. The factor of the mean is already inside $dY$; the layer itself sums over the batch.`,
      },
      "last-example-only": {
        misconception: "fan-out-overwritten",
        steps: {
          dW: (s) =>
            tensor(lastOf(s.x))
              .transpose()
              .matmul(tensor(lastOf(s.dy))),
        },
        notes: { dW: "the last example alone" },
        says: (s) =>
          `That is the last example's share. The weights act on each of the ${s.batch} examples, and the gradients of all uses add up.`,
      },
      "weight-gradient-without-input": {
        steps: {
          dW: (s) =>
            tensor([[1, 1]])
              .transpose()
              .matmul(s.dY.sum(0).reshape([1, 2])),
        },
        notes: { dW: "without the inputs" },
        says: () =>
          "You summed $dY$ over the batch without weighting it by the inputs, so both rows are the same. That is the bias's gradient; each weight's is weighted by its input.",
      },
    },
    explain: () =>
      String.raw`Entry $(d, m)$ is $\sum_n X_{nd}\, dY_{nm}$: input $d$ times gradient of output $m$, summed over the batch.`,
  });

export const inputGradient = program({
  id: "input-gradient",
  concept: "dense-gradients",
  version: 1,
  title: "the gradient handed to the layer before",
  draw: (dice) => {
    for (;;) {
      const w = easyMatrix(dice, 2, 2);
      const det = w[0][0] * w[1][1] - w[0][1] * w[1][0];
      if (Math.abs(det) >= 0.5 && w[0][1] !== w[1][0])
        return { byRow: dice.choose([0, 1]), w, upstream: easyMatrix(dice, 1, 2)[0] };
    }
  },
  prompt: (
    p,
  ) => `A dense layer with 2 inputs and 2 outputs treats an example as a **${p.byRow ? "row" : "column"}** vector:

$$${p.byRow ? "y = x\\,W + b" : "y = W x + b"} \\qquad W = ${tex(p.w)} \\qquad \\frac{\\partial L}{\\partial y} = ${p.byRow ? tex(p.upstream) : texColumn(p.upstream)}$$

What is $\\partial L/\\partial x$, as a ${p.byRow ? "row" : "column"}?`,
  labels: { W: false, dy: false },
  givens: { byRow: false, w: "W", upstream: String.raw`\partial L/\partial y` },
})
  .step("W", String.raw`W`, (s) => tensor(s.w))
  .step("dy", String.raw`dy`, (s) => tensor(s.byRow ? [s.upstream] : s.upstream.map((g) => [g])))
  .step(
    "dx",
    (s) => (s.byRow ? String.raw`dx = dy\, W^\top` : String.raw`dx = W^\top dy`),
    (s) => (s.byRow ? s.dy.matmul(s.W.transpose()) : s.W.transpose().matmul(s.dy)),
  )
  .asksTensor({
    step: "dx",
    label: String.raw`\frac{\partial L}{\partial x}`,
    engine: (p) => {
      const x = tensor(p.byRow ? [[0, 0]] : [[0], [0]], { requiresGrad: true });
      const y = p.byRow ? x.matmul(tensor(p.w)) : tensor(p.w).matmul(x);
      y.backward(tensor(p.byRow ? [p.upstream] : p.upstream.map((g) => [g])));
      return x.grad ?? x;
    },
    malRules: {
      "transposed-weight": {
        steps: { dx: (s) => (s.byRow ? s.dy.matmul(s.W) : s.W.matmul(s.dy)) },
        notes: { dx: "without the transpose" },
        says: (s) =>
          s.byRow
            ? String.raw`You computed $dy\, W$. With $y = xW$, input $i$ reaches the outputs through **row** $i$ of $W$, so its gradient is that row times $dy$: $dy\, W^\top$. Only because $W$ is square did the shapes not object.`
            : String.raw`You computed $W\, dy$. With $y = Wx$, input $i$ reaches the outputs through **column** $i$ of $W$, so its gradient is that column times $dy$: $W^\top dy$. Only because $W$ is square did the shapes not object.`,
      },
      "backward-inverts-forward": {
        steps: {
          dx: (s) => {
            const [[a, b], [c, d]] = s.w;
            const inverse = tensor([
              [d, -b],
              [-c, a],
            ]).div(a * d - b * c);
            return s.byRow ? s.dy.matmul(inverse) : inverse.matmul(s.dy);
          },
        },
        notes: { dx: "with the inverse" },
        says: () =>
          "You multiplied by the inverse of $W$. Going backward doesn't undo the layer; it asks how much each input moves the loss, and that takes the transpose.",
      },
      "upstream-forgotten": {
        steps: {
          dx: (s) => {
            const sums = s.W.sum(s.byRow ? 1 : 0);
            return sums.reshape(s.byRow ? [1, 2] : [2, 1]);
          },
        },
        notes: { dx: "upstream taken as ones" },
        says: (s) =>
          `You added up the weights that leave each input, as if every output's gradient were 1. They are to be weighted by $\\partial L/\\partial y = (${s.upstream[0]},\\ ${s.upstream[1]})$ first.`,
      },
    },
    explain: (s) =>
      `Input $i$ gets the weights through which it acts, each times the gradient of the output it acts on: ${
        s.byRow ? "row $i$ of $W$ with $y = xW$" : "column $i$ of $W$ with $y = Wx$"
      }.`,
  });

export const biasGradient = program({
  id: "bias-gradient",
  concept: "dense-gradients",
  version: 1,
  title: "the bias gradient of a batch",
  draw: (dice) => ({ byRow: dice.choose([0, 1]), dy: easyMatrix(dice, 3, 3) }),
  prompt: (p) => `A dense layer with 3 outputs has processed a batch of 3 examples, ${
    p.byRow ? "one per **row**: $Y = XW + b$" : "one per **column**: $Y = WX + b$"
  }, with $b$ added to each example. The gradient of the loss, a mean over the batch, by the layer's output is

$$\\frac{\\partial L}{\\partial Y} = ${tex(p.dy)}$$

What is the gradient of this loss by the bias, as a ${p.byRow ? "row" : "column"}?`,
  labels: { dY: false },
  givens: { byRow: false, dy: String.raw`\partial L/\partial Y` },
})
  .step("dY", String.raw`dY`, (s) => tensor(s.dy))
  .step(
    "db",
    (s) =>
      s.byRow ? String.raw`db = \text{sum of the rows of } dY` : String.raw`db = \text{sum of the columns of } dY`,
    (s) => (s.byRow ? s.dY.sum(0).reshape([1, 3]) : s.dY.sum(1).reshape([3, 1])),
  )
  .asksTensor({
    step: "db",
    label: String.raw`\frac{\partial L}{\partial b}`,
    engine: (p) => {
      const b = tensor(p.byRow ? [[0, 0, 0]] : [[0], [0], [0]], { requiresGrad: true });
      tensor(p.dy).mul(0).add(b).backward(tensor(p.dy));
      return b.grad ?? b;
    },
    malRules: {
      "batch-mean-twice": {
        steps: { db: (s) => (s.byRow ? s.dY.sum(0).reshape([1, 3]) : s.dY.sum(1).reshape([3, 1])).div(3) },
        notes: { db: "the mean" },
        says: () =>
          "You averaged over the batch. The loss's mean has already put its factor $\\tfrac13$ into $\\partial L/\\partial Y$; the bias, used by all three examples, gets the sum.",
      },
      "bias-gradient-wrong-axis": {
        steps: { db: (s) => (s.byRow ? s.dY.sum(1).reshape([1, 3]) : s.dY.sum(0).reshape([3, 1])) },
        notes: { db: "summed over the outputs" },
        says: (s) =>
          `You summed over the outputs of each example. The bias has one entry per **output**, so the examples' gradients, here the ${s.byRow ? "rows" : "columns"}, are added to one another.`,
      },
      "last-example-only": {
        misconception: "fan-out-overwritten",
        steps: {
          db: (s) => tensor(s.byRow ? [s.dy[2]] : s.dy.map((row) => [row[2]])),
        },
        notes: { db: "the last example alone" },
        says: () =>
          "That is the last example's gradient. The one bias was added to all three examples, and gradients of several uses are added.",
      },
    },
    explain: (s) =>
      `The same bias is added to every example, so its gradient is the sum of the examples' gradients, here the ${s.byRow ? "rows" : "columns"}.`,
  });

import { add, concat, matmul, mul, sub, tensor } from "#engine/index.ts";
import { tex, texColumn } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const column = (values: number[]) => tensor(values.map((x) => [x]));

export const collapse = program({
  id: "collapse",
  concept: "nonlinearity",
  version: 1,
  title: "two layers into one",
  draw: (dice) => ({
    W1: dice.matrix(2, 2, -3, 3, 0),
    b1: dice.vector(2, -3, 3, 0),
    W2: dice.matrix(2, 2, -3, 3, 0),
    b2: dice.vector(2, -3, 3, 0),
  }),
  prompt: (
    p,
  ) => `Two dense layers without activation functions, with column vectors: $h = W_1 x + b_1$ and $y = W_2 h + b_2$, where

$$W_1 = ${tex(p.W1)} \\quad b_1 = ${texColumn(p.b1)} \\quad W_2 = ${tex(p.W2)} \\quad b_2 = ${texColumn(p.b2)}$$

They equal a single layer $y = W'x + b'$. Fill in $W'$ (first two columns) and $b'$ (third column).`,
})
  .step("W", String.raw`W' = W_2 W_1`, (s) => matmul(tensor(s.W2), tensor(s.W1)))
  .step("b", String.raw`b' = W_2 b_1 + b_2`, (s) => add(matmul(tensor(s.W2), column(s.b1)), column(s.b2)))
  .step("layer", String.raw`[\,W' \mid b'\,]`, (s) => concat([s.W, s.b], 1))
  .asksTensor({
    step: "layer",
    label: String.raw`[\,W' \mid b'\,]`,
    engine: (p) => {
      // Rows are the inputs 0, e₁ and e₂, sent through both layers: y(0) = b′ and y(eᵢ) − y(0) is column i of W′.
      const inputs = tensor([
        [0, 0],
        [1, 0],
        [0, 1],
      ]);
      const hidden = add(matmul(inputs, tensor(p.W1).transpose()), tensor(p.b1));
      const outputs = add(matmul(hidden, tensor(p.W2).transpose()), tensor(p.b2)).transpose();
      const bias = outputs.slice(1, 0, 1);
      return concat([sub(outputs.slice(1, 1, 3), bias), bias], 1);
    },
    malRules: {
      "matrix-order-reversed": {
        steps: { W: (s) => matmul(tensor(s.W1), tensor(s.W2)) },
        notes: { W: "you multiplied $W_1 W_2$" },
        says: () =>
          "Your matrix is $W_1 W_2$. With column vectors the layer applied first stands on the right: $y = W_2(W_1 x) = (W_2 W_1)x$.",
      },
      "elementwise-matrix-product": {
        steps: { W: (s) => mul(tensor(s.W2), tensor(s.W1)) },
        notes: { W: "you multiplied entry by entry" },
        says: (s) =>
          `You multiplied entry by entry. The upper left entry of $W_2 W_1$ is row 1 of $W_2$ times column 1 of $W_1$: $${times(s.W2[0][0], s.W1[0][0])} + ${times(s.W2[0][1], s.W1[1][0])} = ${s.W2[0][0] * s.W1[0][0] + s.W2[0][1] * s.W1[1][0]}$.`,
      },
      "biases-just-added": {
        steps: { b: (s) => add(column(s.b1), column(s.b2)) },
        notes: { b: "you added the biases as they are" },
        says: (s) =>
          `You added the biases as they stand, to $${texColumn([s.b1[0] + s.b2[0], s.b1[1] + s.b2[1]])}$. But $b_1$ is part of $h$, and so it passes through $W_2$ too.`,
      },
      "first-bias-lost": {
        steps: { b: (s) => column(s.b2) },
        notes: { b: "only the second bias is left" },
        says: (s) =>
          `You kept only $b_2 = ${texColumn(s.b2)}$. At $x = 0$ the first layer gives $h = b_1$, so the output there is $W_2 b_1 + b_2$.`,
      },
      "bias-through-first-layer": {
        steps: { b: (s) => add(matmul(tensor(s.W1), column(s.b2)), column(s.b1)) },
        notes: { b: "you took $W_1 b_2 + b_1$" },
        says: () =>
          "You computed $W_1 b_2 + b_1$, the layers in the other order. $b_1$ is added before $W_2$ is applied, $b_2$ after it.",
      },
    },
    explain: () =>
      "$W_2(W_1 x + b_1) + b_2 = (W_2 W_1)\\,x + (W_2 b_1 + b_2)$: without a non-linear function between them, any number of layers is a single one.",
  });

/** A product as written by hand: 2·(−3). */
function times(a: number, b: number): string {
  return String.raw`${a < 0 ? `(${a})` : a} \cdot ${b < 0 ? `(${b})` : b}`;
}

import * as engine from "#engine/index.ts";
import { list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Layers {
  weights: Matrix[];
  biases: number[][];
}

/** Layers of these sizes, the first being the number of inputs. */
function draw(dice: Dice, ...sizes: number[]): Layers {
  const outputs = sizes.slice(1);
  return {
    weights: outputs.map((size, i) => dice.matrix(sizes[i], size, -2, 2)),
    biases: outputs.map((size) => dice.vector(size, -2, 2)),
  };
}

function outputOf(x: engine.Tensor, { weights, biases }: Layers, relu: boolean): engine.Tensor {
  return weights.reduce((y, weight, i) => {
    const inner = relu && i > 0 ? engine.relu(y) : y;
    return inner.matmul(engine.tensor(weight)).add(engine.tensor(biases[i]));
  }, x);
}

/** The matrix as the Jacobian of the network and the bias as its value at 0: what makes an affine map. */
function affine(layers: Layers) {
  const zero = engine.zeros([1, layers.weights[0].length], { requiresGrad: true });
  const bias = outputOf(zero, layers, false).reshape([-1]);
  const columns = Array.from({ length: bias.size }, (_, k) => {
    const [column] = engine.grad(bias.select(0, k), [zero], { retainGraph: true });
    if (!column) throw new Error("the engine gave no gradient");
    return column.reshape([-1]);
  });
  return { weight: engine.stack(columns, 1), bias };
}

function gapOf(x: engine.Tensor, layers: Layers, relu: boolean): engine.Tensor {
  return outputOf(x, layers, relu)
    .sub(outputOf(x, layers, false))
    .abs()
    .max();
}

const args = ({ weights, biases }: Layers) => [list(...weights), list(...biases)] as const;

function collapsed(c: CaseBuilder, layers: Layers): void {
  c.call("collapse", ...args(layers)).returnsAll(affine(layers));
}

function run(c: CaseBuilder, x: Matrix, layers: Layers): void {
  for (const relu of [false, true]) {
    c.call("network", x, ...args(layers), relu).returns(outputOf(engine.tensor(x), layers, relu));
  }
}

function gaps(c: CaseBuilder, x: Matrix, layers: Layers): void {
  for (const relu of [false, true]) {
    c.call("largest_gap", x, ...args(layers), relu).returns(gapOf(engine.tensor(x), layers, relu));
  }
}

function all(c: CaseBuilder, x: Matrix, layers: Layers): void {
  run(c, x, layers);
  collapsed(c, layers);
  gaps(c, x, layers);
}

const small: Layers = {
  weights: [
    [
      [1, -1],
      [2, 1],
    ],
    [
      [1, -2],
      [-1, 0.5],
    ],
  ],
  biases: [
    [1, -2],
    [0.5, -1],
  ],
};

export const linearCollapse = challenge({
  slug: "linear-collapse",
  area: "activations",
  defines: ["network", "collapse", "largest_gap"],
  cases: [
    visible("two layers, with and without ReLU", (c) =>
      run(
        c,
        [
          [1, 0],
          [-2, 1],
        ],
        small,
      ),
    ),
    visible("two layers collapsed", (c) => collapsed(c, small)),
    visible("the gap that ReLU makes", (c) =>
      gaps(
        c,
        [
          [1, 0],
          [-2, 1],
        ],
        small,
      ),
    ),
    hidden("three layers of different sizes", (c, dice) => all(c, dice.matrix(4, 3, -2, 2), draw(dice, 3, 4, 5, 2))),
    hidden("three square layers", (c, dice) => all(c, dice.matrix(3, 3, -2, 2), draw(dice, 3, 3, 3, 3))),
    hidden("one layer", (c, dice) => all(c, dice.matrix(3, 2, -2, 2), draw(dice, 2, 4))),
    hidden("six layers", (c, dice) => all(c, dice.matrix(2, 2, -2, 2), draw(dice, 2, 3, 2, 3, 2, 3, 2))),
    hidden("one unit in each layer", (c, dice) => all(c, dice.matrix(4, 1, -2, 2), draw(dice, 1, 1, 1))),
    hidden("one example", (c, dice) => all(c, dice.matrix(1, 3, -2, 2), draw(dice, 3, 2, 4))),
    hidden("biases only in the first layer", (c, dice) => {
      const { weights, biases } = draw(dice, 2, 3, 2, 2);
      collapsed(c, { weights, biases: [biases[0], [0, 0], [0, 0]] });
    }),
    hidden("no unit below zero", (c, dice) => {
      const positive = (rows: Matrix) => rows.map((row) => row.map(Math.abs));
      const { weights, biases } = draw(dice, 2, 3, 2);
      const layers = { weights: [positive(weights[0]), weights[1]], biases: [biases[0].map(Math.abs), biases[1]] };
      all(c, positive(dice.matrix(3, 2, -2, 2)), layers);
    }),
    hidden("a layer of one unit between", (c, dice) => all(c, dice.matrix(3, 2, -2, 2), draw(dice, 2, 1, 2))),
    hidden("used: merged on both sides of a ReLU", (c, dice) => {
      const x = dice.matrix(5, 3, -1, 1);
      const [before, behind] = [draw(dice, 3, 4, 2), draw(dice, 2, 3, 2)];
      const inner = engine.relu(outputOf(engine.tensor(x), before, false));
      c.call("harness.merged", x, ...args(before), ...args(behind)).returns(outputOf(inner, behind, false));
    }),
  ],
  mutants: [
    {
      id: "biases-just-added",
      says: "when the biases are added up without passing through the later matrices",
      python: ["total_bias = total_bias @ weight + bias", "total_bias = total_bias + bias"],
      typescript: [
        "[totalBias] = dense([totalBias], weight, bias);",
        "totalBias = totalBias.map((value, j) => value + bias[j]);",
      ],
      killedBy: "two layers collapsed",
      misconception: "biases-just-added",
    },
    {
      id: "first-bias-lost",
      says: "with the last layer's bias alone",
      python: ["total_bias = total_bias @ weight + bias", "total_bias = bias"],
      typescript: ["[totalBias] = dense([totalBias], weight, bias);", "totalBias = bias;"],
      killedBy: "two layers collapsed",
      misconception: "first-bias-lost",
    },
    {
      id: "column-convention",
      says: "with the matrices in the order that belongs to column vectors, the last layer's on the left",
      python: ["total_weight = total_weight @ weight", "total_weight = weight @ total_weight"],
      typescript: ["totalWeight = multiply(totalWeight, weight);", "totalWeight = multiply(weight, totalWeight);"],
      killedBy: "two layers collapsed",
      misconception: "matrix-order-reversed",
    },
    {
      id: "entry-by-entry",
      says: "with the matrices multiplied entry by entry",
      python: ["total_weight = total_weight @ weight", "total_weight = total_weight * weight"],
      typescript: [
        "totalWeight = multiply(totalWeight, weight);",
        "totalWeight = totalWeight.map((row, i) => row.map((value, j) => value * weight[i][j]));",
      ],
      killedBy: "two layers collapsed",
      misconception: "elementwise-matrix-product",
    },
    {
      id: "relu-at-the-end",
      says: "with a ReLU after the last layer too",
      python: ["    return y\n", "    return np.maximum(y, 0) if relu else y\n"],
      typescript: [
        "    return dense(inner, weight, biases[layer]);\n",
        "    const y2 = dense(inner, weight, biases[layer]);\n    const isLast = layer === weights.length - 1;\n    return relu && isLast ? y2.map((row) => row.map((value) => Math.max(value, 0))) : y2;\n",
      ],
      killedBy: "two layers, with and without ReLU",
      misconception: "hidden-activation-at-output",
    },
    {
      id: "relu-on-the-input",
      says: "with a ReLU on the input too",
      python: [
        "    y = x @ weights[0] + biases[0]\n",
        "    y = (np.maximum(x, 0) if relu else x) @ weights[0] + biases[0]\n",
      ],
      typescript: ["const bends = relu && layer > 0;", "const bends = relu;"],
      killedBy: "two layers, with and without ReLU",
    },
    {
      id: "gap-with-sign",
      says: "with the largest difference in place of the largest absolute one",
      python: [
        "np.abs(network(x, weights, biases, relu) - (x @ weight + bias)).max()",
        "(network(x, weights, biases, relu) - (x @ weight + bias)).max()",
      ],
      typescript: ["Math.abs(y - collapsed[n][j])", "y - collapsed[n][j]"],
      killedBy: "the gap that ReLU makes",
    },
  ],
});

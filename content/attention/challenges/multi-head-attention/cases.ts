import { concat, grad, matmul, mse, optim, softmax, type Tensor, tensor } from "#engine/index.ts";
import { list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Inputs {
  x: Tensor;
  queries: Tensor;
  keys: Tensor;
  values: Tensor;
  output: Tensor;
  upstream: Tensor;
  heads: number;
}

type Sizes = [positions: number, heads: number, head: number];

const leaf = (numbers: Matrix) => tensor(numbers, { requiresGrad: true });

function draw(dice: Dice, [positions, heads, size]: Sizes): Inputs {
  const width = heads * size;
  return {
    x: leaf(dice.matrix(positions, width, -2, 2)),
    queries: leaf(dice.matrix(width, width, -1, 1)),
    keys: leaf(dice.matrix(width, width, -1, 1)),
    values: leaf(dice.matrix(width, width, -1, 1)),
    output: leaf(dice.matrix(width, width, -1, 1)),
    upstream: tensor(dice.matrix(positions, width, -1, 1)),
    heads,
  };
}

function outputOf({ x, queries, keys, values, output, heads }: Omit<Inputs, "upstream">): Tensor {
  const size = x.shape[1] / heads;
  const parts = Array.from({ length: heads }, (_, h) => {
    const [q, k, v] = [queries, keys, values].map((all) => matmul(x, all.slice(1, h * size, (h + 1) * size)));
    return matmul(softmax(matmul(q, k.transpose(0, 1)).div(Math.sqrt(size))), v);
  });
  return matmul(concat(parts, 1), output);
}

function forward(c: CaseBuilder, inputs: Inputs) {
  const { x, queries, keys, values, output, heads } = inputs;
  return c.call("multi_head_attention", x, queries, keys, values, output, heads).returns(outputOf(inputs));
}

function backward(c: CaseBuilder, inputs: Inputs) {
  const { x, queries, keys, values, output, upstream, heads } = inputs;
  const gradients = grad(outputOf(inputs), [x, queries, keys, values, output], { upstream });
  const [dx, dqueries, dkeys, dvalues, doutput] = gradients.map((gradient) => {
    if (!gradient) throw new Error("the engine gave no gradient");
    return gradient;
  });
  return c
    .call("multi_head_attention_backward", upstream, x, queries, keys, values, output, heads)
    .returnsAll({ dx, dqueries, dkeys, dvalues, doutput });
}

function both(c: CaseBuilder, inputs: Inputs): void {
  forward(c, inputs);
  backward(c, inputs);
}

function differences(c: CaseBuilder, inputs: Inputs): void {
  const { x, queries, keys, values, output, upstream, heads } = inputs;
  c.gradients({
    at: { x, queries, keys, values, output },
    forward: (at) => ({
      call: "multi_head_attention",
      args: [at.x, at.queries, at.keys, at.values, at.output, heads],
    }),
    upstream,
    backward: backward(c, inputs),
  });
}

export const multiHeadAttention = challenge({
  slug: "multi-head-attention",
  area: "attention",
  defines: ["multi_head_attention", "multi_head_attention_backward"],
  cases: [
    visible("forward, one head", (c, dice) => forward(c, draw(dice, [2, 1, 2]))),
    visible("forward, two heads", (c, dice) => forward(c, draw(dice, [3, 2, 2]))),
    visible("backward, two heads", (c, dice) => backward(c, draw(dice, [2, 2, 2]))),
    visible("backward fits forward", (c, dice) => differences(c, draw(dice, [2, 2, 1]))),
    hidden("random sizes", (c, dice) =>
      both(c, draw(dice, [dice.integer(2, 5), dice.integer(2, 3), dice.integer(2, 3)])),
    ),
    hidden("one position", (c, dice) => both(c, draw(dice, [1, 2, 2]))),
    hidden("as many heads as columns", (c, dice) => both(c, draw(dice, [3, 3, 1]))),
    hidden("as many positions as columns", (c, dice) => both(c, draw(dice, [4, 2, 2]))),
    hidden("more heads than positions", (c, dice) => both(c, draw(dice, [2, 3, 2]))),
    hidden("a width of one", (c, dice) => both(c, draw(dice, [3, 1, 1]))),
    hidden("scores of ten thousand", (c, dice) => {
      const inputs = draw(dice, [3, 2, 2]);
      forward(c, { ...inputs, queries: leaf(inputs.queries.mul(3000).arraySync() as Matrix) });
    }),
    hidden("positions in another order", (c, dice) => {
      const inputs = draw(dice, [4, 2, 2]);
      const order = dice.shuffle([0, 1, 2, 3]);
      const before = forward(c, inputs);
      const after = forward(c, { ...inputs, x: inputs.x.indexSelect(0, order) });
      c.holds(
        "positions in another order give the same outputs in that order",
        [after, before],
        (p, q) => p.sub(q.indexSelect(0, order)).abs().max().itemSync() < 1e-9,
      );
    }),
    hidden("used: a layer before it trained", (c, dice) => {
      const { x, queries, keys, values, output, upstream: targets, heads } = draw(dice, [4, 2, 2]);
      const [rate, steps] = [0.1, 4];
      const first = leaf(dice.matrix(4, 4, -1, 1));
      const parameters = [first, queries, keys, values, output];
      const start = parameters.map((parameter) => tensor(parameter.arraySync()));
      const optimizer = optim.sgd(parameters, { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const loss = mse(outputOf({ x: matmul(x, first), queries, keys, values, output, heads }), targets);
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      c.call("harness.train", x, targets, start[0], list(...start.slice(1)), heads, rate, steps).returnsAll({
        losses,
        first,
        queries,
        keys,
        values,
        output,
      });
    }),
  ],
  mutants: [
    {
      id: "split-along-positions",
      says: "when heads get some of the positions in place of some of the columns, as by one reshape to (H, T, d)",
      python: ["a.reshape(len(a), heads, -1).swapaxes(0, 1)", "a.reshape(heads, len(a), -1)"],
      typescript: [
        "  return Array.from({ length: heads }, (_, h) => a.map((row) => row.slice(h * width, (h + 1) * width)));",
        "  const numbers = a.flat();\n  const rows = Array.from({ length: heads * a.length }, (_, i) => numbers.slice(i * width, (i + 1) * width));\n  return Array.from({ length: heads }, (_, h) => rows.slice(h * a.length, (h + 1) * a.length));",
      ],
      killedBy: "forward, two heads",
    },
    {
      id: "columns-interleaved",
      says: "when head h takes every H-th column in place of neighbouring ones",
      python: ["a.reshape(len(a), heads, -1).swapaxes(0, 1)", "a.reshape(len(a), -1, heads).transpose(2, 0, 1)"],
      typescript: ["row.slice(h * width, (h + 1) * width)", "row.filter((_, j) => j % heads === h)"],
      killedBy: "forward, two heads",
    },
    {
      id: "scaled-by-model-width",
      says: "when scores are divided by the root of the model's width in place of the head's",
      python: [
        "scores = queries @ keys.swapaxes(1, 2) / np.sqrt(queries.shape[2])",
        "scores = queries @ keys.swapaxes(1, 2) / np.sqrt(x.shape[1])",
      ],
      typescript: ["const scale = Math.sqrt(queries[0].length);", "const scale = Math.sqrt(x[0].length);"],
      killedBy: "forward, two heads",
    },
    {
      id: "over-the-queries",
      says: "when the weights are normalised over the queries in place of the keys",
      python: [
        "    exponentials = np.exp(scores - scores.max(axis=2, keepdims=True))\n    return queries, keys, values, exponentials / exponentials.sum(axis=2, keepdims=True)",
        "    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))\n    return queries, keys, values, exponentials / exponentials.sum(axis=1, keepdims=True)",
      ],
      typescript: ["weights: scores.map(softmax)", "weights: transpose(transpose(scores).map(softmax))"],
      killedBy: "forward, one head",
      misconception: "softmax-axis",
    },
    {
      id: "no-output-projection",
      says: "without the output weights in the forward pass",
      python: ["return _merge(weights @ values) @ output_weights", "return _merge(weights @ values)"],
      typescript: [
        "return product(mix(attend(x, queryWeights, keyWeights, valueWeights, heads)), outputWeights);",
        "return mix(attend(x, queryWeights, keyWeights, valueWeights, heads));",
      ],
      killedBy: "forward, one head",
    },
    {
      id: "softmax-diagonal-only",
      says: "with A(1 − A) for the softmax's derivative, each weight by itself",
      python: [
        "weights * (d_weights - (weights * d_weights).sum(axis=2, keepdims=True))",
        "weights * (1 - weights) * d_weights",
      ],
      typescript: [
        "    const mean = row.reduce((total, weight, s) => total + weight * dWeights[t][s], 0);\n    return row.map((weight, s) => (weight * (dWeights[t][s] - mean)) / scale);",
        "    return row.map((weight, s) => (weight * (1 - weight) * dWeights[t][s]) / scale);",
      ],
      killedBy: "backward, two heads",
      misconception: "softmax-diagonal-only",
    },
    {
      id: "scale-forgotten-backward",
      says: "without 1/√d on the way back",
      python: ["    d_scores = d_scores / np.sqrt(queries.shape[2])\n", ""],
      typescript: ["(weight * (dWeights[t][s] - mean)) / scale", "weight * (dWeights[t][s] - mean)"],
      killedBy: "backward, two heads",
    },
    {
      id: "input-by-queries-only",
      says: "when the input gets the gradient that comes through the queries only",
      python: [
        "d_queries @ query_weights.T + d_keys @ key_weights.T + d_values @ value_weights.T",
        "d_queries @ query_weights.T",
      ],
      typescript: ["sum(byQueries, byKeys, byValues)", "byQueries"],
      killedBy: "backward, two heads",
      misconception: "fan-out-overwritten",
    },
  ],
});

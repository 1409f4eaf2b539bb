import { add, grad, matmul, mse, optim, tanh, type Tensor, tensor } from "#engine/index.ts";
import { float32, integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Layer {
  x: Tensor;
  weights: Tensor;
  bias: Tensor;
}

const dense = ({ x, weights, bias }: Layer) => add(matmul(x, weights), bias);

function draw(dice: Dice, rows: number, inputs: number, outputs: number): Layer & { upstream: Tensor } {
  const leaf = { requiresGrad: true };
  return {
    x: tensor(dice.matrix(rows, inputs, -2, 2), leaf),
    weights: tensor(dice.matrix(inputs, outputs, -1, 1), leaf),
    bias: tensor(dice.vector(outputs, -1, 1), leaf),
    upstream: tensor(dice.matrix(rows, outputs, -1, 1)),
  };
}

function forward(c: CaseBuilder, layer: Layer) {
  return c.call("dense_forward", layer.x, layer.weights, layer.bias).returns(dense(layer));
}

function backward(c: CaseBuilder, { upstream, ...layer }: Layer & { upstream: Tensor }) {
  const [dx, dweights, dbias] = grad(dense(layer), [layer.x, layer.weights, layer.bias], { upstream });
  if (!dx || !dweights || !dbias) throw new Error("the engine gave no gradient");
  return c.call("dense_backward", upstream, layer.x, layer.weights).returnsAll({ dx, dweights, dbias });
}

function both(c: CaseBuilder, drawn: Layer & { upstream: Tensor }): void {
  forward(c, drawn);
  backward(c, drawn);
}

export const denseLayer = challenge({
  slug: "dense-layer",
  area: "backprop",
  defines: ["dense_forward", "dense_backward"],
  cases: [
    visible("forward, two examples", (c, dice) => forward(c, draw(dice, 2, 3, 2))),
    visible("backward, two examples", (c, dice) => backward(c, draw(dice, 2, 3, 4))),
    visible("backward fits forward", (c, dice) => {
      const { upstream, x, weights, bias } = draw(dice, 2, 2, 3);
      const returned = backward(c, { upstream, x, weights, bias });
      c.gradients({
        at: { x, weights, bias },
        forward: (at) => ({ call: "dense_forward", args: [at.x, at.weights, at.bias] }),
        upstream,
        backward: returned,
      });
    }),
    hidden("one example", (c, dice) => both(c, draw(dice, 1, 3, 2))),
    hidden("one input", (c, dice) => both(c, draw(dice, 4, 1, 3))),
    hidden("one output", (c, dice) => both(c, draw(dice, 4, 3, 1))),
    hidden("as many outputs as inputs and examples", (c, dice) => both(c, draw(dice, 3, 3, 3))),
    hidden("a batch of sixteen", (c, dice) => both(c, draw(dice, 16, 5, 4))),
    hidden("weights of zero", (c, dice) => {
      const drawn = draw(dice, 3, 2, 2);
      const zero = { requiresGrad: true };
      both(c, {
        ...drawn,
        weights: tensor(
          [
            [0, 0],
            [0, 0],
          ],
          zero,
        ),
        bias: tensor([0, 0], zero),
      });
    }),
    hidden("twice the upstream gradient", (c, dice) => {
      const drawn = draw(dice, 3, 2, 4);
      const once = c.call("dense_backward", drawn.upstream, drawn.x, drawn.weights);
      const gradients = grad(dense(drawn), [drawn.x, drawn.weights, drawn.bias], { upstream: drawn.upstream.mul(2) });
      const [dx, dweights, dbias] = gradients.map((g) => g ?? tensor(0));
      c.call("dense_backward", drawn.upstream.mul(2), drawn.x, drawn.weights).returnsAll({ dx, dweights, dbias });
      const [ex, eweights, ebias] = [dx, dweights, dbias].map((g) => g.div(2));
      once.returnsAll({ dx: ex, dweights: eweights, dbias: ebias });
    }),
    hidden("gradients by finite differences", (c, dice) => {
      const { upstream, x, weights, bias } = draw(dice, 3, 3, 2);
      c.gradients({
        at: { x, weights, bias },
        forward: (at) => ({ call: "dense_forward", args: [at.x, at.weights, at.bias] }),
        upstream,
        backward: backward(c, { upstream, x, weights, bias }),
      });
    }),
    hidden("used: two layers trained", (c, dice) => {
      const first = draw(dice, 5, 3, 4);
      const second = draw(dice, 5, 4, 2);
      const targets = tensor(dice.matrix(5, 2, -1, 1));
      const rate = 0.1;
      const steps = 6;
      const numbers = [first.weights, first.bias, second.weights, second.bias];
      const asked = c.call("harness.train", first.x, targets, ...numbers.map((n) => n.detach()), rate, steps);
      const parameters = numbers.map((n) => tensor(n.arraySync(), { requiresGrad: true }));
      const [weights1, bias1, weights2, bias2] = parameters;
      const optimizer = optim.sgd(parameters, { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const inner = tanh(dense({ x: first.x.detach(), weights: weights1, bias: bias1 }));
        const loss = mse(dense({ x: inner, weights: weights2, bias: bias2 }), targets);
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      asked.returnsAll({ losses, weights1, bias1, weights2, bias2 });
    }),
    hidden(
      "whole numbers as input",
      (c, dice) => {
        const { weights, bias } = draw(dice, 2, 2, 2);
        const x = [
          [dice.integer(-4, 4), 1],
          [2, dice.integer(-4, 4)],
        ];
        c.call("dense_forward", integers(x), weights, bias).returns(dense({ x: tensor(x), weights, bias }));
      },
      { only: "python" },
    ),
    hidden(
      "float32",
      (c, dice) => {
        const { x, weights, bias } = draw(dice, 3, 2, 2);
        c.call("dense_forward", float32(x), float32(weights), float32(bias)).returns(dense({ x, weights, bias }), {
          dtype: "floating",
        });
      },
      { only: "python" },
    ),
  ],
  mutants: [
    {
      id: "no-bias",
      says: "without the bias",
      python: ["return x @ weights + bias", "return x @ weights"],
      typescript: ["y + bias[j]", "y"],
      killedBy: "forward, two examples",
    },
    {
      id: "weights-averaged-over-batch",
      says: "with the weights' gradient divided by the batch size, which the loss has already done",
      python: ["d_weights = x.T @ upstream", "d_weights = x.T @ upstream / len(x)"],
      typescript: [
        "const dWeights = matmul(transpose(x), upstream);",
        "const dWeights = matmul(transpose(x), upstream).map((row) => row.map((g) => g / x.length));",
      ],
      killedBy: "backward, two examples",
      misconception: "batch-mean-twice",
    },
    {
      id: "bias-averaged-over-batch",
      says: "with the bias gradient averaged over the batch in place of summed",
      python: ["upstream.sum(axis=0)", "upstream.mean(axis=0)"],
      typescript: [
        "column.reduce((sum, g) => sum + g, 0));",
        "column.reduce((sum, g) => sum + g, 0) / column.length);",
      ],
      killedBy: "backward, two examples",
      misconception: "batch-mean-twice",
    },
    {
      id: "bias-not-summed",
      says: "with the bias gradient left for each example, not summed over the batch",
      python: ["upstream.sum(axis=0)", "upstream.copy()"],
      typescript: [
        "const dBias = transpose(upstream).map((column) => column.reduce((sum, g) => sum + g, 0));",
        "const dBias = upstream.map((row) => [...row]) as unknown as number[];",
      ],
      killedBy: "one example",
      misconception: "bias-gradient-not-summed",
    },
    {
      id: "weights-not-transposed",
      says: "with the weights not transposed on the way back to the input",
      python: ["upstream @ weights.T", "upstream @ weights"],
      typescript: ["matmul(upstream, transpose(weights))", "matmul(upstream, weights)"],
      killedBy: "as many outputs as inputs and examples",
      misconception: "transposed-weight",
    },
    {
      id: "without-the-input",
      says: "with the weights' gradient computed without the layer's input",
      python: ["d_weights = x.T @ upstream", "d_weights = np.ones_like(x.T) @ upstream"],
      typescript: ["matmul(transpose(x), upstream)", "matmul(transpose(x).map((row) => row.map(() => 1)), upstream)"],
      killedBy: "backward, two examples",
      misconception: "weight-gradient-without-input",
    },
  ],
});

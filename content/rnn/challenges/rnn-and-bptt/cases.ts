import { grad, mse, optim, stack, type Tensor, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { Asked, CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Layer {
  xs: Tensor;
  h0: Tensor;
  w_x: Tensor;
  w_h: Tensor;
  b: Tensor;
}

interface Inputs extends Layer {
  upstream: Tensor;
}

function statesOf({ xs, h0, w_x, w_h, b }: Layer): Tensor {
  const hs: Tensor[] = [];
  let h = h0;
  for (let t = 0; t < xs.shape[0]; t++) {
    h = xs.select(0, t).matmul(w_x).add(h.matmul(w_h)).add(b).tanh();
    hs.push(h);
  }
  return stack(hs);
}

const leaf = (numbers: Tensor) => tensor(numbers.arraySync(), { requiresGrad: true });

function drawn(dice: Dice, shape: readonly number[], within: number): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return leaf(tensor(dice.vector(size, -within, within)).reshape(shape));
}

interface Sizes {
  steps: number;
  examples?: number;
  inputs?: number;
  units?: number;
}

function draw(dice: Dice, { steps, examples = 2, inputs = 3, units = 2 }: Sizes): Inputs {
  return {
    xs: drawn(dice, [steps, examples, inputs], 1),
    h0: drawn(dice, [examples, units], 0.9),
    w_x: drawn(dice, [inputs, units], 1),
    w_h: drawn(dice, [units, units], 1),
    b: drawn(dice, [units], 0.5),
    upstream: drawn(dice, [steps, examples, units], 1),
  };
}

function forward(c: CaseBuilder, inputs: Layer): Asked {
  const { xs, h0, w_x, w_h, b } = inputs;
  return c.call("rnn_forward", xs, h0, w_x, w_h, b).returns(statesOf(inputs));
}

function backward(c: CaseBuilder, inputs: Inputs): Asked {
  const { upstream, xs, h0, w_x, w_h, b } = inputs;
  const hs = statesOf(inputs);
  const [dxs, dh0, dw_x, dw_h, db] = grad(hs, [xs, h0, w_x, w_h, b], { upstream });
  if (!dxs || !dh0 || !dw_x || !dw_h || !db) throw new Error("the engine gave no gradient");
  return c.call("rnn_backward", upstream, xs, hs, h0, w_x, w_h).returnsAll({ dxs, dh0, dw_x, dw_h, db });
}

function both(c: CaseBuilder, inputs: Inputs): void {
  forward(c, inputs);
  backward(c, inputs);
}

function differences(c: CaseBuilder, inputs: Inputs): void {
  const { upstream, xs, h0, w_x, w_h, b } = inputs;
  c.gradients({
    at: { xs, h0, w_x, w_h, b },
    forward: (at) => ({ call: "rnn_forward", args: [at.xs, at.h0, at.w_x, at.w_h, at.b] }),
    upstream,
    backward: backward(c, inputs),
  });
}

/** The upstream gradient at one step alone. */
function onlyAt(step: number, inputs: Inputs): Inputs {
  const [steps] = inputs.xs.shape;
  const mask = tensor(Array.from({ length: steps }, (_, t) => (t === step ? 1 : 0))).reshape([steps, 1, 1]);
  return { ...inputs, upstream: inputs.upstream.mul(mask) };
}

export const rnnAndBptt = challenge({
  slug: "rnn-and-bptt",
  area: "rnn",
  defines: ["rnn_forward", "rnn_backward"],
  cases: [
    visible("forward, two steps", (c, dice) => forward(c, draw(dice, { steps: 2 }))),
    visible("backward, one step", (c, dice) => backward(c, draw(dice, { steps: 1 }))),
    visible("backward, three steps", (c, dice) => backward(c, draw(dice, { steps: 3 }))),
    visible("backward fits forward", (c, dice) =>
      differences(c, draw(dice, { steps: 2, examples: 1, inputs: 1, units: 2 })),
    ),
    hidden("one step", (c, dice) => both(c, draw(dice, { steps: 1, examples: 3 }))),
    hidden("one sequence", (c, dice) => both(c, draw(dice, { steps: 4, examples: 1 }))),
    hidden("one unit", (c, dice) => both(c, draw(dice, { steps: 3, units: 1 }))),
    hidden("one input", (c, dice) => both(c, draw(dice, { steps: 3, inputs: 1, units: 3 }))),
    hidden("as many steps as sequences, inputs and units", (c, dice) =>
      both(c, draw(dice, { steps: 3, examples: 3, inputs: 3, units: 3 })),
    ),
    hidden("an initial state of zero", (c, dice) => {
      const inputs = draw(dice, { steps: 3 });
      both(c, { ...inputs, h0: leaf(inputs.h0.mul(0)) });
    }),
    hidden("only the last state is used", (c, dice) => backward(c, onlyAt(4, draw(dice, { steps: 5 })))),
    hidden("only the first state is used", (c, dice) => backward(c, onlyAt(0, draw(dice, { steps: 4 })))),
    hidden("a long sequence", (c, dice) => both(c, onlyAt(29, draw(dice, { steps: 30, examples: 1 })))),
    hidden("saturated units", (c, dice) => {
      const inputs = draw(dice, { steps: 3 });
      both(c, { ...inputs, w_x: leaf(inputs.w_x.mul(6)), w_h: leaf(inputs.w_h.mul(3)) });
    }),
    hidden("gradients by finite differences", (c, dice) => differences(c, draw(dice, { steps: 3, inputs: 1 }))),
    hidden("used: trained to recall the first word", (c, dice) => {
      const [length, rate, steps] = [4, 0.3, 6];
      const words = Array.from({ length: 3 }, (_, n) => [
        n,
        ...Array.from({ length: length - 1 }, () => dice.integer(0, 2)),
      ]);
      const targets = [-1, 0, 1];
      const start = [[3, 2], [3], [2, 3], [3, 3], [3], [3]].map((shape) => drawn(dice, shape, 0.8));
      const parameters = start.map(leaf);
      const [embedding, first, w_x, w_h, b, out] = parameters;
      const optimizer = optim.sgd(parameters, { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const xs = stack(
          words[0].map((_, t) =>
            embedding.indexSelect(
              0,
              words.map((sequence) => sequence[t]),
            ),
          ),
        );
        const hs = statesOf({ xs, h0: first.broadcastTo([3, 3]), w_x, w_h, b });
        const loss = mse(hs.select(0, -1).mul(out).sum(1), tensor(targets));
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      c.call("harness.recall", integers(words), targets, ...start, rate, steps).returnsAll({
        losses,
        embedding,
        "the initial state": first,
        w_x,
        w_h,
        b,
        "the read-out": out,
      });
    }),
  ],
  mutants: [
    {
      id: "not-carried",
      says: "when no gradient is carried from a step to the one before it",
      python: ["(upstream[t] + d_h)", "upstream[t]"],
      typescript: ["add(upstream[t], dH).map", "upstream[t].map"],
      killedBy: "backward, three steps",
    },
    {
      id: "upstream-of-the-last-step",
      says: "when the loss is taken to use the last state alone: upstream gradients of other steps are lost",
      python: [
        "        d_z = (upstream[t] + d_h) * (1 - hs[t] ** 2)\n",
        "        arriving = upstream[t] if t == len(xs) - 1 else d_h\n        d_z = arriving * (1 - hs[t] ** 2)\n",
      ],
      typescript: ["add(upstream[t], dH).map", "(t === xs.length - 1 ? upstream[t] : dH).map"],
      killedBy: "backward, three steps",
    },
    {
      id: "derivative-left-out",
      says: "without the derivative of tanh",
      python: ["(upstream[t] + d_h) * (1 - hs[t] ** 2)", "upstream[t] + d_h"],
      typescript: ["row.map((g, j) => g * (1 - hs[t][n][j] ** 2))", "row.map((g) => g)"],
      killedBy: "backward, one step",
    },
    {
      id: "derivative-at-the-output",
      says: "with the derivative of tanh taken at the state in place of before the tanh",
      python: ["(1 - hs[t] ** 2)", "(1 - np.tanh(hs[t]) ** 2)"],
      typescript: ["(1 - hs[t][n][j] ** 2)", "(1 - Math.tanh(hs[t][n][j]) ** 2)"],
      killedBy: "backward, one step",
      misconception: "derivative-at-wrong-side",
    },
    {
      id: "recurrent-weights-not-transposed",
      says: "when the gradient goes back through the recurrent weights without transposing them",
      python: ["d_z @ w_h.T", "d_z @ w_h"],
      typescript: ["product(dZ, transpose(wH))", "product(dZ, wH)"],
      killedBy: "backward, three steps",
      misconception: "transposed-weight",
    },
    {
      id: "one-step-of-the-weights",
      says: "when the recurrent weights keep the gradient of the first step alone, in place of the sum over the steps",
      python: ["d_w_h += before[t].T @ d_z", "d_w_h = before[t].T @ d_z"],
      typescript: ["dWH = add(dWH, product(transpose(before), dZ));", "dWH = product(transpose(before), dZ);"],
      killedBy: "backward, three steps",
      misconception: "fan-out-overwritten",
    },
    {
      id: "state-after-the-step",
      says: "with the state after the step, not before it, in the gradient of the recurrent weights",
      python: ["before[t].T @ d_z", "hs[t].T @ d_z"],
      typescript: ["product(transpose(before), dZ)", "product(transpose(hs[t]), dZ)"],
      killedBy: "backward, one step",
      misconception: "weight-gradient-from-output",
    },
    {
      id: "started-from-zero",
      says: "when the sequence is started from a state of zeros, whatever h0 is",
      python: ["    h = h0\n", "    h = np.zeros(h0.shape)\n"],
      typescript: ["  let h = h0;\n", "  let h = zeros(h0);\n"],
      killedBy: "forward, two steps",
    },
  ],
});

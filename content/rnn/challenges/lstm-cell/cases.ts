import { concat, grad, mse, optim, type Tensor, tensor } from "#engine/index.ts";
import type { Asked, CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Cell {
  x: Tensor;
  h: Tensor;
  c: Tensor;
  w_x: Tensor;
  w_h: Tensor;
  b: Tensor;
}

interface Inputs extends Cell {
  upstream_h: Tensor;
  upstream_c: Tensor;
}

function step({ x, h, c, w_x, w_h, b }: Cell): { h: Tensor; c: Tensor } {
  const size = h.shape[1];
  const z = x.matmul(w_x).add(h.matmul(w_h)).add(b);
  const block = (at: number) => z.slice(1, at * size, (at + 1) * size);
  const cell = block(1)
    .sigmoid()
    .mul(c)
    .add(block(0).sigmoid().mul(block(2).tanh()));
  return { h: block(3).sigmoid().mul(cell.tanh()), c: cell };
}

const leaf = (numbers: Tensor) => tensor(numbers.arraySync(), { requiresGrad: true });

function drawn(dice: Dice, shape: readonly number[], within: number): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return leaf(tensor(dice.vector(size, -within, within)).reshape(shape));
}

interface Sizes {
  examples: number;
  inputs: number;
  units: number;
}

function draw(dice: Dice, { examples, inputs, units }: Sizes): Inputs {
  return {
    x: drawn(dice, [examples, inputs], 1.5),
    h: drawn(dice, [examples, units], 0.9),
    c: drawn(dice, [examples, units], 2),
    w_x: drawn(dice, [inputs, 4 * units], 1),
    w_h: drawn(dice, [units, 4 * units], 1),
    b: drawn(dice, [4 * units], 1),
    upstream_h: drawn(dice, [examples, units], 1),
    upstream_c: drawn(dice, [examples, units], 1),
  };
}

function forward(c: CaseBuilder, inputs: Cell): Asked {
  const { x, h, c: cell, w_x, w_h, b } = inputs;
  const after = step(inputs);
  return c
    .call("lstm_forward", x, h, cell, w_x, w_h, b)
    .returnsAll({ "the new state": after.h, "the new cell": after.c });
}

function backward(c: CaseBuilder, inputs: Inputs): Asked {
  const { x, h, c: cell, w_x, w_h, b, upstream_h, upstream_c } = inputs;
  const after = step(inputs);
  const upstream = concat([upstream_h, upstream_c], 1);
  const [dx, dh, dc, dw_x, dw_h, db] = grad(concat([after.h, after.c], 1), [x, h, cell, w_x, w_h, b], { upstream });
  if (!dx || !dh || !dc || !dw_x || !dw_h || !db) throw new Error("the engine gave no gradient");
  return c
    .call("lstm_backward", upstream_h, upstream_c, x, h, cell, w_x, w_h, b)
    .returnsAll({ dx, dh, dc, dw_x, dw_h, db });
}

/** For a loss on one of the two outputs: 0 is the new state, 1 the new cell. */
function differences(c: CaseBuilder, inputs: Inputs, output: 0 | 1): void {
  const { x, h, c: cell, w_x, w_h, b, upstream_h, upstream_c } = inputs;
  const nothing = tensor(upstream_h.mul(0).arraySync());
  const alone = output === 0 ? { ...inputs, upstream_c: nothing } : { ...inputs, upstream_h: nothing };
  c.gradients({
    at: { x, h, c: cell, w_x, w_h, b },
    forward: (at) => ({ call: "lstm_forward", args: [at.x, at.h, at.c, at.w_x, at.w_h, at.b] }),
    output,
    upstream: output === 0 ? upstream_h : upstream_c,
    backward: backward(c, alone),
  });
}

function both(c: CaseBuilder, inputs: Inputs): void {
  forward(c, inputs);
  backward(c, inputs);
}

const SMALL: Sizes = { examples: 2, inputs: 3, units: 2 };

/** The columns of one block of the bias moved by so much. */
function biased(inputs: Inputs, block: number, by: number): Inputs {
  const size = inputs.h.shape[1];
  const b = inputs.b.valuesSync();
  return { ...inputs, b: leaf(tensor(Array.from(b, (x, k) => (Math.floor(k / size) === block ? x + by : x)))) };
}

export const lstmCell = challenge({
  slug: "lstm-cell",
  area: "rnn",
  defines: ["lstm_forward", "lstm_backward"],
  cases: [
    visible("forward, one unit", (c) =>
      forward(c, {
        x: leaf(tensor([[1, -1]])),
        h: leaf(tensor([[0.5]])),
        c: leaf(tensor([[2]])),
        w_x: leaf(
          tensor([
            [1, 0, 2, -1],
            [0, -1, 1, 0],
          ]),
        ),
        w_h: leaf(tensor([[0, 2, -2, 1]])),
        b: leaf(tensor([0, 1, 0.5, -0.5])),
      }),
    ),
    visible("forward, two units", (c, dice) => forward(c, draw(dice, SMALL))),
    visible("backward, a loss on the state", (c, dice) => {
      const inputs = draw(dice, SMALL);
      backward(c, { ...inputs, upstream_c: tensor(inputs.upstream_c.mul(0).arraySync()) });
    }),
    visible("backward, a loss on state and cell", (c, dice) => backward(c, draw(dice, SMALL))),
    visible("backward fits forward", (c, dice) => differences(c, draw(dice, { examples: 1, inputs: 1, units: 1 }), 0)),
    hidden("one example", (c, dice) => both(c, draw(dice, { examples: 1, inputs: 2, units: 3 }))),
    hidden("one input", (c, dice) => both(c, draw(dice, { examples: 3, inputs: 1, units: 2 }))),
    hidden("one unit", (c, dice) => both(c, draw(dice, { examples: 3, inputs: 2, units: 1 }))),
    hidden("as many examples as inputs and units", (c, dice) =>
      both(c, draw(dice, { examples: 3, inputs: 3, units: 3 })),
    ),
    hidden("the first step: state and cell of zero", (c, dice) => {
      const inputs = draw(dice, SMALL);
      both(c, { ...inputs, h: leaf(inputs.h.mul(0)), c: leaf(inputs.c.mul(0)) });
    }),
    hidden("a cell far from zero", (c, dice) => {
      const inputs = draw(dice, SMALL);
      both(c, biased({ ...inputs, c: leaf(inputs.c.mul(3)) }, 1, 3));
    }),
    hidden("gates open and shut", (c, dice) => {
      for (const block of [0, 1, 3]) both(c, biased(draw(dice, SMALL), block, dice.choose([-25, 25])));
    }),
    hidden("an open forget gate and a shut input gate", (c, dice) => {
      const kept = biased(biased(draw(dice, SMALL), 0, -60), 1, 60);
      const { x, h, c: cell, w_x, w_h, b } = kept;
      const after = step(kept);
      c.call("lstm_forward", x, h, cell, w_x, w_h, b).returnsAll({ "the new state": after.h, "the new cell": cell });
    }),
    hidden("gradients by finite differences", (c, dice) => {
      differences(c, draw(dice, { examples: 2, inputs: 1, units: 1 }), 0);
      differences(c, draw(dice, { examples: 1, inputs: 1, units: 1 }), 1);
    }),
    hidden("used: trained over a sequence", (c, dice) => {
      const [rate, steps] = [0.4, 3];
      const inputs = drawn(dice, [3, 2, 2], 1);
      const targets = drawn(dice, [2, 2], 0.6);
      const start = [[2, 2], [2, 2], [2, 2], [2, 8], [2, 8], [8]].map((shape) => drawn(dice, shape, 1));
      const parameters = start.map(leaf);
      const [projection, h0, c0, w_x, w_h, b] = parameters;
      const optimizer = optim.sgd(parameters, { lr: rate });
      const losses: number[] = [];
      for (let done = 0; done < steps; done++) {
        let state = { h: h0, c: c0 };
        for (let t = 0; t < 3; t++) state = step({ x: inputs.select(0, t).matmul(projection), ...state, w_x, w_h, b });
        const loss = mse(state.h, targets);
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      c.call("harness.train", inputs, targets, ...start, rate, steps).returnsAll({
        losses,
        "the projection": projection,
        h0,
        c0,
        w_x,
        w_h,
        b,
      });
    }),
  ],
  mutants: [
    {
      id: "order-i-f-o-g",
      says: "with the columns read in the order i, f, o, g",
      python: ["i, f, g, o = np.split(", "i, f, o, g = np.split("],
      typescript: ["g: block(2, Math.tanh), o: block(3, sigmoid)", "g: block(3, Math.tanh), o: block(2, sigmoid)"],
      killedBy: "forward, one unit",
    },
    {
      id: "order-f-i-g-o",
      says: "with the input gate and the forget gate exchanged",
      python: ["i, f, g, o = np.split(", "f, i, g, o = np.split("],
      typescript: ["i: block(0, sigmoid), f: block(1, sigmoid)", "i: block(1, sigmoid), f: block(0, sigmoid)"],
      killedBy: "forward, one unit",
    },
    {
      id: "cell-not-squashed",
      says: "without tanh on the new cell",
      python: ["return o * np.tanh(new_c), new_c", "return o * new_c, new_c"],
      typescript: ["gates.o[n][j] * Math.tanh(value)", "gates.o[n][j] * value"],
      killedBy: "forward, one unit",
    },
    {
      id: "cell-gradient-left-out",
      says: "when the gradient that reaches the new cell directly is left out",
      python: ["d_cell = upstream_c + upstream_h * o", "d_cell = upstream_h * o"],
      typescript: ["row.map((direct, j) => direct + upstreamH[n][j]", "row.map((_, j) => upstreamH[n][j]"],
      killedBy: "backward, a loss on state and cell",
    },
    {
      id: "tanh-derivative-left-out",
      says: "without the derivative of tanh between the new state and the new cell",
      python: ["upstream_h * o * (1 - squashed**2)", "upstream_h * o"],
      typescript: ["upstreamH[n][j] * o[n][j] * (1 - squashed[n][j] ** 2)", "upstreamH[n][j] * o[n][j]"],
      killedBy: "backward, a loss on the state",
    },
    {
      id: "new-cell-for-the-old",
      says: "with the new cell in place of the old one in the forget gate's gradient",
      python: ["d_f = d_cell * c * f", "d_f = d_cell * new_c * f"],
      typescript: ["d * c[n][j] * f[n][j]", "d * newCell(c, gates)[n][j] * f[n][j]"],
      killedBy: "backward, a loss on the state",
    },
    {
      id: "candidate-as-a-gate",
      says: "with the sigmoid's derivative for the candidate, which is a tanh",
      python: ["d_cell * i * (1 - g**2)", "d_cell * i * g * (1 - g)"],
      typescript: ["d * i[n][j] * (1 - g[n][j] ** 2)", "d * i[n][j] * g[n][j] * (1 - g[n][j])"],
      killedBy: "backward, a loss on the state",
    },
    {
      id: "nothing-forgotten-going-back",
      says: "when the old cell gets the whole gradient of the new one, without the forget gate",
      python: ["d_cell * f, x.T", "d_cell, x.T"],
      typescript: ["const dC = dCell.map((row, n) => row.map((d, j) => d * f[n][j]));", "const dC = dCell;"],
      killedBy: "backward, a loss on the state",
    },
  ],
});

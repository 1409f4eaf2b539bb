import { grad, mse, optim, type Tensor, tensor } from "#engine/index.ts";
import type { Asked, CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Cell {
  x: Tensor;
  h: Tensor;
  w_x: Tensor;
  w_h: Tensor;
  b_x: Tensor;
  b_h: Tensor;
}

interface Inputs extends Cell {
  upstream: Tensor;
}

function step({ x, h, w_x, w_h, b_x, b_h }: Cell): Tensor {
  const size = h.shape[1];
  const block = (at: number, of: Tensor) => of.slice(-1, at * size, (at + 1) * size);
  const fromInput = (at: number) => x.matmul(block(at, w_x)).add(block(at, b_x));
  const fromState = (at: number) => h.matmul(block(at, w_h)).add(block(at, b_h));
  const reset = fromInput(0).add(fromState(0)).sigmoid();
  const kept = fromInput(1).add(fromState(1)).sigmoid();
  const candidate = fromInput(2).add(fromState(2).mul(reset)).tanh();
  return candidate.add(h.sub(candidate).mul(kept));
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
    w_x: drawn(dice, [inputs, 3 * units], 1),
    w_h: drawn(dice, [units, 3 * units], 1),
    b_x: drawn(dice, [3 * units], 1),
    b_h: drawn(dice, [3 * units], 1),
    upstream: drawn(dice, [examples, units], 1),
  };
}

function forward(c: CaseBuilder, inputs: Cell): Asked {
  const { x, h, w_x, w_h, b_x, b_h } = inputs;
  return c.call("gru_forward", x, h, w_x, w_h, b_x, b_h).returns(step(inputs));
}

function backward(c: CaseBuilder, inputs: Inputs): Asked {
  const { upstream, x, h, w_x, w_h, b_x, b_h } = inputs;
  const [dx, dh, dw_x, dw_h, db_x, db_h] = grad(step(inputs), [x, h, w_x, w_h, b_x, b_h], { upstream });
  if (!dx || !dh || !dw_x || !dw_h || !db_x || !db_h) throw new Error("the engine gave no gradient");
  return c.call("gru_backward", upstream, x, h, w_x, w_h, b_x, b_h).returnsAll({ dx, dh, dw_x, dw_h, db_x, db_h });
}

function differences(c: CaseBuilder, inputs: Inputs): void {
  const { upstream, x, h, w_x, w_h, b_x, b_h } = inputs;
  c.gradients({
    at: { x, h, w_x, w_h, b_x, b_h },
    forward: (at) => ({ call: "gru_forward", args: [at.x, at.h, at.w_x, at.w_h, at.b_x, at.b_h] }),
    upstream,
    backward: backward(c, inputs),
  });
}

function both(c: CaseBuilder, inputs: Inputs): void {
  forward(c, inputs);
  backward(c, inputs);
}

const SMALL: Sizes = { examples: 2, inputs: 3, units: 2 };

/** The columns of one block of the input's bias moved by so much. */
function biased(inputs: Inputs, block: number, by: number): Inputs {
  const size = inputs.h.shape[1];
  const moved = Array.from(inputs.b_x.valuesSync(), (b, k) => (Math.floor(k / size) === block ? b + by : b));
  return { ...inputs, b_x: leaf(tensor(moved)) };
}

export const gruCell = challenge({
  slug: "gru-cell",
  area: "rnn",
  defines: ["gru_forward", "gru_backward"],
  cases: [
    visible("forward, one unit", (c) =>
      forward(c, {
        x: leaf(tensor([[1, -1]])),
        h: leaf(tensor([[0.5]])),
        w_x: leaf(
          tensor([
            [1, 0, 1],
            [0, -1, -1],
          ]),
        ),
        w_h: leaf(tensor([[-2, 4, -4]])),
        b_x: leaf(tensor([0.5, 0, -0.5])),
        b_h: leaf(tensor([0, -1, 1])),
      }),
    ),
    visible("forward, two units", (c, dice) => forward(c, draw(dice, SMALL))),
    visible("backward, two units", (c, dice) => backward(c, draw(dice, SMALL))),
    visible("backward fits forward", (c, dice) => differences(c, draw(dice, { examples: 1, inputs: 1, units: 1 }))),
    hidden("one example", (c, dice) => both(c, draw(dice, { examples: 1, inputs: 2, units: 3 }))),
    hidden("one input", (c, dice) => both(c, draw(dice, { examples: 3, inputs: 1, units: 2 }))),
    hidden("one unit", (c, dice) => both(c, draw(dice, { examples: 3, inputs: 2, units: 1 }))),
    hidden("as many examples as inputs and units", (c, dice) =>
      both(c, draw(dice, { examples: 3, inputs: 3, units: 3 })),
    ),
    hidden("a state of zero", (c, dice) => {
      const inputs = draw(dice, SMALL);
      both(c, { ...inputs, h: leaf(inputs.h.mul(0)) });
    }),
    hidden("a state beyond one", (c, dice) => {
      const inputs = draw(dice, SMALL);
      both(c, { ...inputs, h: leaf(inputs.h.mul(5)) });
    }),
    hidden("gates open and shut", (c, dice) => {
      for (const block of [0, 1]) for (const by of [-25, 25]) both(c, biased(draw(dice, SMALL), block, by));
    }),
    hidden("an update gate at one", (c, dice) => {
      const { x, h, w_x, w_h, b_x, b_h } = biased(draw(dice, SMALL), 1, 60);
      c.call("gru_forward", x, h, w_x, w_h, b_x, b_h).holds(
        "the new state is the old one",
        (next) => next.shape.join() === h.shape.join() && next.sub(h).abs().max().itemSync() < 1e-9,
      );
    }),
    hidden("gradients by finite differences", (c, dice) =>
      differences(c, draw(dice, { examples: 2, inputs: 1, units: 2 })),
    ),
    hidden("used: trained over a sequence", (c, dice) => {
      const [rate, steps] = [0.4, 3];
      const inputs = drawn(dice, [3, 2, 2], 1);
      const targets = drawn(dice, [2, 2], 0.6);
      const start = [[2, 2], [2, 2], [2, 6], [2, 6], [6], [6]].map((shape) => drawn(dice, shape, 1));
      const parameters = start.map(leaf);
      const [projection, h0, w_x, w_h, b_x, b_h] = parameters;
      const optimizer = optim.sgd(parameters, { lr: rate });
      const losses: number[] = [];
      for (let done = 0; done < steps; done++) {
        let h = h0;
        for (let t = 0; t < 3; t++) h = step({ x: inputs.select(0, t).matmul(projection), h, w_x, w_h, b_x, b_h });
        const loss = mse(h, targets);
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      c.call("harness.train", inputs, targets, ...start, rate, steps).returnsAll({
        losses,
        "the projection": projection,
        h0,
        w_x,
        w_h,
        b_x,
        b_h,
      });
    }),
  ],
  mutants: [
    {
      id: "reset-before-the-product",
      says: "when the reset gate acts on the state before the product, as in the first paper",
      python: ["n = np.tanh(a_n + r * u_n)", "n = np.tanh(a_n + np.split((r * h) @ w_h + b_h, 3, axis=1)[2])"],
      typescript: [
        "  const n = a.n.map(",
        "  const reset = h.map((row, i) => row.map((value, j) => r[i][j] * value));\n  u.n = blocks(reset, wH, bH).n;\n  const n = a.n.map(",
      ],
      killedBy: "forward, two units",
    },
    {
      id: "recurrent-bias-not-reset",
      says: "when the candidate's recurrent bias is added outside of what the reset gate scales",
      python: ["a_n + r * u_n", "a_n + r * (u_n - b_h[2 * h.shape[1] :]) + b_h[2 * h.shape[1] :]"],
      typescript: [
        "Math.tanh(value + r[i][j] * u.n[i][j])",
        "{\n      const bias = bH[2 * row.length + j];\n      return Math.tanh(value + r[i][j] * (u.n[i][j] - bias) + bias);\n    }",
      ],
      killedBy: "forward, one unit",
    },
    {
      id: "update-turned-round",
      says: "with the new state and the old one exchanged in the mixture, so that z at 1 forgets",
      python: ["return (1 - z) * n + z * h", "return z * n + (1 - z) * h"],
      typescript: ["(1 - z[i][j]) * n[i][j] + z[i][j] * old", "z[i][j] * n[i][j] + (1 - z[i][j]) * old"],
      killedBy: "forward, one unit",
    },
    {
      id: "order-z-r-n",
      says: "with the columns read in the order z, r, n, as Keras has them",
      python: [
        "    r = _sigmoid(a_r + u_r)\n    z = _sigmoid(a_z + u_z)\n",
        "    z = _sigmoid(a_r + u_r)\n    r = _sigmoid(a_z + u_z)\n",
      ],
      typescript: ["{ r: block(0), z: block(1), n: block(2) }", "{ r: block(1), z: block(0), n: block(2) }"],
      killedBy: "forward, one unit",
    },
    {
      id: "direct-way-left-out",
      says: "without the direct way from the new state to the old one",
      python: ["d_h = d_u @ w_h.T + upstream * z", "d_h = d_u @ w_h.T"],
      typescript: [
        "product(dU, transpose(wH)).map((row, i) => row.map((g, j) => g + upstream[i][j] * z[i][j]))",
        "product(dU, transpose(wH))",
      ],
      killedBy: "backward, two units",
    },
    {
      id: "reset-left-out-going-back",
      says: "when the reset gate is left out on the way back to the recurrent weights",
      python: ["np.hstack([d_r, d_z, d_n * r])", "np.hstack([d_r, d_z, d_n])"],
      typescript: ["...row.map((g, j) => g * r[i][j])]", "...row]"],
      killedBy: "backward, two units",
    },
    {
      id: "candidate-minus-state",
      says: "with n − h in place of h − n in the update gate's gradient",
      python: ["upstream * (h - n)", "upstream * (n - h)"],
      typescript: ["g * (h[i][j] - n[i][j])", "g * (n[i][j] - h[i][j])"],
      killedBy: "backward, two units",
    },
    {
      id: "reset-gets-the-state",
      says: "with the old state in place of its product with the weights in the reset gate's gradient",
      python: ["d_r = d_n * u_n * r", "d_r = d_n * h * r"],
      typescript: ["g * uN[i][j] * r[i][j]", "g * h[i][j] * r[i][j]"],
      killedBy: "backward, two units",
    },
  ],
});

import { grad, mse, optim, type Tensor, tensor } from "#engine/index.ts";
import { float32, integers, list } from "#lib/challenge/argument.ts";
import type { Asked, CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Block {
  w1: Tensor;
  b1: Tensor;
  w2: Tensor;
  b2: Tensor;
}

interface Inputs extends Block {
  x: Tensor;
  upstream: Tensor;
}

const leaf = (numbers: number[] | number[][]) => tensor(numbers, { requiresGrad: true });

const outputOf = (x: Tensor, { w1, b1, w2, b2 }: Block) => x.matmul(w1).add(b1).relu().matmul(w2).add(b2).add(x);

function drawBlock(dice: Dice, width: number, units: number): Block {
  return {
    w1: leaf(dice.matrix(width, units, -1, 1)),
    // Half a hundredth off: with inputs of one decimal no pre-activation comes near the kink at 0.
    b1: leaf(dice.vector(units, -1, 1).map((b) => b + 0.005)),
    w2: leaf(dice.matrix(units, width, -1, 1)),
    b2: leaf(dice.vector(width, -1, 1)),
  };
}

function draw(dice: Dice, examples: number, width: number, units: number): Inputs {
  return {
    x: leaf(dice.matrix(examples, width, -2, 2)),
    ...drawBlock(dice, width, units),
    upstream: tensor(dice.matrix(examples, width, -1, 1)),
  };
}

function forward(c: CaseBuilder, inputs: Inputs): Asked {
  const { x, w1, b1, w2, b2 } = inputs;
  return c.call("residual_forward", x, w1, b1, w2, b2).returns(outputOf(x, inputs));
}

function gradientsOf(inputs: Inputs) {
  const { x, w1, b1, w2, b2, upstream } = inputs;
  const [dx, dw1, db1, dw2, db2] = grad(outputOf(x, inputs), [x, w1, b1, w2, b2], { upstream });
  if (!dx || !dw1 || !db1 || !dw2 || !db2) throw new Error("the engine gave no gradient");
  return { dx, dw1, db1, dw2, db2 };
}

function backward(c: CaseBuilder, inputs: Inputs): Asked {
  const { upstream, x, w1, b1, w2 } = inputs;
  return c.call("residual_backward", upstream, x, w1, b1, w2).returnsAll(gradientsOf(inputs));
}

function both(c: CaseBuilder, inputs: Inputs): void {
  forward(c, inputs);
  backward(c, inputs);
}

function differences(c: CaseBuilder, inputs: Inputs): void {
  const { upstream, x, w1, b1, w2, b2 } = inputs;
  c.gradients({
    at: { x, w1, b1, w2, b2 },
    forward: (at) => ({ call: "residual_forward", args: [at.x, at.w1, at.b1, at.w2, at.b2] }),
    upstream,
    backward: backward(c, inputs),
  });
}

export const residualBlock = challenge({
  slug: "residual-block",
  area: "vanishing",
  defines: ["residual_forward", "residual_backward"],
  cases: [
    visible("forward, one example", (c) =>
      forward(c, {
        x: leaf([[1, -2]]),
        w1: leaf([
          [1, 2, 0],
          [0, 1, -1],
        ]),
        b1: leaf([0.5, -1, 1]),
        w2: leaf([
          [1, 0],
          [2, 2],
          [-1, -1],
        ]),
        b2: leaf([0.5, 0]),
        upstream: tensor([[0, 0]]),
      }),
    ),
    visible("backward, two examples", (c, dice) => backward(c, draw(dice, 2, 2, 3))),
    visible("backward fits forward", (c, dice) => differences(c, draw(dice, 2, 2, 2))),
    hidden("one example", (c, dice) => both(c, draw(dice, 1, 3, 4))),
    hidden("one feature", (c, dice) => both(c, draw(dice, 4, 1, 3))),
    hidden("one unit", (c, dice) => both(c, draw(dice, 4, 3, 1))),
    hidden("as many examples as features and units", (c, dice) => both(c, draw(dice, 3, 3, 3))),
    hidden("layers of zero", (c, dice) => {
      const { x, upstream } = draw(dice, 2, 3, 2);
      const nothing = {
        w1: leaf([
          [0, 0],
          [0, 0],
          [0, 0],
        ]),
        b1: leaf([0, 0]),
        w2: leaf([
          [0, 0, 0],
          [0, 0, 0],
        ]),
      };
      c.call("residual_forward", x, nothing.w1, nothing.b1, nothing.w2, [0, 0, 0]).returns(x);
      backward(c, { x, upstream, ...nothing, b2: leaf([0, 0, 0]) });
    }),
    hidden("no unit active", (c, dice) => both(c, { ...draw(dice, 3, 2, 3), b1: leaf(dice.vector(3, -90, -60)) })),
    hidden("every unit active", (c, dice) => both(c, { ...draw(dice, 3, 2, 3), b1: leaf(dice.vector(3, 60, 90)) })),
    hidden("pre-activations of exactly zero", (c, dice) => {
      const w1 = [
        [1, 2],
        [-1, dice.integer(1, 3)],
      ];
      const inputs = { ...draw(dice, 2, 2, 2), w1: leaf(w1), b1: leaf([0, 0]) };
      both(c, {
        ...inputs,
        x: leaf([
          [2, 2],
          [-1, -1],
        ]),
      });
    }),
    hidden("negative results", (c, dice) => forward(c, { ...draw(dice, 3, 2, 2), b2: leaf(dice.vector(2, -90, -60)) })),
    hidden("a branch that cancels the shortcut", (c, dice) => {
      const x = leaf(dice.matrix(2, 1, 0.5, 2));
      const upstream = tensor(dice.matrix(2, 1, -1, 1));
      both(c, { x, w1: leaf([[1]]), b1: leaf([0]), w2: leaf([[-1]]), b2: leaf([0]), upstream });
    }),
    hidden("gradients by finite differences", (c, dice) => differences(c, draw(dice, 2, 3, 2))),
    hidden("used: three blocks trained", (c, dice) => {
      const [x, targets] = [dice.matrix(4, 2, -1, 1), dice.matrix(4, 2, -1, 1)];
      const [rate, steps] = [0.05, 5];
      const start = [3, 2, 3].map((units) => drawBlock(dice, 2, units));
      const blocks = start.map(({ w1, b1, w2, b2 }) => ({
        w1: leaf(w1.arraySync() as number[][]),
        b1: leaf(b1.arraySync() as number[]),
        w2: leaf(w2.arraySync() as number[][]),
        b2: leaf(b2.arraySync() as number[]),
      }));
      const optimizer = optim.sgd(
        blocks.flatMap(({ w1, b1, w2, b2 }) => [w1, b1, w2, b2]),
        { lr: rate },
      );
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const loss = mse(blocks.reduce(outputOf, tensor(x)), tensor(targets));
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      const asked = start.map(({ w1, b1, w2, b2 }) => list(w1, b1, w2, b2));
      c.call("harness.train", x, targets, list(...asked), rate, steps).returnsAll({ losses, ...blocks[0] });
    }),
    hidden(
      "whole numbers and float32",
      (c, dice) => {
        const inputs = { ...draw(dice, 2, 2, 3), x: leaf(dice.matrix(2, 2, -4, 4, 0)) };
        const { x, w1, b1, w2, b2 } = inputs;
        c.call("residual_forward", integers(x), w1, b1, w2, b2).returns(outputOf(x, inputs));
        c.call("residual_forward", float32(x), float32(w1), float32(b1), float32(w2), float32(b2)).returns(
          outputOf(x, inputs),
          { dtype: "floating" },
        );
      },
      { only: "python" },
    ),
  ],
  mutants: [
    {
      id: "no-shortcut",
      says: "without the shortcut: the layers alone",
      python: ["return x + _hidden(x, w1, b1) @ w2 + b2", "return _hidden(x, w1, b1) @ w2 + b2"],
      typescript: ["x[n][d] + value + b2[d]", "value + b2[d]"],
      killedBy: "forward, one example",
      misconception: "skip-forgotten",
    },
    {
      id: "no-shortcut-going-back",
      says: "when the shortcut is left out on the way back",
      python: ["d_x = upstream + d_z @ w1.T", "d_x = d_z @ w1.T"],
      typescript: [
        "product(dZ, transpose(w1)).map((row, n) => row.map((g, d) => upstream[n][d] + g))",
        "product(dZ, transpose(w1))",
      ],
      killedBy: "backward, two examples",
      misconception: "skip-forgotten",
    },
    {
      id: "past-the-layers",
      says: "when the input gets the shortcut's gradient alone, without what comes back through the layers",
      python: ["d_x = upstream + d_z @ w1.T", "d_x = upstream.copy()"],
      typescript: [
        "product(dZ, transpose(w1)).map((row, n) => row.map((g, d) => upstream[n][d] + g))",
        "upstream.map((row) => [...row])",
      ],
      killedBy: "backward, two examples",
      misconception: "gradient-skips-block",
    },
    {
      id: "shared-out",
      says: "when half of the gradient goes along the shortcut and half into the layers",
      python: [
        "    a = _hidden(x, w1, b1)\n    d_a",
        "    upstream = upstream / 2\n    a = _hidden(x, w1, b1)\n    d_a",
      ],
      typescript: [
        "  const a = hidden(x, w1, b1);\n",
        "  upstream = upstream.map((row) => row.map((g) => g / 2));\n  const a = hidden(x, w1, b1);\n",
      ],
      killedBy: "backward, two examples",
      misconception: "addition-splits-gradient",
    },
    {
      id: "relu-behind-the-addition",
      says: "with a ReLU behind the addition",
      python: ["return x + _hidden(x, w1, b1) @ w2 + b2", "return np.maximum(x + _hidden(x, w1, b1) @ w2 + b2, 0)"],
      typescript: ["x[n][d] + value + b2[d]", "Math.max(x[n][d] + value + b2[d], 0)"],
      killedBy: "forward, one example",
    },
    {
      id: "no-relu-gate",
      says: "when ReLU passes every gradient on, active or not",
      python: ["d_z = d_a * (a > 0)", "d_z = d_a"],
      typescript: ["dA.map((row, n) => row.map((g, j) => (a[n][j] > 0 ? g : 0)))", "dA"],
      killedBy: "backward, two examples",
      misconception: "no-relu-gate",
    },
    {
      id: "gate-by-gradient-sign",
      says: "when ReLU blocks negative gradients in place of inactive units",
      python: ["d_z = d_a * (a > 0)", "d_z = d_a * (d_a > 0)"],
      typescript: ["(a[n][j] > 0 ? g : 0)", "Math.max(g, 0)"],
      killedBy: "backward, two examples",
      misconception: "gate-by-gradient-sign",
    },
    {
      id: "gate-open-at-zero",
      says: "with a derivative of 1 for ReLU at exactly 0",
      python: ["d_z = d_a * (a > 0)", "d_z = d_a * (x @ w1 + b1 >= 0)"],
      typescript: [
        "row.map((g, j) => (a[n][j] > 0 ? g : 0))",
        "row.map((g, j) => (product(x, w1)[n][j] + b1[j] >= 0 ? g : 0))",
      ],
      killedBy: "pre-activations of exactly zero",
    },
  ],
});

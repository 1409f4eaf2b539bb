import * as engine from "#engine/index.ts";
import { type Argument, integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

const SLOPE = 0.1;

interface Activation {
  name: string;
  of: (x: engine.Tensor) => engine.Tensor;
  rest: readonly Argument[];
}

const activations: readonly Activation[] = [
  { name: "relu", of: engine.relu, rest: [] },
  { name: "leaky_relu", of: (x) => engine.leakyRelu(x, SLOPE), rest: [SLOPE] },
  { name: "sigmoid", of: engine.sigmoid, rest: [] },
  { name: "tanh", of: engine.tanh, rest: [] },
];

const called = (name: string) => activations.filter((one) => one.name === name);

function forward(c: CaseBuilder, numbers: number[][], which: readonly Activation[] = activations): void {
  for (const { name, of, rest } of which) c.call(name, numbers, ...rest).returns(of(engine.tensor(numbers)));
}

function backward(
  c: CaseBuilder,
  upstream: number[][],
  numbers: number[][],
  which: readonly Activation[] = activations,
): void {
  for (const { name, of, rest } of which) {
    const x = engine.tensor(numbers, { requiresGrad: true });
    const [dx] = engine.grad(of(x), [x], { upstream: engine.tensor(upstream) });
    if (!dx) throw new Error(`the engine gave no gradient of ${name}`);
    c.call(`${name}_backward`, upstream, numbers, ...rest).returns(dx);
  }
}

function both(c: CaseBuilder, upstream: number[][], numbers: number[][]): void {
  forward(c, numbers);
  backward(c, upstream, numbers);
}

/** Losses and weights of a small network with the activation in the middle, trained by the engine. */
function trained({ of }: Activation, x: number[][], targets: number[][], weights: number[][][], rate: number) {
  const [weights1, weights2] = weights.map((w) => engine.tensor(w, { requiresGrad: true }));
  const optimizer = engine.optim.sgd([weights1, weights2], { lr: rate });
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const y = of(engine.tensor(x).matmul(weights1)).matmul(weights2);
    const loss = engine.mse(y, engine.tensor(targets), { reduction: "sum" }).mul(0.5);
    losses.push(loss.itemSync());
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
  return { losses, weights1, weights2 };
}

const STEPS = 5;

const used = ({ name, ...of }: Activation) =>
  hidden(`used: a network with ${name} trained`, (c, dice: Dice) => {
    const targets = dice.matrix(6, 2, -1, 1);
    let [x, first] = [dice.matrix(6, 3, -1, 1), dice.matrix(3, 4, -1, 1, 2)];
    // A sum that is 0 on paper is not in every order of adding, and at 0 a kink turns that into another gradient.
    while (engine.tensor(x).matmul(engine.tensor(first)).abs().min().itemSync() < 1e-6) {
      [x, first] = [dice.matrix(6, 3, -1, 1), dice.matrix(3, 4, -1, 1, 2)];
    }
    const weights = [first, dice.matrix(4, 2, -1, 1, 2)];
    c.call("harness.train", name, x, targets, ...weights, 0.05, STEPS).returnsAll(
      trained({ name, ...of }, x, targets, weights, 0.05),
    );
  });

export const activationDerivatives = challenge({
  slug: "activation-derivatives",
  area: "activations",
  defines: activations.flatMap(({ name }) => [name, `${name}_backward`]),
  cases: [
    visible("relu and leaky relu", (c) => {
      const x = [
        [-2, -0.5, 0.5],
        [3, -1, 0.1],
      ];
      forward(c, x, [...called("relu"), ...called("leaky_relu")]);
    }),
    visible("sigmoid and tanh", (c) => {
      const x = [
        [-2, -0.5, 0],
        [3, 1, 0.1],
      ];
      forward(c, x, [...called("sigmoid"), ...called("tanh")]);
    }),
    visible("backward of relu and leaky relu", (c) => {
      const x = [
        [-2, -0.5, 0.5],
        [3, -1, 0.1],
      ];
      backward(
        c,
        [
          [1, -2, -3],
          [0.5, 4, 1],
        ],
        x,
        [...called("relu"), ...called("leaky_relu")],
      );
    }),
    visible("backward of sigmoid and tanh", (c) => {
      const x = [
        [-2, -0.5, 0],
        [3, 1, 0.1],
      ];
      backward(
        c,
        [
          [1, -2, -3],
          [0.5, 4, 1],
        ],
        x,
        [...called("sigmoid"), ...called("tanh")],
      );
    }),
    hidden("random numbers", (c, dice) => both(c, dice.matrix(3, 4, -2, 2), dice.matrix(3, 4, -3, 3, 2))),
    hidden("one row", (c, dice) => both(c, dice.matrix(1, 5, -2, 2), dice.matrix(1, 5, -3, 3))),
    hidden("one column", (c, dice) => both(c, dice.matrix(5, 1, -2, 2), dice.matrix(5, 1, -3, 3))),
    hidden("exactly zero", (c, dice) => both(c, dice.matrix(1, 3, -2, 2), [[0, 0, 0]])),
    hidden("inputs of a thousand", (c, dice) =>
      both(c, dice.matrix(2, 3, -2, 2), [
        [1000, -1000, 800],
        [-750, 40, -40],
      ]),
    ),
    hidden("a different slope", (c, dice) => {
      const [x, upstream] = [dice.matrix(2, 3, -3, 3), dice.matrix(2, 3, -2, 2)];
      const slope = dice.decimal(0.02, 0.4, 2);
      const leaf = engine.tensor(x, { requiresGrad: true });
      const y = engine.leakyRelu(leaf, slope);
      const [dx] = engine.grad(y, [leaf], { upstream: engine.tensor(upstream) });
      c.call("leaky_relu", x, slope).returns(y);
      c.call("leaky_relu_backward", upstream, x, slope).returns(dx ?? leaf);
    }),
    hidden("symmetries", (c, dice) => {
      const x = dice.matrix(2, 3, -3, 3);
      const minus = x.map((row) => row.map((value) => -value));
      const near = (a: engine.Tensor, b: engine.Tensor) => a.sub(b).abs().max().itemSync() < 1e-9;
      c.holds("tanh(−x) is −tanh(x)", [c.call("tanh", minus), c.call("tanh", x)], (a, b) => near(a, b.neg()));
      const sum = (a: engine.Tensor, b: engine.Tensor) => near(a.add(b), engine.ones(a.shape));
      c.holds("sigmoid(x) + sigmoid(−x) is 1", [c.call("sigmoid", minus), c.call("sigmoid", x)], sum);
    }),
    hidden("gradients by finite differences", (c, dice) => {
      const [x, upstream] = [dice.matrix(2, 2, -3, 3), dice.matrix(2, 2, -2, 2)];
      for (const { name, rest } of activations) {
        c.gradients({
          at: { x },
          forward: (at) => ({ call: name, args: [at.x, ...rest] }),
          upstream,
          backward: c.call(`${name}_backward`, upstream, x, ...rest),
        });
      }
    }),
    ...activations.map(used),
    hidden(
      "whole numbers",
      (c) => {
        const x = [[-2, 0, 3]];
        for (const { name, of, rest } of activations) c.call(name, integers(x), ...rest).returns(of(engine.tensor(x)));
      },
      { only: "python" },
    ),
  ],
  mutants: [
    {
      id: "gate-by-gradient",
      says: "when ReLU's gate looks at the sign of the upstream gradient in place of the input's",
      python: ["upstream * (x > 0)", "upstream * (upstream > 0)"],
      typescript: ["map(x, (value) => (value > 0 ? 1 : 0))", "map(upstream, (value) => (value > 0 ? 1 : 0))"],
      killedBy: "backward of relu and leaky relu",
      misconception: "gate-by-gradient-sign",
    },
    {
      id: "relu-slope-one-at-zero",
      says: "with a slope of 1 for ReLU at exactly 0",
      python: ["upstream * (x > 0)", "upstream * (x >= 0)"],
      typescript: ["(value > 0 ? 1 : 0)", "(value >= 0 ? 1 : 0)"],
      killedBy: "exactly zero",
    },
    {
      id: "tanh-slope-from-input",
      says: "with 1 − x² for the derivative of tanh, x being its input and not its output",
      python: ["upstream * (1 - y**2)", "upstream * (1 - x**2)"],
      typescript: ["map(tanh(x), (y) => 1 - y * y)", "map(x, (y) => 1 - y * y)"],
      killedBy: "backward of sigmoid and tanh",
    },
    {
      id: "sigmoid-slope-at-output",
      says: "with the derivative of the sigmoid taken at its output in place of its input",
      python: ["    y = sigmoid(x)\n", "    y = sigmoid(sigmoid(x))\n"],
      typescript: ["map(sigmoid(x), (y) => y * (1 - y))", "map(sigmoid(sigmoid(x)), (y) => y * (1 - y))"],
      killedBy: "backward of sigmoid and tanh",
      misconception: "derivative-at-wrong-side",
    },
    {
      id: "upstream-forgotten",
      says: "without the upstream gradient: the derivative of the sigmoid alone",
      python: ["return upstream * y * (1 - y)", "return y * (1 - y)"],
      typescript: [
        "const slopes = map(sigmoid(x), (y) => y * (1 - y));\n  return times(upstream, slopes);",
        "return map(sigmoid(x), (y) => y * (1 - y));",
      ],
      killedBy: "backward of sigmoid and tanh",
      misconception: "upstream-forgotten",
    },
    {
      id: "sigmoid-overflows",
      says: "with eˣ / (1 + eˣ) for the sigmoid, which is ∞/∞ for large x",
      python: ["np.where(x >= 0, 1 / (1 + small), small / (1 + small))", "np.exp(x) / (1 + np.exp(x))"],
      typescript: ["1 / (1 + Math.exp(-value))", "Math.exp(value) / (1 + Math.exp(value))"],
      killedBy: "inputs of a thousand",
    },
    {
      id: "leaky-sides-swapped",
      says: "with leaky ReLU's slope on the positive side",
      python: ["upstream * np.where(x > 0, 1.0, slope)", "upstream * np.where(x > 0, slope, 1.0)"],
      typescript: ["(value > 0 ? 1 : slope)", "(value > 0 ? slope : 1)"],
      killedBy: "backward of relu and leaky relu",
      misconception: "slope-side-swapped",
    },
  ],
});

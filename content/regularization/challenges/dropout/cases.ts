import { dropout as dropped, grad, mse, noGrad, optim, tensor } from "#engine/index.ts";
import { integers, list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Inputs {
  x: Matrix;
  mask: Matrix;
  upstream: Matrix;
  p: number;
}

const leaf = (numbers: Matrix) => tensor(numbers, { requiresGrad: true });

/** Drop rates other than one half, where dropping and keeping can't be told apart. */
const drawRate = (dice: Dice) => dice.choose([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8]);

const drawBits = (dice: Dice, rows: number, columns: number): Matrix =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => dice.integer(0, 1)));

const uniform = (dice: Dice, rows: number, columns: number): Matrix =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => dice.decimal(0, 0.99, 2)));

function draw(dice: Dice, rows: number, columns: number, p = drawRate(dice)): Inputs {
  return {
    x: dice.matrix(rows, columns, -3, 3),
    mask: drawBits(dice, rows, columns),
    upstream: dice.matrix(rows, columns, -2, 2),
    p,
  };
}

function trained(c: CaseBuilder, { x, mask, p }: Inputs): void {
  c.call("dropout_forward", x, mask, p, true).returns(dropped(tensor(x), { p, mask: tensor(mask) }));
}

function evaluated(c: CaseBuilder, { x, mask, p }: Inputs): void {
  c.call("dropout_forward", x, mask, p, false).returns(x);
}

function backward(c: CaseBuilder, { x, mask, upstream, p }: Inputs) {
  const input = leaf(x);
  const [dx] = grad(dropped(input, { p, mask: tensor(mask) }), [input], { upstream: tensor(upstream) });
  if (!dx) throw new Error("the engine gave no gradient");
  return c.call("dropout_backward", upstream, mask, p, true).returns(dx);
}

function all(c: CaseBuilder, inputs: Inputs): void {
  const { mask, upstream, p } = inputs;
  trained(c, inputs);
  evaluated(c, inputs);
  backward(c, inputs);
  c.call("dropout_backward", upstream, mask, p, false).returns(upstream);
}

function masks(c: CaseBuilder, draws: Matrix, p: number): void {
  c.call("draw_mask", draws, p).returns(tensor(draws).greaterEqual(p));
}

export const dropout = challenge({
  slug: "dropout",
  area: "regularization",
  defines: ["draw_mask", "dropout_forward", "dropout_backward"],
  cases: [
    visible("a mask from draws", (c) =>
      masks(
        c,
        [
          [0.1, 0.9, 0.25],
          [0.3, 0.24, 0.5],
        ],
        0.25,
      ),
    ),
    visible("forward in training", (c) =>
      trained(c, {
        x: [
          [1, -2, 3],
          [4, 0.5, -1],
        ],
        mask: [
          [1, 0, 1],
          [1, 1, 0],
        ],
        upstream: [],
        p: 0.2,
      }),
    ),
    visible("forward in evaluation", (c, dice) => evaluated(c, draw(dice, 2, 3, 0.2))),
    visible("backward in training", (c) =>
      backward(c, {
        x: [
          [1, -2, 3],
          [4, 0.5, -1],
        ],
        mask: [
          [1, 0, 1],
          [1, 1, 0],
        ],
        upstream: [
          [1, 2, -1],
          [-0.5, 2, 3],
        ],
        p: 0.2,
      }),
    ),
    hidden("random numbers", (c, dice) => all(c, draw(dice, 4, 3))),
    hidden("one entry", (c, dice) => all(c, draw(dice, 1, 1))),
    hidden("as many rows as columns", (c, dice) => all(c, draw(dice, 3, 3))),
    hidden("a drop rate of zero", (c, dice) => {
      all(c, {
        ...draw(dice, 2, 3, 0),
        mask: [
          [1, 1, 1],
          [1, 1, 1],
        ],
      });
      masks(c, [[0, ...dice.vector(2, 0.1, 0.9)]], 0);
    }),
    hidden("everything kept, everything dropped", (c, dice) => {
      const inputs = draw(dice, 2, 2);
      all(c, {
        ...inputs,
        mask: [
          [1, 1],
          [1, 1],
        ],
      });
      all(c, {
        ...inputs,
        mask: [
          [0, 0],
          [0, 0],
        ],
      });
    }),
    hidden("masks of random draws", (c, dice) => masks(c, uniform(dice, 4, 5), drawRate(dice))),
    hidden("a mask of whole numbers", (c, dice) => {
      const { x, mask, p } = draw(dice, 3, 3);
      const expected = dropped(tensor(x), { p, mask: tensor(mask) });
      c.call("dropout_forward", x, integers(mask), p, true).returns(expected);
    }),
    hidden("the mean over all masks is the input", (c, dice) => {
      const [x, p] = [dice.vector(3, -3, 3), drawRate(dice)];
      const every = Array.from({ length: 8 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1]);
      const chances = every.map((mask) => [mask.reduce((chance, m) => chance * (m === 1 ? 1 - p : p), 1)]);
      const repeated = every.map(() => x);
      c.call("dropout_forward", repeated, every, p, true).holds(
        "the outputs for all eight masks, weighted by their probabilities, sum to the input",
        (y) => y.rank === 2 && y.mul(tensor(chances)).sum(0).sub(tensor(x)).abs().max().itemSync() < 1e-9,
      );
    }),
    hidden("gradients by finite differences", (c, dice) => {
      const inputs = draw(dice, 3, 3);
      const { x, mask, upstream, p } = inputs;
      c.gradients({
        at: { x },
        forward: (at) => ({ call: "dropout_forward", args: [at.x, mask, p, true] }),
        upstream,
        backward: backward(c, inputs),
      });
    }),
    hidden("used: a network trained, then evaluated", (c, dice) => {
      const [x, targets] = [dice.matrix(5, 3, -1, 1), dice.matrix(5, 2, -1, 1)];
      const start = [dice.matrix(3, 4, -1, 1), dice.matrix(4, 2, -1, 1)];
      const [p, rate] = [dice.choose([0.2, 0.3, 0.4]), 0.3];
      const draws = Array.from({ length: 6 }, () => uniform(dice, 5, 4));
      const parameters = start.map(leaf);
      const [first, second] = parameters;
      const sgd = optim.sgd(parameters, { lr: rate });
      const losses: number[] = [];
      for (const drawn of draws) {
        const mask = tensor(drawn).greaterEqual(p);
        const y = dropped(tensor(x).matmul(first).tanh(), { p, mask }).matmul(second);
        const loss = mse(y, tensor(targets));
        losses.push(loss.itemSync());
        sgd.zeroGrad();
        loss.backward();
        sgd.step();
      }
      const last = noGrad(() => tensor(x).matmul(first).tanh().matmul(second));
      c.call("harness.train", x, targets, ...start, list(...draws), p, rate).returnsAll({
        losses,
        first,
        second,
        evaluated: last,
      });
    }),
  ],
  mutants: [
    {
      id: "scaled-twice",
      says: "when evaluation multiplies by 1 − p although training has divided by it",
      python: ["x * mask / (1 - p) if training else x", "x * mask / (1 - p) if training else x * (1 - p)"],
      typescript: [
        "if (!training) return x;",
        "if (!training) return x.map((row) => row.map((value) => value * (1 - p)));",
      ],
      killedBy: "forward in evaluation",
    },
    {
      id: "not-scaled",
      says: "when training drops entries and leaves the others as they are",
      python: ["return x * mask / (1 - p) if", "return x * mask if"],
      typescript: ["(value * mask[n][d]) / (1 - p)", "value * mask[n][d]"],
      killedBy: "forward in training",
    },
    {
      id: "divided-by-drop-rate",
      says: "with p in place of 1 − p as the divisor",
      python: ["return x * mask / (1 - p) if", "return x * mask / p if"],
      typescript: ["(value * mask[n][d]) / (1 - p)", "(value * mask[n][d]) / p"],
      killedBy: "forward in training",
    },
    {
      id: "kept-with-probability-p",
      says: "when p is taken for the probability of keeping",
      python: ["draws >= p", "draws < p"],
      typescript: ["draw >= p ? 1 : 0", "draw < p ? 1 : 0"],
      killedBy: "a mask from draws",
    },
    {
      id: "drops-in-evaluation",
      says: "when entries are dropped in evaluation too",
      python: ["return x * mask / (1 - p) if training else x", "return x * mask / (1 - p)"],
      typescript: ["  if (!training) return x;\n", ""],
      killedBy: "forward in evaluation",
    },
    {
      id: "gradient-not-masked",
      says: "when the gradient also reaches entries that were dropped",
      python: ["upstream * mask / (1 - p)", "upstream / (1 - p)"],
      typescript: ["(g * mask[n][d]) / (1 - p)", "g / (1 - p)"],
      killedBy: "backward in training",
    },
    {
      id: "gradient-not-scaled",
      says: "without the factor 1/(1 − p) in the gradient",
      python: ["upstream * mask / (1 - p)", "upstream * mask"],
      typescript: ["(g * mask[n][d]) / (1 - p)", "g * mask[n][d]"],
      killedBy: "backward in training",
    },
    {
      id: "gradient-masked-in-evaluation",
      says: "when the gradient is masked in evaluation as well",
      python: ["return upstream * mask / (1 - p) if training else upstream", "return upstream * mask / (1 - p)"],
      typescript: ["  if (!training) return upstream;\n", ""],
      killedBy: "random numbers",
    },
  ],
});

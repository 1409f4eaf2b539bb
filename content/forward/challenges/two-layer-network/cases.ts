import { crossEntropy, grad, optim, relu, type Tensor, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Network {
  weights1: Matrix;
  bias1: number[];
  weights2: Matrix;
  bias2: number[];
}

interface Problem extends Network {
  x: Matrix;
  classes: number[];
}

interface Sizes {
  examples: number;
  inputs: number;
  hidden: number;
  classes: number;
}

/** A problem with every hidden unit away from its kink, where rounding would decide and differences fail. */
function draw(dice: Dice, sizes: Sizes): Problem {
  for (;;) {
    const drawn = drawAnywhere(dice, sizes);
    const inner = tensor(drawn.x).matmul(tensor(drawn.weights1)).add(tensor(drawn.bias1));
    if (inner.abs().min().itemSync() > 1e-3) return drawn;
  }
}

function drawAnywhere(dice: Dice, { examples, inputs, hidden, classes }: Sizes): Problem {
  return {
    x: dice.matrix(examples, inputs, -2, 2),
    classes: Array.from({ length: examples }, () => dice.integer(0, classes - 1)),
    weights1: dice.matrix(inputs, hidden, -1, 1, 2),
    bias1: dice.vector(hidden, -1, 1, 2),
    weights2: dice.matrix(hidden, classes, -1, 1, 2),
    bias2: dice.vector(classes, -1, 1, 2),
  };
}

const numbersOf = ({ weights1, bias1, weights2, bias2 }: Network) => [weights1, bias1, weights2, bias2] as const;

const leavesOf = (network: Network) => numbersOf(network).map((of) => tensor(of, { requiresGrad: true }));

function logitsOf(x: Tensor, [weights1, bias1, weights2, bias2]: Tensor[]): Tensor {
  return relu(x.matmul(weights1).add(bias1)).matmul(weights2).add(bias2);
}

function ran(c: CaseBuilder, problem: Problem): void {
  const logits = logitsOf(tensor(problem.x), leavesOf(problem));
  c.call("forward", problem.x, ...numbersOf(problem)).returns(logits);
  c.call("loss", problem.x, integers(problem.classes), ...numbersOf(problem)).returns(
    crossEntropy(logits, problem.classes),
  );
}

function backward(c: CaseBuilder, problem: Problem) {
  const leaves = leavesOf(problem);
  const [dweights1, dbias1, dweights2, dbias2] = grad(
    crossEntropy(logitsOf(tensor(problem.x), leaves), problem.classes),
    leaves,
  );
  if (!dweights1 || !dbias1 || !dweights2 || !dbias2) throw new Error("the engine gave no gradient");
  return c
    .call("gradients", problem.x, integers(problem.classes), ...numbersOf(problem))
    .returnsAll({ dweights1, dbias1, dweights2, dbias2 });
}

function all(c: CaseBuilder, problem: Problem): void {
  ran(c, problem);
  backward(c, problem);
}

function differences(c: CaseBuilder, problem: Problem): void {
  const { x, classes, weights1, bias1, weights2, bias2 } = problem;
  c.gradients({
    at: { weights1, bias1, weights2, bias2 },
    forward: (at) => ({
      call: "loss",
      args: [x, integers(classes), at.weights1, at.bias1, at.weights2, at.bias2],
    }),
    upstream: 1,
    backward: backward(c, problem),
  });
}

/** Losses and parameters of the network trained by the engine. */
function trained(problem: Problem, rate: number, steps: number) {
  const leaves = leavesOf(problem);
  const optimizer = optim.sgd(leaves, { lr: rate });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = crossEntropy(logitsOf(tensor(problem.x), leaves), problem.classes);
    losses.push(loss.itemSync());
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
  const [weights1, bias1, weights2, bias2] = leaves;
  return { losses, weights1, bias1, weights2, bias2 };
}

const small: Problem = {
  x: [
    [1, -1],
    [2, 0.5],
  ],
  classes: [2, 0],
  weights1: [
    [1, -1, 0.5],
    [0.5, 1, -1],
  ],
  bias1: [0.1, 0.2, -0.3],
  weights2: [
    [1, -1, 0.5],
    [-0.5, 1, 1],
    [0.2, -0.4, -1],
  ],
  bias2: [0.1, 0, -0.1],
};

export const twoLayerNetwork = challenge({
  slug: "two-layer-network",
  area: "forward",
  defines: ["forward", "loss", "gradients"],
  cases: [
    visible("forward and loss, two examples", (c) => ran(c, small)),
    visible("gradients, two examples", (c) => {
      backward(c, small);
    }),
    visible("gradients fit the loss", (c, dice) =>
      differences(c, draw(dice, { examples: 2, inputs: 2, hidden: 3, classes: 2 })),
    ),
    hidden("random numbers", (c, dice) => all(c, draw(dice, { examples: 5, inputs: 3, hidden: 4, classes: 3 }))),
    hidden("one example", (c, dice) => all(c, draw(dice, { examples: 1, inputs: 3, hidden: 4, classes: 2 }))),
    hidden("one hidden unit", (c, dice) => all(c, draw(dice, { examples: 4, inputs: 2, hidden: 1, classes: 3 }))),
    hidden("one input", (c, dice) => all(c, draw(dice, { examples: 4, inputs: 1, hidden: 3, classes: 2 }))),
    hidden("all sizes equal", (c, dice) => all(c, draw(dice, { examples: 3, inputs: 3, hidden: 3, classes: 3 }))),
    hidden("hidden units at exactly 0", (c, dice) => {
      const drawn = draw(dice, { examples: 2, inputs: 2, hidden: 3, classes: 3 });
      const weights1 = drawn.weights1.map(([first, second]) => [first, second, 0]);
      all(c, { ...drawn, weights1, bias1: [...drawn.bias1.slice(0, 2), 0] });
    }),
    hidden("all weights zero", (c, dice) => {
      const drawn = draw(dice, { examples: 3, inputs: 2, hidden: 2, classes: 3 });
      const zero = (of: Matrix) => of.map((row) => row.map(() => 0));
      all(c, { ...drawn, weights1: zero(drawn.weights1), bias1: [0, 0], weights2: zero(drawn.weights2) });
    }),
    hidden("no hidden unit active", (c, dice) => {
      const drawn = draw(dice, { examples: 3, inputs: 2, hidden: 3, classes: 2 });
      all(c, { ...drawn, bias1: dice.vector(3, -9, -5) });
    }),
    hidden("logits of a thousand", (c, dice) => {
      const drawn = draw(dice, { examples: 3, inputs: 2, hidden: 3, classes: 3 });
      all(c, { ...drawn, bias2: dice.shuffle([1000, 0, -1000]) });
    }),
    hidden("gradients by finite differences", (c, dice) =>
      differences(c, draw(dice, { examples: 3, inputs: 2, hidden: 2, classes: 3 })),
    ),
    hidden("used: trained for some steps", (c, dice) => {
      const problem = draw(dice, { examples: 6, inputs: 2, hidden: 4, classes: 3 });
      const [rate, steps] = [0.3, 6];
      c.call("harness.train", problem.x, integers(problem.classes), ...numbersOf(problem), rate, steps).returnsAll(
        trained(problem, rate, steps),
      );
    }),
  ],
  mutants: [
    {
      id: "no-gate",
      says: "without the gate of the ReLU on the way back",
      python: ["(d_logits @ weights2.T) * (hidden > 0)", "d_logits @ weights2.T"],
      typescript: ["(hidden[n][j] > 0 ? g : 0)", "g"],
      killedBy: "gradients, two examples",
      misconception: "no-relu-gate",
    },
    {
      id: "gate-by-gradient",
      says: "when the gate looks at the sign of the gradient in place of the hidden unit's",
      python: [
        "    d_inner = (d_logits @ weights2.T) * (hidden > 0)\n",
        "    d_inner = np.maximum(d_logits @ weights2.T, 0)\n",
      ],
      typescript: ["(hidden[n][j] > 0 ? g : 0)", "(g > 0 ? g : 0)"],
      killedBy: "gradients, two examples",
      misconception: "gate-by-gradient-sign",
    },
    {
      id: "open-at-zero",
      says: "when a unit at exactly 0 lets the gradient through",
      python: ["hidden > 0", "hidden >= 0"],
      typescript: ["hidden[n][j] > 0", "hidden[n][j] >= 0"],
      killedBy: "hidden units at exactly 0",
    },
    {
      id: "weights-not-transposed",
      says: "with the second layer's weights not transposed on the way back",
      python: ["d_logits @ weights2.T", "d_logits @ weights2"],
      typescript: ["multiply(dLogits, transpose(weights2))", "multiply(dLogits, weights2)"],
      killedBy: "all sizes equal",
      misconception: "transposed-weight",
    },
    {
      id: "not-averaged",
      says: "without dividing by the number of examples in the gradients",
      python: ["    d_logits /= len(classes)\n", ""],
      typescript: [
        "(Math.exp(log) - (k === classes[n] ? 1 : 0)) / classes.length",
        "Math.exp(log) - (k === classes[n] ? 1 : 0)",
      ],
      killedBy: "gradients, two examples",
      misconception: "sum-for-mean",
    },
    {
      id: "biases-averaged-again",
      says: "with the gradients of the biases averaged over the batch in place of summed",
      python: [
        "d_inner.sum(axis=0), hidden.T @ d_logits, d_logits.sum(axis=0)",
        "d_inner.mean(axis=0), hidden.T @ d_logits, d_logits.mean(axis=0)",
      ],
      typescript: [
        "column.reduce((sum, g) => sum + g, 0));",
        "column.reduce((sum, g) => sum + g, 0) / column.length);",
      ],
      killedBy: "gradients, two examples",
      misconception: "batch-mean-twice",
    },
    {
      id: "before-the-relu",
      says: "when the second layer's weights get their gradient from the values before the ReLU",
      python: ["hidden.T @ d_logits", "(x @ weights1 + bias1).T @ d_logits"],
      typescript: ["multiply(transpose(hidden), dLogits)", "multiply(transpose(dense(x, weights1, bias1)), dLogits)"],
      killedBy: "gradients, two examples",
    },
    {
      id: "relu-on-the-logits",
      says: "with a ReLU on the logits too",
      python: [
        "    return _hidden(x, weights1, bias1) @ weights2 + bias2",
        "    return np.maximum(_hidden(x, weights1, bias1) @ weights2 + bias2, 0)",
      ],
      typescript: [
        "return dense(hiddenOf(x, weights1, bias1), weights2, bias2);",
        "return hiddenOf(hiddenOf(x, weights1, bias1), weights2, bias2);",
      ],
      killedBy: "forward and loss, two examples",
      misconception: "hidden-activation-at-output",
    },
  ],
});

import { crossEntropy, grad, mse, optim, type Tensor, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

function gradient(of: (x: Tensor) => Tensor, at: Matrix): Tensor {
  const x = tensor(at, { requiresGrad: true });
  const [dx] = grad(of(x), [x]);
  if (!dx) throw new Error("the engine gave no gradient");
  return dx;
}

function squared(c: CaseBuilder, prediction: Matrix, target: Matrix): void {
  c.call("mse", prediction, target).returns(mse(tensor(prediction), tensor(target)));
  c.call("mse_gradient", prediction, target).returns(gradient((x) => mse(x, tensor(target)), prediction));
}

function crossed(c: CaseBuilder, logits: Matrix, classes: number[]): void {
  c.call("cross_entropy", logits, integers(classes)).returns(crossEntropy(tensor(logits), classes));
  c.call("cross_entropy_gradient", logits, integers(classes)).returns(
    gradient((z) => crossEntropy(z, classes), logits),
  );
}

const classesOf = (dice: Dice, count: number, of: number) =>
  Array.from({ length: count }, () => dice.integer(0, of - 1));

export const lossesWithGradients = challenge({
  slug: "losses-with-gradients",
  area: "backprop",
  defines: ["mse", "mse_gradient", "cross_entropy", "cross_entropy_gradient"],
  cases: [
    visible("squared error", (c) => {
      const [prediction, target] = [
        [
          [1, 2, 0],
          [0.5, -1, 3],
        ],
        [
          [1, 0, 1],
          [0, -1, 1],
        ],
      ];
      c.call("mse", prediction, target).returns(mse(tensor(prediction), tensor(target)));
    }),
    visible("gradient of the squared error", (c) => {
      const [prediction, target] = [
        [
          [1, 2, 0],
          [0.5, -1, 3],
        ],
        [
          [1, 0, 1],
          [0, -1, 1],
        ],
      ];
      c.call("mse_gradient", prediction, target).returns(gradient((x) => mse(x, tensor(target)), prediction));
    }),
    visible("cross-entropy", (c) => {
      const logits = [
        [2, 1, 0.1],
        [0, 3, -1],
      ];
      c.call("cross_entropy", logits, integers([0, 2])).returns(crossEntropy(tensor(logits), [0, 2]));
    }),
    visible("gradient of the cross-entropy", (c) => {
      const logits = [
        [2, 1, 0.1],
        [0, 3, -1],
      ];
      const expected = gradient((z) => crossEntropy(z, [0, 2]), logits);
      c.call("cross_entropy_gradient", logits, integers([0, 2])).returns(expected);
    }),
    hidden("random predictions", (c, dice) => squared(c, dice.matrix(4, 3, -3, 3), dice.matrix(4, 3, -3, 3))),
    hidden("one prediction", (c, dice) => squared(c, dice.matrix(1, 1, -3, 3), dice.matrix(1, 1, -3, 3))),
    hidden("a column of predictions", (c, dice) => squared(c, dice.matrix(5, 1, -3, 3), dice.matrix(5, 1, -3, 3))),
    hidden("predictions without error", (c, dice) => {
      const prediction = dice.matrix(2, 2, -3, 3);
      squared(c, prediction, prediction);
    }),
    hidden("random logits", (c, dice) => crossed(c, dice.matrix(5, 4, -3, 3), classesOf(dice, 5, 4))),
    hidden("one example", (c, dice) => crossed(c, dice.matrix(1, 3, -3, 3), classesOf(dice, 1, 3))),
    hidden("two classes", (c, dice) => crossed(c, dice.matrix(4, 2, -3, 3), classesOf(dice, 4, 2))),
    hidden("equal logits", (c, dice) => crossed(c, Array(3).fill(Array(4).fill(dice.decimal(-2, 2))), [3, 0, 1])),
    hidden("logits of a thousand, and the wrong class", (c, dice) =>
      crossed(c, [[1000, 0, -1000], dice.vector(3, -1000, 1000)], [2, dice.integer(0, 2)]),
    ),
    hidden("rows of the gradient", (c, dice) => {
      c.call("cross_entropy_gradient", dice.matrix(4, 3, -3, 3), integers(classesOf(dice, 4, 3))).holds(
        "every row of the gradient sums to 0",
        (g) => g.sum(1).abs().max().itemSync() < 1e-9,
      );
    }),
    hidden("gradients by finite differences", (c, dice) => {
      const [prediction, target] = [dice.matrix(2, 3, -2, 2), dice.matrix(2, 3, -2, 2)];
      c.gradients({
        at: { prediction },
        forward: (at) => ({ call: "mse", args: [at.prediction, target] }),
        upstream: 1,
        backward: c.call("mse_gradient", prediction, target),
      });
      const [logits, classes] = [dice.matrix(3, 3, -2, 2), integers(classesOf(dice, 3, 3))];
      c.gradients({
        at: { logits },
        forward: (at) => ({ call: "cross_entropy", args: [at.logits, classes] }),
        upstream: 1,
        backward: c.call("cross_entropy_gradient", logits, classes),
      });
    }),
    hidden("used: a linear classifier trained", (c, dice) => {
      const [x, classes, start] = [dice.matrix(6, 3, -1, 1), classesOf(dice, 6, 3), dice.matrix(3, 3, -0.5, 0.5)];
      const [rate, steps] = [0.5, 8];
      const weights = tensor(start, { requiresGrad: true });
      const optimizer = optim.sgd([weights], { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const loss = crossEntropy(tensor(x).matmul(weights), classes);
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      c.call("harness.train", x, integers(classes), start, rate, steps).returnsAll({ losses, weights });
    }),
  ],
  mutants: [
    {
      id: "factor-two-forgotten",
      says: "without the factor 2 in the gradient of the square",
      python: ["return 2 * (prediction - target)", "return (prediction - target)"],
      typescript: ["(2 * (y - target[n][d]))", "(y - target[n][d])"],
      killedBy: "gradient of the squared error",
    },
    {
      id: "mean-over-examples",
      says: "with the squared error's gradient divided by the number of examples in place of entries",
      python: ["/ prediction.size", "/ len(prediction)"],
      typescript: ["const size = prediction.length * prediction[0].length;", "const size = prediction.length;"],
      killedBy: "gradient of the squared error",
    },
    {
      id: "turned-round",
      says: "with y − p in place of p − y",
      python: ["return gradient / len(classes)", "return -gradient / len(classes)"],
      typescript: ["(Math.exp(log) - (k === classes[n] ? 1 : 0))", "((k === classes[n] ? 1 : 0) - Math.exp(log))"],
      killedBy: "gradient of the cross-entropy",
      misconception: "p-minus-y-turned-round",
    },
    {
      id: "not-averaged",
      says: "without dividing the cross-entropy's gradient by the number of examples",
      python: ["return gradient / len(classes)", "return gradient"],
      typescript: ["? 1 : 0)) / logits.length", "? 1 : 0)) / 1"],
      killedBy: "gradient of the cross-entropy",
      misconception: "sum-for-mean",
    },
    {
      id: "softmax-derivative-again",
      says: "with the derivative p(1 − p) multiplied in once more",
      python: [
        "    return gradient / len(classes)",
        "    p = np.exp(_log_softmax(logits))\n    return gradient * p * (1 - p) / len(classes)",
      ],
      typescript: [
        "(Math.exp(log) - (k === classes[n] ? 1 : 0))",
        "((Math.exp(log) - (k === classes[n] ? 1 : 0)) * Math.exp(log) * (1 - Math.exp(log)))",
      ],
      killedBy: "gradient of the cross-entropy",
      misconception: "activation-derivative-again",
    },
    {
      id: "gradient-is-p",
      says: "without taking 1 off at the right class",
      python: ["    gradient[np.arange(len(classes)), classes] -= 1\n", ""],
      typescript: ["(k === classes[n] ? 1 : 0)", "(k === classes[n] ? 0 : 0)"],
      killedBy: "gradient of the cross-entropy",
      misconception: "logit-gradient-is-p",
    },
    {
      id: "minus-forgotten",
      says: "without the minus before the logarithm",
      python: ["return -_log_softmax(logits)", "return _log_softmax(logits)"],
      typescript: ["=> -logSoftmax(row)", "=> logSoftmax(row)"],
      killedBy: "cross-entropy",
    },
    {
      id: "log-of-softmax",
      says: "with the logarithm of finished probabilities, which may have become 0",
      python: [
        "return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))",
        "return np.log(np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True))",
      ],
      typescript: [
        "row.map((z) => z - largest - logSum)",
        "row.map((z) => Math.log(Math.exp(z - largest) / Math.exp(logSum)))",
      ],
      killedBy: "logits of a thousand, and the wrong class",
      misconception: "max-trick-saves-the-log",
    },
  ],
});

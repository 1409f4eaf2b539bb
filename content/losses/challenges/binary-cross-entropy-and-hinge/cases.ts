import { bceWithLogits, grad, hinge, optim, type Tensor, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Loss = (outputs: Tensor, answers: Tensor) => Tensor;

const bce: Loss = (z, y) => bceWithLogits(z, y);
const margin: Loss = (s, y) => hinge(s, y);

function gradient(of: Loss, outputs: number[], answers: number[]): Tensor {
  const leaf = tensor(outputs, { requiresGrad: true });
  const [found] = grad(of(leaf, tensor(answers)), [leaf]);
  if (!found) throw new Error("the engine gave no gradient");
  return found;
}

function crossed(c: CaseBuilder, logits: number[], targets: number[]): void {
  c.call("bce", logits, targets).returns(bce(tensor(logits), tensor(targets)));
  c.call("bce_gradient", logits, targets).returns(gradient(bce, logits, targets));
}

function hinged(c: CaseBuilder, scores: number[], labels: number[]): void {
  c.call("hinge", scores, integers(labels)).returns(margin(tensor(scores), tensor(labels)));
  c.call("hinge_gradient", scores, integers(labels)).returns(gradient(margin, scores, labels));
}

const answers = (dice: Dice, count: number, from: readonly number[]) =>
  Array.from({ length: count }, () => dice.choose(from));
const BINARY = [0, 1];
const SIGNS = [-1, 1];

/** Losses, weights and bias of a linear classifier trained by the engine. */
function trained(of: Loss, x: number[][], wanted: number[], start: number[], rate: number, steps: number) {
  const [weights, bias] = [tensor(start, { requiresGrad: true }), tensor(0, { requiresGrad: true })];
  const optimizer = optim.sgd([weights, bias], { lr: rate });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = of(tensor(x).matmul(weights).add(bias), tensor(wanted));
    losses.push(loss.itemSync());
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
  return { losses, weights, bias };
}

/** Six examples, none of them on the margin of the hinge, where rounding would decide. */
function offMargin(dice: Dice, weights: number[]): number[][] {
  for (;;) {
    const x = dice.matrix(6, 3, -1, 1, 2);
    const distances = tensor(x).matmul(tensor(weights)).abs().sub(1).abs();
    if (distances.min().itemSync() > 1e-6) return x;
  }
}

const used = (name: "bce" | "hinge", of: Loss, from: readonly number[]) =>
  hidden(`used: a linear classifier trained by ${name}`, (c, dice) => {
    const [wanted, start] = [answers(dice, 6, from), dice.vector(3, -1, 1, 2)];
    const x = offMargin(dice, start);
    const [rate, steps] = [0.5, 6];
    c.call("harness.train", name, x, integers(wanted), start, 0, rate, steps).returnsAll(
      trained(of, x, wanted, start, rate, steps),
    );
  });

export const binaryCrossEntropyAndHinge = challenge({
  slug: "binary-cross-entropy-and-hinge",
  area: "losses",
  defines: ["bce", "bce_gradient", "hinge", "hinge_gradient"],
  cases: [
    visible("binary cross-entropy", (c) => {
      c.call("bce", [2, -1, 0.5], [1, 1, 0]).returns(bce(tensor([2, -1, 0.5]), tensor([1, 1, 0])));
    }),
    visible("gradient of the binary cross-entropy", (c) => {
      c.call("bce_gradient", [2, -1, 0.5], [1, 1, 0]).returns(gradient(bce, [2, -1, 0.5], [1, 1, 0]));
    }),
    visible("hinge", (c) => {
      c.call("hinge", [2, 0.5, -0.25, -3], integers([1, 1, 1, -1])).returns(
        margin(tensor([2, 0.5, -0.25, -3]), tensor([1, 1, 1, -1])),
      );
    }),
    visible("gradient of the hinge", (c) => {
      c.call("hinge_gradient", [2, 0.5, -0.25, 3], integers([1, 1, -1, -1])).returns(
        gradient(margin, [2, 0.5, -0.25, 3], [1, 1, -1, -1]),
      );
    }),
    hidden("random logits", (c, dice) => crossed(c, dice.vector(6, -4, 4, 2), answers(dice, 6, BINARY))),
    hidden("probabilities as targets", (c, dice) =>
      crossed(c, dice.vector(4, -3, 3, 2), dice.vector(4, 0.05, 0.95, 2)),
    ),
    hidden("random scores", (c, dice) => hinged(c, dice.vector(7, -3, 3, 2), answers(dice, 7, SIGNS))),
    hidden("one example", (c, dice) => {
      crossed(c, dice.vector(1, -3, 3), answers(dice, 1, BINARY));
      hinged(c, dice.vector(1, -3, 3), answers(dice, 1, SIGNS));
    }),
    hidden("outputs of zero", (c, dice) => {
      crossed(c, [0, 0, 0], [0, 1, dice.decimal(0.1, 0.9)]);
      hinged(c, [0, 0, 0], answers(dice, 3, SIGNS));
    }),
    hidden("outputs of a thousand, right and wrong", (c, dice) => {
      const size = dice.integer(750, 1000);
      crossed(c, [size, -size, size, -size, size], [0, 1, 1, 0, 0.5]);
      hinged(c, [size, -size, size, -size], [-1, 1, 1, -1]);
    }),
    hidden("scores exactly on the margin", (c, dice) => {
      const labels = dice.shuffle([1, -1, 1, -1]);
      hinged(c, labels, labels);
      hinged(c, [...labels, ...dice.vector(2, -0.9, 0.9)], [...labels, 1, -1]);
    }),
    hidden("tiny losses keep their digits", (c, dice) => {
      const logit = dice.decimal(34, 39);
      for (const [z, y] of [
        [logit, 1],
        [-logit, 0],
      ]) {
        c.call("bce", [z], [y]).holds(
          "the loss is right to six digits",
          (loss) => Math.abs(loss.div(bce(tensor([z]), tensor([y]))).itemSync() - 1) < 1e-6,
        );
      }
    }),
    hidden("answers turned round", (c, dice) => {
      const outputs = dice.vector(5, -3, 3, 2);
      const minus = outputs.map((z) => -z);
      const [targets, labels] = [answers(dice, 5, BINARY), answers(dice, 5, SIGNS)];
      const near = (a: Tensor, b: Tensor) => Math.abs(a.sub(b).itemSync()) < 1e-9;
      c.holds(
        "bce(−z, 1 − y) is bce(z, y)",
        [
          c.call(
            "bce",
            minus,
            targets.map((y) => 1 - y),
          ),
          c.call("bce", outputs, targets),
        ],
        near,
      );
      c.holds(
        "hinge(−s, −y) is hinge(s, y)",
        [c.call("hinge", minus, integers(labels.map((y) => -y))), c.call("hinge", outputs, integers(labels))],
        near,
      );
    }),
    hidden("gradients by finite differences", (c, dice) => {
      const [logits, targets] = [dice.vector(4, -3, 3, 2), dice.vector(4, 0.05, 0.95, 2)];
      c.gradients({
        at: { logits },
        forward: (at) => ({ call: "bce", args: [at.logits, targets] }),
        upstream: 1,
        backward: c.call("bce_gradient", logits, targets),
      });
      const signs = answers(dice, 4, SIGNS);
      const scores = signs.map((y) => y * (1 + dice.nonzero(-3, 3, 2)));
      const labels = integers(signs);
      c.gradients({
        at: { scores },
        forward: (at) => ({ call: "hinge", args: [at.scores, labels] }),
        upstream: 1,
        backward: c.call("hinge_gradient", scores, labels),
      });
    }),
    used("bce", bce, BINARY),
    used("hinge", margin, SIGNS),
  ],
  mutants: [
    {
      id: "log-of-sigmoid",
      says: "with logarithms of finished probabilities, which may have become 0",
      python: [
        "    return np.mean(targets * _softplus(-logits) + (1 - targets) * _softplus(logits))",
        "    p = 1 / (1 + np.exp(-logits))\n    return -np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p))",
      ],
      typescript: [
        "logits.map((z, n) => targets[n] * softplus(-z) + (1 - targets[n]) * softplus(z))",
        "logits.map((z, n) => {\n    const p = 1 / (1 + Math.exp(-z));\n    return -(targets[n] * Math.log(p) + (1 - targets[n]) * Math.log(1 - p));\n  })",
      ],
      killedBy: "outputs of a thousand, right and wrong",
    },
    {
      id: "tiny-loss-cancelled",
      says: "with softplus(z) − yz, where a tiny loss is lost between two large numbers",
      python: [
        "targets * _softplus(-logits) + (1 - targets) * _softplus(logits)",
        "_softplus(logits) - targets * logits",
      ],
      typescript: ["targets[n] * softplus(-z) + (1 - targets[n]) * softplus(z)", "softplus(z) - targets[n] * z"],
      killedBy: "tiny losses keep their digits",
    },
    {
      id: "targets-swapped",
      says: "with the terms of the two targets mixed up",
      python: [
        "targets * _softplus(-logits) + (1 - targets) * _softplus(logits)",
        "targets * _softplus(logits) + (1 - targets) * _softplus(-logits)",
      ],
      typescript: [
        "targets[n] * softplus(-z) + (1 - targets[n]) * softplus(z)",
        "targets[n] * softplus(z) + (1 - targets[n]) * softplus(-z)",
      ],
      killedBy: "binary cross-entropy",
    },
    {
      id: "sigmoid-derivative-again",
      says: "with the sigmoid's derivative p(1 − p) multiplied in once more",
      python: [
        "    return (np.exp(-_softplus(-logits)) - targets) / len(logits)",
        "    p = np.exp(-_softplus(-logits))\n    return (p - targets) * p * (1 - p) / len(logits)",
      ],
      typescript: [
        "return (p - targets[n]) / logits.length;",
        "return ((p - targets[n]) * p * (1 - p)) / logits.length;",
      ],
      killedBy: "gradient of the binary cross-entropy",
      misconception: "activation-derivative-again",
    },
    {
      id: "not-averaged",
      says: "without dividing the binary cross-entropy's gradient by the number of examples",
      python: ["- targets) / len(logits)", "- targets)"],
      typescript: ["return (p - targets[n]) / logits.length;", "return p - targets[n];"],
      killedBy: "gradient of the binary cross-entropy",
      misconception: "sum-for-mean",
    },
    {
      id: "no-margin",
      says: "without the margin, which makes the hinge the perceptron's loss",
      python: ["np.maximum(0, 1 - labels * scores)", "np.maximum(0, -labels * scores)"],
      typescript: ["Math.max(0, 1 - labels[n] * s)", "Math.max(0, -labels[n] * s)"],
      killedBy: "hinge",
    },
    {
      id: "gradient-until-right",
      says: "when the hinge's gradient ends as soon as an example is right, within the margin",
      python: ["labels * scores < 1", "labels * scores < 0"],
      typescript: ["labels[n] * s < 1", "labels[n] * s < 0"],
      killedBy: "gradient of the hinge",
    },
    {
      id: "pull-on-the-margin",
      says: "when an example exactly on the margin still has a gradient",
      python: ["labels * scores < 1", "labels * scores <= 1"],
      typescript: ["labels[n] * s < 1", "labels[n] * s <= 1"],
      killedBy: "scores exactly on the margin",
    },
  ],
});

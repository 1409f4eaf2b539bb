import { optim, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

// Whole and half numbers keep every score exact, so that a score of 0 is one in any order of adding up.

interface Training {
  x: number[][];
  labels: number[];
  w: number[];
  b: number;
  rate: number;
  epochs: number;
}

const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

const EXCLUSIVE_OR = [-1, 1, 1, -1];

const scoresOf = (x: number[][], w: number[], b: number) => tensor(x).matmul(tensor(w)).add(b).valuesSync();

const signsOf = (x: number[][], w: number[], b: number) =>
  Array.from(scoresOf(x, w, b), (score) => (score >= 0 ? 1 : -1));

/** Gradient descent by the engine on minus label times score, for one misjudged example at a time. */
function trained({ x, labels, w, b, rate, epochs }: Training) {
  const [weights, bias] = [tensor(w, { requiresGrad: true }), tensor(b, { requiresGrad: true })];
  const descent = optim.sgd([weights, bias], { lr: rate });
  const mistakes: number[] = [];
  while (mistakes.length < epochs && mistakes.at(-1) !== 0) {
    let count = 0;
    for (const [n, example] of x.entries()) {
      const score = weights.mul(tensor(example)).sum().add(bias);
      if ((score.itemSync() >= 0 ? 1 : -1) === labels[n]) continue;
      descent.zeroGrad();
      score.mul(-labels[n]).backward();
      descent.step();
      count += 1;
    }
    mistakes.push(count);
  }
  return { w: weights, b: bias, mistakes };
}

function train(c: CaseBuilder, training: Training): void {
  const { x, labels, w, b, rate, epochs } = training;
  c.call("train", x, integers(labels), w, b, rate, epochs).returnsAll(trained(training));
}

const fromZero = (x: number[][], labels: number[], epochs: number): Training => ({
  x,
  labels,
  w: x[0].map(() => 0),
  b: 0,
  rate: 1,
  epochs,
});

/** Examples with a distance from the plane of some hidden weights, and those weights. */
function separable(dice: Dice, count: number, size: number) {
  const w = Array.from({ length: size }, () => dice.choose([-3, -2, -1, 1, 2, 3]));
  const b = dice.choose([-2.5, -1.5, 1.5, 2.5]);
  const x: number[][] = [];
  while (x.length < count) {
    const example = Array.from({ length: size }, () => dice.integer(-8, 8) / 2);
    if (Math.abs(scoresOf([example], w, b)[0]) >= 1) x.push(example);
  }
  return { x, labels: signsOf(x, w, b), w, b };
}

export const perceptronRule = challenge({
  slug: "perceptron-rule",
  area: "neuron",
  defines: ["predict", "train"],
  cases: [
    visible("predictions, with a score of 0", (c) => {
      const x = [
        [1, 1],
        [2, 0],
        [3, 1],
        [-1, 2],
      ];
      c.call("predict", x, [1, -2], 1).returns(signsOf(x, [1, -2], 1));
      c.call("predict", x, [1, -2], -2).returns(signsOf(x, [1, -2], -2));
    }),
    visible("one mistake, one update", (c) =>
      train(c, { x: [[2, -1]], labels: [-1], w: [1, 0.5], b: 0.5, rate: 0.5, epochs: 1 }),
    ),
    visible("the gate AND learned", (c) => train(c, fromZero(CORNERS, [-1, -1, -1, 1], 20))),
    visible("XOR, stopped by the limit", (c) => train(c, fromZero(CORNERS, EXCLUSIVE_OR, 6))),
    hidden("random predictions", (c, dice) => {
      const { x } = separable(dice, 6, 3);
      const [w, b] = [[dice.integer(1, 4), dice.integer(-4, -1), dice.integer(-4, 4)], dice.integer(-3, 3)];
      c.call("predict", x, w, b).returns(signsOf(x, w, b));
      c.call("predict", x.slice(0, 1), w, b).returns(signsOf(x.slice(0, 1), w, b));
    }),
    hidden("separable examples", (c, dice) => {
      const { x, labels } = separable(dice, 8, 3);
      train(c, fromZero(x, labels, 12));
    }),
    hidden("weights and a rate of its own", (c, dice) => {
      const { x, labels } = separable(dice, 7, 2);
      const w = [dice.integer(-6, 6) / 2, dice.integer(-6, 6) / 2];
      train(c, { x, labels, w, b: dice.choose([-3, -1.5, 2, 3.5]), rate: dice.choose([0.25, 0.5, 2]), epochs: 9 });
    }),
    hidden("nothing wrong at the start", (c, dice) => {
      const { x, labels, w, b } = separable(dice, 5, 2);
      train(c, { x, labels, w, b, rate: 1, epochs: 5 });
    }),
    hidden("one epoch only", (c, dice) => {
      const { x, labels } = separable(dice, 6, 2);
      train(c, { ...fromZero([...x, ...x], [...labels, ...labels.map((label) => -label)], 1), rate: 0.5 });
    }),
    hidden("scores of 0 on both sides", (c, dice) => {
      const size = dice.integer(2, 3);
      const example = Array.from({ length: size }, () => dice.integer(1, 4));
      train(c, fromZero([example, example.map((value) => -value)], [1, -1], 4));
      train(c, fromZero([example, example.map((value) => -value)], [-1, 1], 4));
    }),
    hidden("one input", (c, dice) => {
      const threshold = dice.integer(-3, 3) + 0.5;
      const x = dice.shuffle([-4, -2, -1, 0, 1, 3, 5]).map((value) => [value]);
      train(c, fromZero(x, signsOf(x, [1], -threshold), 30));
    }),
    hidden("examples that contradict each other", (c, dice) => {
      const { x, labels } = separable(dice, 3, 2);
      train(c, fromZero([...x, x[0]], [...labels, -labels[0]], 7));
    }),
    hidden("no more mistakes than the bound allows", (c, dice) => {
      const { x, labels, w, b } = separable(dice, 8, 2);
      const length = Math.hypot(...w, b);
      const margin = Math.min(...scoresOf(x, w, b).map(Math.abs)) / length;
      const radius = Math.max(...x.map((example) => Math.hypot(...example, 1)));
      const bound = (radius / margin) ** 2;
      c.call("harness.mistakes", x, integers(labels), Math.ceil(bound) + 1)
        .holds("the mistakes are no more than (R/γ)²", (counts) => counts.sum().itemSync() <= bound)
        .holds("the last epoch has none", (counts) => counts.valuesSync().at(-1) === 0);
    }),
    hidden("used: unseen examples classified", (c, dice) => {
      const { x, labels } = separable(dice, 8, 2);
      const unseen = Array.from({ length: 5 }, () => [dice.integer(-9, 9) / 2, dice.integer(-9, 9) / 2]);
      const { w, b } = trained(fromZero(x, labels, 400));
      const weights = Array.from(w.valuesSync());
      c.call("harness.classify", x, integers(labels), unseen, 400).returnsAll({
        trained: labels,
        unseen: signsOf(unseen, weights, b.itemSync()),
      });
    }),
  ],
  mutants: [
    {
      id: "twice-the-step",
      says: "with the difference of label and prediction in the update, which is ±2 for labels of ±1",
      python: [
        "                w = w + rate * label * example\n                b = b + rate * label\n",
        "                error = label - predict(example, w, b)\n                w = w + rate * error * example\n                b = b + rate * error\n",
      ],
      typescript: [
        "        w = w.map((weight, d) => weight + rate * label * example[d]);\n        b = b + rate * label;\n",
        "        const error = label - predict([example], w, b)[0];\n        w = w.map((weight, d) => weight + rate * error * example[d]);\n        b = b + rate * error;\n",
      ],
      killedBy: "one mistake, one update",
    },
    {
      id: "bias-not-updated",
      says: "when the bias stays as it was",
      python: ["                b = b + rate * label\n", ""],
      typescript: ["        b = b + rate * label;\n", ""],
      killedBy: "one mistake, one update",
      misconception: "bias-not-updated",
    },
    {
      id: "tie-is-negative",
      says: "when a score of exactly 0 counts as −1",
      python: ["x @ w + b >= 0", "x @ w + b > 0"],
      typescript: ["score(example, w, b) >= 0", "score(example, w, b) > 0"],
      killedBy: "predictions, with a score of 0",
    },
    {
      id: "sign-of-zero",
      says: "when the prediction is the sign, which is 0 for a score of 0",
      python: ["np.where(x @ w + b >= 0, 1, -1)", "np.sign(x @ w + b)"],
      typescript: ["(score(example, w, b) >= 0 ? 1 : -1)", "Math.sign(score(example, w, b))"],
      killedBy: "predictions, with a score of 0",
    },
    {
      id: "every-example-counts",
      says: "when examples that were right change the weights too",
      python: [
        "            if predict(example, w, b) != label:\n                w = w + rate * label * example\n                b = b + rate * label\n                count += 1",
        "            if predict(example, w, b) != label:\n                count += 1\n            w = w + rate * label * example\n            b = b + rate * label",
      ],
      typescript: [
        "      if (predict([example], w, b)[0] !== label) {\n        w = w.map((weight, d) => weight + rate * label * example[d]);\n        b = b + rate * label;\n        count += 1;\n      }",
        "      if (predict([example], w, b)[0] !== label) count += 1;\n      w = w.map((weight, d) => weight + rate * label * example[d]);\n      b = b + rate * label;",
      ],
      killedBy: "the gate AND learned",
    },
    {
      id: "judged-by-old-weights",
      says: "when all examples of an epoch are judged by the weights it began with",
      python: [
        "        for example, label in zip(x, labels):\n            if predict(example, w, b) != label:",
        "        judged = predict(x, w, b)\n        for example, label, guess in zip(x, labels, judged):\n            if guess != label:",
      ],
      typescript: [
        "    for (const [n, example] of x.entries()) {\n      const label = labels[n];\n      if (predict([example], w, b)[0] !== label) {",
        "    const judged = predict(x, w, b);\n    for (const [n, example] of x.entries()) {\n      const label = labels[n];\n      if (judged[n] !== label) {",
      ],
      killedBy: "the gate AND learned",
    },
    {
      id: "away-from-the-label",
      says: "with the update turned round, away from the label",
      python: [
        "                w = w + rate * label * example\n                b = b + rate * label\n",
        "                w = w - rate * label * example\n                b = b - rate * label\n",
      ],
      typescript: [
        "        w = w.map((weight, d) => weight + rate * label * example[d]);\n        b = b + rate * label;\n",
        "        w = w.map((weight, d) => weight - rate * label * example[d]);\n        b = b - rate * label;\n",
      ],
      killedBy: "one mistake, one update",
    },
    {
      id: "last-epoch-not-counted",
      says: "when the epoch without mistakes is left out of the counts",
      python: [
        "        mistakes.append(count)\n        if count == 0:\n            break",
        "        if count == 0:\n            break\n        mistakes.append(count)",
      ],
      typescript: [
        "    mistakes.push(count);\n    if (count === 0) break;",
        "    if (count === 0) break;\n    mistakes.push(count);",
      ],
      killedBy: "the gate AND learned",
    },
  ],
});

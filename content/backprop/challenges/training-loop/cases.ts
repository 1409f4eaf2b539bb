import { crossEntropy, optim, type Tensor, tensor } from "#engine/index.ts";
import { integers, list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Task {
  x: Matrix;
  classes: number[];
  start: [w1: Matrix, b1: number[], w2: Matrix, b2: number[]];
  orders: number[][];
  batchSize: number;
  rate: number;
  goal: number;
}

interface Sizes {
  examples: number;
  width: number;
  hidden: number;
  classes: number;
  batchSize: number;
  epochs: number;
}

const upTo = (count: number) => [...Array(count).keys()];

const network = (dice: Dice, width: number, units: number, classes: number): Task["start"] => [
  dice.matrix(width, units, -1, 1, 2),
  dice.vector(units, -0.5, 0.5, 2),
  dice.matrix(units, classes, -1, 1, 2),
  dice.vector(classes, -0.5, 0.5, 2),
];

const shuffles = (dice: Dice, examples: number, epochs: number) =>
  Array.from({ length: epochs }, () => dice.shuffle(upTo(examples)));

/** Never reaches its goal of 0. */
function draw(dice: Dice, { examples, width, hidden: units, classes, batchSize, epochs }: Sizes): Task {
  return {
    x: dice.matrix(examples, width, -2, 2),
    classes: Array.from({ length: examples }, () => dice.integer(0, classes - 1)),
    start: network(dice, width, units, classes),
    orders: shuffles(dice, examples, epochs),
    batchSize,
    rate: dice.decimal(0.2, 0.6),
    goal: 0,
  };
}

interface Trained {
  losses: number[];
  w1: Tensor;
  b1: Tensor;
  w2: Tensor;
  b2: Tensor;
}

function trained({ x, classes, start, orders, batchSize, rate, goal }: Task): Trained {
  const parameters = start.map((numbers) => tensor(numbers, { requiresGrad: true }));
  const [w1, b1, w2, b2] = parameters;
  const lossOver = (of: number[]) => {
    const hidden = tensor(of.map((n) => x[n]))
      .matmul(w1)
      .add(b1)
      .tanh();
    return crossEntropy(
      hidden.matmul(w2).add(b2),
      of.map((n) => classes[n]),
    );
  };
  const optimizer = optim.sgd(parameters, { lr: rate });
  const losses: number[] = [];
  for (const order of orders) {
    for (let from = 0; from < order.length; from += batchSize) {
      optimizer.zeroGrad();
      lossOver(order.slice(from, from + batchSize)).backward();
      optimizer.step();
    }
    losses.push(lossOver(upTo(x.length)).itemSync());
    if (losses[losses.length - 1] <= goal) break;
  }
  return { losses, w1, b1, w2, b2 };
}

const argumentsOf = ({ x, classes, start, orders, batchSize, rate, goal }: Task) =>
  [x, integers(classes), list(...start), integers(orders), batchSize, rate, goal] as const;

const train = (c: CaseBuilder, task: Task) => c.call("train", ...argumentsOf(task)).returnsAll({ ...trained(task) });

/** Training ends by the goal: at the loss that a longer training would have after so many epochs. */
function untilReached(task: Task, epochs: number): Task {
  const { losses } = trained(task);
  return { ...task, goal: losses[epochs - 1] * 1.001 };
}

/** The loss falls to the goal, and the network classifies as the engine's does. */
function reaches(c: CaseBuilder, task: Task): void {
  const { losses, w1, b1, w2, b2 } = trained(task);
  const predicted = tensor(task.x).matmul(w1).add(b1).tanh().matmul(w2).add(b2).argmax(1);
  c.call("harness.learn", ...argumentsOf(task)).returnsAll({
    epochs: losses.length,
    loss: losses[losses.length - 1],
    accuracy: predicted.equal(tensor(task.classes)).mean(),
  });
}

export const trainingLoop = challenge({
  slug: "training-loop",
  area: "backprop",
  defines: ["train"],
  cases: [
    visible("one step on one batch", (c, dice) =>
      train(c, draw(dice, { examples: 3, width: 2, hidden: 2, classes: 2, batchSize: 3, epochs: 1 })),
    ),
    visible("two batches", (c, dice) =>
      train(c, draw(dice, { examples: 4, width: 2, hidden: 2, classes: 2, batchSize: 2, epochs: 1 })),
    ),
    visible("an incomplete last batch", (c, dice) =>
      train(c, draw(dice, { examples: 5, width: 2, hidden: 2, classes: 2, batchSize: 3, epochs: 1 })),
    ),
    visible("exclusive or, learnt to a loss of 0.1", (c, dice) =>
      reaches(c, {
        x: [
          [-1, -1],
          [-1, 1],
          [1, -1],
          [1, 1],
        ],
        classes: [0, 1, 1, 0],
        start: network(dice, 2, 3, 2),
        orders: shuffles(dice, 4, 60),
        batchSize: 2,
        rate: 1,
        goal: 0.1,
      }),
    ),
    hidden("random sizes", (c, dice) =>
      train(
        c,
        draw(dice, {
          examples: dice.integer(5, 8),
          width: dice.integer(2, 4),
          hidden: dice.integer(2, 4),
          classes: dice.integer(2, 4),
          batchSize: dice.integer(2, 4),
          epochs: 3,
        }),
      ),
    ),
    hidden("single examples as batches", (c, dice) =>
      train(c, draw(dice, { examples: 4, width: 2, hidden: 3, classes: 3, batchSize: 1, epochs: 2 })),
    ),
    hidden("a batch larger than the set", (c, dice) =>
      train(c, draw(dice, { examples: 4, width: 3, hidden: 2, classes: 3, batchSize: 9, epochs: 3 })),
    ),
    hidden("a last batch of one example", (c, dice) =>
      train(c, draw(dice, { examples: 7, width: 2, hidden: 3, classes: 2, batchSize: 3, epochs: 3 })),
    ),
    hidden("another order in each epoch", (c, dice) =>
      train(c, draw(dice, { examples: 6, width: 3, hidden: 2, classes: 3, batchSize: 2, epochs: 4 })),
    ),
    hidden("one example, one unit", (c, dice) =>
      train(c, draw(dice, { examples: 1, width: 1, hidden: 1, classes: 2, batchSize: 1, epochs: 3 })),
    ),
    hidden("ended by the goal", (c, dice) => {
      const task = draw(dice, { examples: 6, width: 2, hidden: 3, classes: 2, batchSize: 4, epochs: 8 });
      train(c, untilReached(task, dice.integer(3, 6)));
    }),
    hidden("a goal reached after the first epoch", (c, dice) => {
      const task = draw(dice, { examples: 5, width: 2, hidden: 2, classes: 2, batchSize: 2, epochs: 4 });
      train(c, { ...task, goal: 20 });
    }),
    hidden("logits of a thousand, and a loss of 0 as the goal", (c, dice) => {
      const x = dice.vector(4, 1, 3).map((size, n) => [n % 2 === 0 ? size : -size]);
      const start: Task["start"] = [[[5]], [0], [[dice.integer(800, 1000), -dice.integer(800, 1000)]], [0, 0]];
      const orders = shuffles(dice, 4, 3);
      const task = { x, start, orders, batchSize: 3, rate: 0.5, goal: 0 };
      train(c, { ...task, classes: [0, 1, 0, 1] });
      train(c, { ...task, classes: [0, 1, 1, 0], rate: 1e-3 });
    }),
    hidden("three groups, learnt", (c, dice) => {
      const centres = [
        [2, 2],
        [-2, 2],
        [0, -2],
      ];
      const classes = upTo(6).map((n) => n % 3);
      const task: Task = {
        x: classes.map((k) => centres[k].map((at) => at + dice.decimal(-0.5, 0.5))),
        classes,
        start: network(dice, 2, 4, 3),
        orders: shuffles(dice, 6, 10),
        batchSize: 4,
        rate: 0.5,
        goal: 0,
      };
      reaches(c, untilReached(task, 8));
    }),
  ],
  mutants: [
    {
      id: "biases-kept",
      says: "when the biases are never updated",
      python: [
        "[p - rate * g for p, g in zip(parameters, gradients)]",
        "[p - rate * g if p.ndim == 2 else p for p, g in zip(parameters, gradients)]",
      ],
      typescript: [
        "      b1 = moved(b1, dB1, rate);\n      w2 = w2.map((row, i) => moved(row, dW2[i], rate));\n      b2 = moved(b2, dB2, rate);\n",
        "      w2 = w2.map((row, i) => moved(row, dW2[i], rate));\n",
      ],
      killedBy: "one step on one batch",
      misconception: "bias-not-updated",
    },
    {
      id: "last-batch-dropped",
      says: "when an incomplete last batch is left out",
      python: ["range(0, len(x), batch_size)", "range(0, len(x) - batch_size + 1, batch_size)"],
      typescript: ["start < x.length;", "start + batchSize <= x.length;"],
      killedBy: "an incomplete last batch",
      misconception: "last-batch-dropped",
    },
    {
      id: "last-batch-counted-full",
      says: "when the gradient of an incomplete batch is divided by the full batch size",
      python: [
        "parameters = [p - rate * g for p, g in zip(parameters, gradients)]",
        "step = rate * len(batch) / batch_size\n            parameters = [p - step * g for p, g in zip(parameters, gradients)]",
      ],
      typescript: [
        "      w1 = w1.map((row, i) => moved(row, dW1[i], rate));\n      b1 = moved(b1, dB1, rate);\n      w2 = w2.map((row, i) => moved(row, dW2[i], rate));\n      b2 = moved(b2, dB2, rate);\n",
        "      const share = (rate * batch.length) / batchSize;\n      w1 = w1.map((row, i) => moved(row, dW1[i], share));\n      b1 = moved(b1, dB1, share);\n      w2 = w2.map((row, i) => moved(row, dW2[i], share));\n      b2 = moved(b2, dB2, share);\n",
      ],
      killedBy: "an incomplete last batch",
      misconception: "last-batch-counted-full",
    },
    {
      id: "labels-not-shuffled",
      says: "when the examples are shuffled and their classes are not",
      python: ["classes[batch]", "classes[start : start + batch_size]"],
      typescript: ["batch.map((n) => classes[n])", "classes.slice(start, start + batchSize)"],
      killedBy: "an incomplete last batch",
    },
    {
      id: "order-ignored",
      says: "when the examples are always taken in the order in which they stand",
      python: ["batch = order[start : start + batch_size]", "batch = np.arange(len(x))[start : start + batch_size]"],
      typescript: ["order.slice(start, start + batchSize)", "[...x.keys()].slice(start, start + batchSize)"],
      killedBy: "two batches",
      misconception: "order-does-not-matter",
    },
    {
      id: "gradients-pile-up",
      says: "when gradients of earlier batches stay in the sum, as without zeroing them",
      python: [
        "    losses = []\n    for order in orders:\n        for start in range(0, len(x), batch_size):\n            batch = order[start : start + batch_size]\n            gradients = _gradients(x[batch], classes[batch], *parameters)\n",
        "    losses = []\n    gradients = [0, 0, 0, 0]\n    for order in orders:\n        for start in range(0, len(x), batch_size):\n            batch = order[start : start + batch_size]\n            new = _gradients(x[batch], classes[batch], *parameters)\n            gradients = [g + more for g, more in zip(gradients, new)]\n",
      ],
      typescript: [
        "  const losses: number[] = [];\n  for (const order of orders) {\n    for (let start = 0; start < x.length; start += batchSize) {\n      const batch = order.slice(start, start + batchSize);\n      const inputs = batch.map((n) => x[n]);\n      const labels = batch.map((n) => classes[n]);\n      const [dW1, dB1, dW2, dB2] = gradientsOf(inputs, labels, [w1, b1, w2, b2]);\n",
        "  const losses: number[] = [];\n  const plus = (a: number[], b: number[]) => a.map((value, i) => value + b[i]);\n  let dW1 = w1.map((row) => row.map(() => 0));\n  let dB1 = b1.map(() => 0);\n  let dW2 = w2.map((row) => row.map(() => 0));\n  let dB2 = b2.map(() => 0);\n  for (const order of orders) {\n    for (let start = 0; start < x.length; start += batchSize) {\n      const batch = order.slice(start, start + batchSize);\n      const inputs = batch.map((n) => x[n]);\n      const labels = batch.map((n) => classes[n]);\n      const more = gradientsOf(inputs, labels, [w1, b1, w2, b2]);\n      dW1 = dW1.map((row, i) => plus(row, more[0][i]));\n      dB1 = plus(dB1, more[1]);\n      dW2 = dW2.map((row, i) => plus(row, more[2][i]));\n      dB2 = plus(dB2, more[3]);\n",
      ],
      killedBy: "two batches",
      misconception: "gradients-overwritten",
    },
    {
      id: "loss-before-the-step",
      says: "when the losses noted are those of the batches before their steps, averaged over the epoch",
      python: [
        "        for start in range(0, len(x), batch_size):\n            batch = order[start : start + batch_size]\n            gradients = _gradients(x[batch], classes[batch], *parameters)\n            parameters = [p - rate * g for p, g in zip(parameters, gradients)]\n        losses.append(_loss(x, classes, *parameters))\n",
        "        seen = []\n        for start in range(0, len(x), batch_size):\n            batch = order[start : start + batch_size]\n            seen.append(_loss(x[batch], classes[batch], *parameters))\n            gradients = _gradients(x[batch], classes[batch], *parameters)\n            parameters = [p - rate * g for p, g in zip(parameters, gradients)]\n        losses.append(np.mean(seen))\n",
      ],
      typescript: [
        "    for (let start = 0; start < x.length; start += batchSize) {\n      const batch = order.slice(start, start + batchSize);\n      const inputs = batch.map((n) => x[n]);\n      const labels = batch.map((n) => classes[n]);\n      const [dW1, dB1, dW2, dB2] = gradientsOf(inputs, labels, [w1, b1, w2, b2]);\n      w1 = w1.map((row, i) => moved(row, dW1[i], rate));\n      b1 = moved(b1, dB1, rate);\n      w2 = w2.map((row, i) => moved(row, dW2[i], rate));\n      b2 = moved(b2, dB2, rate);\n    }\n    const loss = lossOf(x, classes, [w1, b1, w2, b2]);\n",
        "    const seen: number[] = [];\n    for (let start = 0; start < x.length; start += batchSize) {\n      const batch = order.slice(start, start + batchSize);\n      const inputs = batch.map((n) => x[n]);\n      const labels = batch.map((n) => classes[n]);\n      seen.push(lossOf(inputs, labels, [w1, b1, w2, b2]));\n      const [dW1, dB1, dW2, dB2] = gradientsOf(inputs, labels, [w1, b1, w2, b2]);\n      w1 = w1.map((row, i) => moved(row, dW1[i], rate));\n      b1 = moved(b1, dB1, rate);\n      w2 = w2.map((row, i) => moved(row, dW2[i], rate));\n      b2 = moved(b2, dB2, rate);\n    }\n    const loss = seen.reduce((sum, one) => sum + one, 0) / seen.length;\n",
      ],
      killedBy: "one step on one batch",
    },
    {
      id: "goal-ignored",
      says: "when training goes on after the goal is reached",
      python: ["        if losses[-1] <= goal:\n            break\n", ""],
      typescript: ["    if (loss <= goal) break;\n", ""],
      killedBy: "exclusive or, learnt to a loss of 0.1",
    },
  ],
});

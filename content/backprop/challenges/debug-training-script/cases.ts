import { crossEntropy, grad, optim, softmax, type Tensor, tensor } from "#engine/index.ts";
import { integers, list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];
type Parameters = [w1: Matrix, b1: number[], w2: Matrix, b2: number[]];

interface Task {
  x: Matrix;
  classes: number[];
  start: Parameters;
  batchSize: number;
  rate: number;
  epochs: number;
}

type Sizes = [examples: number, width: number, units: number, classes: number];

const network = (dice: Dice, width: number, units: number, classes: number): Parameters => [
  dice.matrix(width, units, -1, 1, 2),
  dice.vector(units, -0.5, 0.5, 2),
  dice.matrix(units, classes, -1, 1, 2),
  dice.vector(classes, -0.5, 0.5, 2),
];

const classesOf = (dice: Dice, examples: number, classes: number) =>
  Array.from({ length: examples }, () => dice.integer(0, classes - 1));

function draw(dice: Dice, [examples, width, units, classes]: Sizes, batchSize: number, epochs = 1): Task {
  return {
    x: dice.matrix(examples, width, -2, 2),
    classes: classesOf(dice, examples, classes),
    start: network(dice, width, units, classes),
    batchSize,
    rate: dice.decimal(0.2, 0.6),
    epochs,
  };
}

const logitsOf = (x: Matrix, [w1, b1, w2, b2]: Tensor[]) => tensor(x).matmul(w1).add(b1).tanh().matmul(w2).add(b2);

function train(c: CaseBuilder, { x, classes, start, batchSize, rate, epochs }: Task) {
  const parameters = start.map((numbers) => tensor(numbers, { requiresGrad: true }));
  const optimizer = optim.sgd(parameters, { lr: rate });
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let from = 0; from < x.length; from += batchSize) {
      const to = from + batchSize;
      const loss = crossEntropy(logitsOf(x.slice(from, to), parameters), classes.slice(from, to));
      losses.push(loss.itemSync());
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
  }
  const [w1, b1, w2, b2] = parameters;
  return c
    .call("train", x, integers(classes), list(...start), batchSize, rate, epochs)
    .returnsAll({ losses, w1, b1, w2, b2 });
}

function loss(c: CaseBuilder, numbers: Matrix, classes: number[]): void {
  const logits = tensor(numbers, { requiresGrad: true });
  const value = crossEntropy(logits, classes);
  const [gradient] = grad(value, [logits]);
  if (!gradient) throw new Error("the engine gave no gradient");
  c.call("cross_entropy", logits, integers(classes)).returnsAll({ loss: value, gradient });
}

/** Logits of about ±size that are right for these two examples. */
const sure = (size: number): Pick<Task, "x" | "classes" | "start"> => ({
  x: [[2], [-2]],
  classes: [0, 1],
  start: [[[2]], [0], [[size, -size]], [0, 0]],
});

export const debugTrainingScript = challenge({
  slug: "debug-training-script",
  area: "backprop",
  defines: ["cross_entropy", "probabilities", "train"],
  cases: [
    visible("the cross-entropy by itself", (c, dice) => loss(c, dice.matrix(2, 3, -2, 2), [2, 0])),
    visible("probabilities", (c, dice) => {
      const [x, start] = [dice.matrix(2, 2, -2, 2), network(dice, 2, 3, 2)];
      const expected = softmax(
        logitsOf(
          x,
          start.map((numbers) => tensor(numbers)),
        ),
      );
      c.call("probabilities", x, list(...start)).returns(expected);
    }),
    visible("a network that is right and sure has almost no loss", (c) =>
      train(c, { ...sure(8), batchSize: 2, rate: 0.5, epochs: 1 }),
    ),
    visible("inputs of zero, which leave it all to the biases", (c) =>
      train(c, {
        x: [[0], [0], [0]],
        classes: [0, 1, 1],
        start: [
          [[0.5, -0.5]],
          [0, 0],
          [
            [0.25, -0.5],
            [0.5, -0.25],
          ],
          [0, 0],
        ],
        batchSize: 3,
        rate: 0.5,
        epochs: 3,
      }),
    ),
    visible("a step owes nothing to the batch before it", (c, dice) => train(c, draw(dice, [4, 2, 2, 2], 2))),
    hidden("one step", (c, dice) => train(c, draw(dice, [4, 3, 2, 3], 4))),
    hidden("random sizes, some epochs", (c, dice) =>
      train(
        c,
        draw(
          dice,
          [dice.integer(4, 7), dice.integer(1, 3), dice.integer(1, 4), dice.integer(2, 4)],
          dice.integer(1, 4),
          3,
        ),
      ),
    ),
    hidden("the same batch, epoch after epoch", (c, dice) => train(c, draw(dice, [3, 2, 2, 2], 3, 5))),
    hidden("single examples as batches", (c, dice) => train(c, draw(dice, [4, 2, 2, 3], 1, 2))),
    hidden("an incomplete last batch", (c, dice) => train(c, draw(dice, [5, 2, 3, 2], 3, 2))),
    hidden("a batch larger than the set", (c, dice) => train(c, draw(dice, [3, 2, 2, 2], 8, 2))),
    hidden("a batch that is learnt already, after one that isn't", (c, dice) => {
      const { x, classes, start } = sure(30);
      const wrong = dice.vector(2, 0.1, 0.4, 2).map((value) => [value]);
      train(c, { x: [...wrong, ...x], classes: [1, 1, ...classes], start, batchSize: 2, rate: 0.01, epochs: 1 });
    }),
    hidden("random logits", (c, dice) => loss(c, dice.matrix(4, 5, -3, 3), classesOf(dice, 4, 5))),
    hidden("logits of a thousand, and the wrong class", (c, dice) => {
      loss(c, [[1000, 0, -1000], dice.vector(3, -1000, 1000)], [2, dice.integer(0, 2)]);
      const { x, start } = sure(1000);
      train(c, { x, classes: [1, 1], start, batchSize: 1, rate: 0.1, epochs: 1 });
    }),
    hidden("exclusive or, learnt", (c) =>
      train(c, {
        x: [
          [-1, -1],
          [-1, 1],
          [1, -1],
          [1, 1],
        ],
        classes: [0, 1, 1, 0],
        start: [
          [
            [0.6, -0.4],
            [0.5, -0.7],
          ],
          [0.3, 0.2],
          [
            [0.4, -0.5],
            [0.6, -0.3],
          ],
          [0.1, -0.1],
        ],
        batchSize: 4,
        rate: 1,
        epochs: 30,
      }),
    ),
  ],
  mutants: [
    {
      id: "softmax-twice",
      says: "when the loss gets probabilities, and applies a softmax to them again",
      python: ["logits = network.forward(x[batch])", "logits = softmax(network.forward(x[batch]))"],
      typescript: [
        "const logits = network.forward(x.slice(start, end));",
        "const logits = softmax(network.forward(x.slice(start, end)));",
      ],
      killedBy: "a network that is right and sure has almost no loss",
      misconception: "double-softmax",
    },
    {
      id: "biases-kept",
      says: "when the biases are never updated",
      python: ["        self.bias = self.bias - rate * self.d_bias\n", ""],
      typescript: ["    this.bias = plus(this.bias, this.dBias, -rate);\n", ""],
      killedBy: "inputs of zero, which leave it all to the biases",
      misconception: "bias-not-updated",
    },
    {
      id: "gradients-pile-up",
      says: "when the gradients of earlier batches stay in the sum",
      python: ["            network.clear()\n", ""],
      typescript: ["      network.clear();\n", ""],
      killedBy: "a step owes nothing to the batch before it",
      misconception: "gradients-overwritten",
    },
    {
      id: "two-of-three",
      says: "when the loss gets probabilities and the gradients pile up, the biases being updated",
      python: [
        "            logits = network.forward(x[batch])\n            loss, gradient = cross_entropy(logits, classes[batch])\n            losses.append(loss)\n            network.clear()\n",
        "            logits = softmax(network.forward(x[batch]))\n            loss, gradient = cross_entropy(logits, classes[batch])\n            losses.append(loss)\n",
      ],
      typescript: [
        "      const logits = network.forward(x.slice(start, end));\n      const [loss, gradient] = crossEntropy(logits, classes.slice(start, end));\n      losses.push(loss);\n      network.clear();\n",
        "      const logits = softmax(network.forward(x.slice(start, end)));\n      const [loss, gradient] = crossEntropy(logits, classes.slice(start, end));\n      losses.push(loss);\n",
      ],
      killedBy: "a step owes nothing to the batch before it",
    },
    {
      id: "cleared-once-an-epoch",
      says: "when gradients are cleared at the start of each epoch only",
      python: [
        "        for start in range(0, len(x), batch_size):\n            batch = slice(start, start + batch_size)\n            logits = network.forward(x[batch])\n            loss, gradient = cross_entropy(logits, classes[batch])\n            losses.append(loss)\n            network.clear()\n",
        "        network.clear()\n        for start in range(0, len(x), batch_size):\n            batch = slice(start, start + batch_size)\n            logits = network.forward(x[batch])\n            loss, gradient = cross_entropy(logits, classes[batch])\n            losses.append(loss)\n",
      ],
      typescript: [
        "    for (let start = 0; start < x.length; start += batchSize) {\n      const end = start + batchSize;\n      const logits = network.forward(x.slice(start, end));\n      const [loss, gradient] = crossEntropy(logits, classes.slice(start, end));\n      losses.push(loss);\n      network.clear();\n",
        "    network.clear();\n    for (let start = 0; start < x.length; start += batchSize) {\n      const end = start + batchSize;\n      const logits = network.forward(x.slice(start, end));\n      const [loss, gradient] = crossEntropy(logits, classes.slice(start, end));\n      losses.push(loss);\n",
      ],
      killedBy: "a step owes nothing to the batch before it",
    },
    {
      id: "averaged-twice",
      says: "when the layers divide by the number of examples, as the loss did already",
      python: ["self.d_weights += self.x.T @ upstream", "self.d_weights += self.x.T @ upstream / len(upstream)"],
      typescript: ["plus(row, gradient[i]))", "plus(row, gradient[i], 1 / upstream.length))"],
      killedBy: "one step",
      misconception: "batch-mean-twice",
    },
    {
      id: "cleared-before-the-step",
      says: "when gradients are cleared between the backward pass and the step, so that nothing moves",
      python: [
        "            network.clear()\n            network.backward(gradient)\n",
        "            network.backward(gradient)\n            network.clear()\n",
      ],
      typescript: [
        "      network.clear();\n      network.backward(gradient);\n",
        "      network.backward(gradient);\n      network.clear();\n",
      ],
      killedBy: "inputs of zero, which leave it all to the biases",
      misconception: "zero-grad-place-never-matters",
    },
  ],
});

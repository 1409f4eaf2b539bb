import { crossEntropy, optim, type Tensor, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Data {
  x: Matrix;
  classes: number[];
  order: number[];
  size: number;
}

interface Task extends Data {
  features: Matrix;
  weights: Matrix;
  bias: number[];
  rate: number;
  epochs: number;
}

interface Sizes {
  train: number;
  validation: number;
  width: number;
  units: number;
  classes: number;
  epochs: number;
}

const upTo = (count: number) => [...Array(count).keys()];

function data(dice: Dice, { train, validation, width, classes }: Omit<Sizes, "units" | "epochs">): Data {
  const examples = train + validation;
  const order = dice.shuffle(upTo(examples));
  const x = dice.matrix(examples, width, -3, 3);
  // Two training examples far apart in every column, so that none is without spread.
  x[order[0]] = dice.vector(width, 3, 5);
  x[order[1]] = dice.vector(width, -5, -3);
  return { x, classes: Array.from({ length: examples }, () => dice.integer(0, classes - 1)), order, size: train };
}

function draw(dice: Dice, sizes: Sizes): Task {
  const { width, units, classes, epochs } = sizes;
  return {
    ...data(dice, sizes),
    features: dice.matrix(width, units, -1, 1, 2),
    weights: dice.matrix(units, classes, -1, 1, 2),
    bias: dice.vector(classes, -0.5, 0.5, 2),
    rate: dice.decimal(0.2, 0.8),
    epochs,
  };
}

interface Prepared {
  xTrain: Tensor;
  classesTrain: number[];
  xVal: Tensor;
  classesVal: number[];
}

function prepared({ x, classes, order, size }: Data): Prepared {
  const [train, validation] = [order.slice(0, size), order.slice(size)];
  const fitted = tensor(x).indexSelect(0, train);
  const [mean, deviation] = [fitted.mean(0), fitted.variance(0, { correction: 0 }).sqrt()];
  const standard = tensor(x).sub(mean).div(deviation);
  return {
    xTrain: standard.indexSelect(0, train),
    classesTrain: train.map((n) => classes[n]),
    xVal: standard.indexSelect(0, validation),
    classesVal: validation.map((n) => classes[n]),
  };
}

const prepare = (c: CaseBuilder, of: Data) =>
  c.call("prepare", of.x, integers(of.classes), integers(of.order), of.size).returnsAll({ ...prepared(of) });

const rightShare = (logits: Tensor, classes: number[]) => logits.argmax(1).equal(tensor(classes)).mean();

const accuracy = (c: CaseBuilder, logits: Matrix, classes: number[]) =>
  c.call("accuracy", logits, integers(classes)).returns(rightShare(tensor(logits), classes));

function run(c: CaseBuilder, task: Task) {
  const { x, classes, order, size, features, rate, epochs } = task;
  const { xTrain, classesTrain, xVal, classesVal } = prepared(task);
  const [hidden, hiddenVal] = [xTrain, xVal].map((part) => part.matmul(tensor(features)).tanh());
  const [weights, bias] = [task.weights, task.bias].map((numbers) => tensor(numbers, { requiresGrad: true }));
  const logitsOf = (h: Tensor, mean: Tensor, variance: Tensor) =>
    h.sub(mean).div(variance.add(1e-5).sqrt()).matmul(weights).add(bias);
  const [mean, variance] = [hidden.mean(0), hidden.variance(0, { correction: 0 })];
  let [runningMean, runningVariance] = [mean.mul(0), variance.mul(0).add(1)];
  const optimizer = optim.sgd([weights, bias], { lr: rate });
  const losses: number[] = [];
  const valLosses: number[] = [];
  const accuracies: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const loss = crossEntropy(logitsOf(hidden, mean, variance), classesTrain);
    losses.push(loss.itemSync());
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    runningMean = runningMean.mul(0.9).add(mean.mul(0.1));
    runningVariance = runningVariance.mul(0.9).add(variance.mul(0.1));
    const logits = logitsOf(hiddenVal, runningMean, runningVariance);
    valLosses.push(crossEntropy(logits, classesVal).itemSync());
    accuracies.push(rightShare(logits, classesVal).itemSync());
  }
  return c
    .call("run", x, integers(classes), integers(order), size, features, task.weights, task.bias, rate, epochs)
    .returnsAll({ losses, valLosses, accuracies, weights, bias });
}

const small = { train: 4, validation: 3, width: 2, units: 2, classes: 2, epochs: 1 };

export const debugClassifier = challenge({
  slug: "debug-classifier",
  area: "evaluation",
  defines: ["prepare", "accuracy", "run"],
  cases: [
    visible("every example keeps its class", (c) =>
      // Each class is the sign of its example, and both parts have the same mean and deviation.
      prepare(c, {
        x: [[-3], [1], [3], [-1], [1], [-3], [3], [-1]],
        classes: [0, 1, 1, 0, 1, 0, 1, 0],
        order: [2, 0, 1, 3, 4, 7, 6, 5],
        size: 4,
      }),
    ),
    visible("the training part, with an outlier in the validation part", (c) =>
      prepare(c, {
        x: [
          [1, 2],
          [3, 6],
          [100, -50],
        ],
        classes: [1, 1, 1],
        order: [0, 1, 2],
        size: 2,
      }),
    ),
    visible("accuracy", (c, dice) => accuracy(c, dice.matrix(4, 3, -2, 2, 2), [2, 0, 1, 1])),
    visible("one epoch", (c, dice) => run(c, draw(dice, small))),
    visible("two epochs", (c, dice) => run(c, draw(dice, { ...small, epochs: 2 }))),
    hidden("preparing random data", (c, dice) =>
      prepare(
        c,
        data(dice, {
          train: dice.integer(2, 5),
          validation: dice.integer(1, 5),
          width: dice.integer(1, 4),
          classes: 3,
        }),
      ),
    ),
    hidden("one validation example to prepare", (c, dice) =>
      prepare(c, data(dice, { train: 4, validation: 1, width: 3, classes: 2 })),
    ),
    hidden("columns of very different size", (c, dice) => {
      const of = data(dice, { train: 4, validation: 2, width: 3, classes: 2 });
      prepare(c, { ...of, x: of.x.map(([p, q, r]) => [1000 * p, q, r / 1000 + 5]) });
    }),
    hidden("accuracy with as many examples as classes", (c, dice) =>
      accuracy(
        c,
        [
          [1, 2, 9],
          [8, 3, 4],
          [7, 5, 6],
        ],
        [2, 0, dice.integer(0, 2)],
      ),
    ),
    hidden("accuracy of one example", (c, dice) => accuracy(c, [[0.5, 0.25]], [dice.integer(0, 1)])),
    hidden("random sizes", (c, dice) =>
      run(
        c,
        draw(dice, {
          train: dice.integer(3, 6),
          validation: dice.integer(2, 4),
          width: dice.integer(1, 3),
          units: dice.integer(1, 3),
          classes: dice.integer(2, 4),
          epochs: 3,
        }),
      ),
    ),
    hidden("a single validation example", (c, dice) => run(c, draw(dice, { ...small, validation: 1, epochs: 3 }))),
    hidden("validation examples that are all alike", (c, dice) => {
      const task = draw(dice, { ...small, epochs: 2 });
      const [first, ...others] = task.order.slice(task.size);
      run(c, { ...task, x: task.x.map((row, n) => (others.includes(n) ? task.x[first] : row)) });
    }),
    hidden("validation examples far from the training examples", (c, dice) => {
      const task = draw(dice, { ...small, epochs: 2 });
      const validation = task.order.slice(task.size);
      run(c, { ...task, x: task.x.map((row, n) => (validation.includes(n) ? row.map((value) => value + 30) : row)) });
    }),
    hidden("logits of a thousand", (c, dice) => {
      const task = draw(dice, small);
      run(c, { ...task, weights: task.weights.map((row) => row.map((w) => 1000 * w)) });
    }),
    hidden("the training of ten epochs", (c, dice) => run(c, draw(dice, { ...small, classes: 3, epochs: 10 }))),
  ],
  mutants: [
    {
      id: "labels-not-shuffled",
      says: "when the examples are shuffled and their classes are not",
      python: ["x, classes = x[order], classes[order]", "x = x[order]"],
      typescript: ["const labels = order.map((n) => classes[n]);", "const labels = classes;"],
      killedBy: "every example keeps its class",
    },
    {
      id: "standardised-before-the-split",
      says: "with mean and deviation of all examples, those for validation among them",
      python: [
        "mean, deviation = x[:size].mean(axis=0), x[:size].std(axis=0)",
        "mean, deviation = x.mean(axis=0), x.std(axis=0)",
      ],
      typescript: ["const fitted = examples.slice(0, size);", "const fitted = examples;"],
      killedBy: "the training part, with an outlier in the validation part",
    },
    {
      id: "standardised-by-own-statistics",
      says: "when the validation part is standardised with its own mean and deviation",
      python: [
        "    mean, deviation = x[:size].mean(axis=0), x[:size].std(axis=0)\n    x = (x - mean) / deviation\n    return x[:size], classes[:size], x[size:], classes[size:]\n",
        "    train, validation = ((part - part.mean(axis=0)) / part.std(axis=0) for part in (x[:size], x[size:]))\n    return train, classes[:size], validation, classes[size:]\n",
      ],
      typescript: [
        "  const fitted = examples.slice(0, size);\n  const standard = normalised(examples, columnMeans(fitted), columnVariances(fitted).map(Math.sqrt));\n",
        "  const standard = [examples.slice(0, size), examples.slice(size)].flatMap((part) =>\n    normalised(part, columnMeans(part), columnVariances(part).map(Math.sqrt)),\n  );\n",
      ],
      killedBy: "the training part, with an outlier in the validation part",
    },
    {
      id: "validated-in-training-mode",
      says: "when the norm is in training mode while validating",
      python: ["        norm.training = False\n", ""],
      typescript: ["    norm.training = false;\n", ""],
      killedBy: "one epoch",
    },
    {
      id: "mode-not-restored",
      says: "when the norm stays in evaluation mode after the first validation",
      python: ["        norm.training = True\n", ""],
      typescript: ["    norm.training = true;\n", ""],
      killedBy: "two epochs",
    },
    {
      id: "validated-with-batch-statistics",
      says: "when validation leaves the running values alone, and normalises by the batch all the same",
      python: [
        "        mean, variance = self.mean, self.variance\n        if self.training:\n            mean, variance = x.mean(axis=0), x.var(axis=0)\n",
        "        mean, variance = x.mean(axis=0), x.var(axis=0)\n        if self.training:\n",
      ],
      typescript: [
        "    let [means, variances] = [this.means, this.variances];\n    if (this.training) {\n      means = columnMeans(x);\n      variances = columnVariances(x);\n",
        "    const [means, variances] = [columnMeans(x), columnVariances(x)];\n    if (this.training) {\n",
      ],
      killedBy: "one epoch",
    },
    {
      id: "largest-over-the-examples",
      says: "when the largest logit is looked for over the examples in place of the classes",
      python: ["np.mean(logits.argmax(axis=1) == classes)", "np.mean(logits.argmax(axis=0) == classes)"],
      typescript: [
        "mean(logits.map((row, n) => (row.indexOf(Math.max(...row)) === classes[n] ? 1 : 0)))",
        "mean(transpose(logits).map((column, n) => (column.indexOf(Math.max(...column)) === classes[n] ? 1 : 0)))",
      ],
      killedBy: "accuracy with as many examples as classes",
    },
    {
      id: "two-of-three",
      says: "with classes not shuffled and mean and deviation of all examples, the validation being right",
      python: [
        "    x, classes = x[order], classes[order]\n    mean, deviation = x[:size].mean(axis=0), x[:size].std(axis=0)\n",
        "    x = x[order]\n    mean, deviation = x.mean(axis=0), x.std(axis=0)\n",
      ],
      typescript: [
        "  const labels = order.map((n) => classes[n]);\n  const fitted = examples.slice(0, size);\n",
        "  const labels = classes;\n  const fitted = examples;\n",
      ],
      killedBy: "every example keeps its class",
    },
  ],
});

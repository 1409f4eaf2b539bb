type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const columnMeans = (x: Matrix) => transpose(x).map(mean);

/** Population variance of each column. */
const columnVariances = (x: Matrix) =>
  transpose(x).map((column) => {
    const centre = mean(column);
    return mean(column.map((value) => (value - centre) ** 2));
  });

const normalised = (x: Matrix, means: number[], deviations: number[]): Matrix =>
  x.map((row) => row.map((value, d) => (value - means[d]) / deviations[d]));

/** Normalises columns, by the batch in training and by running values otherwise. */
class BatchNorm {
  training = true;
  private means: number[];
  private variances: number[];

  constructor(width: number) {
    this.means = new Array<number>(width).fill(0);
    this.variances = new Array<number>(width).fill(1);
  }

  forward(x: Matrix): Matrix {
    let [means, variances] = [this.means, this.variances];
    if (this.training) {
      means = columnMeans(x);
      variances = columnVariances(x);
      this.means = this.means.map((old, d) => 0.9 * old + 0.1 * means[d]);
      this.variances = this.variances.map((old, d) => 0.9 * old + 0.1 * variances[d]);
    }
    return normalised(
      x,
      means,
      variances.map((variance) => Math.sqrt(variance + 1e-5)),
    );
  }
}

/** Training examples and classes, validation examples and classes; the examples shuffled and standardised. */
export function prepare(
  x: Matrix,
  classes: number[],
  order: number[],
  size: number,
): [xTrain: Matrix, classesTrain: number[], xVal: Matrix, classesVal: number[]] {
  const examples = order.map((n) => x[n]);
  const standard = normalised(examples, columnMeans(examples), columnVariances(examples).map(Math.sqrt));
  return [standard.slice(0, size), classes.slice(0, size), standard.slice(size), classes.slice(size)];
}

/** Share of examples whose largest logit is that of their class. */
export function accuracy(logits: Matrix, classes: number[]): number {
  return mean(logits.map((row, n) => (row.indexOf(Math.max(...row)) === classes[n] ? 1 : 0)));
}

/** Mean cross-entropy of the softmax of logits (N, C), and its gradient. */
function crossEntropy(logits: Matrix, classes: number[]): [loss: number, gradient: Matrix] {
  const logP = logits.map((row) => {
    const largest = Math.max(...row);
    const logSum = Math.log(row.reduce((sum, z) => sum + Math.exp(z - largest), 0));
    return row.map((z) => z - largest - logSum);
  });
  const gradient = logP.map((row, n) =>
    row.map((log, k) => (Math.exp(log) - (k === classes[n] ? 1 : 0)) / logits.length),
  );
  return [-mean(logP.map((row, n) => row[classes[n]])), gradient];
}

/** Training losses, validation losses and validation accuracies of the epochs; weights and bias at the end. */
export function run(
  x: Matrix,
  classes: number[],
  order: number[],
  size: number,
  features: Matrix,
  startWeights: Matrix,
  startBias: number[],
  rate: number,
  epochs: number,
): [losses: number[], valLosses: number[], accuracies: number[], weights: Matrix, bias: number[]] {
  const [xTrain, classesTrain, xVal, classesVal] = prepare(x, classes, order, size);
  const [hiddenTrain, hiddenVal] = [xTrain, xVal].map((part) =>
    product(part, features).map((row) => row.map(Math.tanh)),
  );
  let [weights, bias] = [startWeights, startBias];
  const logitsOf = (normal: Matrix) => product(normal, weights).map((row) => row.map((z, k) => z + bias[k]));
  const norm = new BatchNorm(weights.length);
  const losses: number[] = [];
  const valLosses: number[] = [];
  const accuracies: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const normal = norm.forward(hiddenTrain);
    const [loss, gradient] = crossEntropy(logitsOf(normal), classesTrain);
    losses.push(loss);
    const dWeights = product(transpose(normal), gradient);
    weights = weights.map((row, j) => row.map((w, k) => w - rate * dWeights[j][k]));
    bias = bias.map((b, k) => b - rate * gradient.reduce((sum, row) => sum + row[k], 0));

    const logits = logitsOf(norm.forward(hiddenVal));
    valLosses.push(crossEntropy(logits, classesVal)[0]);
    accuracies.push(accuracy(logits, classesVal));
  }
  return [losses, valLosses, accuracies, weights, bias];
}

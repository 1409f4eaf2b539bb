type Matrix = number[][];
type Parameters = [w1: Matrix, b1: number[], w2: Matrix, b2: number[]];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

/** a + factor · b, entry by entry. */
const plus = (a: number[], b: number[], factor = 1) => a.map((value, i) => value + factor * b[i]);

/** A dense layer, y = x W + b. Its gradients add up until they are cleared. */
class Dense {
  weights: Matrix;
  bias: number[];
  private dWeights: Matrix = [];
  private dBias: number[] = [];
  private x: Matrix = [];

  constructor(weights: Matrix, bias: number[]) {
    this.weights = weights;
    this.bias = bias;
    this.clear();
  }

  clear(): void {
    this.dWeights = this.weights.map((row) => row.map(() => 0));
    this.dBias = this.bias.map(() => 0);
  }

  forward(x: Matrix): Matrix {
    this.x = x;
    return product(x, this.weights).map((row) => plus(row, this.bias));
  }

  backward(upstream: Matrix): Matrix {
    const gradient = product(transpose(this.x), upstream);
    this.dWeights = this.dWeights.map((row, i) => plus(row, gradient[i]));
    this.dBias = upstream.reduce((sum, row) => plus(sum, row), this.dBias);
    return product(upstream, transpose(this.weights));
  }

  step(rate: number): void {
    this.weights = this.weights.map((row, i) => plus(row, this.dWeights[i], -rate));
  }
}

/** A dense layer, tanh, and another dense layer. */
class Network {
  private readonly first: Dense;
  private readonly last: Dense;
  private hidden: Matrix = [];

  constructor([w1, b1, w2, b2]: Parameters) {
    this.first = new Dense(w1, b1);
    this.last = new Dense(w2, b2);
  }

  clear(): void {
    this.first.clear();
    this.last.clear();
  }

  forward(x: Matrix): Matrix {
    this.hidden = this.first.forward(x).map((row) => row.map(Math.tanh));
    return this.last.forward(this.hidden);
  }

  backward(upstream: Matrix): void {
    const dHidden = this.last.backward(upstream);
    this.first.backward(dHidden.map((row, n) => row.map((g, j) => g * (1 - this.hidden[n][j] ** 2))));
  }

  step(rate: number): void {
    this.first.step(rate);
    this.last.step(rate);
  }

  parameters(): Parameters {
    return [this.first.weights, this.first.bias, this.last.weights, this.last.bias];
  }
}

/** Probabilities (N, C) of logits (N, C). */
function softmax(logits: Matrix): Matrix {
  return logits.map((row) => {
    const largest = Math.max(...row);
    const exponentials = row.map((z) => Math.exp(z - largest));
    const sum = exponentials.reduce((a, b) => a + b, 0);
    return exponentials.map((e) => e / sum);
  });
}

/** Mean cross-entropy of the softmax of logits (N, C), and its gradient (N, C); classes (N) are numbers. */
export function crossEntropy(logits: Matrix, classes: number[]): [number, Matrix] {
  const losses = logits.map((row, n) => {
    const largest = Math.max(...row);
    const sum = row.reduce((total, z) => total + Math.exp(z - largest), 0);
    return Math.log(sum) + largest - row[classes[n]];
  });
  const gradient = softmax(logits).map((row, n) => row.map((p, k) => (p - (k === classes[n] ? 1 : 0)) / logits.length));
  return [losses.reduce((a, b) => a + b, 0) / logits.length, gradient];
}

/** The network's probabilities (N, C) for x (N, D). */
export function probabilities(x: Matrix, parameters: Parameters): Matrix {
  return softmax(new Network(parameters).forward(x));
}

/** Loss of each batch before its step, and w1, b1, w2 and b2 at the end. */
export function train(
  x: Matrix,
  classes: number[],
  parameters: Parameters,
  batchSize: number,
  rate: number,
  epochs: number,
): [losses: number[], ...Parameters] {
  const network = new Network(parameters);
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let start = 0; start < x.length; start += batchSize) {
      const end = start + batchSize;
      const predicted = softmax(network.forward(x.slice(start, end)));
      const [loss, gradient] = crossEntropy(predicted, classes.slice(start, end));
      losses.push(loss);
      network.backward(gradient);
      network.step(rate);
    }
  }
  return [losses, ...network.parameters()];
}

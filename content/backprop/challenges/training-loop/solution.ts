type Matrix = number[][];
type Parameters = [w1: Matrix, b1: number[], w2: Matrix, b2: number[]];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

const affine = (x: Matrix, w: Matrix, b: number[]): Matrix => product(x, w).map((row) => row.map((z, j) => z + b[j]));

const columnSums = (a: Matrix) => a[0].map((_, j) => a.reduce((sum, row) => sum + row[j], 0));

const moved = (values: number[], gradient: number[], rate: number) =>
  values.map((value, i) => value - rate * gradient[i]);

function logSoftmax(row: number[]): number[] {
  const largest = Math.max(...row);
  const logSum = Math.log(row.reduce((sum, z) => sum + Math.exp(z - largest), 0));
  return row.map((z) => z - largest - logSum);
}

function forward(x: Matrix, [w1, b1, w2, b2]: Parameters): { hidden: Matrix; logP: Matrix } {
  const hidden = affine(x, w1, b1).map((row) => row.map(Math.tanh));
  return { hidden, logP: affine(hidden, w2, b2).map(logSoftmax) };
}

function lossOf(x: Matrix, classes: number[], parameters: Parameters): number {
  const { logP } = forward(x, parameters);
  return -logP.reduce((sum, row, n) => sum + row[classes[n]], 0) / x.length;
}

function gradientsOf(x: Matrix, classes: number[], parameters: Parameters): Parameters {
  const { hidden, logP } = forward(x, parameters);
  const dLogits = logP.map((row, n) => row.map((log, k) => (Math.exp(log) - (k === classes[n] ? 1 : 0)) / x.length));
  const [, , w2] = parameters;
  const dInner = product(dLogits, transpose(w2)).map((row, n) => row.map((g, j) => g * (1 - hidden[n][j] ** 2)));
  return [product(transpose(x), dInner), columnSums(dInner), product(transpose(hidden), dLogits), columnSums(dLogits)];
}

export function train(
  x: Matrix,
  classes: number[],
  parameters: Parameters,
  orders: number[][],
  batchSize: number,
  rate: number,
  goal: number,
): [losses: number[], ...Parameters] {
  let [w1, b1, w2, b2] = parameters;
  const losses: number[] = [];
  for (const order of orders) {
    for (let start = 0; start < x.length; start += batchSize) {
      const batch = order.slice(start, start + batchSize);
      const inputs = batch.map((n) => x[n]);
      const labels = batch.map((n) => classes[n]);
      const [dW1, dB1, dW2, dB2] = gradientsOf(inputs, labels, [w1, b1, w2, b2]);
      w1 = w1.map((row, i) => moved(row, dW1[i], rate));
      b1 = moved(b1, dB1, rate);
      w2 = w2.map((row, i) => moved(row, dW2[i], rate));
      b2 = moved(b2, dB2, rate);
    }
    const loss = lossOf(x, classes, [w1, b1, w2, b2]);
    losses.push(loss);
    if (loss <= goal) break;
  }
  return [losses, w1, b1, w2, b2];
}

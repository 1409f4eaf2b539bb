type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const columnSums = (a: Matrix): number[] => transpose(a).map((column) => column.reduce((sum, g) => sum + g, 0));

function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, value, i) => sum + value * b[i][j], 0)));
}

function dense(x: Matrix, weights: Matrix, bias: number[]): Matrix {
  return multiply(x, weights).map((row) => row.map((y, j) => y + bias[j]));
}

function hiddenOf(x: Matrix, weights1: Matrix, bias1: number[]): Matrix {
  return dense(x, weights1, bias1).map((row) => row.map((z) => Math.max(z, 0)));
}

function logSoftmax(logits: number[]): number[] {
  const largest = Math.max(...logits);
  const logSum = Math.log(logits.reduce((sum, z) => sum + Math.exp(z - largest), 0));
  return logits.map((z) => z - largest - logSum);
}

export function forward(x: Matrix, weights1: Matrix, bias1: number[], weights2: Matrix, bias2: number[]): Matrix {
  return dense(hiddenOf(x, weights1, bias1), weights2, bias2);
}

export function loss(
  x: Matrix,
  classes: number[],
  weights1: Matrix,
  bias1: number[],
  weights2: Matrix,
  bias2: number[],
): number {
  const logits = forward(x, weights1, bias1, weights2, bias2);
  return logits.reduce((sum, row, n) => sum - logSoftmax(row)[classes[n]], 0) / classes.length;
}

export function gradients(
  x: Matrix,
  classes: number[],
  weights1: Matrix,
  bias1: number[],
  weights2: Matrix,
  bias2: number[],
): [Matrix, number[], Matrix, number[]] {
  const hidden = hiddenOf(x, weights1, bias1);
  const dLogits = dense(hidden, weights2, bias2).map((row, n) =>
    logSoftmax(row).map((log, k) => (Math.exp(log) - (k === classes[n] ? 1 : 0)) / classes.length),
  );
  const dHidden = multiply(dLogits, transpose(weights2));
  const dInner = dHidden.map((row, n) => row.map((g, j) => (hidden[n][j] > 0 ? g : 0)));
  return [
    multiply(transpose(x), dInner),
    columnSums(dInner),
    multiply(transpose(hidden), dLogits),
    columnSums(dLogits),
  ];
}

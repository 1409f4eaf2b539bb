type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

const columnSums = (a: Matrix) => transpose(a).map((column) => column.reduce((sum, x) => sum + x, 0));

const hidden = (x: Matrix, w1: Matrix, b1: number[]): Matrix =>
  product(x, w1).map((row) => row.map((value, j) => Math.max(value + b1[j], 0)));

export function residualForward(x: Matrix, w1: Matrix, b1: number[], w2: Matrix, b2: number[]): Matrix {
  const branch = product(hidden(x, w1, b1), w2);
  return branch.map((row, n) => row.map((value, d) => x[n][d] + value + b2[d]));
}

export function residualBackward(
  upstream: Matrix,
  x: Matrix,
  w1: Matrix,
  b1: number[],
  w2: Matrix,
): [dX: Matrix, dW1: Matrix, dB1: number[], dW2: Matrix, dB2: number[]] {
  const a = hidden(x, w1, b1);
  const dA = product(upstream, transpose(w2));
  const dZ = dA.map((row, n) => row.map((g, j) => (a[n][j] > 0 ? g : 0)));
  const dX = product(dZ, transpose(w1)).map((row, n) => row.map((g, d) => upstream[n][d] + g));
  return [dX, product(transpose(x), dZ), columnSums(dZ), product(transpose(a), upstream), columnSums(upstream)];
}

type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

const add = (a: Matrix, b: Matrix): Matrix => a.map((row, n) => row.map((x, j) => x + b[n][j]));

const zeros = (like: Matrix): Matrix => like.map((row) => row.map(() => 0));

const columnSums = (a: Matrix): number[] => transpose(a).map((column) => column.reduce((sum, x) => sum + x, 0));

export function rnnForward(xs: Matrix[], h0: Matrix, wX: Matrix, wH: Matrix, b: number[]): Matrix[] {
  const hs: Matrix[] = [];
  let h = h0;
  for (const x of xs) {
    const z = add(product(x, wX), product(h, wH));
    h = z.map((row) => row.map((value, j) => Math.tanh(value + b[j])));
    hs.push(h);
  }
  return hs;
}

export function rnnBackward(
  upstream: Matrix[],
  xs: Matrix[],
  hs: Matrix[],
  h0: Matrix,
  wX: Matrix,
  wH: Matrix,
): [Matrix[], Matrix, Matrix, Matrix, number[]] {
  const dXs = xs.map(zeros);
  let dWX = zeros(wX);
  let dWH = zeros(wH);
  let dB = wH.map(() => 0);
  let dH = zeros(h0);
  for (let t = xs.length - 1; t >= 0; t--) {
    const before = t > 0 ? hs[t - 1] : h0;
    const dZ = add(upstream[t], dH).map((row, n) => row.map((g, j) => g * (1 - hs[t][n][j] ** 2)));
    dXs[t] = product(dZ, transpose(wX));
    dWX = add(dWX, product(transpose(xs[t]), dZ));
    dWH = add(dWH, product(transpose(before), dZ));
    [dB] = add([dB], [columnSums(dZ)]);
    dH = product(dZ, transpose(wH));
  }
  return [dXs, dH, dWX, dWH, dB];
}

type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

interface Gates {
  i: Matrix;
  f: Matrix;
  g: Matrix;
  o: Matrix;
}

function gatesOf(x: Matrix, h: Matrix, wX: Matrix, wH: Matrix, b: number[]): Gates {
  const fromState = product(h, wH);
  const z = product(x, wX).map((row, n) => row.map((value, k) => value + fromState[n][k] + b[k]));
  const size = h[0].length;
  const block = (at: number, activation: (z: number) => number): Matrix =>
    z.map((row) => row.slice(at * size, (at + 1) * size).map(activation));
  return { i: block(0, sigmoid), f: block(1, sigmoid), g: block(2, Math.tanh), o: block(3, sigmoid) };
}

const newCell = (c: Matrix, { i, f, g }: Gates): Matrix =>
  c.map((row, n) => row.map((value, j) => f[n][j] * value + i[n][j] * g[n][j]));

export function lstmForward(
  x: Matrix,
  h: Matrix,
  c: Matrix,
  wX: Matrix,
  wH: Matrix,
  b: number[],
): [newH: Matrix, newC: Matrix] {
  const gates = gatesOf(x, h, wX, wH, b);
  const newC = newCell(c, gates);
  const newH = newC.map((row, n) => row.map((value, j) => gates.o[n][j] * Math.tanh(value)));
  return [newH, newC];
}

export function lstmBackward(
  upstreamH: Matrix,
  upstreamC: Matrix,
  x: Matrix,
  h: Matrix,
  c: Matrix,
  wX: Matrix,
  wH: Matrix,
  b: number[],
): [dX: Matrix, dH: Matrix, dC: Matrix, dWX: Matrix, dWH: Matrix, dB: number[]] {
  const gates = gatesOf(x, h, wX, wH, b);
  const { i, f, g, o } = gates;
  const squashed = newCell(c, gates).map((row) => row.map(Math.tanh));
  const dCell = upstreamC.map((row, n) =>
    row.map((direct, j) => direct + upstreamH[n][j] * o[n][j] * (1 - squashed[n][j] ** 2)),
  );
  const dZ = dCell.map((row, n) => {
    const dI = row.map((d, j) => d * g[n][j] * i[n][j] * (1 - i[n][j]));
    const dF = row.map((d, j) => d * c[n][j] * f[n][j] * (1 - f[n][j]));
    const dG = row.map((d, j) => d * i[n][j] * (1 - g[n][j] ** 2));
    const dO = upstreamH[n].map((d, j) => d * squashed[n][j] * o[n][j] * (1 - o[n][j]));
    return [...dI, ...dF, ...dG, ...dO];
  });
  const dX = product(dZ, transpose(wX));
  const dH = product(dZ, transpose(wH));
  const dC = dCell.map((row, n) => row.map((d, j) => d * f[n][j]));
  const dWX = product(transpose(x), dZ);
  const dWH = product(transpose(h), dZ);
  const dB = transpose(dZ).map((column) => column.reduce((sum, d) => sum + d, 0));
  return [dX, dH, dC, dWX, dWH, dB];
}

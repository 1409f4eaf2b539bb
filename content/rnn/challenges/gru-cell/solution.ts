type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

const columnSums = (a: Matrix) => transpose(a).map((column) => column.reduce((sum, x) => sum + x, 0));

const sigmoid = (t: number) => 1 / (1 + Math.exp(-t));

/** x · weights + bias, as its blocks r, z and n. */
function blocks(x: Matrix, weights: Matrix, bias: number[]): { r: Matrix; z: Matrix; n: Matrix } {
  const size = bias.length / 3;
  const all = product(x, weights).map((row) => row.map((value, k) => value + bias[k]));
  const block = (at: number) => all.map((row) => row.slice(at * size, (at + 1) * size));
  return { r: block(0), z: block(1), n: block(2) };
}

/** Both gates, the candidate, and what the reset gate multiplies. */
interface Gates {
  r: Matrix;
  z: Matrix;
  n: Matrix;
  uN: Matrix;
}

function gatesOf(x: Matrix, h: Matrix, wX: Matrix, wH: Matrix, bX: number[], bH: number[]): Gates {
  const a = blocks(x, wX, bX);
  const u = blocks(h, wH, bH);
  const r = a.r.map((row, i) => row.map((value, j) => sigmoid(value + u.r[i][j])));
  const z = a.z.map((row, i) => row.map((value, j) => sigmoid(value + u.z[i][j])));
  const n = a.n.map((row, i) => row.map((value, j) => Math.tanh(value + r[i][j] * u.n[i][j])));
  return { r, z, n, uN: u.n };
}

export function gruForward(x: Matrix, h: Matrix, wX: Matrix, wH: Matrix, bX: number[], bH: number[]): Matrix {
  const { z, n } = gatesOf(x, h, wX, wH, bX, bH);
  return h.map((row, i) => row.map((old, j) => (1 - z[i][j]) * n[i][j] + z[i][j] * old));
}

export function gruBackward(
  upstream: Matrix,
  x: Matrix,
  h: Matrix,
  wX: Matrix,
  wH: Matrix,
  bX: number[],
  bH: number[],
): [dX: Matrix, dH: Matrix, dWX: Matrix, dWH: Matrix, dBX: number[], dBH: number[]] {
  const { r, z, n, uN } = gatesOf(x, h, wX, wH, bX, bH);
  const dN = upstream.map((row, i) => row.map((g, j) => g * (1 - z[i][j]) * (1 - n[i][j] ** 2)));
  const dZ = upstream.map((row, i) => row.map((g, j) => g * (h[i][j] - n[i][j]) * z[i][j] * (1 - z[i][j])));
  const dR = dN.map((row, i) => row.map((g, j) => g * uN[i][j] * r[i][j] * (1 - r[i][j])));
  const dA = dN.map((row, i) => [...dR[i], ...dZ[i], ...row]);
  const dU = dN.map((row, i) => [...dR[i], ...dZ[i], ...row.map((g, j) => g * r[i][j])]);
  const dX = product(dA, transpose(wX));
  const dH = product(dU, transpose(wH)).map((row, i) => row.map((g, j) => g + upstream[i][j] * z[i][j]));
  return [dX, dH, product(transpose(x), dA), product(transpose(h), dU), columnSums(dA), columnSums(dU)];
}

type Matrix = number[][];

const sigmoid = (t: number) => (1 + Math.tanh(t / 2)) / 2;

/** One unit of one example: its columns, gates, candidate, and the part of the candidate that is reset. */
function unitOf(i: number, j: number, x: Matrix, h: Matrix, wX: Matrix, wH: Matrix, bX: number[], bH: number[]) {
  const size = h[i].length;
  const columns = [j, size + j, 2 * size + j];
  const dense = (row: number[], weights: Matrix, bias: number[]) =>
    columns.map((k) => row.reduce((sum, value, d) => sum + value * weights[d][k], bias[k]));
  const a = dense(x[i], wX, bX);
  const u = dense(h[i], wH, bH);
  const reset = sigmoid(a[0] + u[0]);
  const kept = sigmoid(a[1] + u[1]);
  return { columns, reset, kept, candidate: Math.tanh(a[2] + reset * u[2]), inner: u[2] };
}

export function gruForward(x: Matrix, h: Matrix, wX: Matrix, wH: Matrix, bX: number[], bH: number[]): Matrix {
  const next: Matrix = [];
  for (let i = 0; i < h.length; i++) {
    next.push([]);
    for (let j = 0; j < h[i].length; j++) {
      const { kept, candidate } = unitOf(i, j, x, h, wX, wH, bX, bH);
      next[i].push(candidate + kept * (h[i][j] - candidate));
    }
  }
  return next;
}

/** One unit of one example after another, each adding its share to every gradient. */
export function gruBackward(
  upstream: Matrix,
  x: Matrix,
  h: Matrix,
  wX: Matrix,
  wH: Matrix,
  bX: number[],
  bH: number[],
): [dX: Matrix, dH: Matrix, dWX: Matrix, dWH: Matrix, dBX: number[], dBH: number[]] {
  const [dX, dH, dWX, dWH] = [x, h, wX, wH].map((like) => like.map((row) => row.map(() => 0)));
  const [dBX, dBH] = [bX.map(() => 0), bH.map(() => 0)];
  for (let i = 0; i < h.length; i++) {
    for (let j = 0; j < h[i].length; j++) {
      const { columns, reset, kept, candidate, inner } = unitOf(i, j, x, h, wX, wH, bX, bH);
      const g = upstream[i][j];
      const atCandidate = g * (1 - kept) * (1 - candidate) * (1 + candidate);
      const atKept = g * (h[i][j] - candidate) * (kept - kept * kept);
      const atReset = atCandidate * inner * (reset - reset * reset);
      const toInput = [atReset, atKept, atCandidate];
      const toState = [atReset, atKept, atCandidate * reset];
      dH[i][j] += g * kept;
      for (const [block, k] of columns.entries()) {
        dBX[k] += toInput[block];
        dBH[k] += toState[block];
        for (let d = 0; d < x[i].length; d++) {
          dX[i][d] += toInput[block] * wX[d][k];
          dWX[d][k] += toInput[block] * x[i][d];
        }
        for (let d = 0; d < h[i].length; d++) {
          dH[i][d] += toState[block] * wH[d][k];
          dWH[d][k] += toState[block] * h[i][d];
        }
      }
    }
  }
  return [dX, dH, dWX, dWH, dBX, dBH];
}

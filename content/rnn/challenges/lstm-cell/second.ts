type Matrix = number[][];

const sigmoid = (z: number) => (1 + Math.tanh(z / 2)) / 2;

/** Gates, cell and pre-activations of one unit of one example. */
function unitOf(n: number, j: number, x: Matrix, h: Matrix, c: Matrix, wX: Matrix, wH: Matrix, b: number[]) {
  const size = h[n].length;
  const columns = [j, size + j, 2 * size + j, 3 * size + j];
  const [zIn, zForget, zCandidate, zOut] = columns.map((k) => {
    let z = b[k];
    for (let d = 0; d < x[n].length; d++) z += x[n][d] * wX[d][k];
    for (let d = 0; d < size; d++) z += h[n][d] * wH[d][k];
    return z;
  });
  const entry = sigmoid(zIn);
  const kept = sigmoid(zForget);
  const candidate = Math.tanh(zCandidate);
  const shown = sigmoid(zOut);
  return { columns, entry, kept, candidate, shown, cell: kept * c[n][j] + entry * candidate };
}

export function lstmForward(
  x: Matrix,
  h: Matrix,
  c: Matrix,
  wX: Matrix,
  wH: Matrix,
  b: number[],
): [newH: Matrix, newC: Matrix] {
  const [newH, newC]: [Matrix, Matrix] = [[], []];
  for (let n = 0; n < h.length; n++) {
    newH.push([]);
    newC.push([]);
    for (let j = 0; j < h[n].length; j++) {
      const { cell, shown } = unitOf(n, j, x, h, c, wX, wH, b);
      newC[n].push(cell);
      newH[n].push(shown * Math.tanh(cell));
    }
  }
  return [newH, newC];
}

/** One unit of one example after another, each adding its share to every gradient. */
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
  const [dX, dH, dC, dWX, dWH] = [x, h, c, wX, wH].map((like) => like.map((row) => row.map(() => 0)));
  const dB = b.map(() => 0);
  for (let n = 0; n < h.length; n++) {
    for (let j = 0; j < h[n].length; j++) {
      const { columns, entry, kept, candidate, shown, cell } = unitOf(n, j, x, h, c, wX, wH, b);
      const squashed = Math.tanh(cell);
      const dShown = upstreamH[n][j] * squashed;
      const dCell = upstreamC[n][j] + upstreamH[n][j] * shown * (1 - squashed) * (1 + squashed);
      dC[n][j] = dCell * kept;
      const slopes = [
        dCell * candidate * (entry - entry * entry),
        dCell * c[n][j] * (kept - kept * kept),
        dCell * entry * (1 - candidate) * (1 + candidate),
        dShown * (shown - shown * shown),
      ];
      for (const [gate, k] of columns.entries()) {
        dB[k] += slopes[gate];
        for (let d = 0; d < x[n].length; d++) {
          dX[n][d] += slopes[gate] * wX[d][k];
          dWX[d][k] += slopes[gate] * x[n][d];
        }
        for (let d = 0; d < h[n].length; d++) {
          dH[n][d] += slopes[gate] * wH[d][k];
          dWH[d][k] += slopes[gate] * h[n][d];
        }
      }
    }
  }
  return [dX, dH, dC, dWX, dWH, dB];
}

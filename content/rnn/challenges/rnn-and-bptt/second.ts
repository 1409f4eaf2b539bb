type Matrix = number[][];

/** Unit by unit, written out. */
export function rnnForward(xs: Matrix[], h0: Matrix, wX: Matrix, wH: Matrix, b: number[]): Matrix[] {
  const hs: Matrix[] = [];
  for (let t = 0; t < xs.length; t++) {
    const before = t === 0 ? h0 : hs[t - 1];
    const now: Matrix = [];
    for (let n = 0; n < h0.length; n++) {
      now.push([]);
      for (let j = 0; j < b.length; j++) {
        let z = b[j];
        for (let i = 0; i < wX.length; i++) z += xs[t][n][i] * wX[i][j];
        for (let k = 0; k < b.length; k++) z += before[n][k] * wH[k][j];
        now[n].push(Math.tanh(z));
      }
    }
    hs.push(now);
  }
  return hs;
}

/** One example after another, every product added where it belongs. */
export function rnnBackward(
  upstream: Matrix[],
  xs: Matrix[],
  hs: Matrix[],
  h0: Matrix,
  wX: Matrix,
  wH: Matrix,
): [Matrix[], Matrix, Matrix, Matrix, number[]] {
  const [inputs, units] = [wX.length, wH.length];
  const dXs = xs.map((x) => x.map((row) => row.map(() => 0)));
  const dH0: Matrix = [];
  const dWX = wX.map((row) => row.map(() => 0));
  const dWH = wH.map((row) => row.map(() => 0));
  const dB = new Array<number>(units).fill(0);
  for (let n = 0; n < h0.length; n++) {
    let fromLater = new Array<number>(units).fill(0);
    for (let t = xs.length - 1; t >= 0; t--) {
      const before = t === 0 ? h0[n] : hs[t - 1][n];
      const toEarlier = new Array<number>(units).fill(0);
      for (let j = 0; j < units; j++) {
        const h = hs[t][n][j];
        const dZ = (upstream[t][n][j] + fromLater[j]) * (1 - h) * (1 + h);
        dB[j] += dZ;
        for (let i = 0; i < inputs; i++) {
          dWX[i][j] += xs[t][n][i] * dZ;
          dXs[t][n][i] += wX[i][j] * dZ;
        }
        for (let k = 0; k < units; k++) {
          dWH[k][j] += before[k] * dZ;
          toEarlier[k] += wH[k][j] * dZ;
        }
      }
      fromLater = toEarlier;
    }
    dH0.push(fromLater);
  }
  return [dXs, dH0, dWX, dWH, dB];
}

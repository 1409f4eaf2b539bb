export function layerNormForward(x: number[][], gamma: number[], beta: number[], epsilon: number): number[][] {
  const y: number[][] = [];
  for (const row of x) {
    let sum = 0;
    for (const value of row) sum += value;
    const mean = sum / row.length;
    let squares = 0;
    for (const value of row) squares += (value - mean) * (value - mean);
    const inverse = 1 / Math.sqrt(squares / row.length + epsilon);
    const out: number[] = [];
    for (let d = 0; d < row.length; d++) out.push((row[d] - mean) * inverse * gamma[d] + beta[d]);
    y.push(out);
  }
  return y;
}

/** Node by node through the graph: x̂ = centred · inverse, inverse of variance, variance of centred, centred of x. */
export function layerNormBackward(
  upstream: number[][],
  x: number[][],
  gamma: number[],
  epsilon: number,
): [number[][], number[], number[]] {
  const size = gamma.length;
  const dX: number[][] = [];
  const dGamma = new Array<number>(size).fill(0);
  const dBeta = new Array<number>(size).fill(0);
  for (let n = 0; n < x.length; n++) {
    let sum = 0;
    for (const value of x[n]) sum += value;
    const centred = x[n].map((value) => value - sum / size);
    let squares = 0;
    for (const value of centred) squares += value * value;
    const inverse = 1 / Math.sqrt(squares / size + epsilon);
    let dInverse = 0;
    for (let d = 0; d < size; d++) {
      dGamma[d] += upstream[n][d] * centred[d] * inverse;
      dBeta[d] += upstream[n][d];
      dInverse += upstream[n][d] * gamma[d] * centred[d];
    }
    const dVariance = -0.5 * dInverse * inverse ** 3;
    const dCentred = centred.map((c, d) => upstream[n][d] * gamma[d] * inverse + (dVariance * 2 * c) / size);
    let total = 0;
    for (const g of dCentred) total += g;
    dX.push(dCentred.map((g) => g - total / size));
  }
  return [dX, dGamma, dBeta];
}

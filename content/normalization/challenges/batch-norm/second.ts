/** Mean and sum of squared distances of one column. */
function statistics(x: number[][], d: number): [number, number] {
  let total = 0;
  for (const row of x) total += row[d];
  const mean = total / x.length;
  let squares = 0;
  for (const row of x) squares += (row[d] - mean) * (row[d] - mean);
  return [mean, squares];
}

export function batchNormTrain(
  x: number[][],
  gamma: number[],
  beta: number[],
  runningMean: number[],
  runningVariance: number[],
  momentum: number,
  epsilon: number,
): [number[][], number[], number[]] {
  const y = x.map((row) => [...row]);
  const newMean = [...runningMean];
  const newVariance = [...runningVariance];
  for (let d = 0; d < gamma.length; d++) {
    const [mean, squares] = statistics(x, d);
    const inverse = 1 / Math.sqrt(squares / x.length + epsilon);
    for (const row of y) row[d] = gamma[d] * (row[d] - mean) * inverse + beta[d];
    newMean[d] += momentum * (mean - newMean[d]);
    newVariance[d] += momentum * (squares / (x.length - 1) - newVariance[d]);
  }
  return [y, newMean, newVariance];
}

/** A fixed scale and shift for each feature. */
export function batchNormEval(
  x: number[][],
  gamma: number[],
  beta: number[],
  runningMean: number[],
  runningVariance: number[],
  epsilon: number,
): number[][] {
  const y: number[][] = [];
  for (const row of x) {
    const out: number[] = [];
    for (let d = 0; d < row.length; d++) {
      const scale = gamma[d] * (runningVariance[d] + epsilon) ** -0.5;
      out.push(row[d] * scale + (beta[d] - runningMean[d] * scale));
    }
    y.push(out);
  }
  return y;
}

/** Node by node: x̂ = centred · inverse, inverse of the variance, variance of centred, centred of x. */
export function batchNormBackward(
  upstream: number[][],
  x: number[][],
  gamma: number[],
  epsilon: number,
): [number[][], number[], number[]] {
  const rows = x.length;
  const dX = x.map((row) => row.map(() => 0));
  const dGamma = gamma.map(() => 0);
  const dBeta = gamma.map(() => 0);
  for (let d = 0; d < gamma.length; d++) {
    const [mean, squares] = statistics(x, d);
    const inverse = 1 / Math.sqrt(squares / rows + epsilon);
    let dInverse = 0;
    for (let n = 0; n < rows; n++) {
      dBeta[d] += upstream[n][d];
      dGamma[d] += upstream[n][d] * (x[n][d] - mean) * inverse;
      dInverse += gamma[d] * upstream[n][d] * (x[n][d] - mean);
    }
    const dVariance = -0.5 * dInverse * inverse ** 3;
    let total = 0;
    for (let n = 0; n < rows; n++) {
      dX[n][d] = gamma[d] * upstream[n][d] * inverse + (2 * dVariance * (x[n][d] - mean)) / rows;
      total += dX[n][d];
    }
    for (let n = 0; n < rows; n++) dX[n][d] -= total / rows;
  }
  return [dX, dGamma, dBeta];
}

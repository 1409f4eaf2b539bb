import * as solution from "./solution.ts";

type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

/** Trains a matrix product followed by the layer norm on the mean squared error. */
export function train(
  x: Matrix,
  targets: Matrix,
  weights: Matrix,
  gamma: number[],
  beta: number[],
  epsilon: number,
  rate: number,
  steps: number,
) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const inner = product(x, weights);
    const y = solution.layerNormForward(inner, gamma, beta, epsilon);
    const error = y.map((row, n) => row.map((value, d) => value - targets[n][d]));
    const size = error.length * error[0].length;
    losses.push(error.flat().reduce((sum, e) => sum + e * e, 0) / size);
    const upstream = error.map((row) => row.map((e) => (2 * e) / size));
    const [dInner, dGamma, dBeta] = solution.layerNormBackward(upstream, inner, gamma, epsilon);
    const dWeights = product(transpose(x), dInner);
    weights = weights.map((row, i) => row.map((w, j) => w - rate * dWeights[i][j]));
    gamma = gamma.map((value, d) => value - rate * dGamma[d]);
    beta = beta.map((value, d) => value - rate * dBeta[d]);
  }
  return [losses, weights, gamma, beta];
}

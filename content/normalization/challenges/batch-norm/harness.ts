import * as solution from "./solution.ts";

type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
const moved = (a: number[], by: number[], rate: number) => a.map((x, i) => x - rate * by[i]);

/** Trains a matrix product followed by batch norm, then evaluates; returns losses, parameters and the evaluation. */
export function train(
  x: Matrix,
  targets: Matrix,
  weights: Matrix,
  gamma: number[],
  beta: number[],
  rate: number,
  steps: number,
) {
  let runningMean = gamma.map(() => 0);
  let runningVariance = gamma.map(() => 1);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const inner = product(x, weights);
    let y: Matrix;
    [y, runningMean, runningVariance] = solution.batchNormTrain(
      inner,
      gamma,
      beta,
      runningMean,
      runningVariance,
      0.1,
      1e-5,
    );
    const error = y.map((row, n) => row.map((value, d) => value - targets[n][d]));
    const size = error.length * error[0].length;
    losses.push(error.flat().reduce((sum, e) => sum + e * e, 0) / size);
    const upstream = error.map((row) => row.map((e) => (2 * e) / size));
    const [dInner, dGamma, dBeta] = solution.batchNormBackward(upstream, inner, gamma, 1e-5);
    const dWeights = product(transpose(x), dInner);
    weights = weights.map((row, i) => moved(row, dWeights[i], rate));
    gamma = moved(gamma, dGamma, rate);
    beta = moved(beta, dBeta, rate);
  }
  const evaluated = solution.batchNormEval(product(x, weights), gamma, beta, runningMean, runningVariance, 1e-5);
  return [losses, weights, gamma, beta, evaluated];
}

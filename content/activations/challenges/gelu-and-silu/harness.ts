import * as solution from "./solution.ts";

type Matrix = number[][];

/** The error function: 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)); from 6 on it is 1 to the last digit. */
export function erf(x: number): number {
  if (Math.abs(x) >= 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
const minus = (a: Matrix, b: Matrix, factor = 1): Matrix => a.map((row, i) => row.map((x, j) => x - factor * b[i][j]));

/** Trains dense, activation, dense on half the sum of squared errors; returns the losses and both weights. */
export function train(
  activation: "gelu" | "silu",
  x: Matrix,
  targets: Matrix,
  weights1: Matrix,
  weights2: Matrix,
  rate: number,
  steps: number,
) {
  const isGelu = activation === "gelu";
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const before = product(x, weights1);
    const hidden = isGelu ? solution.gelu(before, erf) : solution.silu(before);
    const error = minus(product(hidden, weights2), targets);
    losses.push(0.5 * error.flat().reduce((sum, e) => sum + e * e, 0));
    const upstream = product(error, transpose(weights2));
    const dBefore = isGelu ? solution.geluBackward(upstream, before, erf) : solution.siluBackward(upstream, before);
    const dWeights2 = product(transpose(hidden), error);
    weights1 = minus(weights1, product(transpose(x), dBefore), rate);
    weights2 = minus(weights2, dWeights2, rate);
  }
  return [losses, weights1, weights2];
}

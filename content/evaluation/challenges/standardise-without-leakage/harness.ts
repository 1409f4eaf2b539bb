import * as solution from "./solution.ts";

type Matrix = number[][];

const errorsOf = (x: Matrix, weights: number[], targets: number[]) =>
  x.map((row, n) => row.reduce((sum, value, i) => sum + value * weights[i], 0) - targets[n]);

const meanSquare = (errors: number[]) => errors.reduce((sum, e) => sum + e * e, 0) / errors.length;

/** Fits a line to the first split, standardised; returns the losses, the weights, and the other splits' losses. */
export function train(
  splits: [Matrix, Matrix, Matrix],
  targets: number[][],
  weights: number[],
  rate: number,
  steps: number,
) {
  const [first, ...others] = solution.standardiseSplits(...splits);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const errors = errorsOf(first, weights, targets[0]);
    losses.push(meanSquare(errors));
    weights = weights.map((w, i) => {
      const slope = errors.reduce((sum, e, n) => sum + e * first[n][i], 0);
      return w - (rate * 2 * slope) / errors.length;
    });
  }
  const heldOut = others.map((x, k) => meanSquare(errorsOf(x, weights, targets[k + 1])));
  return [losses, weights, heldOut];
}

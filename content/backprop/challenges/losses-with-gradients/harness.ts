import * as solution from "./solution.ts";

/** Trains a linear classifier by the cross-entropy; returns the losses and the weights at the end. */
export function train(x: number[][], classes: number[], weights: number[][], rate: number, steps: number) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const logits = x.map((row) =>
      weights[0].map((_, k) => row.reduce((sum, value, i) => sum + value * weights[i][k], 0)),
    );
    losses.push(solution.crossEntropy(logits, classes));
    const gradient = solution.crossEntropyGradient(logits, classes);
    weights = weights.map((row, i) =>
      row.map((w, k) => w - rate * x.reduce((sum, xs, n) => sum + xs[i] * gradient[n][k], 0)),
    );
  }
  return [losses, weights];
}

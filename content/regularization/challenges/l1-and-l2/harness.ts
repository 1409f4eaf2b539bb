import * as solution from "./solution.ts";

type Matrix = number[][];

function gradients(x: Matrix, targets: Matrix, weights: Matrix, bias: number[]) {
  const errors = x.map((row, n) =>
    bias.map((b, k) => row.reduce((sum, value, i) => sum + value * weights[i][k], b) - targets[n][k]),
  );
  const size = errors.length * bias.length;
  const loss = errors.flat().reduce((sum, e) => sum + e * e, 0) / size;
  const dWeights = weights.map((row, i) =>
    row.map((_, k) => (2 * errors.reduce((sum, e, n) => sum + x[n][i] * e[k], 0)) / size),
  );
  const dBias = bias.map((_, k) => (2 * errors.reduce((sum, e) => sum + e[k], 0)) / size);
  return { loss, dWeights, dBias };
}

/** Trains a dense layer on the mean squared error with the penalty added; returns losses, weights and bias. */
export function trainPenalised(
  x: Matrix,
  targets: Matrix,
  weights: Matrix,
  bias: number[],
  l1: number,
  l2: number,
  rate: number,
  steps: number,
) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const { loss, dWeights, dBias } = gradients(x, targets, weights, bias);
    losses.push(loss + solution.penalty([weights, bias], l1, l2));
    const pulls = solution.penaltyGradients([weights, bias], l1, l2) as [Matrix, number[]];
    weights = weights.map((row, i) => row.map((w, k) => w - rate * (dWeights[i][k] + pulls[0][i][k])));
    bias = bias.map((b, k) => b - rate * (dBias[k] + pulls[1][k]));
  }
  return [losses, weights, bias];
}

/** Trains the same layer with weight decay; returns the losses, which hold no penalty, weights and bias. */
export function trainDecayed(
  x: Matrix,
  targets: Matrix,
  weights: Matrix,
  bias: number[],
  decay: number,
  rate: number,
  steps: number,
) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const { loss, dWeights, dBias } = gradients(x, targets, weights, bias);
    losses.push(loss);
    const parameters = solution.decayedStep([weights, bias], [dWeights, dBias], rate, decay);
    [weights, bias] = parameters as [Matrix, number[]];
  }
  return [losses, weights, bias];
}

import * as solution from "./solution.ts";

/** Fits x @ weights to the targets by the mean squared error; returns the losses, the weights and the state. */
export function train(
  x: number[][],
  targets: number[],
  weights: number[],
  name: "adagrad_step" | "rmsprop_step",
  settings: number[],
  steps: number,
) {
  const [rate, decayOrEpsilon, epsilon] = settings;
  let state = weights.map(() => 0);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const errors = x.map((row, n) => row.reduce((sum, value, i) => sum + value * weights[i], 0) - targets[n]);
    losses.push(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
    const gradient = weights.map((_, i) => (2 * errors.reduce((sum, e, n) => sum + e * x[n][i], 0)) / errors.length);
    [weights, state] =
      name === "adagrad_step"
        ? solution.adagradStep(weights, gradient, state, rate, decayOrEpsilon)
        : solution.rmspropStep(weights, gradient, state, rate, decayOrEpsilon, epsilon);
  }
  return [losses, weights, state];
}

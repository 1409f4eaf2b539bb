import * as solution from "./solution.ts";

/** Fits x @ weights to the targets by the mean squared error; returns the losses and the last weights and moments. */
export function train(
  x: number[][],
  targets: number[],
  start: number[],
  name: "adamw_step" | "adam_l2_step",
  rate: number,
  decay: number,
  steps: number,
) {
  const step = name === "adamw_step" ? solution.adamwStep : solution.adamL2Step;
  let [weights, m, v] = [start, start.map(() => 0), start.map(() => 0)];
  const losses: number[] = [];
  for (let t = 1; t <= steps; t++) {
    const errors = x.map((row, n) => row.reduce((sum, value, i) => sum + value * weights[i], 0) - targets[n]);
    losses.push(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
    const gradient = weights.map((_, i) => (2 * errors.reduce((sum, e, n) => sum + e * x[n][i], 0)) / errors.length);
    [weights, m, v] = step(weights, gradient, m, v, t, rate, 0.9, 0.999, 1e-8, decay);
  }
  return [losses, weights, m, v];
}

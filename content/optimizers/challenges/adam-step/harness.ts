import * as solution from "./solution.ts";

/** Minimises half the sum of curvature times weight squared; returns the losses and the last weights and moments. */
export function descend(weights: number[], curvatures: number[], rate: number, steps: number) {
  let m = weights.map(() => 0);
  let v = weights.map(() => 0);
  const losses: number[] = [];
  for (let t = 1; t <= steps; t++) {
    losses.push(0.5 * weights.reduce((sum, w, i) => sum + curvatures[i] * w * w, 0));
    const gradient = weights.map((w, i) => curvatures[i] * w);
    [weights, m, v] = solution.adamStep(weights, gradient, m, v, t, rate, 0.9, 0.999, 1e-8);
  }
  return [losses, weights, m, v];
}

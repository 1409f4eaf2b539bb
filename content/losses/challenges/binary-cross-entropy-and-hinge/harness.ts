import * as solution from "./solution.ts";

/** Trains a linear classifier by one of the losses; returns the losses, the weights and the bias at the end. */
export function train(
  name: "bce" | "hinge",
  x: number[][],
  answers: number[],
  weights: number[],
  bias: number,
  rate: number,
  steps: number,
) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const outputs = x.map((row) => row.reduce((sum, value, d) => sum + value * weights[d], bias));
    losses.push(name === "bce" ? solution.bce(outputs, answers) : solution.hinge(outputs, answers));
    const upstream = name === "bce" ? solution.bceGradient(outputs, answers) : solution.hingeGradient(outputs, answers);
    weights = weights.map((w, d) => w - rate * x.reduce((sum, row, n) => sum + row[d] * upstream[n], 0));
    bias -= rate * upstream.reduce((sum, g) => sum + g, 0);
  }
  return [losses, weights, bias];
}

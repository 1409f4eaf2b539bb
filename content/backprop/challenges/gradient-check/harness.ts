import * as solution from "./solution.ts";

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

export const cubes = (x: number[]) => sum(x.map((value) => value ** 3));

export const bowl = (x: number[]) =>
  sum(x.map((value, i) => ((i + 1) / 2) * value ** 2)) + sum(x.slice(1).map((value, i) => value * x[i]));

export const hills = (x: number[]) => Math.log(sum(x.map(Math.exp)));

export const corners = (x: number[]) => sum(x.map(Math.abs));

/** Checks a hand-written gradient of the mean squared error of tanh(inputs · weights), with one fault in it. */
export function audit(
  fault: "none" | "slope" | "factor" | "sign",
  inputs: number[][],
  targets: number[],
  weights: number[],
  h: number,
  tolerance: number,
) {
  const outputs = (w: number[]) => inputs.map((row) => Math.tanh(sum(row.map((value, i) => value * w[i]))));
  const loss = (w: number[]) => sum(outputs(w).map((y, n) => (y - targets[n]) ** 2)) / targets.length;
  const errors = outputs(weights).map((y, n) => {
    const error = (2 * (y - targets[n])) / targets.length;
    return fault === "slope" ? error : error * (1 - y * y);
  });
  const gradient = weights.map((_, i) => sum(inputs.map((row, n) => row[i] * errors[n])));
  if (fault === "factor") for (let i = 0; i < gradient.length; i++) gradient[i] /= 2;
  if (fault === "sign") gradient[gradient.length - 1] *= -1;
  return solution.wrongEntries(loss, gradient, weights, h, tolerance);
}

import * as solution from "./solution.ts";

const moved = (a: number[], by: number[], rate: number) => a.map((x, i) => x - rate * by[i]);

/** Trains dense, tanh, dense on the mean squared error; returns the losses and the weights at the end. */
export function train(
  x: number[][],
  targets: number[][],
  weights1: number[][],
  bias1: number[],
  weights2: number[][],
  bias2: number[],
  rate: number,
  steps: number,
) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const hidden = solution.denseForward(x, weights1, bias1).map((row) => row.map(Math.tanh));
    const error = solution.denseForward(hidden, weights2, bias2).map((row, n) => row.map((y, k) => y - targets[n][k]));
    const size = error.length * error[0].length;
    losses.push(error.flat().reduce((sum, e) => sum + e * e, 0) / size);
    const upstream = error.map((row) => row.map((e) => (2 * e) / size));
    const [dHidden, dWeights2, dBias2] = solution.denseBackward(upstream, hidden, weights2);
    const beforeTanh = dHidden.map((row, n) => row.map((g, k) => g * (1 - hidden[n][k] ** 2)));
    const [, dWeights1, dBias1] = solution.denseBackward(beforeTanh, x, weights1);
    weights1 = weights1.map((row, i) => moved(row, dWeights1[i], rate));
    bias1 = moved(bias1, dBias1, rate);
    weights2 = weights2.map((row, i) => moved(row, dWeights2[i], rate));
    bias2 = moved(bias2, dBias2, rate);
  }
  return [losses, weights1, bias1, weights2, bias2];
}

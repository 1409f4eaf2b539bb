import * as solution from "./solution.ts";

const moved = (a: number[], by: number[], rate: number) => a.map((value, i) => value - rate * by[i]);

/** Trains by gradient descent on the whole batch; returns the losses and the parameters at the end. */
export function train(
  x: number[][],
  classes: number[],
  weights1: number[][],
  bias1: number[],
  weights2: number[][],
  bias2: number[],
  rate: number,
  steps: number,
) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    losses.push(solution.loss(x, classes, weights1, bias1, weights2, bias2));
    const [dWeights1, dBias1, dWeights2, dBias2] = solution.gradients(x, classes, weights1, bias1, weights2, bias2);
    weights1 = weights1.map((row, i) => moved(row, dWeights1[i], rate));
    bias1 = moved(bias1, dBias1, rate);
    weights2 = weights2.map((row, i) => moved(row, dWeights2[i], rate));
    bias2 = moved(bias2, dBias2, rate);
  }
  return [losses, weights1, bias1, weights2, bias2];
}

import * as solution from "./solution.ts";

type Matrix = number[][];
type Parameters = [Matrix, number[], Matrix, number[]];

/** Trains; returns the number of epochs, the last loss, and the share of examples that are then classified right. */
export function learn(
  x: Matrix,
  classes: number[],
  parameters: Parameters,
  orders: Matrix,
  batchSize: number,
  rate: number,
  goal: number,
) {
  const [losses, w1, b1, w2, b2] = solution.train(x, classes, parameters, orders, batchSize, rate, goal);
  const right = x.filter((row, n) => {
    const hidden = b1.map((b, j) => Math.tanh(row.reduce((sum, value, i) => sum + value * w1[i][j], b)));
    const logits = b2.map((b, k) => hidden.reduce((sum, value, j) => sum + value * w2[j][k], b));
    return logits.indexOf(Math.max(...logits)) === classes[n];
  });
  return [losses.length, losses[losses.length - 1], right.length / x.length];
}

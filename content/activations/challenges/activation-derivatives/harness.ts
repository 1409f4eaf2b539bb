import * as solution from "./solution.ts";

type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
const minus = (a: Matrix, b: Matrix, factor = 1): Matrix => a.map((row, i) => row.map((x, j) => x - factor * b[i][j]));

/** Trains dense, activation, dense on half the sum of squared errors; returns the losses and both weights. */
export function train(
  activation: "relu" | "leaky_relu" | "sigmoid" | "tanh",
  x: Matrix,
  targets: Matrix,
  weights1: Matrix,
  weights2: Matrix,
  rate: number,
  steps: number,
) {
  const [forward, backward] = {
    relu: [solution.relu, solution.reluBackward],
    leaky_relu: [
      (z: Matrix) => solution.leakyRelu(z, 0.1),
      (g: Matrix, z: Matrix) => solution.leakyReluBackward(g, z, 0.1),
    ],
    sigmoid: [solution.sigmoid, solution.sigmoidBackward],
    tanh: [solution.tanh, solution.tanhBackward],
  }[activation] as [(z: Matrix) => Matrix, (g: Matrix, z: Matrix) => Matrix];
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const before = product(x, weights1);
    const hidden = forward(before);
    const error = minus(product(hidden, weights2), targets);
    losses.push(0.5 * error.flat().reduce((sum, e) => sum + e * e, 0));
    const dBefore = backward(product(error, transpose(weights2)), before);
    const dWeights2 = product(transpose(hidden), error);
    weights1 = minus(weights1, product(transpose(x), dBefore), rate);
    weights2 = minus(weights2, dWeights2, rate);
  }
  return [losses, weights1, weights2];
}

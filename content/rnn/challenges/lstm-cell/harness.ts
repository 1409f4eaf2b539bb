import * as solution from "./solution.ts";

type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
/** a + factor · b, entry by entry. */
const plus = (a: Matrix, b: Matrix, factor: number): Matrix =>
  a.map((row, i) => row.map((x, j) => x + factor * b[i][j]));
const zeros = (like: Matrix): Matrix => like.map((row) => row.map(() => 0));

/** Trains a projection of the inputs and the cell, run over a sequence, by the squared error of the last state. */
export function train(
  inputs: Matrix[],
  targets: Matrix,
  projection: Matrix,
  h0: Matrix,
  c0: Matrix,
  wX: Matrix,
  wH: Matrix,
  b: number[],
  rate: number,
  steps: number,
) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const states: [h: Matrix, c: Matrix][] = [[h0, c0]];
    const xs = inputs.map((input) => product(input, projection));
    for (const [t, x] of xs.entries()) states.push(solution.lstmForward(x, ...states[t], wX, wH, b));
    const error = plus(states[xs.length][0], targets, -1);
    const size = error.flat().length;
    losses.push(error.flat().reduce((sum, e) => sum + e * e, 0) / size);
    let [dH, dC] = [error.map((row) => row.map((e) => (2 * e) / size)), zeros(c0)];
    let [dProjection, dWX, dWH, dB] = [zeros(projection), zeros(wX), zeros(wH), [b.map(() => 0)]];
    for (let t = xs.length - 1; t >= 0; t--) {
      const gradients = solution.lstmBackward(dH, dC, xs[t], ...states[t], wX, wH, b);
      [, dH, dC] = gradients;
      dProjection = plus(dProjection, product(transpose(inputs[t]), gradients[0]), 1);
      [dWX, dWH, dB] = [plus(dWX, gradients[3], 1), plus(dWH, gradients[4], 1), plus(dB, [gradients[5]], 1)];
    }
    projection = plus(projection, dProjection, -rate);
    [h0, c0] = [plus(h0, dH, -rate), plus(c0, dC, -rate)];
    [wX, wH] = [plus(wX, dWX, -rate), plus(wH, dWH, -rate)];
    [b] = plus([b], dB, -rate);
  }
  return [losses, projection, h0, c0, wX, wH, b];
}

import * as solution from "./solution.ts";

type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

/** Trains a matrix product followed by the attention on the mean squared error; returns losses and all weights. */
export function train(
  x: Matrix,
  targets: Matrix,
  first: Matrix,
  start: [Matrix, Matrix, Matrix, Matrix],
  heads: number,
  rate: number,
  steps: number,
) {
  const moved = (weights: Matrix, gradient: Matrix) =>
    weights.map((row, i) => row.map((w, j) => w - rate * gradient[i][j]));
  let [queries, keys, values, output] = start;
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const inner = product(x, first);
    const y = solution.multiHeadAttention(inner, queries, keys, values, output, heads);
    const error = y.map((row, t) => row.map((value, d) => value - targets[t][d]));
    const size = error.length * error[0].length;
    losses.push(error.flat().reduce((sum, e) => sum + e * e, 0) / size);
    const upstream = error.map((row) => row.map((e) => (2 * e) / size));
    const [dInner, dQueries, dKeys, dValues, dOutput] = solution.multiHeadAttentionBackward(
      upstream,
      inner,
      queries,
      keys,
      values,
      output,
      heads,
    );
    first = moved(first, product(transpose(x), dInner));
    queries = moved(queries, dQueries);
    keys = moved(keys, dKeys);
    values = moved(values, dValues);
    output = moved(output, dOutput);
  }
  return [losses, first, queries, keys, values, output];
}

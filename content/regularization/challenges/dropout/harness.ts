import * as solution from "./solution.ts";

type Matrix = number[][];

const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
const combine = (a: Matrix, b: Matrix, of: (x: number, y: number) => number): Matrix =>
  a.map((row, i) => row.map((x, j) => of(x, b[i][j])));

const hiddenOf = (x: Matrix, first: Matrix): Matrix => product(x, first).map((row) => row.map(Math.tanh));

/**
 * Trains tanh(x @ first), dropout, @ second on the mean squared error, one step for each array of draws. Returns the
 * losses, both matrices and the output in evaluation afterwards.
 */
export function train(
  x: Matrix,
  targets: Matrix,
  first: Matrix,
  second: Matrix,
  draws: Matrix[],
  p: number,
  rate: number,
) {
  const losses: number[] = [];
  const size = targets.length * targets[0].length;
  for (const drawn of draws) {
    const hidden = hiddenOf(x, first);
    const mask = solution.drawMask(drawn, p);
    const thinned = solution.dropoutForward(hidden, mask, p, true);
    const error = combine(product(thinned, second), targets, (y, t) => y - t);
    losses.push(error.flat().reduce((sum, e) => sum + e * e, 0) / size);
    const upstream = error.map((row) => row.map((e) => (2 * e) / size));
    const dHidden = solution.dropoutBackward(product(upstream, transpose(second)), mask, p, true);
    const dInner = combine(dHidden, hidden, (g, h) => g * (1 - h * h));
    second = combine(second, product(transpose(thinned), upstream), (w, g) => w - rate * g);
    first = combine(first, product(transpose(x), dInner), (w, g) => w - rate * g);
  }
  const mask = solution.drawMask(draws[0], p);
  const evaluated = product(solution.dropoutForward(hiddenOf(x, first), mask, p, false), second);
  return [losses, first, second, evaluated];
}

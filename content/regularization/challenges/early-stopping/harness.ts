import * as solution from "./solution.ts";

type Matrix = number[][];
type Settings = ConstructorParameters<typeof solution.EarlyStopping>;

const copyOf = (matrix: Matrix): Matrix => matrix.map((row) => [...row]);

/**
 * Hands over one loss after the other, with weights that are doubled in place after each epoch. Returns whether it said
 * stop (1) or not (0) at each, the best loss, and the weights restored.
 */
export function watch(losses: number[], given: Matrix[], ...settings: Settings) {
  const stopping = new solution.EarlyStopping(...settings);
  const weights = given.map(copyOf);
  const stops: number[] = [];
  for (const loss of losses) {
    stops.push(stopping.update(loss, weights) ? 1 : 0);
    for (const row of weights.flat()) for (let j = 0; j < row.length; j++) row[j] *= 2;
  }
  return [stops, stopping.bestLoss, ...stopping.restore()];
}

/** Restores, overwrites what came back with zeros, and restores again. */
export function restoreAgain(loss: number, weights: Matrix[]): Matrix[] {
  const stopping = new solution.EarlyStopping(1);
  stopping.update(loss, weights);
  for (const row of stopping.restore().flat()) row.fill(0);
  return stopping.restore();
}

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

const errorOf = (x: Matrix, weights: Matrix, targets: Matrix): Matrix =>
  product(x, weights).map((row, n) => row.map((y, k) => y - targets[n][k]));

/**
 * Fits x @ weights to the targets, one step an epoch, in place, until the loss on held-out data says stop. Returns the
 * held-out losses of the epochs that were run, the best of them, and the weights restored.
 */
export function train(
  x: Matrix,
  targets: Matrix,
  heldX: Matrix,
  heldTargets: Matrix,
  start: Matrix,
  rate: number,
  epochs: number,
  ...settings: Settings
) {
  const stopping = new solution.EarlyStopping(...settings);
  const weights = copyOf(start);
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const error = errorOf(x, weights, targets);
    for (const [i, row] of weights.entries()) {
      for (let k = 0; k < row.length; k++) {
        const slope = error.reduce((sum, e, n) => sum + x[n][i] * e[k], 0);
        row[k] -= (rate * 2 * slope) / error.flat().length;
      }
    }
    const held = errorOf(heldX, weights, heldTargets).flat();
    losses.push(held.reduce((sum, e) => sum + e * e, 0) / held.length);
    if (stopping.update(losses[epoch], [weights])) break;
  }
  return [losses, stopping.bestLoss, ...stopping.restore()];
}

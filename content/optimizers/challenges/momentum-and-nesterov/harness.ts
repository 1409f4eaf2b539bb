import * as solution from "./solution.ts";

type Matrix = number[][];

/** One step for each rate, with the gradients given; returns the last parameters and velocities. */
export function run(momentum: number, nesterov: boolean, parameters: Matrix[], gradients: Matrix[][], rates: number[]) {
  const optimizer = new solution.SGD(momentum, nesterov);
  for (const [n, rate] of rates.entries()) parameters = optimizer.step(parameters, gradients[n], rate);
  return [...parameters, ...optimizer.velocities];
}

/**
 * Minimises half the sum of curvature times weight squared, one step for each rate. The gradients are written into the
 * same arrays at every step. Returns the losses and the last parameters.
 */
export function descend(
  parameters: Matrix[],
  curvatures: Matrix[],
  momentum: number,
  nesterov: boolean,
  rates: number[],
) {
  const optimizer = new solution.SGD(momentum, nesterov);
  const gradients = parameters.map((w) => w.map((row) => row.map(() => 0)));
  const losses: number[] = [];
  for (const rate of rates) {
    let loss = 0;
    for (const [k, w] of parameters.entries()) {
      for (const [i, row] of w.entries()) {
        for (const [j, x] of row.entries()) {
          loss += 0.5 * curvatures[k][i][j] * x * x;
          gradients[k][i][j] = curvatures[k][i][j] * x;
        }
      }
    }
    losses.push(loss);
    parameters = optimizer.step(parameters, gradients, rate);
  }
  return [losses, ...parameters];
}

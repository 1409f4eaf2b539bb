import * as solution from "./solution.ts";

const zeros = (x: number[][]) => x[0].map(() => 0);

/** Mistakes of each epoch of training from zero. */
export function mistakes(x: number[][], labels: number[], epochs: number) {
  return solution.train(x, labels, zeros(x), 0, 1, epochs)[2];
}

/** Trains from zero, then predicts the examples trained on and unseen ones. */
export function classify(x: number[][], labels: number[], unseen: number[][], epochs: number) {
  const [w, b] = solution.train(x, labels, zeros(x), 0, 1, epochs);
  return [solution.predict(x, w, b), solution.predict(unseen, w, b)];
}

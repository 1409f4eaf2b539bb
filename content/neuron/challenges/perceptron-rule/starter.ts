/** +1 or −1 for every row of x (N, D); a score of 0 counts as +1. Returns (N). */
export function predict(x: number[][], w: number[], b: number): number[] {
  throw new Error("not written yet");
}

/** Trains by the perceptron rule; returns [w, b, mistakes of each epoch]. */
export function train(
  x: number[][],
  labels: number[],
  w: number[],
  b: number,
  rate: number,
  epochs: number,
): [number[], number, number[]] {
  throw new Error("not written yet");
}

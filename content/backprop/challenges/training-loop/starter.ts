type Parameters = [w1: number[][], b1: number[], w2: number[][], b2: number[]];

/** Loss after each epoch, and w1, b1, w2 and b2 at the end, for x (N, D), classes (N) and orders (E, N). */
export function train(
  x: number[][],
  classes: number[],
  parameters: Parameters,
  orders: number[][],
  batchSize: number,
  rate: number,
  goal: number,
): [losses: number[], ...Parameters] {
  throw new Error("not written yet");
}

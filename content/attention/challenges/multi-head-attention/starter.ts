/** Output (T, D) for x (T, D), four weights (D, D) and a number of heads that divides D. */
export function multiHeadAttention(
  x: number[][],
  queryWeights: number[][],
  keyWeights: number[][],
  valueWeights: number[][],
  outputWeights: number[][],
  heads: number,
): number[][] {
  throw new Error("not written yet");
}

/** Gradients of x and of the query, key, value and output weights for the upstream gradient (T, D). */
export function multiHeadAttentionBackward(
  upstream: number[][],
  x: number[][],
  queryWeights: number[][],
  keyWeights: number[][],
  valueWeights: number[][],
  outputWeights: number[][],
  heads: number,
): [number[][], number[][], number[][], number[][], number[][]] {
  throw new Error("not written yet");
}

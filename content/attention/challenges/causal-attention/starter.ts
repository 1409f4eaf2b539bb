/** Output (T, e) of one head for x (T, D), with weights (D, d), (D, d) and (D, e). */
export function causalAttention(
  x: number[][],
  queryWeights: number[][],
  keyWeights: number[][],
  valueWeights: number[][],
): number[][] {
  throw new Error("not written yet");
}

/** Output (e), keys (t + 1, d) and values (t + 1, e) for a token (D) after t positions. */
export function attendNext(
  token: number[],
  keys: number[][],
  values: number[][],
  queryWeights: number[][],
  keyWeights: number[][],
  valueWeights: number[][],
): [number[], number[][], number[][]] {
  throw new Error("not written yet");
}

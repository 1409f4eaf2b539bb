/** Output (T, e) and weights (T, S) for queries (T, d), keys (S, d) and values (S, e). */
export function attention(
  queries: number[][],
  keys: number[][],
  values: number[][],
  causal: boolean,
): [number[][], number[][]] {
  throw new Error("not written yet");
}

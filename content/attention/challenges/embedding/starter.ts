/** Rows (N, T, D) of the table (V, D) for tokens (N, T). */
export function embedding(table: number[][], tokens: number[][]): number[][][] {
  throw new Error("not written yet");
}

/** Gradient (V, D) of a table of that many rows for the upstream gradient (N, T, D). */
export function embeddingBackward(
  upstream: number[][][],
  tokens: number[][],
  rows: number,
  padding: number | null,
): number[][] {
  throw new Error("not written yet");
}

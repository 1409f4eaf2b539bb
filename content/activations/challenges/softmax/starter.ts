/** log Σ exp of every row of logits (N, C); returns (N). */
export function logSumExp(logits: number[][]): number[] {
  throw new Error("not written yet");
}

/** Probabilities of every row of logits (N, C); returns (N, C). */
export function softmax(logits: number[][]): number[][] {
  throw new Error("not written yet");
}

/** Logarithms of the probabilities of every row of logits (N, C); returns (N, C). */
export function logSoftmax(logits: number[][]): number[][] {
  throw new Error("not written yet");
}

/** Mean negative log-likelihood and perplexity for logits (N, T, V) and tokens (N, T). */
export function nextTokenLoss(
  logits: number[][][],
  tokens: number[][],
  padding: number,
): [loss: number, perplexity: number] {
  throw new Error("not written yet");
}

/** Gradient (N, T, V) of the mean negative log-likelihood. */
export function nextTokenLossGradient(logits: number[][][], tokens: number[][], padding: number): number[][][] {
  throw new Error("not written yet");
}

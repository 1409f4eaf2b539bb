/** Softmax of logits (V) at a temperature of 0 or more; returns (V). */
export function probabilities(logits: number[], temperature: number): number[] {
  throw new Error("not written yet");
}

/** Number of the token that u, with 0 ≤ u < 1, stands for. */
export function pick(logits: number[], temperature: number, u: number): number {
  throw new Error("not written yet");
}

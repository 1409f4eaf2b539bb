/** Mean squared error over all entries of two matrices (N, D). */
export function mse(prediction: number[][], target: number[][]): number {
  throw new Error("not written yet");
}

/** Its gradient with respect to the prediction, (N, D). */
export function mseGradient(prediction: number[][], target: number[][]): number[][] {
  throw new Error("not written yet");
}

/** Mean cross-entropy of logits (N, C) and class numbers (N). */
export function crossEntropy(logits: number[][], classes: number[]): number {
  throw new Error("not written yet");
}

/** Its gradient with respect to the logits, (N, C). */
export function crossEntropyGradient(logits: number[][], classes: number[]): number[][] {
  throw new Error("not written yet");
}

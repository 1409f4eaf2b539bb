/** Output (N, D), new running mean (D) and new running variance (D). */
export function batchNormTrain(
  x: number[][],
  gamma: number[],
  beta: number[],
  runningMean: number[],
  runningVariance: number[],
  momentum: number,
  epsilon: number,
): [number[][], number[], number[]] {
  throw new Error("not written yet");
}

/** Output (N, D). */
export function batchNormEval(
  x: number[][],
  gamma: number[],
  beta: number[],
  runningMean: number[],
  runningVariance: number[],
  epsilon: number,
): number[][] {
  throw new Error("not written yet");
}

/** Gradients [dX, dGamma, dBeta] of the training form. */
export function batchNormBackward(
  upstream: number[][],
  x: number[][],
  gamma: number[],
  epsilon: number,
): [number[][], number[], number[]] {
  throw new Error("not written yet");
}

/** Normalises every row of x (N, D), then scales by gamma (D) and shifts by beta (D); returns (N, D). */
export function layerNormForward(x: number[][], gamma: number[], beta: number[], epsilon: number): number[][] {
  throw new Error("not written yet");
}

/** Gradients [dX, dGamma, dBeta] for the upstream gradient (N, D). */
export function layerNormBackward(
  upstream: number[][],
  x: number[][],
  gamma: number[],
  epsilon: number,
): [number[][], number[], number[]] {
  throw new Error("not written yet");
}

/** y = x W + b for x (N, in), weights (in, out), bias (out); returns (N, out). */
export function denseForward(x: number[][], weights: number[][], bias: number[]): number[][] {
  throw new Error("not written yet");
}

/** Gradients [dX, dWeights, dBias] for the upstream gradient (N, out). */
export function denseBackward(
  upstream: number[][],
  x: number[][],
  weights: number[][],
): [number[][], number[][], number[]] {
  throw new Error("not written yet");
}

/** A mask of 1 for kept and 0 for dropped entries, from uniform draws (N, D); p is the rate of dropping. */
export function drawMask(draws: number[][], p: number): number[][] {
  throw new Error("not written yet");
}

/** The output (N, D) of inverted dropout. */
export function dropoutForward(x: number[][], mask: number[][], p: number, training: boolean): number[][] {
  throw new Error("not written yet");
}

/** The gradient with respect to the input, for the upstream gradient (N, D). */
export function dropoutBackward(upstream: number[][], mask: number[][], p: number, training: boolean): number[][] {
  throw new Error("not written yet");
}

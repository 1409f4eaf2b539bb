type Matrix = number[][];

/** The states (T, N, H) after every step of xs (T, N, D), starting from h0 (N, H). */
export function rnnForward(xs: Matrix[], h0: Matrix, wX: Matrix, wH: Matrix, b: number[]): Matrix[] {
  throw new Error("not written yet");
}

/** Gradients [dXs, dH0, dWX, dWH, dB] for the upstream gradient (T, N, H) of the states hs. */
export function rnnBackward(
  upstream: Matrix[],
  xs: Matrix[],
  hs: Matrix[],
  h0: Matrix,
  wX: Matrix,
  wH: Matrix,
): [Matrix[], Matrix, Matrix, Matrix, number[]] {
  throw new Error("not written yet");
}

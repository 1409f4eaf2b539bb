type Matrix = number[][];

/** The new state and the new cell, (N, H) each, for the input x (N, D); columns are in the order i, f, g, o. */
export function lstmForward(
  x: Matrix,
  h: Matrix,
  c: Matrix,
  wX: Matrix,
  wH: Matrix,
  b: number[],
): [newH: Matrix, newC: Matrix] {
  throw new Error("not written yet");
}

/** Gradients [dX, dH, dC, dWX, dWH, dB] for upstream gradients (N, H) of the new state and the new cell. */
export function lstmBackward(
  upstreamH: Matrix,
  upstreamC: Matrix,
  x: Matrix,
  h: Matrix,
  c: Matrix,
  wX: Matrix,
  wH: Matrix,
  b: number[],
): [dX: Matrix, dH: Matrix, dC: Matrix, dWX: Matrix, dWH: Matrix, dB: number[]] {
  throw new Error("not written yet");
}

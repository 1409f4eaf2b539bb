type Matrix = number[][];

/** The new state (N, H) for the input x (N, D) and the state h (N, H); columns are in the order r, z, n. */
export function gruForward(x: Matrix, h: Matrix, wX: Matrix, wH: Matrix, bX: number[], bH: number[]): Matrix {
  throw new Error("not written yet");
}

/** Gradients [dX, dH, dWX, dWH, dBX, dBH] for the upstream gradient (N, H) of the new state. */
export function gruBackward(
  upstream: Matrix,
  x: Matrix,
  h: Matrix,
  wX: Matrix,
  wH: Matrix,
  bX: number[],
  bH: number[],
): [dX: Matrix, dH: Matrix, dWX: Matrix, dWH: Matrix, dBX: number[], dBH: number[]] {
  throw new Error("not written yet");
}

type Matrix = number[][];

/** x (N, D) plus what dense (D, H), ReLU, dense (H, D) make of it; returns (N, D). */
export function residualForward(x: Matrix, w1: Matrix, b1: number[], w2: Matrix, b2: number[]): Matrix {
  throw new Error("not written yet");
}

/** Gradients [dX, dW1, dB1, dW2, dB2] for the upstream gradient (N, D). */
export function residualBackward(
  upstream: Matrix,
  x: Matrix,
  w1: Matrix,
  b1: number[],
  w2: Matrix,
): [dX: Matrix, dW1: Matrix, dB1: number[], dW2: Matrix, dB2: number[]] {
  throw new Error("not written yet");
}

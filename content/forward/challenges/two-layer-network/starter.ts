/** Logits (N, C) for x (N, D). */
export function forward(
  x: number[][],
  weights1: number[][],
  bias1: number[],
  weights2: number[][],
  bias2: number[],
): number[][] {
  throw new Error("not written yet");
}

/** Cross-entropy averaged over the examples. */
export function loss(
  x: number[][],
  classes: number[],
  weights1: number[][],
  bias1: number[],
  weights2: number[][],
  bias2: number[],
): number {
  throw new Error("not written yet");
}

/** Gradients of the loss: weights1 (D, H), bias1 (H), weights2 (H, C), bias2 (C). */
export function gradients(
  x: number[][],
  classes: number[],
  weights1: number[][],
  bias1: number[],
  weights2: number[][],
  bias2: number[],
): [number[][], number[], number[][], number[]] {
  throw new Error("not written yet");
}

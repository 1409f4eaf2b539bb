/** Output (N, out) of the dense layers for x (N, in), with a ReLU between layers if relu is true. */
export function network(x: number[][], weights: number[][][], biases: number[][], relu: boolean): number[][] {
  throw new Error("not written yet");
}

/** The one matrix (in, out) and bias (out) of the network without ReLU. */
export function collapse(weights: number[][][], biases: number[][]): [number[][], number[]] {
  throw new Error("not written yet");
}

/** Largest absolute difference between the network and the collapsed layer. */
export function largestGap(x: number[][], weights: number[][][], biases: number[][], relu: boolean): number {
  throw new Error("not written yet");
}

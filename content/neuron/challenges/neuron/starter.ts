/** Output of one neuron for x (D), a number, or for a batch x (N, D), shape (N). */
export function neuron(x: number[] | number[][], w: number[], b: number, activation: string): number | number[] {
  throw new Error("not written yet");
}

/** For x (N, D) and targets (N): the best bias, the loss without a bias, the loss with the best one. */
export function missingBias(x: number[][], w: number[], targets: number[]): [number, number, number] {
  throw new Error("not written yet");
}

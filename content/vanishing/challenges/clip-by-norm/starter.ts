/** Euclidean length of all matrices of the list together. */
export function globalNorm(gradients: number[][][]): number {
  throw new Error("not written yet");
}

/** The list of matrices, scaled by one factor to a global norm of at most limit. */
export function clipByNorm(gradients: number[][][], limit: number): number[][][] {
  throw new Error("not written yet");
}

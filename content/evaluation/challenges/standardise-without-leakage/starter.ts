type Matrix = number[][];

/** Mean and scale of every feature of the training split (N, D). */
export function fit(train: Matrix): [mean: number[], scale: number[]] {
  throw new Error("not written yet");
}

/** The data (N, D) with the mean taken off and divided by the scale. */
export function transform(x: Matrix, mean: number[], scale: number[]): Matrix {
  throw new Error("not written yet");
}

/** All three splits, transformed by what was fitted on the first. */
export function standardiseSplits(train: Matrix, validation: Matrix, test: Matrix): [Matrix, Matrix, Matrix] {
  throw new Error("not written yet");
}

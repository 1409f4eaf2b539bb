import * as solution from "./solution.ts";

/** Fits a line through the origin on each fold's training part; the slopes, and the validation parts' mean squared errors. */
export function crossValidate(x: number[], y: number[], order: number[], k: number) {
  const slopes: number[] = [];
  const errors: number[] = [];
  for (let fold = 0; fold < k; fold++) {
    const [training, validation] = solution.kFoldSplit(order, k, fold);
    const sum = (indices: number[], of: (i: number) => number) => indices.reduce((total, i) => total + of(i), 0);
    const slope = sum(training, (i) => x[i] * y[i]) / sum(training, (i) => x[i] * x[i]);
    slopes.push(slope);
    errors.push(sum(validation, (i) => (slope * x[i] - y[i]) ** 2) / validation.length);
  }
  return [slopes, errors];
}

/** How many examples of each class stand in each fold's validation part, (k, count). */
export function classCounts(classes: number[], k: number, count: number): number[][] {
  const folds = solution.stratifiedFolds(classes, k);
  return Array.from({ length: k }, (_, fold) =>
    Array.from({ length: count }, (__, one) => classes.filter((own, i) => own === one && folds[i] === fold).length),
  );
}

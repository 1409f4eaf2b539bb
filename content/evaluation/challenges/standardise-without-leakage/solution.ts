type Matrix = number[][];

const meanOf = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

function deviationOf(values: number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((x) => (x - mean) ** 2)));
}

export function fit(train: Matrix): [mean: number[], scale: number[]] {
  const features = train[0].map((_, d) => train.map((row) => row[d]));
  // A constant feature's deviation may come out as 1e-17, so its values are compared instead.
  const isConstant = (values: number[]) => values.every((x) => x === values[0]);
  return [features.map(meanOf), features.map((values) => (isConstant(values) ? 1 : deviationOf(values)))];
}

export function transform(x: Matrix, mean: number[], scale: number[]): Matrix {
  return x.map((row) => row.map((value, d) => (value - mean[d]) / scale[d]));
}

export function standardiseSplits(train: Matrix, validation: Matrix, test: Matrix): [Matrix, Matrix, Matrix] {
  const [mean, scale] = fit(train);
  return [transform(train, mean, scale), transform(validation, mean, scale), transform(test, mean, scale)];
}

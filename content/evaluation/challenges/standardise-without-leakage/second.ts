/** Distances from the first example, whose mean and spread are those of the values but for a shift. */
export function fit(train: number[][]): [mean: number[], scale: number[]] {
  const mean: number[] = [];
  const scale: number[] = [];
  for (let d = 0; d < train[0].length; d++) {
    const origin = train[0][d];
    let [sum, largest] = [0, 0];
    for (const row of train) {
      sum += row[d] - origin;
      largest = Math.max(largest, Math.abs(row[d] - origin));
    }
    const shift = sum / train.length;
    let squares = 0;
    for (const row of train) squares += (row[d] - origin - shift) ** 2;
    mean.push(origin + shift);
    scale.push(largest === 0 ? 1 : Math.sqrt(squares / train.length));
  }
  return [mean, scale];
}

export function transform(x: number[][], mean: number[], scale: number[]): number[][] {
  const out: number[][] = [];
  for (const row of x) {
    const z: number[] = [];
    for (let d = 0; d < row.length; d++) z.push((row[d] - mean[d]) / scale[d]);
    out.push(z);
  }
  return out;
}

export function standardiseSplits(
  train: number[][],
  validation: number[][],
  test: number[][],
): [number[][], number[][], number[][]] {
  const [mean, scale] = fit(train);
  const together = transform([...train, ...validation, ...test], mean, scale);
  const [first, second] = [train.length, train.length + validation.length];
  return [together.slice(0, first), together.slice(first, second), together.slice(second)];
}

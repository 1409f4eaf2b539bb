const signOf = (score: number) => (score < 0 ? -1 : 1);

export function predict(x: number[][], w: number[], b: number): number[] {
  const signs: number[] = [];
  for (const row of x) {
    let score = b;
    for (let d = 0; d < row.length; d++) score += row[d] * w[d];
    signs.push(signOf(score));
  }
  return signs;
}

/** The bias is the weight of a last input that is always 1. */
export function train(
  x: number[][],
  labels: number[],
  w: number[],
  b: number,
  rate: number,
  epochs: number,
): [number[], number, number[]] {
  const weights = [...w, b];
  const history: number[] = [];
  while (history.length < epochs && !history.includes(0)) {
    let wrong = 0;
    for (let n = 0; n < x.length; n++) {
      const row = [...x[n], 1];
      let score = 0;
      for (let d = 0; d < row.length; d++) score += row[d] * weights[d];
      // Half the difference of the labels: 0 where it is right, otherwise the label.
      const by = (labels[n] - signOf(score)) / 2;
      wrong += Math.abs(by);
      for (let d = 0; d < row.length; d++) weights[d] += rate * by * row[d];
    }
    history.push(wrong);
  }
  return [weights.slice(0, -1), weights[weights.length - 1], history];
}

const score = (example: number[], w: number[], b: number): number =>
  example.reduce((sum, value, d) => sum + value * w[d], b);

export function predict(x: number[][], w: number[], b: number): number[] {
  return x.map((example) => (score(example, w, b) >= 0 ? 1 : -1));
}

export function train(
  x: number[][],
  labels: number[],
  w: number[],
  b: number,
  rate: number,
  epochs: number,
): [number[], number, number[]] {
  const mistakes: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    let count = 0;
    for (const [n, example] of x.entries()) {
      const label = labels[n];
      if (predict([example], w, b)[0] !== label) {
        w = w.map((weight, d) => weight + rate * label * example[d]);
        b = b + rate * label;
        count += 1;
      }
    }
    mistakes.push(count);
    if (count === 0) break;
  }
  return [w, b, mistakes];
}

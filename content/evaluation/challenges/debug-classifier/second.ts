/** Mean and population variance of one column. */
function spreadOf(x: number[][], column: number): { centre: number; variance: number } {
  let sum = 0;
  for (const row of x) sum += row[column];
  const centre = sum / x.length;
  let squares = 0;
  for (const row of x) squares += (row[column] - centre) * (row[column] - centre);
  return { centre, variance: squares / x.length };
}

export function prepare(
  x: number[][],
  classes: number[],
  order: number[],
  size: number,
): [number[][], number[], number[][], number[]] {
  const chosen = order.slice(0, size).map((n) => x[n]);
  const spreads = x[0].map((_, d) => spreadOf(chosen, d));
  const train: number[][] = [];
  const trainClasses: number[] = [];
  const validation: number[][] = [];
  const validationClasses: number[] = [];
  for (const [place, n] of order.entries()) {
    const row = spreads.map(({ centre, variance }, d) => (x[n][d] - centre) / variance ** 0.5);
    (place < size ? train : validation).push(row);
    (place < size ? trainClasses : validationClasses).push(classes[n]);
  }
  return [train, trainClasses, validation, validationClasses];
}

export function accuracy(logits: number[][], classes: number[]): number {
  let right = 0;
  for (let n = 0; n < classes.length; n++) {
    if (logits[n].every((other) => other <= logits[n][classes[n]])) right += 1;
  }
  return right / classes.length;
}

/** Minus the logarithm of a class's probability. */
function surprise(logits: number[], right: number): number {
  const top = Math.max(...logits) - logits[right];
  let sum = 0;
  for (const z of logits) sum += Math.exp(z - logits[right] - top);
  return top + Math.log(sum);
}

export function run(
  x: number[][],
  classes: number[],
  order: number[],
  size: number,
  features: number[][],
  weights: number[][],
  bias: number[],
  rate: number,
  epochs: number,
): [number[], number[], number[], number[][], number[]] {
  const [train, trainClasses, validation, validationClasses] = prepare(x, classes, order, size);
  const hidden = (row: number[]) =>
    weights.map((_, j) => Math.tanh(row.reduce((sum, value, i) => sum + value * features[i][j], 0)));
  const trainHidden = train.map(hidden);
  // The training features never change, so neither do their statistics: the running ones approach them.
  const spreads = weights.map((_, j) => spreadOf(trainHidden, j));
  const normal = trainHidden.map((row) =>
    row.map((h, j) => (h - spreads[j].centre) / Math.sqrt(spreads[j].variance + 1e-5)),
  );
  const w = weights.map((row) => [...row]);
  const b = [...bias];
  const logitsOf = (row: number[]) => b.map((start, k) => row.reduce((sum, h, j) => sum + h * w[j][k], start));
  const losses: number[] = [];
  const validationLosses: number[] = [];
  const accuracies: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const logits = normal.map(logitsOf);
    losses.push(logits.reduce((sum, row, n) => sum + surprise(row, trainClasses[n]), 0) / size);
    for (let n = 0; n < size; n++) {
      for (let k = 0; k < b.length; k++) {
        const signal = (Math.exp(-surprise(logits[n], k)) - (k === trainClasses[n] ? 1 : 0)) / size;
        b[k] -= rate * signal;
        for (let j = 0; j < w.length; j++) w[j][k] -= rate * normal[n][j] * signal;
      }
    }
    const left = 0.9 ** epoch;
    const outputs = validation.map((row) =>
      logitsOf(
        hidden(row).map((h, j) => {
          const { centre, variance } = spreads[j];
          return (h - (1 - left) * centre) / Math.sqrt(left + (1 - left) * variance + 1e-5);
        }),
      ),
    );
    const total = outputs.reduce((sum, row, n) => sum + surprise(row, validationClasses[n]), 0);
    validationLosses.push(total / outputs.length);
    accuracies.push(accuracy(outputs, validationClasses));
  }
  return [losses, validationLosses, accuracies, w, b];
}

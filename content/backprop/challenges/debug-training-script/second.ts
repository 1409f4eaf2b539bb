type Parameters = [w1: number[][], b1: number[], w2: number[][], b2: number[]];

function run(x: number[], [w1, b1, w2, b2]: Parameters): { hidden: number[]; logits: number[] } {
  const hidden = b1.map((b, j) => Math.tanh(x.reduce((sum, value, i) => sum + value * w1[i][j], b)));
  const logits = b2.map((b, k) => hidden.reduce((sum, value, j) => sum + value * w2[j][k], b));
  return { hidden, logits };
}

/** Minus the logarithm of a class's probability. */
function surprise(logits: number[], right: number): number {
  const top = Math.max(...logits) - logits[right];
  let sum = 0;
  for (const z of logits) sum += Math.exp(z - logits[right] - top);
  return top + Math.log(sum);
}

const probabilitiesOf = (logits: number[]) => logits.map((_, k) => Math.exp(-surprise(logits, k)));

export function crossEntropy(logits: number[][], classes: number[]): [number, number[][]] {
  const share = 1 / classes.length;
  let loss = 0;
  const gradient: number[][] = [];
  for (let n = 0; n < classes.length; n++) {
    loss += share * surprise(logits[n], classes[n]);
    const row = probabilitiesOf(logits[n]).map((p) => share * p);
    row[classes[n]] -= share;
    gradient.push(row);
  }
  return [loss, gradient];
}

export const probabilities = (x: number[][], parameters: Parameters): number[][] =>
  x.map((row) => probabilitiesOf(run(row, parameters).logits));

/** Example by example: each one's gradient is taken at the parameters before the step and moves a copy of them. */
export function train(
  x: number[][],
  classes: number[],
  parameters: Parameters,
  batchSize: number,
  rate: number,
  epochs: number,
): [losses: number[], ...Parameters] {
  let now = parameters;
  const losses: number[] = [];
  const batches = Math.ceil(x.length / batchSize);
  for (let step = 0; step < epochs * batches; step++) {
    const start = (step % batches) * batchSize;
    const batch = x.slice(start, start + batchSize);
    const results = batch.map((row) => run(row, now));
    const [loss, signals] = crossEntropy(
      results.map(({ logits }) => logits),
      classes.slice(start, start + batchSize),
    );
    losses.push(loss);
    const [w1, b1, w2, b2] = now;
    const [v1, a1, v2, a2]: Parameters = [w1.map((row) => [...row]), [...b1], w2.map((row) => [...row]), [...b2]];
    for (let n = 0; n < batch.length; n++) {
      const { hidden } = results[n];
      for (let k = 0; k < b2.length; k++) a2[k] -= rate * signals[n][k];
      for (let j = 0; j < b1.length; j++) {
        let back = 0;
        for (let k = 0; k < b2.length; k++) {
          back += signals[n][k] * w2[j][k];
          v2[j][k] -= rate * hidden[j] * signals[n][k];
        }
        back *= 1 - hidden[j] * hidden[j];
        a1[j] -= rate * back;
        for (let i = 0; i < batch[n].length; i++) v1[i][j] -= rate * batch[n][i] * back;
      }
    }
    now = [v1, a1, v2, a2];
  }
  return [losses, ...now];
}

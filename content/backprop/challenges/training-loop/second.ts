type Parameters = [w1: number[][], b1: number[], w2: number[][], b2: number[]];

function run(x: number[], [w1, b1, w2, b2]: Parameters): { hidden: number[]; logits: number[] } {
  const hidden = b1.map((bias, j) => {
    let z = bias;
    for (let i = 0; i < x.length; i++) z += x[i] * w1[i][j];
    return Math.tanh(z);
  });
  const logits = b2.map((bias, k) => {
    let z = bias;
    for (let j = 0; j < hidden.length; j++) z += hidden[j] * w2[j][k];
    return z;
  });
  return { hidden, logits };
}

/** Minus the logarithm of a class's probability. */
function surprise(logits: number[], right: number): number {
  let top = 0;
  for (const z of logits) top = Math.max(top, z - logits[right]);
  let sum = 0;
  for (const z of logits) sum += Math.exp(z - logits[right] - top);
  return top + Math.log(sum);
}

/** One step, with the batch's gradients added up example by example in arrays that start at zero. */
function step(x: number[][], classes: number[], batch: number[], parameters: Parameters, rate: number): Parameters {
  const [w1, b1, w2, b2] = parameters;
  const dW1 = w1.map((row) => row.map(() => 0));
  const dB1 = b1.map(() => 0);
  const dW2 = w2.map((row) => row.map(() => 0));
  const dB2 = b2.map(() => 0);
  for (const n of batch) {
    const { hidden, logits } = run(x[n], parameters);
    const signal = logits.map((_, k) => Math.exp(-surprise(logits, k)) - (k === classes[n] ? 1 : 0));
    for (let j = 0; j < hidden.length; j++) {
      let back = 0;
      for (let k = 0; k < signal.length; k++) {
        back += w2[j][k] * signal[k];
        dW2[j][k] += hidden[j] * signal[k];
      }
      back *= (1 - hidden[j]) * (1 + hidden[j]);
      dB1[j] += back;
      for (let i = 0; i < x[n].length; i++) dW1[i][j] += x[n][i] * back;
    }
    for (let k = 0; k < signal.length; k++) dB2[k] += signal[k];
  }
  const share = rate / batch.length;
  return [
    w1.map((row, i) => row.map((w, j) => w - share * dW1[i][j])),
    b1.map((b, j) => b - share * dB1[j]),
    w2.map((row, j) => row.map((w, k) => w - share * dW2[j][k])),
    b2.map((b, k) => b - share * dB2[k]),
  ];
}

export function train(
  x: number[][],
  classes: number[],
  parameters: Parameters,
  orders: number[][],
  batchSize: number,
  rate: number,
  goal: number,
): [losses: number[], ...Parameters] {
  const losses: number[] = [];
  let now = parameters;
  for (const order of orders) {
    let batch: number[] = [];
    for (const [i, n] of order.entries()) {
      batch.push(n);
      if (batch.length < batchSize && i < order.length - 1) continue;
      now = step(x, classes, batch, now, rate);
      batch = [];
    }
    let total = 0;
    for (let n = 0; n < x.length; n++) total += surprise(run(x[n], now).logits, classes[n]);
    losses.push(total / x.length);
    if (total / x.length <= goal) return [losses, ...now];
  }
  return [losses, ...now];
}

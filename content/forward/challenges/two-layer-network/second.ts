type Matrix = number[][];
type Parameters = [weights1: Matrix, bias1: number[], weights2: Matrix, bias2: number[]];

/** The values of one example after a dense layer. */
function through(values: number[], weights: Matrix, bias: number[]): number[] {
  const out = [...bias];
  for (let i = 0; i < values.length; i++) {
    for (let j = 0; j < out.length; j++) out[j] += values[i] * weights[i][j];
  }
  return out;
}

const gate = (z: number) => (z > 0 ? z : 0);

/** Minus the logarithm of a class's probability, by how far each logit lies above its own. */
function surprise(logits: number[], right: number): number {
  const gaps = logits.map((z) => z - logits[right]);
  const top = gaps.reduce((a, b) => (a > b ? a : b));
  let sum = 0;
  for (const gap of gaps) sum += Math.exp(gap - top);
  return top + Math.log(sum);
}

export function forward(x: Matrix, ...[weights1, bias1, weights2, bias2]: Parameters): Matrix {
  return x.map((example) => through(through(example, weights1, bias1).map(gate), weights2, bias2));
}

export function loss(x: Matrix, classes: number[], ...parameters: Parameters): number {
  let total = 0;
  for (const [n, logits] of forward(x, ...parameters).entries()) total += surprise(logits, classes[n]);
  return total / x.length;
}

/** One example after another, every product added where it belongs. */
export function gradients(x: Matrix, classes: number[], ...parameters: Parameters): Parameters {
  const [weights1, bias1, weights2, bias2] = parameters;
  const dWeights1 = weights1.map((row) => row.map(() => 0));
  const dWeights2 = weights2.map((row) => row.map(() => 0));
  const [dBias1, dBias2] = [bias1.map(() => 0), bias2.map(() => 0)];
  for (let n = 0; n < x.length; n++) {
    const inner = through(x[n], weights1, bias1);
    const logits = through(inner.map(gate), weights2, bias2);
    for (let k = 0; k < logits.length; k++) {
      const p = Math.exp(-surprise(logits, k));
      const error = (k === classes[n] ? p - 1 : p) / x.length;
      dBias2[k] += error;
      for (let j = 0; j < inner.length; j++) {
        if (inner[j] <= 0) continue;
        dWeights2[j][k] += inner[j] * error;
        const reached = weights2[j][k] * error;
        dBias1[j] += reached;
        for (let i = 0; i < x[n].length; i++) dWeights1[i][j] += x[n][i] * reached;
      }
    }
  }
  return [dWeights1, dBias1, dWeights2, dBias2];
}

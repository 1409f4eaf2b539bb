type Matrix = number[][];

function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, value, i) => sum + value * b[i][j], 0)));
}

const dense = (x: Matrix, weight: Matrix, bias: number[]): Matrix =>
  multiply(x, weight).map((row) => row.map((value, j) => value + bias[j]));

export function network(x: Matrix, weights: Matrix[], biases: number[][], relu: boolean): Matrix {
  return weights.reduce((y, weight, layer) => {
    const bends = relu && layer > 0;
    const inner = bends ? y.map((row) => row.map((value) => Math.max(value, 0))) : y;
    return dense(inner, weight, biases[layer]);
  }, x);
}

export function collapse(weights: Matrix[], biases: number[][]): [Matrix, number[]] {
  let [totalWeight] = weights;
  let [totalBias] = biases;
  for (const [i, weight] of weights.slice(1).entries()) {
    const bias = biases[i + 1];
    totalWeight = multiply(totalWeight, weight);
    [totalBias] = dense([totalBias], weight, bias);
  }
  return [totalWeight, totalBias];
}

export function largestGap(x: Matrix, weights: Matrix[], biases: number[][], relu: boolean): number {
  const [weight, bias] = collapse(weights, biases);
  const collapsed = dense(x, weight, bias);
  const gaps = network(x, weights, biases, relu).map((row, n) => row.map((y, j) => Math.abs(y - collapsed[n][j])));
  return Math.max(...gaps.flat());
}

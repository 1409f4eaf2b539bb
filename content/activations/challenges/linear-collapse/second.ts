function through(example: number[], weights: number[][][], biases: number[][], relu: boolean): number[] {
  let values = example;
  for (let layer = 0; layer < weights.length; layer++) {
    const next = [...biases[layer]];
    for (let i = 0; i < values.length; i++) {
      const value = relu && layer > 0 && values[i] < 0 ? 0 : values[i];
      for (let j = 0; j < next.length; j++) next[j] += value * weights[layer][i][j];
    }
    values = next;
  }
  return values;
}

export function network(x: number[][], weights: number[][][], biases: number[][], relu: boolean): number[][] {
  return x.map((example) => through(example, weights, biases, relu));
}

/** The bias is what comes of zeros, and a row of the matrix what a single 1 adds to that. */
export function collapse(weights: number[][][], biases: number[][]): [number[][], number[]] {
  const size = weights[0].length;
  const bias = through(Array<number>(size).fill(0), weights, biases, false);
  const weight: number[][] = [];
  for (let i = 0; i < size; i++) {
    const single = Array<number>(size).fill(0);
    single[i] = 1;
    weight.push(through(single, weights, biases, false).map((y, j) => y - bias[j]));
  }
  return [weight, bias];
}

export function largestGap(x: number[][], weights: number[][][], biases: number[][], relu: boolean): number {
  const [weight, bias] = collapse(weights, biases);
  let largest = 0;
  for (const example of x) {
    const [bent, straight] = [through(example, weights, biases, relu), through(example, [weight], [bias], false)];
    for (let j = 0; j < bent.length; j++) largest = Math.max(largest, bent[j] - straight[j], straight[j] - bent[j]);
  }
  return largest;
}

function activate(z: number, activation: string): number {
  switch (activation) {
    case "identity":
      return z;
    case "step":
      return z < 0 ? 0 : 1;
    case "relu":
      return z > 0 ? z : 0;
    case "tanh":
      return Math.tanh(z);
    case "sigmoid":
      return (1 + Math.tanh(z / 2)) / 2;
    default:
      throw new RangeError(activation);
  }
}

function weightedSum(example: number[], w: number[], b: number): number {
  let z = b;
  for (let i = 0; i < w.length; i++) z += w[i] * example[i];
  return z;
}

export function neuron(x: number[] | number[][], w: number[], b: number, activation: string): number | number[] {
  const outputs: number[] = [];
  const single: number[] = [];
  for (const row of x) {
    if (typeof row === "number") single.push(row);
    else outputs.push(activate(weightedSum(row, w, b), activation));
  }
  return single.length > 0 ? activate(weightedSum(single, w, b), activation) : outputs;
}

/** A mean square is a variance and a squared mean. */
export function missingBias(x: number[][], w: number[], targets: number[]): [number, number, number] {
  let total = 0;
  let squares = 0;
  for (let n = 0; n < targets.length; n++) {
    const missing = targets[n] - weightedSum(x[n], w, 0);
    total += missing;
    squares += missing * missing;
  }
  const bias = total / targets.length;
  const without = squares / targets.length;
  return [bias, without, without - bias * bias];
}

function each(x: number[][], f: (n: number, d: number) => number): number[][] {
  const out: number[][] = [];
  for (let n = 0; n < x.length; n++) {
    const row: number[] = [];
    for (let d = 0; d < x[n].length; d++) row.push(f(n, d));
    out.push(row);
  }
  return out;
}

export const leakyRelu = (x: number[][], slope: number) =>
  each(x, (n, d) => Math.max(x[n][d], 0) + slope * Math.min(x[n][d], 0));

export const leakyReluBackward = (upstream: number[][], x: number[][], slope: number) =>
  each(x, (n, d) => (x[n][d] > 0 ? upstream[n][d] : slope * upstream[n][d]));

export const relu = (x: number[][]) => leakyRelu(x, 0);

export const reluBackward = (upstream: number[][], x: number[][]) => leakyReluBackward(upstream, x, 0);

/** A sigmoid is a tanh at half the input. */
export const sigmoid = (x: number[][]) => each(x, (n, d) => 0.5 * (1 + Math.tanh(x[n][d] / 2)));

export const sigmoidBackward = (upstream: number[][], x: number[][]) =>
  each(x, (n, d) => 0.25 * upstream[n][d] * (1 - Math.tanh(x[n][d] / 2) ** 2));

export const tanh = (x: number[][]) => each(x, (n, d) => Math.tanh(x[n][d]));

/** 1 / cosh² without overflow. */
function slopeOfTanh(x: number): number {
  const e = Math.exp(-2 * Math.abs(x));
  return (4 * e) / (1 + e) ** 2;
}

export const tanhBackward = (upstream: number[][], x: number[][]) =>
  each(x, (n, d) => upstream[n][d] * slopeOfTanh(x[n][d]));

type Matrix = number[][];
type Erf = (x: number) => number;

const map = (x: Matrix, f: (value: number) => number): Matrix => x.map((row) => row.map(f));

const times = (upstream: Matrix, slopes: Matrix): Matrix =>
  upstream.map((row, n) => row.map((g, d) => g * slopes[n][d]));

const normalCdf = (x: number, erf: Erf): number => (1 + erf(x / Math.SQRT2)) / 2;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export function gelu(x: Matrix, erf: Erf): Matrix {
  return map(x, (value) => value * normalCdf(value, erf));
}

export function geluBackward(upstream: Matrix, x: Matrix, erf: Erf): Matrix {
  const slopes = map(x, (value) => {
    const density = Math.exp(-(value ** 2) / 2) / Math.sqrt(2 * Math.PI);
    return normalCdf(value, erf) + value * density;
  });
  return times(upstream, slopes);
}

export function geluTanh(x: Matrix): Matrix {
  return map(x, (value) => {
    const inner = Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3);
    return (value / 2) * (1 + Math.tanh(inner));
  });
}

export function silu(x: Matrix): Matrix {
  return map(x, (value) => value * sigmoid(value));
}

export function siluBackward(upstream: Matrix, x: Matrix): Matrix {
  const slopes = map(x, (value) => {
    const gate = sigmoid(value);
    return gate + value * gate * (1 - gate);
  });
  return times(upstream, slopes);
}

type Matrix = number[][];

const map = (x: Matrix, f: (value: number) => number): Matrix => x.map((row) => row.map(f));

const times = (upstream: Matrix, slopes: Matrix): Matrix =>
  upstream.map((row, n) => row.map((g, d) => g * slopes[n][d]));

export function relu(x: Matrix): Matrix {
  return map(x, (value) => Math.max(value, 0));
}

export function reluBackward(upstream: Matrix, x: Matrix): Matrix {
  return times(
    upstream,
    map(x, (value) => (value > 0 ? 1 : 0)),
  );
}

export function leakyRelu(x: Matrix, slope: number): Matrix {
  return map(x, (value) => (value > 0 ? value : slope * value));
}

export function leakyReluBackward(upstream: Matrix, x: Matrix, slope: number): Matrix {
  return times(
    upstream,
    map(x, (value) => (value > 0 ? 1 : slope)),
  );
}

export function sigmoid(x: Matrix): Matrix {
  return map(x, (value) => 1 / (1 + Math.exp(-value)));
}

export function sigmoidBackward(upstream: Matrix, x: Matrix): Matrix {
  const slopes = map(sigmoid(x), (y) => y * (1 - y));
  return times(upstream, slopes);
}

export function tanh(x: Matrix): Matrix {
  return map(x, Math.tanh);
}

export function tanhBackward(upstream: Matrix, x: Matrix): Matrix {
  const slopes = map(tanh(x), (y) => 1 - y * y);
  return times(upstream, slopes);
}

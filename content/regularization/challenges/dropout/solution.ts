type Matrix = number[][];

export function drawMask(draws: Matrix, p: number): Matrix {
  return draws.map((row) => row.map((draw) => (draw >= p ? 1 : 0)));
}

export function dropoutForward(x: Matrix, mask: Matrix, p: number, training: boolean): Matrix {
  if (!training) return x;
  return x.map((row, n) => row.map((value, d) => (value * mask[n][d]) / (1 - p)));
}

export function dropoutBackward(upstream: Matrix, mask: Matrix, p: number, training: boolean): Matrix {
  if (!training) return upstream;
  return upstream.map((row, n) => row.map((g, d) => (g * mask[n][d]) / (1 - p)));
}

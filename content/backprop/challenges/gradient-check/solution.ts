type Scalar = (x: number[]) => number;

export function numericGradient(f: Scalar, x: number[], h: number): number[] {
  return x.map((_, i) => {
    const moved = (by: number) => x.map((value, j) => (j === i ? value + by : value));
    return (f(moved(h)) - f(moved(-h))) / (2 * h);
  });
}

export function relativeError(analytic: number[], numeric: number[]): number[] {
  const distance = analytic.map((a, i) => Math.abs(a - numeric[i]));
  const largest = Math.max(...analytic.map(Math.abs), ...numeric.map(Math.abs));
  return largest > 0 ? distance.map((d) => d / largest) : distance;
}

export function wrongEntries(f: Scalar, gradient: number[], x: number[], h: number, tolerance: number): number[] {
  const error = relativeError(gradient, numericGradient(f, x, h));
  return [...error.keys()].filter((i) => error[i] > tolerance);
}

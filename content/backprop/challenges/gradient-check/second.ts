type Scalar = (x: number[]) => number;

/** One vector that is moved and put back, and the mean of the slopes to either side. */
export function numericGradient(f: Scalar, x: number[], h: number): number[] {
  const point = x.slice();
  const here = f(point);
  const slopes: number[] = [];
  for (let i = 0; i < x.length; i++) {
    point[i] = x[i] + h;
    const right = (f(point) - here) / h;
    point[i] = x[i] - h;
    const left = (here - f(point)) / h;
    point[i] = x[i];
    slopes.push((left + right) / 2);
  }
  return slopes;
}

export function relativeError(analytic: number[], numeric: number[]): number[] {
  let largest = 0;
  for (const value of [...analytic, ...numeric]) largest = Math.max(largest, value, -value);
  const errors: number[] = [];
  for (let i = 0; i < analytic.length; i++) {
    const gap = analytic[i] > numeric[i] ? analytic[i] - numeric[i] : numeric[i] - analytic[i];
    errors.push(gap === 0 ? 0 : gap / largest);
  }
  return errors;
}

export function wrongEntries(f: Scalar, gradient: number[], x: number[], h: number, tolerance: number): number[] {
  const wrong: number[] = [];
  for (const [i, error] of relativeError(gradient, numericGradient(f, x, h)).entries()) {
    if (error > tolerance) wrong.push(i);
  }
  return wrong;
}

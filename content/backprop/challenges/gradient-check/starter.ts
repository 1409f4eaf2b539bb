type Scalar = (x: number[]) => number;

/** Centred differences of f at x (D) with the step h; returns (D). */
export function numericGradient(f: Scalar, x: number[], h: number): number[] {
  throw new Error("not written yet");
}

/** Differences of two gradients (D), relative to the largest entry of either; returns (D). */
export function relativeError(analytic: number[], numeric: number[]): number[] {
  throw new Error("not written yet");
}

/** Numbers of the entries of gradient (D) whose relative error is greater than the tolerance. */
export function wrongEntries(f: Scalar, gradient: number[], x: number[], h: number, tolerance: number): number[] {
  throw new Error("not written yet");
}

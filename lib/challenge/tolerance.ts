/** How far a number may be from the expected one: absolute + relative · |expected|. */
export interface Tolerance {
  relative: number;
  absolute: number;
}

/** By the coarser of the dtypes that go in and come out. Whole numbers and booleans are exact. */
export const TOLERANCE = {
  float64: { relative: 1e-7, absolute: 1e-9 },
  float32: { relative: 1e-4, absolute: 1e-5 },
} as const satisfies Record<string, Tolerance>;

/**
 * Between a backward pass and centred differences of the forward pass, both in float64. The difference quotient with
 * step 1e-5 is itself good to about 1e-9 of the function's size.
 */
export const GRADIENT_TOLERANCE: Tolerance = { relative: 1e-5, absolute: 1e-6 };

/** Whether `got` is as good as `expected`; NaN and the infinities only match themselves. */
export function isClose(got: number, expected: number, { relative, absolute }: Tolerance): boolean {
  if (!Number.isFinite(got) || !Number.isFinite(expected)) return Object.is(got, expected);
  return Math.abs(got - expected) <= absolute + relative * Math.abs(expected);
}

/** Steps of training whose losses are compared, from the same weights. */
export const CHECKED_STEPS = 4;

const TOLERANCE = 1e-3;

/**
 * What is wrong with a contestant's numbers beside the expected ones, or null where they agree within 0.001 (of the
 * expected value, where that is above 1): who computes something else takes no part.
 */
export function disagreement(got: readonly number[], expected: readonly number[]): string | null {
  if (got.length !== expected.length) return `gave ${got.length} numbers to compare, not ${expected.length}`;
  const wrong = got.findIndex((value, i) => {
    // A negation, so that NaN is wrong.
    return !(Math.abs(value - expected[i]) <= TOLERANCE * Math.max(1, Math.abs(expected[i])));
  });
  return wrong < 0 ? null : `disagrees: number ${wrong + 1} is ${got[wrong]}, not ${expected[wrong]}`;
}

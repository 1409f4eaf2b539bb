import fc from "fast-check";
import { expect, test } from "vitest";
import { shareOf } from "#lib/calibration/calibration.ts";

test("the interval is Wilson's at 80 %", () => {
  // By hand: p = 0.8, n = 10, z = 1.28155: (0.8 + 0.08212 ± 1.28155·√(0.016 + 0.0041059)) / 1.164237
  const { interval } = shareOf(8, 10);
  expect(interval?.low).toBeCloseTo(0.6016, 4);
  expect(interval?.high).toBeCloseTo(0.9138, 4);
});

test("all right is not certainly right, and none of none says nothing", () => {
  expect(shareOf(10, 10).interval?.low).toBeCloseTo(10 / (10 + 1.281_551_6 ** 2), 6);
  expect(shareOf(10, 10).interval?.high).toBe(1);
  expect(shareOf(0, 10).interval?.low).toBe(0);
  expect(shareOf(0, 0)).toEqual({ n: 0, hits: 0, interval: null });
});

test("the interval holds the share, stays within 0 and 1, and narrows with more answers", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
      const hits = Math.round(share * n);
      const few = shareOf(hits, n).interval;
      const many = shareOf(hits * 4, n * 4).interval;
      if (!few || !many) throw new Error("There is no interval");
      expect(few.low).toBeGreaterThanOrEqual(0);
      expect(few.low).toBeLessThanOrEqual(hits / n + 1e-12);
      expect(few.high).toBeGreaterThanOrEqual(hits / n - 1e-12);
      expect(few.high).toBeLessThanOrEqual(1);
      expect(many.high - many.low).toBeLessThan(few.high - few.low);
    }),
  );
});

test("more hits than answers are refused", () => {
  expect(() => shareOf(3, 2)).toThrow("3 of 2 is not a share");
});

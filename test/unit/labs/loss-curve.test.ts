import { expect, test } from "vitest";
import { addLosses, NO_LOSSES } from "#app/labs/loss-curve.ts";

test("every step of a short run is a point", () => {
  expect(addLosses(addLosses(NO_LOSSES, [3, 2]), [1])).toEqual({ points: [3, 2, 1], width: 1, rest: [] });
});

test("points of a long run are merged in pairs, so that there are never 300 of them", () => {
  const losses = Array.from({ length: 301 }, (_, i) => i);
  const curve = addLosses(NO_LOSSES, losses);
  expect(curve.width).toBe(2);
  expect(curve.points).toHaveLength(150);
  expect(curve.points.slice(0, 3)).toEqual([0.5, 2.5, 4.5]);
  expect(curve.rest).toEqual([300]);
  expect(addLosses(curve, [302]).points.at(-1)).toBe(301);
});

test("it does not matter in how many pieces the losses come", () => {
  const losses = Array.from({ length: 5000 }, (_, i) => Math.sin(i) + i / 100);
  const whole = addLosses(NO_LOSSES, losses);
  let pieces = NO_LOSSES;
  for (let i = 0; i < losses.length; i += 7) pieces = addLosses(pieces, losses.slice(i, i + 7));
  expect(pieces).toEqual(whole);
  expect(whole.width).toBe(32);
  expect(whole.points).toHaveLength(156);
});

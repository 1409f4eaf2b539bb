import { expect, test } from "vitest";
import { createTryLimit } from "#lib/access/try-limit.ts";

test("the limit holds until the first try leaves the window", () => {
  const tries = createTryLimit({ limit: 2, window: 10_000 });
  expect([tries.take(0), tries.take(4_000), tries.take(5_500)]).toEqual([0, 0, 5]);
  expect([tries.take(10_000), tries.take(10_001)]).toEqual([0, 4]);
});

test("a right try clears the count", () => {
  const tries = createTryLimit({ limit: 1, window: 10_000 });
  expect([tries.take(0), tries.take(1)]).toEqual([0, 10]);
  tries.clear();
  expect(tries.take(2)).toBe(0);
});

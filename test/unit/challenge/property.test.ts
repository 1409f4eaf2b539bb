import { expect, test } from "vitest";
import type { Tensor } from "#engine/index.ts";
import { CaseBuilder } from "#lib/challenge/case.ts";
import { array, type Value } from "#lib/sandbox/value.ts";

const zeroMeans = (y: Tensor) => y.mean(1).abs().max().itemSync() < 1e-9;

/** What a case says of a returned value, that must be an array whose rows have the mean 0. */
function said(value: Value, property: (y: Tensor) => boolean = zeroMeans) {
  const c = new CaseBuilder("case0_");
  c.call("centre", [[1, 2]]).holds("every row has the mean 0", property);
  return c.checks[0].of([value]).difference;
}

test("a property holds or it does not", () => {
  expect(said(array([-1, 1], [1, 2]))).toBeNull();
  expect(said(array([-1, 2], [1, 2]))).toMatchObject({ kind: "property", says: "every row has the mean 0" });
});

test("what can't be asked of an array of this shape does not hold", () => {
  expect(said(array([-1, 1]))).toMatchObject({ kind: "property" });
  expect(said(array([0], []))).toMatchObject({ kind: "property" });
  expect(said("rows")).toMatchObject({ kind: "property" });
});

test("a fault of the challenge's own is not hidden", () => {
  expect(() =>
    said(array([1]), () => {
      throw new TypeError("a slip in cases.ts");
    }),
  ).toThrow("a slip in cases.ts");
});

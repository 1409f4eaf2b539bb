import { expect, test } from "vitest";
import { array } from "#lib/sandbox/value.ts";

test("an array without a shape is a vector of float64", () => {
  expect(array([1, 2])).toEqual({ kind: "array", dtype: "float64", shape: [2], data: Float64Array.of(1, 2) });
});

test("an array of no dimensions holds one number", () => {
  expect(array([5], [], "int64")).toEqual({ kind: "array", dtype: "int64", shape: [], data: Float64Array.of(5) });
});

test("a shape must hold as many numbers as there are", () => {
  expect(() => array([1, 2, 3], [2, 2])).toThrow("shape (2,2) holds 4 numbers, got 3");
});

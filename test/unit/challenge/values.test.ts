import { describe, expect, test } from "vitest";
import { tensor } from "#engine/index.ts";
import { float32, integers, list, valueIn } from "#lib/challenge/argument.ts";
import { nameIn } from "#lib/challenge/language.ts";
import { readNumbers, readResults } from "#lib/challenge/numbers.ts";
import { array } from "#lib/sandbox/value.ts";

describe("names", () => {
  test.each([
    ["log_sum_exp", "logSumExp"],
    ["harness.run_graph", "harness.runGraph"],
    ["layer.d_weights", "layer.dWeights"],
    ["Value", "Value"],
    ["conv2d_forward", "conv2dForward"],
  ])("%s is %s in TypeScript", (path, name) => {
    expect(nameIn("typescript", path)).toBe(name);
    expect(nameIn("python", path)).toBe(path);
  });
});

describe("arguments", () => {
  test("nested arrays are an ndarray of float64 in Python and stay nested in TypeScript", () => {
    expect(valueIn("python", [[1, 2]])).toEqual(array([1, 2], [1, 2]));
    expect(valueIn("typescript", [[1, 2]])).toEqual([[1, 2]]);
    expect(valueIn("typescript", tensor([3, 4]))).toEqual([3, 4]);
  });

  test("a dtype is known in Python alone", () => {
    expect(valueIn("python", float32([0.5]))).toEqual(array([0.5], [1], "float32"));
    expect(valueIn("python", integers([[2]]))).toEqual(array([2], [1, 1], "int64"));
    expect(valueIn("typescript", float32([0.5]))).toEqual([0.5]);
  });

  test("lists hold arrays of different shapes", () => {
    expect(valueIn("python", list("a", [1, 2], 3))).toEqual(["a", array([1, 2]), 3]);
  });
});

describe("what a program returned", () => {
  test("nested lists, typed arrays and both together are arrays", () => {
    const rows = [array([1, 2]), array([3, 4])];
    expect(
      readNumbers([
        [1, 2],
        [3, 4],
      ]),
    ).toMatchObject({ shape: [2, 2], data: Float64Array.of(1, 2, 3, 4), list: true });
    expect(readNumbers(rows)).toMatchObject({ shape: [2, 2], data: Float64Array.of(1, 2, 3, 4), dtype: "float64" });
    expect(readNumbers([])).toMatchObject({ shape: [0] });
    expect(readNumbers(7)).toMatchObject({ shape: [], dtype: null });
  });

  test("rows of different lengths, tuples and words are none", () => {
    expect(readNumbers([[1, 2], [3]])).toEqual({ kind: "ragged", lengths: [2, 1] });
    expect(readNumbers({ kind: "tuple", items: [1] })).toMatchObject({ kind: "other" });
    expect(readNumbers([1, "two"])).toEqual({ kind: "other", value: "two" });
  });

  test("several results come as a tuple, a list or a vector", () => {
    expect(readResults({ kind: "tuple", items: [1, [2]] })).toEqual([1, [2]]);
    expect(readResults(array([1, 2]))).toEqual([1, 2]);
    expect(readResults(array([1, 2], [1, 2]))).toBeNull();
    expect(readResults(null)).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { fitToCarry, isOneNumber } from "#lib/grade/carry.ts";

describe("a wrong value is carried on", () => {
  it("when it is another number of about the size, whatever its sign", () => {
    expect(fitToCarry([[0.3]], [[0.2]])).toBe(true);
    expect(fitToCarry([[-0.2]], [[0.2]])).toBe(true);
    expect(fitToCarry([[0.001]], [[1]])).toBe(true);
    expect(fitToCarry([[0.7]], [[0]])).toBe(true);
  });

  it("but not 0 for what is not 0, nor a number thousands of times too large or small", () => {
    expect(fitToCarry([[0]], [[0.2]])).toBe(false);
    expect(fitToCarry([[1e-10]], [[0.2]])).toBe(false);
    expect(fitToCarry([[201]], [[0.2]])).toBe(false);
    expect(fitToCarry([[0.0001]], [[0.2]])).toBe(false);
    expect(fitToCarry([[Number.POSITIVE_INFINITY]], [[0.2]])).toBe(false);
    expect(fitToCarry([[Number.NaN]], [[0.2]])).toBe(false);
  });

  it("with up to half of a grid's entries at 0", () => {
    expect(fitToCarry([[3, 0]], [[3, 4]])).toBe(true);
    expect(fitToCarry([[3, 0, 0]], [[3, 4, 5]])).toBe(false);
    expect(fitToCarry([[0, 4]], [[3, 0]])).toBe(true);
  });

  it("but not as one number all over a grid that has several", () => {
    expect(fitToCarry([[1, 1]], [[3, 4]])).toBe(false);
    expect(fitToCarry([[1], [1]], [[3], [3]])).toBe(true);
  });
});

describe("answers that are all one number", () => {
  it("are told from values that are", () => {
    expect(isOneNumber([[[1]], [[1, 1]]], [[[0.3]], [[2, 4]]])).toBe(true);
    expect(isOneNumber([[[1]], [[1, 2]]], [[[0.3]], [[2, 4]]])).toBe(false);
    expect(isOneNumber([[[1]], [[1, 1]]], [[[2]], [[2, 2]]])).toBe(false);
  });
});

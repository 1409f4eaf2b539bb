import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumber } from "#lib/grade/parse-number.ts";

describe("a number as people write it", () => {
  it.each([
    ["0.25", 0.25, 0.005],
    ["0,25", 0.25, 0.005],
    [".5", 0.5, 0.05],
    ["5.", 5, 0.5],
    ["+3", 3, 0.5],
    ["-3", -3, 0.5],
    ["−3", -3, 0.5],
    ["– 0.3", -0.3, 0.05],
    ["1e-3", 0.001, 0.0005],
    ["1E−3", 0.001, 0.0005],
    ["2.5·10⁻³", 0.0025, 0.00005],
    ["2.5 x 10^-3", 0.0025, 0.00005],
    ["10^-6", 1e-6, 0],
    ["25 %", 0.25, 0.005],
    ["3/8", 0.375, 0],
    ["-1/4", -0.25, 0],
    ["½", 0.5, 0],
    ["1 234 567", 1234567, 0.5],
    ["269,322.0", 269322, 0.05],
    ["1.234,5", 1234.5, 0.05],
    ["1,234,567", 1234567, 0.5],
    ["w' = 0.4", 0.4, 0.05],
    ["≈ 0.40", 0.4, 0.005],
    ["  7  ", 7, 0.5],
    ["１２", 12, 0.5],
  ])("%j is %d, give or take %d", (text, value, half) => {
    const parsed = parseNumber(text);
    expect(parsed).toMatchObject({ value: expect.closeTo(value, 12), half: expect.closeTo(half, 12) });
  });

  it.each([
    ["", "empty"],
    ["   ", "empty"],
    ["abc", "not-a-number"],
    ["NaN", "not-a-number"],
    ["Infinity", "not-a-number"],
    ["1e999", "not-finite"],
    ["1/0", "not-finite"],
    ["0/0", "not-finite"],
    ["1/2/3", "not-a-number"],
    ["1.2.3", "not-a-number"],
    ["1,2,3", "not-a-number"],
    ["--3", "not-a-number"],
    ["0x10", "not-a-number"],
    ["3 4", "not-a-number"],
    ["1,234", "ambiguous-comma"],
  ])("%j is refused as %s", (text, reason) => {
    expect(parseNumber(text)).toMatchObject({ outcome: "invalid", reason });
  });

  it("refuses ten thousand digits as too long", () => {
    expect(parseNumber("9".repeat(10_000))).toMatchObject({ outcome: "invalid", reason: "too-long" });
  });

  it("takes a comma before three digits for thousands where a whole number is asked", () => {
    expect(parseNumber("269,322", { whole: true })).toMatchObject({ value: 269322 });
  });

  it("says how it was read in a refusal", () => {
    expect(parseNumber("1,234")).toMatchObject({ message: expect.stringContaining("1.234 or 1234") });
    expect(parseNumber("abc")).toMatchObject({ message: expect.stringContaining("“abc”") });
  });

  it("reads every number back from the way JavaScript prints it", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(parseNumber(String(x))).toMatchObject({ value: x === 0 ? 0 : x });
      }),
    );
  });

  it("never throws, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => void parseNumber(text)),
      { numRuns: 2000 },
    );
  });
});

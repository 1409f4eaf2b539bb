import { describe, expect, it } from "vitest";
import { Dice } from "#lib/item/dice.ts";
import { decimals, showNumber, signed, significant, tex, texColumn, texNumber } from "#lib/item/format.ts";

describe("numbers for people", () => {
  it.each([
    [0.402849, "0.402849"],
    [0.1 + 0.2, "0.3"],
    [269_322, "269322"],
    [-0, "0"],
    [1.2e-7, "1.2e-7"],
    [-3.5, "-3.5"],
    [1 / 3, "0.333333"],
    [2e9 + 0.5, "2e9"],
    [100.5, "100.5"],
  ])("%d is shown as %s", (x, text) => {
    expect(showNumber(x)).toBe(text);
  });

  it("writes powers of ten, signs and matrices as KaTeX", () => {
    expect(texNumber(1.2e-7)).toBe(String.raw`1.2\times 10^{-7}`);
    expect(signed(-0.3)).toBe("- 0.3");
    expect(signed(0.3)).toBe("+ 0.3");
    expect(
      tex([
        [1, 2],
        [3, 4.5],
      ]),
    ).toBe(String.raw`\begin{bmatrix} 1 & 2 \\ 3 & 4.5 \end{bmatrix}`);
    expect(tex([1, 2])).toBe(String.raw`\begin{bmatrix} 1 & 2 \end{bmatrix}`);
    expect(texColumn([1, 2])).toBe(String.raw`\begin{bmatrix} 1 \\ 2 \end{bmatrix}`);
  });

  it("rounds to digits and to decimals", () => {
    expect(significant(0.00079984, 3)).toBe(0.0008);
    expect(decimals(2.345, 1)).toBe(2.3);
  });
});

describe("dice", () => {
  it("draw decimals exactly as they are shown, within their bounds", () => {
    const dice = new Dice(11);
    const drawn = Array.from({ length: 500 }, () => dice.decimal(-0.3, 0.3, 1));
    expect([...new Set(drawn)].sort((a, b) => a - b).map(String)).toEqual([
      "-0.3",
      "-0.2",
      "-0.1",
      "0",
      "0.1",
      "0.2",
      "0.3",
    ]);
  });

  it("draw no zero where none is wanted", () => {
    const dice = new Dice(12);
    for (let i = 0; i < 500; i++) expect(Math.abs(dice.nonzero(-0.5, 0.5, 1, 0.2))).toBeGreaterThanOrEqual(0.2);
  });

  it("sample without repetition", () => {
    const dice = new Dice(13);
    for (let i = 0; i < 100; i++) expect(new Set(dice.sample([1, 2, 3, 4, 5], 4)).size).toBe(4);
  });
});

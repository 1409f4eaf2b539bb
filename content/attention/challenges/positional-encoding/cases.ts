import { type Tensor, tensor } from "#engine/index.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";

/** Starts every pair at (0, 1) and turns it by its frequency from row to row. */
function encodingOf(length: number, width: number): Tensor {
  const rows: number[][] = Array.from({ length }, () => []);
  const slower = 10000 ** (-2 / width);
  for (let column = 0, frequency = 1; column < width; column += 2, frequency *= slower) {
    const [cosine, sine] = [Math.cos(frequency), Math.sin(frequency)];
    let [x, y] = [1, 0];
    for (const row of rows) {
      row.push(y);
      if (column + 1 < width) row.push(x);
      [x, y] = [x * cosine - y * sine, y * cosine + x * sine];
    }
  }
  return tensor(rows);
}

const encoding = (c: CaseBuilder, length: number, width: number) =>
  c.call("positional_encoding", length, width).returns(encodingOf(length, width));

/** Rows `from` and on, so many of them, of one pair's sine and cosine. */
function pairOf(y: Tensor, pair: number, from: number, count: number): [Tensor, Tensor] {
  const rows = y.slice(0, from, from + count);
  return [rows.select(1, 2 * pair), rows.select(1, 2 * pair + 1)];
}

export const positionalEncoding = challenge({
  slug: "positional-encoding",
  area: "attention",
  defines: ["positional_encoding"],
  cases: [
    visible("three positions, four columns", (c) => encoding(c, 3, 4)),
    visible("one pair", (c) => encoding(c, 4, 2)),
    visible("an odd width", (c) => encoding(c, 3, 5)),
    hidden("random sizes", (c, dice) => encoding(c, dice.integer(2, 9), 2 * dice.integer(2, 6))),
    hidden("an odd width, random sizes", (c, dice) => encoding(c, dice.integer(2, 9), 2 * dice.integer(2, 6) + 1)),
    hidden("the first position alone", (c, dice) => encoding(c, 1, dice.integer(2, 7))),
    hidden("a single column", (c, dice) => encoding(c, dice.integer(2, 6), 1)),
    hidden("a wide encoding", (c) => encoding(c, 3, 64)),
    hidden("many positions", (c, dice) => encoding(c, dice.integer(150, 200), 4)),
    hidden("a shift turns every pair by one angle", (c, dice) => {
      const [width, shift, count] = [2 * dice.integer(2, 4), dice.integer(1, 5), 6];
      encoding(c, shift + count, width).holds("positions further on are rotations by the same angle", (y) =>
        Array.from({ length: width / 2 }, (_, pair) => {
          const angle = shift / 10000 ** ((2 * pair) / width);
          const [sine, cosine] = pairOf(y, pair, 0, count);
          const [later, laterCosine] = pairOf(y, pair, shift, count);
          const turned = sine.mul(Math.cos(angle)).add(cosine.mul(Math.sin(angle)));
          const turnedCosine = cosine.mul(Math.cos(angle)).sub(sine.mul(Math.sin(angle)));
          return Math.max(
            later.sub(turned).abs().max().itemSync(),
            laterCosine.sub(turnedCosine).abs().max().itemSync(),
          );
        }).every((off) => off < 1e-9),
      );
    }),
    hidden("dot products depend on the distance only", (c, dice) => {
      const [width, distance] = [2 * dice.integer(2, 5), dice.integer(1, 4)];
      encoding(c, distance + 5, width).holds("two positions equally far apart have equal dot products", (y) => {
        const products = y
          .slice(0, 0, 5)
          .mul(y.slice(0, distance, distance + 5))
          .sum(1);
        return products.max().itemSync() - products.min().itemSync() < 1e-9;
      });
    }),
  ],
  mutants: [
    {
      id: "cosines-first",
      says: "with cosines on even columns and sines on odd ones",
      python: [
        "    encoding[:, 0::2] = np.sin(angles)\n    encoding[:, 1::2] = np.cos(angles[:, : width // 2])",
        "    encoding[:, 0::2] = np.cos(angles)\n    encoding[:, 1::2] = np.sin(angles[:, : width // 2])",
      ],
      typescript: [
        "column === even ? Math.sin(angle) : Math.cos(angle)",
        "column === even ? Math.cos(angle) : Math.sin(angle)",
      ],
      killedBy: "one pair",
    },
    {
      id: "sines-then-cosines",
      says: "with all sines first and all cosines behind them",
      python: [
        "    encoding[:, 0::2] = np.sin(angles)\n    encoding[:, 1::2] = np.cos(angles[:, : width // 2])\n    return encoding",
        "    return np.hstack([np.sin(angles), np.cos(angles[:, : width // 2])])",
      ],
      typescript: [
        "      const even = column - (column % 2);\n      const angle = t / 10000 ** (even / width);\n      return column === even ? Math.sin(angle) : Math.cos(angle);",
        "      const sines = Math.ceil(width / 2);\n      const even = 2 * (column % sines);\n      const angle = t / 10000 ** (even / width);\n      return column < sines ? Math.sin(angle) : Math.cos(angle);",
      ],
      killedBy: "three positions, four columns",
    },
    {
      id: "own-column-in-exponent",
      says: "with the column's own number in the exponent, so that a pair's columns turn at different speeds",
      python: [
        "    wavelengths = 10000 ** (np.arange(0, width, 2) / width)\n    angles = np.arange(length)[:, np.newaxis] / wavelengths\n    encoding = np.zeros((length, width))\n    encoding[:, 0::2] = np.sin(angles)\n    encoding[:, 1::2] = np.cos(angles[:, : width // 2])",
        "    wavelengths = 10000 ** (np.arange(width) / width)\n    angles = np.arange(length)[:, np.newaxis] / wavelengths\n    encoding = np.zeros((length, width))\n    encoding[:, 0::2] = np.sin(angles[:, 0::2])\n    encoding[:, 1::2] = np.cos(angles[:, 1::2])",
      ],
      typescript: ["10000 ** (even / width)", "10000 ** (column / width)"],
      killedBy: "one pair",
    },
    {
      id: "factor-two-forgotten",
      says: "with i/D in place of 2i/D in the exponent",
      python: ["np.arange(0, width, 2) / width", "np.arange(0, width, 2) / 2 / width"],
      typescript: ["(even / width)", "(even / 2 / width)"],
      killedBy: "three positions, four columns",
    },
    {
      id: "positions-from-one",
      says: "when positions are counted from 1",
      python: ["np.arange(length)[:, np.newaxis]", "np.arange(1, length + 1)[:, np.newaxis]"],
      typescript: ["const angle = t / 10000", "const angle = (t + 1) / 10000"],
      killedBy: "one pair",
    },
    {
      id: "frequencies-rise",
      says: "when angles are multiplied by the wavelength in place of divided",
      python: ["np.arange(length)[:, np.newaxis] / wavelengths", "np.arange(length)[:, np.newaxis] * wavelengths"],
      typescript: ["t / 10000 **", "t * 10000 **"],
      killedBy: "three positions, four columns",
    },
    {
      id: "odd-width-rounded-down",
      says: "with the width rounded down to an even number in the exponents",
      python: ["np.arange(0, width, 2) / width", "np.arange(0, width, 2) / (width // 2 * 2)"],
      typescript: ["(even / width)", "(even / (width - (width % 2)))"],
      killedBy: "an odd width",
    },
  ],
});

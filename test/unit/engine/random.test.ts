import { describe, expect, test } from "vitest";
import { ArgumentError, randn, Rng, uniform } from "#engine/index.ts";

describe("the random source", () => {
  test("gives the numbers of xoshiro128** with a SplitMix32 seed", () => {
    // By an independent implementation in Python.
    const drawn = [0, 42, -1].map((seed) => {
      const rng = new Rng(seed);
      return [rng.uint32(), rng.uint32(), rng.uint32(), rng.uint32()];
    });
    expect(drawn).toEqual([
      [3809008728, 1133695204, 53579671, 2891528803],
      [2837322924, 544945897, 479756282, 3500138142],
      [835879718, 1921286648, 2356205009, 1885780724],
    ]);
  });

  test("makes uniform numbers of 53 bits from two words", () => {
    const rng = new Rng(42);
    expect([rng.uniform(), rng.uniform()]).toEqual([0.6606157208001621, 0.1117019639532224]);
  });

  test("repeats with its seed and differs without", () => {
    const draw = (seed: number) => randn([50], new Rng(seed)).arraySync();
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  test("integers are whole, within bounds and equally likely", () => {
    const rng = new Rng(3);
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < 50_000; i++) counts[rng.integer(-2, 3) + 2]++;
    expect(counts.reduce((a, b) => a + b)).toBe(50_000);
    // Five standard deviations of a binomial count: 5·√(50000·0.2·0.8) = 447.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(447);
  });

  test("integers of a range that does not divide 2^32 favour no part of it", () => {
    const rng = new Rng(9);
    const third = 2 ** 30;
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[Math.floor(rng.integer(0, 3 * third) / third)]++;
    // Five standard deviations: 5·√(30000·(1/3)·(2/3)) = 409. A plain remainder would give 15,000 in the first.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(409);
  });

  test("normal numbers have mean 0, variance 1 and kurtosis 3", () => {
    const values = randn([100_000], new Rng(8)).valuesSync();
    const moment = (power: number) => values.reduce((total, x) => total + x ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.016);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.023);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.16);
  });

  test("uniform tensors stay within their bounds", () => {
    const values = uniform([10_000], new Rng(1), -3, 5).valuesSync();
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-3);
    expect(Math.max(...values)).toBeLessThan(5);
    expect(Math.abs(values.reduce((a, b) => a + b) / 10_000 - 1)).toBeLessThan(0.12);
  });

  test("every order of a shuffle is equally likely, and the list stays as it was", () => {
    const rng = new Rng(11);
    const list = ["a", "b", "c"];
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const order = rng.shuffle(list).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
    // Five standard deviations: 5·√(12000·(1/6)·(5/6)) = 204.
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(204);
    expect(list).toEqual(["a", "b", "c"]);
  });

  test("seeds and bounds that make no sense are errors", () => {
    expect(() => new Rng(0.5)).toThrow("a seed is a whole number, got 0.5");
    expect(() => new Rng(1).integer(2, 2)).toThrow("got [2, 2)");
    expect(() => new Rng(1).choice([])).toThrow(ArgumentError);
  });
});

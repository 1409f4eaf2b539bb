import { describe, expect, test } from "vitest";
import { nn, Rng, ShapeError, type Tensor } from "#engine/index.ts";

const { init } = nn;

function moments(x: Tensor): { mean: number; deviation: number; lowest: number; highest: number } {
  return {
    mean: x.mean().itemSync(),
    deviation: Math.sqrt(x.variance(undefined, { correction: 0 }).itemSync()),
    lowest: x.min().itemSync(),
    highest: x.max().itemSync(),
  };
}

describe("gains and fans", () => {
  test("gains are PyTorch's", () => {
    expect(init.gain("relu")).toBe(Math.SQRT2);
    expect(init.gain("leakyRelu", 1)).toBe(1);
    expect(init.gain("leakyRelu")).toBeCloseTo(Math.sqrt(2 / 1.0001), 15);
    expect(init.gain("tanh")).toBe(5 / 3);
    expect(init.gain("selu")).toBe(0.75);
    expect([init.gain("linear"), init.gain("sigmoid"), init.gain("conv")]).toEqual([1, 1, 1]);
  });

  const shape = [200, 30, 5, 2];
  const rng = () => new Rng(4);

  test("Xavier's variance takes both fans and the gain squared", () => {
    const wanted = (5 / 3) * Math.sqrt(2 / (300 + 2000));
    const normal = moments(init.xavierNormal(shape, rng(), init.gain("tanh")));
    const uniform = moments(init.xavierUniform(shape, rng(), init.gain("tanh")));
    expect(normal.deviation / wanted).toBeCloseTo(1, 2);
    expect(uniform.deviation / wanted).toBeCloseTo(1, 2);
    expect(uniform.highest).toBeLessThan(wanted * Math.sqrt(3));
    expect(uniform.highest).toBeGreaterThan(0.999 * wanted * Math.sqrt(3));
    expect(normal.highest).toBeGreaterThan(3 * wanted);
  });

  test("He's variance takes the fan of its mode", () => {
    expect(moments(init.heNormal(shape, rng())).deviation / Math.sqrt(2 / 300)).toBeCloseTo(1, 2);
    expect(moments(init.heUniform(shape, rng())).deviation / Math.sqrt(2 / 300)).toBeCloseTo(1, 2);
    const back = { mode: "fanOut", gain: 1 } as const;
    expect(moments(init.heNormal(shape, rng(), back)).deviation / Math.sqrt(1 / 2000)).toBeCloseTo(1, 2);
    expect(moments(init.heUniform(shape, rng(), back)).deviation / Math.sqrt(1 / 2000)).toBeCloseTo(1, 2);
  });

  test("ones and zeros need no numbers", () => {
    expect(init.ones([2], rng()).arraySync()).toEqual([1, 1]);
    expect(init.zeros([2], rng()).arraySync()).toEqual([0, 0]);
  });
});

describe("orthogonal", () => {
  const fromIdentity = (w: Tensor, side: "rows" | "columns", length: number) => {
    const flat = w.reshape([w.shape[0], -1]);
    const gram = side === "rows" ? flat.matmul(flat.transpose()) : flat.transpose().matmul(flat);
    const n = gram.shape[0];
    return Math.max(
      ...gram.valuesSync().map((value, k) => Math.abs(value - (k % (n + 1) === 0 ? length * length : 0))),
    );
  };

  test.each([
    [[5, 5], "rows"],
    [[5, 5], "columns"],
    [[3, 7], "rows"],
    [[7, 3], "columns"],
    [[4, 3, 2, 2], "rows"],
    [[1, 6], "rows"],
    [[6, 1], "columns"],
    [[1, 1], "rows"],
    [[60, 60], "rows"],
  ] as const)("%j: its %s are orthonormal to 1e-14", (shape, side) => {
    expect(fromIdentity(init.orthogonal(shape, new Rng(3)), side, 1)).toBeLessThan(1e-14);
  });

  test("has length `factor`, repeats by seed, and differs between seeds", () => {
    const w = init.orthogonal([4, 6], new Rng(1), 3);
    expect(fromIdentity(w, "rows", 3)).toBeLessThan(1e-13);
    expect(init.orthogonal([4, 6], new Rng(1), 3).arraySync()).toEqual(w.arraySync());
    expect(init.orthogonal([4, 6], new Rng(2), 3).arraySync()).not.toEqual(w.arraySync());
  });

  test("favours no side: entries of many draws have mean 0", () => {
    const rng = new Rng(5);
    const corners = Array.from({ length: 2000 }, () => init.orthogonal([2, 2], rng).valuesSync()[0]);
    expect(Math.abs(corners.reduce((sum, value) => sum + value, 0) / 2000)).toBeLessThan(0.05);
    // A uniform angle: |cos| is above √½ half of the time.
    expect(corners.filter((value) => Math.abs(value) > Math.SQRT1_2).length / 2000).toBeCloseTo(0.5, 1);
  });

  test("needs two axes", () => {
    expect(() => init.orthogonal([4], new Rng(1))).toThrow(ShapeError);
  });

  test("of nothing is nothing", () => {
    expect(init.orthogonal([0, 3], new Rng(1)).shape).toEqual([0, 3]);
  });
});

describe("truncatedNormal", () => {
  test("within ±2 has the deviation of a normal cut there", () => {
    const x = moments(init.truncatedNormal()([200, 200], new Rng(6)));
    // √(1 − 2·2·φ(2)/(Φ(2) − Φ(−2)))
    expect(x.deviation).toBeCloseTo(0.87962566, 2);
    expect(x.mean).toBeCloseTo(0, 2);
    expect([x.lowest >= -2, x.highest <= 2, x.highest > 1.99]).toEqual([true, true, true]);
  });

  test("bounds are values, and the mean of a one-sided cut is right", () => {
    const x = moments(init.truncatedNormal({ mean: 1, deviation: 0.5, low: 1, high: 9 })([40_000], new Rng(7)));
    expect(x.mean).toBeCloseTo(1 + 0.5 * Math.sqrt(2 / Math.PI), 2);
    expect(x.lowest).toBeGreaterThanOrEqual(1);
  });

  test("in an interval far narrower than the deviation it is drawn as quickly, and nearly uniform", () => {
    const x = moments(init.truncatedNormal({ low: 1, high: 1.001 })([20_000], new Rng(8)));
    expect(x.mean).toBeCloseTo(1.0005, 5);
    expect([x.lowest >= 1, x.highest <= 1.001]).toEqual([true, true]);
  });

  test("in a narrow interval beside the mean the density falls as it should", () => {
    const values = init.truncatedNormal({ low: 1, high: 3 })([40_000], new Rng(9)).valuesSync();
    // (Φ(2) − Φ(1)) / (Φ(3) − Φ(1))
    expect(values.filter((value) => value < 2).length / 40_000).toBeCloseTo(0.86396, 2);
  });

  test("far from the mean it is refused", () => {
    expect(() => init.truncatedNormal({ mean: 10 })).toThrow(
      "within two deviations of the mean, got [-2, 2] for 10 ± 1",
    );
    expect(() => init.truncatedNormal({ low: 1, high: 1 })).toThrow("low < high");
  });
});

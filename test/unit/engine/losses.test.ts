import { describe, expect, test } from "vitest";
import { ArgumentError, bce, bceWithLogits, crossEntropy, huber, IndexError, klDivergence } from "#engine/index.ts";
import { mae, nll, ShapeError, smoothL1, type Tensor, tensor, trace, zeros } from "#engine/index.ts";

function gradientOf(fn: (x: Tensor) => Tensor, values: number[]) {
  const x = tensor(values, { requiresGrad: true });
  fn(x).sum().backward();
  return x.grad?.arraySync();
}

describe("losses of distances", () => {
  test("at 0, at the bend, beyond it and at ∞", () => {
    const distances = tensor([0, 1, 3, Infinity]);
    const target = zeros([4]);
    expect(mae(distances, target, { reduction: "none" }).arraySync()).toEqual([0, 1, 3, Infinity]);
    expect(huber(distances, target, { reduction: "none", delta: 2 }).arraySync()).toEqual([0, 0.5, 4, Infinity]);
    expect(smoothL1(distances, target, { reduction: "none", beta: 2 }).arraySync()).toEqual([0, 0.25, 2, Infinity]);
  });

  test("gradients never exceed the bend", () => {
    const far = [0, 1, -3, Infinity, -Infinity];
    expect(gradientOf((x) => huber(x, zeros([5]), { delta: 2, reduction: "none" }), far)).toEqual([0, 1, -2, 2, -2]);
    expect(gradientOf((x) => smoothL1(x, zeros([5]), { beta: 2, reduction: "none" }), far)).toEqual([
      0, 0.5, -1, 1, -1,
    ]);
  });

  test("NaN stays NaN", () => {
    expect(huber(tensor([NaN]), tensor([0])).itemSync()).toBe(NaN);
    expect(mae(tensor([NaN]), tensor([0])).itemSync()).toBe(NaN);
  });

  test("shapes and bends that do not fit are errors", () => {
    expect(() => mae(zeros([2, 1]), zeros([2]))).toThrow("mae needs equal shapes, got (2,1) and (2)");
    expect(() => huber(zeros([2]), zeros([3]))).toThrow(ShapeError);
    expect(() => huber(zeros([2]), zeros([2]), { delta: 0 })).toThrow("huber needs a delta above 0, got 0");
    expect(() => smoothL1(zeros([2]), zeros([2]), { beta: 0 })).toThrow(ArgumentError);
  });
});

describe("binary losses", () => {
  test("a certain mistake costs 100 by probability and all of it by logit", () => {
    expect(bce(tensor([0, 1]), tensor([1, 0]), { reduction: "none" }).arraySync()).toEqual([100, 100]);
    expect(bce(tensor([0, 1]), tensor([0, 1]), { reduction: "none" }).arraySync()).toEqual([0, -0]);
    expect(bceWithLogits(tensor([-800]), tensor([1])).itemSync()).toBe(800);
  });

  test("what is no probability gives NaN", () => {
    expect(bce(tensor([-0.1, 1.1]), tensor([1, 1]), { reduction: "none" }).arraySync()).toEqual([NaN, NaN]);
  });

  test("bce is traced as one operation", () => {
    const { steps } = trace(() => bce(tensor([0.5]), tensor([1]), { reduction: "none" }));
    expect(steps.map(({ operation }) => operation)).toEqual(["bce"]);
  });

  test("a positive weight counts positive examples that often, and negative ones once", () => {
    const options = { posWeight: tensor([3]), reduction: "none" as const };
    expect(bceWithLogits(tensor([0, 0]), tensor([1, 0]), options).arraySync()).toEqual([3 * Math.LN2, Math.LN2]);
  });
});

describe("cross-entropy's options", () => {
  const flat = zeros([2, 4]);

  test("smoothing spreads the target: half of it on even logits changes nothing", () => {
    expect(crossEntropy(flat, [0, 3], { labelSmoothing: 0.5 }).itemSync()).toBeCloseTo(Math.log(4), 15);
    const sure = tensor([[40, 0]]);
    // −(0.95 log p₀ + 0.05 log p₁) with p₀ = 1 − e⁻⁴⁰ nearly, so 0.05 · 40
    expect(crossEntropy(sure, [0], { labelSmoothing: 0.1 }).itemSync()).toBeCloseTo(2, 14);
  });

  test("an ignored example has no loss and no gradient, and the mean is of the others", () => {
    const z = tensor(
      [
        [0, 0],
        [5, 1],
      ],
      { requiresGrad: true },
    );
    const loss = crossEntropy(z, [1, -100], { ignoreIndex: -100 });
    loss.backward();
    expect(loss.itemSync()).toBe(Math.LN2);
    expect(z.grad?.arraySync()).toEqual([
      [0.5, -0.5],
      [0, 0],
    ]);
  });

  test("the mean of none is NaN, their sum 0, as in PyTorch", () => {
    const none = [-1, -1];
    expect(crossEntropy(flat, none, { ignoreIndex: -1 }).itemSync()).toBe(NaN);
    expect(crossEntropy(flat, none, { ignoreIndex: -1, reduction: "sum" }).itemSync()).toBe(0);
    expect(nll(flat, none, { ignoreIndex: -1 }).itemSync()).toBe(NaN);
  });

  test("a masked class (−∞) of weight 0 costs nothing", () => {
    const z = tensor([[0, 0, -Infinity]]);
    const losses = crossEntropy(z, [0], { weight: tensor([2, 1, 0]), labelSmoothing: 0.3, reduction: "none" });
    // −(2 · 0.8 + 1 · 0.1) log ½
    expect(losses.itemSync()).toBeCloseTo(1.7 * Math.LN2, 14);
  });

  test("a class that does not exist is an error, unless it is the ignored one", () => {
    expect(() => crossEntropy(flat, [0, 4], { labelSmoothing: 0.1 })).toThrow("class 4 is not one of 0 to 3");
    expect(() => crossEntropy(flat, tensor([0, 4]), { labelSmoothing: 0.1 })).toThrow(IndexError);
    expect(() => crossEntropy(flat, tensor([0, -100]), { labelSmoothing: 0.1 })).toThrow(IndexError);
    expect(() => nll(flat, tensor([0, -1]), { weight: zeros([4]) })).toThrow(IndexError);
  });

  test("options that do not fit are errors", () => {
    expect(() => crossEntropy(flat, [0, 1], { labelSmoothing: 1.5 })).toThrow("labelSmoothing in [0, 1], got 1.5");
    expect(() => crossEntropy(flat, [0, 1], { weight: zeros([2]) })).toThrow("a weight for each class (4), got (2)");
    expect(() => crossEntropy(flat, zeros([2, 4]), { ignoreIndex: 1 })).toThrow("with class numbers only, got 1");
    expect(() => nll(flat, [0, 1], { weight: zeros([3]) })).toThrow("nll needs a weight for each class (4), got (3)");
  });

  test("without options it stays one operation", () => {
    const { steps } = trace(() => crossEntropy(flat, [0, 1], { labelSmoothing: 0 }));
    expect(steps.map(({ operation }) => operation)).toEqual(["crossEntropy"]);
  });
});

describe("KL divergence", () => {
  const p = tensor([
    [0.5, 0.5],
    [1, 0],
  ]);

  test("of a distribution from itself is 0, also where it has zeros", () => {
    expect(klDivergence(p.log(), p, { reduction: "none" }).arraySync()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(klDivergence(p.log(), p.log(), { reduction: "sum", logTarget: true }).itemSync()).toBe(0);
  });

  test("is ∞ where the other one cannot have what this one has", () => {
    expect(klDivergence(tensor([0, -Infinity]), tensor([0.5, 0.5]), { reduction: "sum" }).itemSync()).toBe(Infinity);
  });

  test("zeros of the target have finite gradients", () => {
    const target = tensor([[0, 1]], { requiresGrad: true });
    klDivergence(tensor([[-1, -2]]), target, { reduction: "sum" }).backward();
    expect(target.grad?.arraySync()).toEqual([[0, 3]]);
  });

  test("batchmean divides by the examples, mean by the entries", () => {
    const logQ = tensor([
      [0.25, 0.75],
      [0.5, 0.5],
    ]).log();
    const total = klDivergence(logQ, p, { reduction: "sum" }).itemSync();
    expect(klDivergence(logQ, p, { reduction: "batchmean" }).itemSync()).toBe(total / 2);
    expect(klDivergence(logQ, p, { reduction: "mean" }).itemSync()).toBe(total / 4);
  });
});

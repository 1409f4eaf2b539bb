import { describe, expect, test } from "vitest";
import {
  bceWithLogits,
  crossEntropy,
  gather,
  hinge,
  IndexError,
  mse,
  nll,
  ShapeError,
  type Tensor,
  tensor,
  where,
  zeros,
} from "#engine/index.ts";

function gradientOf(fn: (x: Tensor) => Tensor, values: number[]) {
  const x = tensor(values, { requiresGrad: true });
  fn(x).sum().backward();
  return x.grad?.arraySync();
}

describe("softmax and its kin do not overflow", () => {
  test("softmax at ±1000", () => {
    expect(tensor([1000, -1000]).softmax().arraySync()).toEqual([1, 0]);
    expect(tensor([-1000, -1000]).softmax().arraySync()).toEqual([0.5, 0.5]);
    expect(tensor([1e308, 1e308]).softmax().arraySync()).toEqual([0.5, 0.5]);
  });

  test("a masked entry (−∞) has probability 0; a row of them is NaN, as in PyTorch", () => {
    expect(tensor([0, -Infinity]).softmax().arraySync()).toEqual([1, 0]);
    expect(tensor([-Infinity, -Infinity]).softmax().arraySync()).toEqual([NaN, NaN]);
  });

  test("logSoftmax keeps the difference that softmax loses", () => {
    expect(tensor([1000, -1000]).logSoftmax().arraySync()).toEqual([0, -2000]);
  });

  test("logSumExp at ±1000, of −∞ only, and with ∞", () => {
    expect(tensor([1000, 1000]).logSumExp().itemSync()).toBe(1000 + Math.LN2);
    expect(tensor([-1000, -1000]).logSumExp().itemSync()).toBe(-1000 + Math.LN2);
    expect(tensor([-Infinity, -Infinity]).logSumExp().itemSync()).toBe(-Infinity);
    expect(tensor([Infinity, 1]).logSumExp().itemSync()).toBe(Infinity);
    expect(tensor([3]).logSumExp().itemSync()).toBe(3);
  });

  test("axes of size 1 have probability 1 and no gradient", () => {
    expect(
      tensor([[5], [-7]])
        .softmax()
        .arraySync(),
    ).toEqual([[1], [1]]);
    expect(gradientOf((x) => x.softmax(), [5])).toEqual([0]);
  });
});

describe("losses with extreme logits", () => {
  test("crossEntropy of a class that is out by 2000", () => {
    const z = tensor([[1000, -1000]], { requiresGrad: true });
    const loss = crossEntropy(z, [1]);
    loss.backward();
    expect(loss.itemSync()).toBe(2000);
    expect(z.grad?.arraySync()).toEqual([[1, -1]]);
  });

  test("crossEntropy with a masked class: right classes stay finite, the masked one costs ∞", () => {
    expect(crossEntropy(tensor([0, 0, -Infinity]), 0).itemSync()).toBe(Math.LN2);
    expect(crossEntropy(tensor([0, 0, -Infinity]), 2).itemSync()).toBe(Infinity);
    expect(crossEntropy(tensor([0, 0, -Infinity]), tensor([0.5, 0.5, 0])).itemSync()).toBeCloseTo(Math.LN2, 15);
  });

  test("bceWithLogits is exact where 1 − σ is too small for a number", () => {
    expect(bceWithLogits(tensor([40]), tensor([1])).itemSync()).toBe(Math.exp(-40));
    expect(bceWithLogits(tensor([-800]), tensor([1])).itemSync()).toBe(800);
    expect(gradientOf((z) => bceWithLogits(z, tensor([1, 0])), [0, 0])).toEqual([-0.25, 0.25]);
  });

  test("hinge is 0 beyond the margin", () => {
    const losses = hinge(tensor([2, 0.5, -1]), tensor([1, 1, 1]), { reduction: "none" });
    expect(losses.arraySync()).toEqual([0, 0.5, 2]);
  });

  test("classes and shapes that do not fit are errors", () => {
    expect(() => crossEntropy(zeros([2, 3]), [0, 3])).toThrow("class 3 is not one of 0 to 2");
    expect(() => crossEntropy(zeros([2, 3]), tensor([0, 3]))).toThrow(IndexError);
    expect(() => crossEntropy(zeros([2, 3]), [0])).toThrow("got (2,3) and (1)");
    expect(() => crossEntropy(zeros([2, 3, 4]), zeros([2, 3]))).toThrow(ShapeError);
    expect(() => nll(zeros([2, 3]), [0, 1, 2])).toThrow("got (2,3) and (3)");
    expect(() => mse(zeros([2, 1]), zeros([2]))).toThrow("mse needs equal shapes, got (2,1) and (2)");
  });
});

describe("activations far out and at their kinks", () => {
  test("sigmoid at ±1000 and softplus at 1000", () => {
    expect(tensor([-1000, 0, 1000]).sigmoid().arraySync()).toEqual([0, 0.5, 1]);
    expect(tensor([-1000, 1000]).softplus().arraySync()).toEqual([0, 1000]);
  });

  test("the gradient of relu at 0 is 0, of leakyRelu the slope, of abs 0", () => {
    expect(gradientOf((x) => x.relu(), [-1, 0, 1])).toEqual([0, 0, 1]);
    expect(gradientOf((x) => x.leakyRelu(0.1), [-1, 0, 1])).toEqual([0.1, 0.1, 1]);
    expect(gradientOf((x) => x.abs(), [-2, 0, 2])).toEqual([-1, 0, 1]);
  });

  test("an infinite upstream gradient does not leak through a closed relu", () => {
    const x = tensor([-1], { requiresGrad: true });
    x.relu().backward(tensor([Infinity]));
    expect(x.grad?.arraySync()).toEqual([0]);
  });

  test("erf to the last digits", () => {
    const x = [0, 1e-10, 0.5, 1, 2, 2.999, 3, 3.001, 4, 5.9, 6, 30];
    // By mpmath at 30 digits.
    const wanted = [
      0, 1.1283791670955126e-10, 0.5204998778130465, 0.8427007929497149, 0.9953222650189527, 0.9999777698314002,
      0.9999779095030014, 0.9999780483390822, 0.9999999845827421, 0.9999999999999999, 1, 1,
    ];
    const got = tensor(x).erf().valuesSync();
    wanted.forEach((value, i) => expect(Math.abs(got[i] - value)).toBeLessThanOrEqual(2.3e-16));
    expect(tensor([-1]).erf().itemSync()).toBe(-tensor([1]).erf().itemSync());
  });
});

describe("empty and one-element axes", () => {
  test("sums of nothing are 0 and means of nothing NaN", () => {
    expect(zeros([0]).sum().itemSync()).toBe(0);
    expect(zeros([2, 0]).sum(1).arraySync()).toEqual([0, 0]);
    expect(zeros([0, 2]).sum(1).arraySync()).toEqual([]);
    expect(zeros([0]).mean().itemSync()).toBe(NaN);
  });

  test("a product over an empty inner axis is 0, and empty batches stay empty", () => {
    expect(
      zeros([2, 0])
        .matmul(zeros([0, 2]))
        .arraySync(),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(zeros([0, 2]).matmul(zeros([2, 3])).shape).toEqual([0, 3]);
  });

  test("gradients of empty tensors are empty", () => {
    const x = zeros([0, 3], { requiresGrad: true });
    x.exp().sum().backward();
    expect(x.grad?.shape).toEqual([0, 3]);
  });

  test("reductions over an axis of size 1 return it", () => {
    expect(
      tensor([[3], [4]])
        .max(1)
        .arraySync(),
    ).toEqual([3, 4]);
    expect(
      tensor([[3], [4]])
        .mean(1, { keepDims: true })
        .arraySync(),
    ).toEqual([[3], [4]]);
  });
});

describe("NaN and infinities", () => {
  test("propagate through maximum, max, argmax and relu", () => {
    expect(
      tensor([NaN, 1])
        .maximum(tensor([1, NaN]))
        .arraySync(),
    ).toEqual([NaN, NaN]);
    expect(tensor([1, NaN, 3]).max().itemSync()).toBe(NaN);
    expect(tensor([1, NaN, 3]).argmax().itemSync()).toBe(1);
    expect(tensor([NaN]).relu().arraySync()).toEqual([NaN]);
  });

  test("0 · ∞ in a product is NaN, as it is one by one", () => {
    expect(
      tensor([[0, 1]])
        .matmul(tensor([[Infinity], [1]]))
        .arraySync(),
    ).toEqual([[NaN]]);
  });

  test("comparisons with NaN are 0, notEqual 1", () => {
    const nan = tensor([NaN]);
    const results = [
      nan.equal(nan),
      nan.less(1),
      nan.lessEqual(1),
      nan.greater(1),
      nan.greaterEqual(1),
      nan.notEqual(nan),
    ];
    expect(results.map((x) => x.arraySync())).toEqual([[0], [0], [0], [0], [0], [1]]);
  });

  test("where lets no gradient into the branch that was not taken, not even an infinite one", () => {
    const x = tensor([-1, 4], { requiresGrad: true });
    where(x.greater(0), x, 0).backward(tensor([Infinity, 3]));
    expect(x.grad?.arraySync()).toEqual([0, 3]);
  });
});

describe("comparisons and positions", () => {
  test("every comparison on less, equal and greater", () => {
    const a = tensor([1, 2, 3]);
    expect(a.less(2).arraySync()).toEqual([1, 0, 0]);
    expect(a.lessEqual(2).arraySync()).toEqual([1, 1, 0]);
    expect(a.equal(2).arraySync()).toEqual([0, 1, 0]);
    expect(a.notEqual(2).arraySync()).toEqual([1, 0, 1]);
    expect(a.greater(2).arraySync()).toEqual([0, 0, 1]);
    expect(a.greaterEqual(2).arraySync()).toEqual([0, 1, 1]);
  });

  test("argmax takes the first of equals, along an axis or over all", () => {
    const x = tensor([
      [1, 3, 3],
      [5, 2, 5],
    ]);
    expect(x.argmax(1).arraySync()).toEqual([1, 0]);
    expect(x.argmax(0, { keepDims: true }).arraySync()).toEqual([[1, 0, 1]]);
    expect(x.argmax().itemSync()).toBe(3);
    expect(x.argmin().itemSync()).toBe(0);
  });

  test("an index need not be as long as the other axes", () => {
    expect(
      gather(
        tensor([
          [1, 2],
          [3, 4],
        ]),
        1,
        tensor([[1]]),
      ).arraySync(),
    ).toEqual([[2]]);
  });
});

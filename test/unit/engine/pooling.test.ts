import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ArgumentError,
  avgPool1d,
  avgPool2d,
  globalAvgPool,
  grad,
  gradcheck,
  maxPool1d,
  maxPool2d,
  type Tensor,
  tensor,
  zeros,
} from "#engine/index.ts";
import { draws, randomWindow } from "./random-windows.ts";
import { gradientPenalty } from "./second-derivatives.ts";

/** The same, with no more padding than pooling takes. */
const poolWindow = randomWindow
  .map((window) => ({ ...window, dilation: [1, 1] as [number, number] }))
  .filter(({ input, size, padding }) =>
    padding.every((length, axis) => 2 * length <= size[axis] && input[axis] + 2 * length >= size[axis]),
  );

/** The entries of every window inside the image, by looking them up one by one. */
function windowsOf(x: Tensor, { size, stride, padding }: { size: number[]; stride: number[]; padding: number[] }) {
  const [, , H, W] = x.shape;
  const values = x.valuesSync();
  const found: number[][] = [];
  for (let plane = 0; plane < x.shape[0] * x.shape[1]; plane++)
    for (let top = -padding[0]; top + size[0] <= H + padding[0]; top += stride[0])
      for (let left = -padding[1]; left + size[1] <= W + padding[1]; left += stride[1]) {
        const inside: number[] = [];
        for (let row = Math.max(0, top); row < Math.min(H, top + size[0]); row++)
          for (let column = Math.max(0, left); column < Math.min(W, left + size[1]); column++)
            inside.push(values[(plane * H + row) * W + column]);
        found.push(inside);
      }
  return found;
}

const mean = (list: number[], count = list.length) => list.reduce((a, b) => a + b, 0) / count;

describe("pooling over random windows", () => {
  test("gives the largest entry and the means of each window", () => {
    fc.assert(
      fc.property(poolWindow, (window) => {
        const { batch, inGroup, input, size, stride, padding, seed } = window;
        const x = draws([batch, inGroup, ...input], seed);
        const windows = windowsOf(x, window);
        const largest = maxPool2d(x, size, { stride, padding });
        const whole = avgPool2d(x, size, { stride, padding });
        const inside = avgPool2d(x, size, { stride, padding, countIncludePad: false });
        expect([...largest.valuesSync()]).toEqual(windows.map((entries) => Math.max(...entries)));
        expect([...inside.valuesSync()]).toEqual(windows.map((entries) => mean(entries)));
        expect([...whole.valuesSync()]).toEqual(windows.map((entries) => mean(entries, size[0] * size[1])));
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  test("averages are linear: ⟨y,dy⟩ = ⟨x,dx⟩; so is the way back of a maximum", () => {
    fc.assert(
      fc.property(poolWindow, fc.boolean(), (window, countIncludePad) => {
        const { inGroup, input, size, stride, padding, seed } = window;
        const x = draws([1, inGroup, ...input], seed);
        x.requiresGrad = true;
        for (const y of [
          avgPool2d(x, size, { stride, padding, countIncludePad }),
          maxPool2d(x, size, { stride, padding }),
        ]) {
          const dy = draws([...y.shape], seed + 2);
          const [dx] = grad(y, [x], { upstream: dy }) as Tensor[];
          expect(x.mul(dx).sum().itemSync()).toBeCloseTo(y.mul(dy).sum().itemSync(), 9);
        }
      }),
      { numRuns: 100, seed: 4 },
    );
  });
});

describe("the gradients of pooling agree with centred differences", () => {
  const cases: [string, number[], (x: Tensor) => Tensor][] = [
    ["maxPool1d", [2, 2, 7], (x) => maxPool1d(x, 3, { stride: 2, padding: 1 })],
    ["maxPool2d", [2, 2, 4, 5], (x) => maxPool2d(x, 2)],
    ["maxPool2d, overlapping", [1, 2, 5, 5], (x) => maxPool2d(x, 3, { stride: 1, padding: 1 })],
    ["maxPool2d of a permuted view", [1, 4, 5, 2], (x) => maxPool2d(x.permute([0, 3, 1, 2]), [1, 2])],
    ["avgPool1d", [2, 2, 7], (x) => avgPool1d(x, 3, { stride: 2, padding: 1 })],
    ["avgPool2d", [2, 2, 4, 5], (x) => avgPool2d(x, 3, { stride: 2, padding: 1 }).square()],
    ["avgPool2d without padding", [1, 1, 3, 3], (x) => avgPool2d(x, 2, { padding: 1, countIncludePad: false })],
    ["globalAvgPool", [2, 3, 2, 2], (x) => globalAvgPool(x).square()],
    ["maxPool2d of a single entry", [1, 1, 1, 1], (x) => maxPool2d(x, 1)],
  ];

  test.each(cases)("%s", (_, shape, fn) => {
    expect(gradcheck(fn, [draws(shape, 6)])).toMatchObject({ passed: true });
  });

  test.each([
    ["maxPool2d", (x: Tensor) => maxPool2d(x, 2, { stride: 1 })],
    ["avgPool2d", (x: Tensor) => avgPool2d(x, 2, { stride: 1, padding: 1 })],
  ])("the second derivative through %s", (_, fn) => {
    const penalty = gradientPenalty((x) => fn(x).tanh());
    expect(gradcheck((x) => penalty(x.mul(1)), [draws([1, 1, 3, 3], 1)])).toMatchObject({ passed: true });
  });
});

describe("pooling", () => {
  test("ties give the whole gradient to the first in reading order", () => {
    const x = tensor([[[5, 5, 1, 1]]], { requiresGrad: true });
    maxPool1d(x, 2).sum().backward();
    expect(x.grad?.arraySync()).toEqual([[[1, 0, 1, 0]]]);
  });

  test("padding never wins, not even against −∞", () => {
    expect(maxPool1d(tensor([[-3, -Infinity]]), 2, { stride: 2, padding: 1 }).arraySync()).toEqual([[-3, -Infinity]]);
  });

  test("NaN wins, and a mean over it is NaN", () => {
    expect(maxPool1d(tensor([[NaN, 1, 2, 3]]), 2).arraySync()).toEqual([[NaN, 3]]);
    expect(maxPool1d(tensor([[1, NaN, 2, 3]]), 2).arraySync()).toEqual([[NaN, 3]]);
    expect(avgPool1d(tensor([[NaN, 1, 2, 3]]), 2).arraySync()).toEqual([[NaN, 2.5]]);
  });

  test("entries beyond the last whole window are left out", () => {
    expect(maxPool1d(tensor([[1, 2, 9]]), 2).arraySync()).toEqual([[2]]);
  });

  test("an empty batch stays empty", () => {
    const x = zeros([0, 2, 4, 4], { requiresGrad: true });
    const y = maxPool2d(x, 2);
    expect(y.shape).toEqual([0, 2, 2, 2]);
    y.sum().backward();
    expect(x.grad?.shape).toEqual([0, 2, 4, 4]);
  });

  test("what does not fit is an error that says what came", () => {
    expect(() => maxPool2d(zeros([1, 1, 2, 2]), 3)).toThrow(
      "cannot fit a window of (3,3), dilation 1,1, into (1,1,2,2)",
    );
    expect(() => maxPool2d(zeros([1, 1, 4, 4]), 2, { padding: 2 })).toThrow(
      "padding up to half the window (2,2), got 2,2",
    );
    expect(() => avgPool2d(zeros([1, 1, 4, 4]), 0)).toThrow(ArgumentError);
    expect(() => maxPool1d(zeros([1, 1, 1]), 2, { padding: 1, dilation: 2 })).toThrow(
      "window 0 on axis 2 of (1,1,1) is all padding",
    );
    expect(() => avgPool1d(zeros([1, 1, 0]), 2, { padding: 1 })).toThrow("is all padding");
    expect(() => globalAvgPool(zeros([2, 3]))).toThrow("needs x (N,C,…), got (2,3)");
  });
});

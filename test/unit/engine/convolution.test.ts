import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ArgumentError,
  conv1d,
  conv2d,
  grad,
  gradcheck,
  ShapeError,
  type Tensor,
  tensor,
  trace,
  zeros,
} from "#engine/index.ts";
import { draws, type RandomWindow, randomWindow } from "./random-windows.ts";
import { gradientPenalty } from "./second-derivatives.ts";

/** Entry by entry from the definition, with padding looked up as 0. */
function byDefinition(x: Tensor, w: Tensor, window: RandomWindow): number[] {
  const { stride, padding, dilation, size, groups } = window;
  const [N, C, H, W] = x.shape;
  const [O, inGroup] = w.shape;
  const places = [H, W].map((length, axis) =>
    Math.floor((length + 2 * padding[axis] - dilation[axis] * (size[axis] - 1) - 1) / stride[axis] + 1),
  );
  const from = x.valuesSync();
  const by = w.valuesSync();
  const at = (n: number, c: number, row: number, column: number) =>
    row < 0 || row >= H || column < 0 || column >= W ? 0 : from[((n * C + c) * H + row) * W + column];
  const entry = (n: number, o: number, i: number, j: number) => {
    let total = 0;
    for (let c = 0; c < inGroup; c++)
      for (let p = 0; p < size[0]; p++)
        for (let q = 0; q < size[1]; q++) {
          const channel = Math.floor((o * groups) / O) * inGroup + c;
          const row = i * stride[0] - padding[0] + p * dilation[0];
          const column = j * stride[1] - padding[1] + q * dilation[1];
          total += by[((o * inGroup + c) * size[0] + p) * size[1] + q] * at(n, channel, row, column);
        }
    return total;
  };
  const count = (length: number) => Array.from({ length }, (_, i) => i);
  return count(N).flatMap((n) =>
    count(O).flatMap((o) => count(places[0]).flatMap((i) => count(places[1]).map((j) => entry(n, o, i, j)))),
  );
}

function dot(a: Tensor, b: Tensor): number {
  return a.mul(b).sum().itemSync();
}

describe("conv2d over random shapes, strides, paddings, dilations and groups", () => {
  test("is the sum of its definition", () => {
    fc.assert(
      fc.property(randomWindow, (window) => {
        const { batch, groups, inGroup, outGroup, input, size, seed } = window;
        const x = draws([batch, groups * inGroup, ...input], seed);
        const w = draws([groups * outGroup, inGroup, ...size], seed + 1);
        const y = conv2d(x, w, window).valuesSync();
        const wanted = byDefinition(x, w, window);
        expect(y.length).toBe(wanted.length);
        wanted.forEach((value, i) => expect(Math.abs(y[i] - value)).toBeLessThan(1e-12));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test("its gradients are its adjoints: ⟨y,dy⟩ = ⟨x,dx⟩ = ⟨w,dw⟩", () => {
    fc.assert(
      fc.property(randomWindow, (window) => {
        const { batch, groups, inGroup, outGroup, input, size, seed } = window;
        const x = draws([batch, groups * inGroup, ...input], seed);
        const w = draws([groups * outGroup, inGroup, ...size], seed + 1);
        x.requiresGrad = true;
        w.requiresGrad = true;
        const y = conv2d(x, w, window);
        const dy = draws([...y.shape], seed + 2);
        const [dx, dw] = grad(y, [x, w], { upstream: dy }) as Tensor[];
        expect(dot(x, dx)).toBeCloseTo(dot(y, dy), 9);
        expect(dot(w, dw)).toBeCloseTo(dot(y, dy), 9);
      }),
      { numRuns: 200, seed: 2 },
    );
  });
});

describe("the gradients of convolutions agree with centred differences", () => {
  const cases: [string, number[][], (...inputs: Tensor[]) => Tensor][] = [
    ["conv1d", [[2, 2, 5], [3, 2, 2], [3]], (x, w, bias) => conv1d(x, w, { bias, stride: 2, padding: 1 })],
    ["conv2d", [[2, 2, 4, 3], [2, 2, 3, 2], [2]], (x, w, bias) => conv2d(x, w, { bias, padding: 1 })],
    [
      "conv2d with gaps, in groups",
      [
        [1, 4, 5, 6],
        [4, 2, 2, 2],
      ],
      (x, w) => conv2d(x, w, { stride: [2, 1], dilation: [1, 2], groups: 2 }),
    ],
    [
      "conv2d of a permuted image by a transposed weight",
      [
        [2, 4, 3, 2],
        [2, 2, 2, 3],
      ],
      (x, w) => conv2d(x.permute([0, 3, 1, 2]), w.transpose()),
    ],
    [
      "conv2d of a slice with a step, broadcast over the batch",
      [
        [1, 2, 4, 7],
        [1, 2, 2, 2],
      ],
      (x, w) => conv2d(x.slice(3, 0, 7, 2).broadcastTo([3, 2, 4, 4]), w),
    ],
    [
      "of a single entry by a single weight",
      [
        [1, 1, 1, 1],
        [1, 1, 1, 1],
      ],
      (x, w) => conv2d(x, w),
    ],
  ];

  test.each(cases)("%s", (_, shapes, fn) => {
    const inputs = shapes.map((shape, i) => draws(shape, i + 1));
    expect(gradcheck(fn, inputs)).toMatchObject({ passed: true });
  });

  test("the second derivatives, through all three readings of the convolution", () => {
    const fn = gradientPenalty((x, w) => conv2d(x, w, { stride: 2, padding: 1 }));
    const inputs = [draws([1, 2, 3, 3], 1).mul(0.3), draws([1, 2, 2, 2], 2).mul(0.3)];
    expect(gradcheck((...leaves) => fn(...leaves.map((leaf) => leaf.mul(1))), inputs)).toMatchObject({ passed: true });
  });
});

describe("convolution", () => {
  test("does not turn the kernel round", () => {
    expect(conv1d(tensor([[1, 2, 4]]), tensor([[[1, 10]]])).arraySync()).toEqual([[21, 42]]);
  });

  test("an empty batch stays empty, and its weight gets gradient 0", () => {
    const w = zeros([2, 1, 2, 2], { requiresGrad: true });
    const y = conv2d(zeros([0, 1, 3, 3]), w);
    expect(y.shape).toEqual([0, 2, 2, 2]);
    y.sum().backward();
    expect(w.grad?.arraySync()).toEqual(zeros([2, 1, 2, 2]).arraySync());
  });

  test("NaN and infinity reach the windows that read them, and no others", () => {
    const w = tensor([[[1, 1]]]);
    expect(conv1d(tensor([[NaN, 1, 2, Infinity]]), w).arraySync()).toEqual([[NaN, 3, Infinity]]);
  });

  test("is traced as one operation with its window", () => {
    const { steps } = trace(() => conv1d(tensor([[[1, 2, 4]]]), tensor([[[1, 10]]]), { padding: 1 }));
    expect(steps.map(({ operation }) => operation)).toEqual(["conv1d"]);
    expect(steps[0].attributes).toEqual({ size: [2], stride: [1], padding: [1], dilation: [1], groups: 1 });
    expect(steps[0].output.values).toEqual([[[10, 21, 42, 4]]]);
  });

  test("what does not fit is an error that says what came", () => {
    const x = zeros([1, 2, 4, 4]);
    expect(() => conv2d(x, zeros([3, 1, 2, 2]))).toThrow("needs x with 1 channels for weight (3,1,2,2) in 1 group(s)");
    expect(() => conv2d(x, zeros([3, 2, 5, 2]))).toThrow("cannot fit a window of (5,2), dilation 1,1, into (1,2,4,4)");
    expect(() => conv2d(x, zeros([3, 2, 2]))).toThrow(ShapeError);
    expect(() => conv2d(zeros([4, 4]), zeros([3, 2, 2, 2]))).toThrow("needs x (N,C,H,W) or (C,H,W), got (4,4)");
    expect(() => conv2d(x, zeros([3, 2, 2, 2]), { bias: zeros([2]) })).toThrow("needs a bias (3), got (2)");
    expect(() => conv2d(x, zeros([3, 1, 2, 2]), { groups: 2 })).toThrow("divide the 3 output channels, got 2");
    expect(() => conv2d(x, zeros([3, 2, 2, 2]), { stride: 0 })).toThrow(ArgumentError);
    expect(() => conv2d(x, zeros([3, 2, 2, 2]), { padding: [1, -1] })).toThrow("got 1,-1");
    expect(() => conv2d(x, zeros([3, 2, 0, 2]))).toThrow("needs a size of 2 whole number(s) of 1 or more");
  });
});

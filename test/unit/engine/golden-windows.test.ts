import { describe, expect, test } from "vitest";
import { avgPool1d, avgPool2d, conv1d, conv2d, crossEntropy, globalAvgPool, linear } from "#engine/index.ts";
import { maxPool1d, maxPool2d, optim, type Tensor } from "#engine/index.ts";
import { type Builds, describeGolden, distance, type GoldenTensor, readGolden, toTensor } from "./golden.ts";
import { gradientPenalty } from "./second-derivatives.ts";

const windows: Builds = {
  conv1d: (x, w, bias) => conv1d(x, w, { bias }),
  "conv1d, stride 2, padding 1": (x, w, bias) => conv1d(x, w, { bias, stride: 2, padding: 1 }),
  "conv1d, dilation 2": (x, w) => conv1d(x, w, { dilation: 2 }),
  "conv1d, one example": (x, w) => conv1d(x, w),
  "conv1d, depthwise": (x, w) => conv1d(x, w, { groups: 3, padding: 1 }),
  "conv1d, second derivatives": gradientPenalty((x, w) => conv1d(x, w, { stride: 2, padding: 1 })),
  conv2d: (x, w, bias) => conv2d(x, w, { bias }),
  "conv2d, 1 by 1": (x, w, bias) => conv2d(x, w, { bias }),
  "conv2d, window as large as the plane": (x, w) => conv2d(x, w),
  "conv2d, stride 2": (x, w) => conv2d(x, w, { stride: 2 }),
  "conv2d, padding 1": (x, w, bias) => conv2d(x, w, { bias, padding: 1 }),
  "conv2d, padding beyond the window": (x, w) => conv2d(x, w, { padding: 3 }),
  "conv2d, all options": (x, w, bias) =>
    conv2d(x, w, { bias, stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 2 }),
  "conv2d, depthwise": (x, w) => conv2d(x, w, { groups: 3 }),
  "conv2d, one example": (x, w, bias) => conv2d(x, w, { bias }),
  "conv2d, transposed view": (x, w) => conv2d(x.transpose(2, 3), w),
  "conv2d, second derivatives": gradientPenalty((x, w) => conv2d(x, w, { stride: 2, padding: 1, groups: 2 })),
  maxPool1d: (x) => maxPool1d(x, 2),
  "maxPool1d, overlapping": (x) => maxPool1d(x, 3, { stride: 1, padding: 1 }),
  maxPool2d: (x) => maxPool2d(x, 2),
  "maxPool2d, ties": (x) => maxPool2d(x, 2),
  "maxPool2d, ties that overlap": (x) => maxPool2d(x, 3, { stride: 1, padding: 1 }),
  "maxPool2d, NaN and infinities": (x) => maxPool2d(x, 2),
  "maxPool2d, all options": (x) => maxPool2d(x, [3, 2], { stride: [2, 1], padding: [1, 1], dilation: [1, 2] }),
  "maxPool2d, one example": (x) => maxPool2d(x, 2, { stride: 1 }),
  "maxPool2d, second derivatives": gradientPenalty((x) => maxPool2d(x, 2, { stride: 1 })),
  avgPool1d: (x) => avgPool1d(x, 3),
  "avgPool1d, padding counted": (x) => avgPool1d(x, 3, { stride: 2, padding: 1 }),
  avgPool2d: (x) => avgPool2d(x, 2),
  "avgPool2d, padding counted": (x) => avgPool2d(x, 3, { stride: 2, padding: 1 }),
  "avgPool2d, padding not counted": (x) => avgPool2d(x, [3, 2], { stride: [2, 1], padding: 1, countIncludePad: false }),
  "avgPool2d, second derivatives": gradientPenalty((x) => avgPool2d(x, 2, { stride: 1, padding: 1 })),
  globalAvgPool: (x) => globalAvgPool(x),
  "globalAvgPool, kept": (x) => globalAvgPool(x, { keepDims: true }),
};

describeGolden("windows", windows);

describe("PyTorch's convolutional network", () => {
  const { run } = readGolden<{
    run: { x: GoldenTensor; y: number[]; start: GoldenTensor[]; losses: number[]; end: GoldenTensor[] };
  }>("convnet");

  test("ten steps of SGD give its losses and parameters within 1e-12", () => {
    const x = toTensor(run.x);
    const parameters = run.start.map((value) => toTensor(value, true));
    const [weight, bias, readout, offset] = parameters;
    const optimizer = optim.sgd(parameters, { lr: 0.2 });
    const losses = run.losses.map(() => {
      optimizer.zeroGrad();
      const hidden = maxPool2d(conv2d(x, weight, { bias }).relu(), 2).reshape([4, 12]);
      const loss: Tensor = crossEntropy(linear(hidden, readout, offset), run.y);
      loss.backward();
      optimizer.step();
      return loss.itemSync();
    });
    losses.forEach((loss, step) => expect(Math.abs(loss - run.losses[step])).toBeLessThan(1e-12));
    parameters.forEach((parameter, i) => expect(distance(parameter, run.end[i])).toBeLessThan(1e-12));
  });
});

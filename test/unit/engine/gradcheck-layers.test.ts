import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as engine from "#engine/index.ts";
import { gradcheck, type Tensor, tensor } from "#engine/index.ts";
import { draws } from "./random-windows.ts";
import { gradientPenalty } from "./second-derivatives.ts";

type Fn = (...inputs: Tensor[]) => Tensor;
type Case = [name: string, shapes: number[][], fn: Fn];

const mask = tensor([
  [1, 0, 1],
  [1, 1, 0],
]);
const weights = ([weightIh, weightHh, biasIh, biasHh]: Tensor[]) => ({ weightIh, weightHh, biasIh, biasHh });
const weightShapes = (gates: number, inputs: number, units: number) => [
  [gates * units, inputs],
  [gates * units, units],
  [gates * units],
  [gates * units],
];

const layers: Case[] = [
  [
    "layerNorm over two axes",
    [
      [2, 3, 2],
      [3, 2],
    ],
    (x, weight) => engine.layerNorm(x, { weight, normalizedShape: [3, 2] }),
  ],
  ["rmsNorm", [[2, 3, 4], [4]], (x, weight) => engine.rmsNorm(x, { weight, eps: 1e-5 })],
  ["rmsNorm of a transposed view", [[4, 3]], (x) => engine.rmsNorm(x.transpose(), { eps: 1e-5 })],
  ["groupNorm", [[2, 4, 3], [4], [4]], (x, weight, bias) => engine.groupNorm(x, 2, { weight, bias })],
  ["groupNorm of a permuted view", [[2, 3, 4]], (x) => engine.groupNorm(x.permute([0, 2, 1]), 4)],
  [
    "batchNorm in training",
    [[3, 2, 2], [2], [2]],
    (x, weight, bias) => engine.batchNorm(x, { weight, bias, training: true }),
  ],
  [
    "batchNorm in evaluation, of its statistics too",
    [[3, 2], [2], [2]],
    (x, runningMean, spread) => engine.batchNorm(x, { runningMean, runningVar: spread.square(), training: false }),
  ],
  [
    "attention",
    [
      [2, 3, 4],
      [2, 5, 4],
      [2, 5, 2],
    ],
    (q, k, v) => engine.scaledDotProductAttention(q, k, v),
  ],
  [
    "attention with everything",
    [
      [2, 2, 4],
      [1, 3, 4],
      [3, 2],
      [2, 3],
    ],
    (q, k, v, bias) =>
      engine.scaledDotProductAttention(q, k, v, {
        bias,
        mask,
        causal: true,
        dropout: {
          p: 0.5,
          mask: tensor([
            [1, 1, 0],
            [0, 1, 1],
          ]),
        },
      }),
  ],
  ["rnnCell", [[2, 3], [2, 2], ...weightShapes(1, 3, 2)], (x, h, ...w) => engine.rnnCell(x, h, weights(w))],
  ["gruCell", [[2, 3], [2, 2], ...weightShapes(3, 3, 2)], (x, h, ...w) => engine.gruCell(x, h, weights(w))],
  [
    "lstmCell",
    [[2, 3], [2, 2], [2, 2], ...weightShapes(4, 3, 2)],
    (x, hidden, cell, ...w) => engine.lstmCell(x, { hidden, cell }, weights(w)).hidden,
  ],
  ["rnn", [[3, 1, 2], ...weightShapes(1, 2, 2)], (x, ...w) => engine.rnn(x, weights(w)).output],
  ["lstm, its last cell state", [[3, 2, 2], ...weightShapes(4, 2, 1)], (x, ...w) => engine.lstm(x, weights(w)).cell],
  [
    "gru backwards, batch first",
    [[2, 3, 2], ...weightShapes(3, 2, 2)],
    (x, ...w) => engine.gru(x, weights(w), { reverse: true, batchFirst: true }).output,
  ],
  ["rnn of one step", [[1, 1, 1], ...weightShapes(1, 1, 1)], (x, ...w) => engine.rnn(x, weights(w)).hidden],
  [
    "embedding with repeats",
    [[4, 2]],
    (w) =>
      engine
        .embedding(
          [
            [3, 0],
            [3, 3],
          ],
          w,
        )
        .square(),
  ],
];

const losses: Case[] = [
  [
    "mae",
    [
      [2, 3],
      [2, 3],
    ],
    (a, b) => engine.mae(a, b),
  ],
  [
    "huber",
    [
      [3, 4],
      [3, 4],
    ],
    (a, b) => engine.huber(a, b, { delta: 0.8 }),
  ],
  [
    "smoothL1",
    [
      [3, 4],
      [3, 4],
    ],
    (a, b) => engine.smoothL1(a, b, { beta: 0.5, reduction: "sum" }),
  ],
  [
    "bce of two sigmoids",
    [
      [2, 3],
      [2, 3],
    ],
    (z, y) => engine.bce(z.sigmoid(), y.sigmoid()),
  ],
  [
    "bceWithLogits with positive weights",
    [[2, 3], [2, 3], [3]],
    (z, y, posWeight) => engine.bceWithLogits(z, y, { posWeight }),
  ],
  [
    "klDivergence",
    [
      [2, 3],
      [2, 3],
    ],
    (q, p) => engine.klDivergence(q.logSoftmax(), p.softmax(), { reduction: "batchmean" }),
  ],
  [
    "klDivergence from logarithms",
    [
      [2, 3],
      [2, 3],
    ],
    (q, p) => engine.klDivergence(q.logSoftmax(), p.logSoftmax(), { reduction: "sum", logTarget: true }),
  ],
  [
    "crossEntropy with every option",
    [[4, 3], [3]],
    (z, weight) =>
      engine.crossEntropy(z, [0, -1, 2, 1], { weight: weight.square(), ignoreIndex: -1, labelSmoothing: 0.1 }),
  ],
  [
    "crossEntropy of weighted, smoothed probabilities",
    [[2, 3], [2, 3], [3]],
    (z, y, weight) => engine.crossEntropy(z, y.softmax(), { weight, labelSmoothing: 0.2, reduction: "none" }),
  ],
  [
    "nll with weights and an ignored class",
    [[4, 3], [3]],
    (z, weight) => engine.nll(z.logSoftmax(), [2, 7, 1, 1], { weight: weight.square(), ignoreIndex: 7 }),
  ],
];

const others: Case[] = [
  ["sin", [[3, 4]], (x) => x.sin()],
  ["cos", [[3, 4]], (x) => x.cos()],
  ["rsqrt", [[5]], (x) => x.square().add(0.1).rsqrt()],
  ["reciprocal", [[5]], (x) => x.square().add(0.1).reciprocal()],
  ["clamp", [[3, 4]], (x) => x.clamp(-0.51, 0.73)],
  ["norm over one axis", [[3, 4]], (x) => x.norm(1)],
  ["norm over all of a view", [[3, 4]], (x) => x.transpose().norm()],
  ["norm, p = 1", [[3, 4]], (x) => x.norm(0, { p: 1 })],
  ["norm, p = ∞", [[3, 4]], (x) => x.norm(0, { p: Infinity, keepDims: true })],
  ["std", [[3, 4]], (x) => x.std(1)],
  ["variance over two axes", [[2, 3, 2]], (x) => x.variance([0, 2])],
  ["cumsum", [[2, 3, 2]], (x) => x.cumsum(1).square()],
  ["cumsum from the end, of a view", [[3, 4]], (x) => x.transpose().cumsum(0, { reverse: true }).square()],
  ["sort", [[3, 5]], (x) => x.sort(0, { descending: true }).values.square()],
  ["topk", [[3, 5]], (x) => x.topk(2).values.square()],
  ["flip", [[3, 2, 2]], (x) => x.flip([0, -1]).square().cumsum(0)],
  ["tril", [[2, 3, 3]], (x) => x.tril(-1).square()],
  ["triu", [[2, 4]], (x) => x.triu(1).square()],
  [
    "parts of different use",
    [[7, 2]],
    (x) => engine.concat([x.split(3)[1].square(), x.chunk(4)[3], x.unbind(0)[5].unsqueeze(0)]),
  ],
  ["flatten and squeeze", [[1, 2, 3]], (x) => x.flatten(1).squeeze().square()],
];

describe("gradients by autograd agree with centred differences within 1e-6", () => {
  test.each([...layers, ...losses, ...others])("%s", (_, shapes, fn) => {
    const inputs = shapes.map((shape, i) => draws(shape, 20 + i));
    expect(gradcheck(fn, inputs)).toMatchObject({ passed: true });
  });

  test.each([
    ["batchNorm", [[3, 2]], (x: Tensor) => engine.batchNorm(x, { training: true })],
    ["rmsNorm", [[2, 3]], (x: Tensor) => engine.rmsNorm(x, { eps: 0.1 })],
    ["norm", [[2, 3]], (x: Tensor) => x.norm(1)],
    [
      "bce",
      [[2, 2]],
      (x: Tensor) =>
        engine.bce(
          x.sigmoid(),
          tensor([
            [1, 0],
            [0, 1],
          ]),
        ),
    ],
    [
      "a recurrent step",
      [[1, 2]],
      (x: Tensor) => engine.gruCell(x, x, { weightIh: draws([6, 2], 1), weightHh: draws([6, 2], 2) }),
    ],
    ["attention", [[3, 2]], (x: Tensor) => engine.scaledDotProductAttention(x, x, x, { causal: true })],
    ["cumsum and sin", [[2, 3]], (x: Tensor) => x.cumsum(1).sin()],
  ] as [string, number[][], Fn][])("the second derivatives of %s", (_, shapes, fn) => {
    const penalty = gradientPenalty((x) => fn(x));
    const inputs = shapes.map((shape, i) => draws(shape, 30 + i));
    expect(gradcheck((x) => penalty(x.mul(1)), inputs)).toMatchObject({ passed: true });
  });
});

const shapeWithAxis = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 })
  .chain((shape) => fc.tuple(fc.constant(shape), fc.nat(shape.length - 1), fc.nat(1000)));

describe("over random shapes and axes", () => {
  const byAxis: [string, (x: Tensor, axis: number) => Tensor][] = [
    ["cumsum", (x, axis) => x.cumsum(axis).square()],
    ["sort", (x, axis) => x.sort(axis).values.square()],
    ["norm", (x, axis) => x.norm(axis)],
    ["softmax", (x, axis) => x.softmax(axis)],
    ["logSoftmax", (x, axis) => x.logSoftmax(axis)],
    ["logSumExp", (x, axis) => x.logSumExp(axis)],
    ["flip", (x, axis) => x.flip(axis).square()],
    ["unbind", (x, axis) => x.unbind(axis).reduce((a, b) => a.mul(b))],
    ["variance", (x, axis) => x.variance(axis, { correction: 0 })],
  ];

  test.each(byAxis)("the gradient of %s agrees with centred differences", (_, fn) => {
    fc.assert(
      fc.property(shapeWithAxis, ([shape, axis, seed]) => {
        expect(gradcheck((x) => fn(x, axis), [draws(shape, seed)])).toMatchObject({ passed: true });
      }),
      { numRuns: 25, seed: 5 },
    );
  });

  test("classes by number, and by their one-hot rows, cost the same under every option", () => {
    const anyExample = fc.record({
      batch: fc.integer({ min: 1, max: 4 }),
      classes: fc.integer({ min: 1, max: 4 }),
      labelSmoothing: fc.constantFrom(0, 0.1, 1),
      reduction: fc.constantFrom("sum" as const, "none" as const),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(anyExample, ({ batch, classes, labelSmoothing, reduction, seed }) => {
        const z = draws([batch, classes], seed);
        const numbers = Array.from({ length: batch }, (_, i) => (seed + i) % classes);
        const options = { weight: draws([classes], seed + 1).square(), labelSmoothing, reduction };
        const byNumber = engine.crossEntropy(z, numbers, options).valuesSync();
        const byRow = engine.crossEntropy(z, engine.oneHot(numbers, classes), options).valuesSync();
        byNumber.forEach((value, i) => expect(Math.abs(value - byRow[i])).toBeLessThan(1e-12));
      }),
      { numRuns: 100, seed: 6 },
    );
  });
});

import { describe, expect, test } from "vitest";
import * as engine from "#engine/index.ts";
import { fromValues, gradcheck, Rng, type Tensor, tensor, withFaults } from "#engine/index.ts";

type Fn = (...inputs: Tensor[]) => Tensor;

/** Numbers with 0.1 ≤ |x| ≤ 2, so that no kink at 0 lies within h. */
function away(shape: number[], seed: number): Tensor {
  const rng = new Rng(seed);
  const length = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length }, () => rng.uniform(0.1, 2) * (rng.uniform() < 0.5 ? -1 : 1));
  return fromValues(values, shape);
}

function positive(shape: number[], seed: number): Tensor {
  return away(shape, seed).abs();
}

const SHAPES = [[], [1], [5], [3, 4], [2, 3, 2], [2, 1, 3, 2]];

const unary: Record<string, Fn> = {
  neg: (x) => x.neg(),
  exp: (x) => x.exp(),
  abs: (x) => x.abs(),
  erf: (x) => x.erf(),
  "pow 3": (x) => x.pow(3),
  "pow −2": (x) => x.pow(-2),
  square: (x) => x.square(),
  relu: (x) => x.relu(),
  leakyRelu: (x) => x.leakyRelu(0.2),
  sigmoid: (x) => x.sigmoid(),
  tanh: (x) => x.tanh(),
  gelu: (x) => x.gelu(),
  "gelu tanh": (x) => x.gelu({ approximate: "tanh" }),
  silu: (x) => x.silu(),
  softplus: (x) => x.softplus(),
  "number − x": (x) => engine.sub(3, x),
  "number / x": (x) => engine.div(3, x),
  sum: (x) => x.sum(),
  mean: (x) => x.mean(),
  max: (x) => x.max(),
  min: (x) => x.min(),
  logSumExp: (x) => x.logSumExp(),
  flatten: (x) => x.flatten().mul(2),
  "the same value four times": (x) => x.mul(x).add(x).div(x.mul(x).add(1)),
};

const positiveOnly: Record<string, Fn> = {
  log: (x) => x.log(),
  log1p: (x) => x.log1p(),
  sqrt: (x) => x.sqrt(),
  "pow 0.5": (x) => x.pow(0.5),
  "number to the power x": (x) => engine.pow(2, x),
};

const BROADCASTS: [number[], number[]][] = [
  [
    [3, 4],
    [3, 4],
  ],
  [[3, 4], [4]],
  [[4], [3, 4]],
  [
    [3, 1],
    [1, 4],
  ],
  [[], [2, 3]],
  [
    [2, 1, 3],
    [5, 1],
  ],
  [[1], [3]],
];

const binary: Record<string, Fn> = {
  add: (a, b) => a.add(b),
  sub: (a, b) => a.sub(b),
  mul: (a, b) => a.mul(b),
  div: (a, b) => a.div(b),
  maximum: (a, b) => a.maximum(b),
  minimum: (a, b) => a.minimum(b),
  where: (a, b) => engine.where(a.greater(b), a, b.mul(3)),
};

const MATMULS: [number[], number[]][] = [
  [
    [2, 3],
    [3, 4],
  ],
  [
    [1, 1],
    [1, 1],
  ],
  [[3], [3]],
  [[2, 3], [3]],
  [[3], [3, 2]],
  [
    [2, 2, 3],
    [2, 3, 4],
  ],
  [
    [2, 2, 3],
    [3, 2],
  ],
  [
    [2, 1, 2, 3],
    [3, 3, 2],
  ],
  [[4, 2, 3], [3]],
];

const pick = tensor([[0, 2, 1]]);

const shaped: [name: string, shape: number[], fn: Fn][] = [
  ["sum over the middle axis", [2, 3, 4], (x) => x.sum(1)],
  ["sum over two axes, kept", [2, 3, 4], (x) => x.sum([0, -1], { keepDims: true })],
  ["mean over the first axis", [3, 4], (x) => x.mean(0)],
  ["mean over two axes", [2, 3, 4], (x) => x.mean([1, 2])],
  ["max over the last axis", [3, 4], (x) => x.max(1)],
  ["min over the first axis, kept", [3, 4], (x) => x.min(0, { keepDims: true })],
  ["variance", [3, 4], (x) => x.variance(1)],
  ["softmax over the last axis", [3, 4], (x) => x.softmax()],
  ["softmax over the first axis", [3, 4], (x) => x.softmax(0)],
  ["softmax over a middle axis", [2, 3, 2], (x) => x.softmax(1)],
  ["logSoftmax", [3, 4], (x) => x.logSoftmax()],
  ["logSoftmax over the first axis", [3, 4], (x) => x.logSoftmax(0)],
  ["logSumExp over one axis", [3, 4], (x) => x.logSumExp(1)],
  ["logSumExp over two axes, kept", [2, 3, 4], (x) => x.logSumExp([0, 2], { keepDims: true })],
  ["reshape", [3, 4], (x) => x.reshape([2, -1]).mul(x.reshape([2, 6]))],
  ["reshape of a transposed view", [3, 4], (x) => x.transpose().reshape([6, 2]).square()],
  ["permute", [2, 3, 4], (x) => x.permute([2, 0, 1]).square()],
  ["broadcastTo", [3, 1], (x) => x.broadcastTo([2, 3, 4])],
  ["slice", [3, 6], (x) => x.slice(1, 1, -1).square()],
  ["slice with a step", [3, 7], (x) => x.slice(1, 1, 7, 3).square()],
  ["overlapping slices", [5], (x) => x.slice(0, 0, 4).mul(x.slice(0, 1))],
  ["select", [3, 4], (x) => x.select(0, -1)],
  ["unsqueeze and squeeze", [3], (x) => x.unsqueeze(0).mul(x.unsqueeze(1)).unsqueeze(-1).squeeze(-1)],
  ["pad", [2, 3], (x) => x.pad(1, 2, 1, 5).square()],
  [
    "gather with repeats",
    [3, 4],
    (x) =>
      x
        .gather(
          0,
          tensor([
            [0, 0, 2, 1],
            [0, 1, 2, 2],
          ]),
        )
        .square(),
  ],
  ["gather along the last axis", [1, 4], (x) => x.gather(1, pick)],
  ["indexSelect with repeats", [3, 2], (x) => x.indexSelect(0, [2, 0, 2]).square()],
  [
    "maskedFill",
    [2, 2],
    (x) =>
      x
        .maskedFill(
          tensor([
            [0, 1],
            [0, 0],
          ]),
          -5,
        )
        .square(),
  ],
  ["dropout with a mask", [4], (x) => engine.dropout(x, { p: 0.25, mask: tensor([1, 0, 1, 1]) })],
  ["an exp of a transposed view", [3, 4], (x) => x.transpose().exp()],
  ["an exp of a broadcast view", [1, 4], (x) => x.broadcastTo([3, 4]).exp()],
  ["sum of a sliced, permuted view", [4, 5], (x) => x.slice(0, 1, 4, 2).transpose().tanh().sum(0)],
  ["crossEntropy by class", [3, 4], (z) => engine.crossEntropy(z, [3, 0, 0])],
  ["crossEntropy by class, one each", [3, 4], (z) => engine.crossEntropy(z, [3, 0, 0], { reduction: "none" })],
  ["crossEntropy of one example", [4], (z) => engine.crossEntropy(z, 2)],
  ["nll", [3, 4], (z) => engine.nll(z, [1, 2, 3])],
];

const several: [name: string, shapes: number[][], fn: Fn][] = [
  ["linear with bias", [[2, 3], [4, 3], [4]], (x, w, b) => engine.linear(x, w, b)],
  [
    "linear over a batch of sequences",
    [
      [2, 2, 3],
      [4, 3],
    ],
    (x, w) => engine.linear(x, w),
  ],
  [
    "concat, one part twice",
    [
      [2, 2],
      [2, 3],
    ],
    (a, b) => engine.concat([a, b, a], 1).square(),
  ],
  [
    "stack in the middle",
    [
      [2, 3],
      [2, 3],
    ],
    (a, b) => engine.stack([a, b], 1).square(),
  ],
  [
    "matmul of transposed views",
    [
      [3, 2],
      [4, 3],
    ],
    (a, b) => a.transpose().matmul(b.transpose()),
  ],
  [
    "matmul of sliced views",
    [
      [4, 6],
      [3, 5],
    ],
    (a, b) => a.slice(1, 0, 6, 2).matmul(b.slice(1, 1, 4)),
  ],
  [
    "scatterAdd with repeats",
    [
      [2, 3],
      [2, 3],
    ],
    (x, s) =>
      x
        .scatterAdd(
          1,
          tensor([
            [0, 0, 2],
            [1, 1, 1],
          ]),
          s,
        )
        .square(),
  ],
  ["layerNorm", [[2, 4], [4], [4]], (x, weight, bias) => engine.layerNorm(x, { weight, bias })],
  [
    "mse",
    [
      [2, 3],
      [2, 3],
    ],
    (a, b) => engine.mse(a, b),
  ],
  [
    "bceWithLogits",
    [
      [2, 3],
      [2, 3],
    ],
    (z, y) => engine.bceWithLogits(z, y),
  ],
  [
    "crossEntropy by weights",
    [
      [2, 3],
      [2, 3],
    ],
    (z, y) => engine.crossEntropy(z, y),
  ],
  [
    "crossEntropy by weights, each",
    [
      [2, 3],
      [2, 3],
    ],
    (z, y) => engine.crossEntropy(z, y, { reduction: "none" }),
  ],
  [
    "scaled dot-product attention",
    [
      [2, 3, 4],
      [2, 3, 4],
      [2, 3, 4],
    ],
    (q, k, v) => q.matmul(k.transpose()).div(2).softmax().matmul(v),
  ],
];

describe("gradients by autograd agree with centred differences within 1e-6", () => {
  test.each(Object.entries(unary))("%s, for every shape", (_, fn) => {
    for (const shape of SHAPES) expect(gradcheck(fn, [away(shape, 7)])).toMatchObject({ passed: true });
  });

  test.each(Object.entries(positiveOnly))("%s, for every shape", (_, fn) => {
    for (const shape of SHAPES) expect(gradcheck(fn, [positive(shape, 7)])).toMatchObject({ passed: true });
  });

  test.each(Object.entries(binary))("%s, for every broadcast", (_, fn) => {
    for (const [a, b] of BROADCASTS) expect(gradcheck(fn, [away(a, 1), away(b, 2)])).toMatchObject({ passed: true });
  });

  test("pow of two tensors, for every broadcast", () => {
    for (const [a, b] of BROADCASTS) {
      expect(gradcheck((x, y) => x.pow(y), [positive(a, 1), away(b, 2)])).toMatchObject({ passed: true });
    }
  });

  test.each(MATMULS)("matmul %j · %j", (a, b) => {
    expect(gradcheck((x, y) => x.matmul(y), [away(a, 1), away(b, 2)])).toMatchObject({ passed: true });
  });

  test.each(shaped)("%s", (_, shape, fn) => {
    expect(gradcheck(fn, [away(shape, 3)])).toMatchObject({ passed: true });
  });

  test.each(several)("%s", (_, shapes, fn) => {
    const inputs = shapes.map((shape, i) => away(shape, 10 + i));
    expect(gradcheck(fn, inputs)).toMatchObject({ passed: true });
  });

  test("hinge, away from its kink", () => {
    const labels = tensor([1, -1, 1, -1]);
    expect(gradcheck((s) => engine.hinge(s, labels), [tensor([0.3, 0.4, 1.7, -2])])).toMatchObject({ passed: true });
  });

  test.each([
    ["x³", (x: Tensor) => x.pow(3)],
    ["tanh", (x: Tensor) => x.tanh()],
    ["gelu", (x: Tensor) => x.gelu()],
    ["softmax", (x: Tensor) => x.softmax().square()],
    ["logSumExp", (x: Tensor) => x.logSumExp()],
    ["crossEntropy", (x: Tensor) => engine.crossEntropy(x, 1)],
    ["matmul", (x: Tensor) => x.matmul(x).tanh()],
  ])("the second derivative of %s, by a gradient of the gradient", (_, fn) => {
    const slope = (x: Tensor) => engine.grad(fn(x).sum(), [x], { createGraph: true })[0] as Tensor;
    expect(gradcheck((x) => slope(engine.mul(x, 1)), [away([4], 5)])).toMatchObject({ passed: true });
  });
});

describe("the report", () => {
  test("names the worst entry with both values and its relative error", () => {
    const spoil = () =>
      gradcheck(
        (x) => x.relu(),
        [
          tensor([
            [1, -2],
            [3, 4],
          ]),
        ],
        { seed: 3 },
      );
    const report = withFaults({ relu: { backward: engine.passGradientThrough } }, spoil);
    expect(report).toMatchObject({ passed: false, entries: 4, worst: { input: 0, index: [0, 1], numeric: 0 } });
    expect(report.worst?.analytic).not.toBe(0);
  });

  test("a factor of 1.00001 is found at the default tolerance", () => {
    const scale: engine.FaultTable = { exp: { backward: (call, dy, rule) => rule(call, dy.mul(1.00001)) } };
    const report = withFaults(scale, () => gradcheck((x) => x.exp(), [tensor([1, 2])]));
    expect(report.passed).toBe(false);
    expect(report.error).toBeCloseTo(1e-5, 7);
  });

  test("a value that is not finite fails the check", () => {
    expect(gradcheck((x) => x.log(), [tensor([-1])])).toMatchObject({ passed: false, error: Infinity });
  });

  test("an input that the result does not depend on has gradient 0", () => {
    expect(gradcheck((a, b) => a.add(b.detach().mul(0)), [tensor([1]), tensor([2])])).toMatchObject({ passed: true });
  });

  test("a function without gradient is an error", () => {
    expect(() => gradcheck((x) => x.greater(0), [tensor([1])])).toThrow("depends on its inputs");
  });
});

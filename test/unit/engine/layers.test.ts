import { describe, expect, test } from "vitest";
import {
  ArgumentError,
  attentionWeights,
  batchNorm,
  embedding,
  groupNorm,
  IndexError,
  layerNorm,
} from "#engine/index.ts";
import { gru, lstm, ones, rmsNorm, rnn, rnnCell, scaledDotProductAttention, ShapeError } from "#engine/index.ts";
import { tensor, trace, zeros } from "#engine/index.ts";
import { draws } from "./random-windows.ts";

describe("batch norm", () => {
  const x = () =>
    tensor([
      [1, 10],
      [3, 30],
    ]);

  test("training standardises each channel and moves the running statistics a tenth of the way", () => {
    const runningMean = zeros([2]);
    const runningVar = ones([2]);
    const y = batchNorm(x(), { training: true, runningMean, runningVar, eps: 0 });
    expect(y.arraySync()).toEqual([
      [-1, -1],
      [1, 1],
    ]);
    expect(runningMean.arraySync()).toEqual([0.2, 2]);
    // 0.9 · 1 + 0.1 · the unbiased variances 2 and 200
    expect(runningVar.arraySync()).toEqual([1.1, 20.9]);
  });

  test("evaluation uses the running statistics and leaves them", () => {
    const runningMean = tensor([1, 10]);
    const runningVar = tensor([4, 100]);
    const y = batchNorm(x(), { training: false, runningMean, runningVar, eps: 0 });
    expect(y.arraySync()).toEqual([
      [0, 0],
      [1, 2],
    ]);
    expect(runningMean.arraySync()).toEqual([1, 10]);
  });

  test("momentum 1 takes the batch's statistics as they are", () => {
    const runningMean = zeros([2]);
    batchNorm(x(), { training: true, runningMean, momentum: 1 });
    expect(runningMean.arraySync()).toEqual([2, 20]);
  });

  test("the running statistics are no part of the trace or of the graph", () => {
    const runningMean = zeros([2]);
    const run = (options: object) => trace(() => batchNorm(x(), { training: true, ...options })).steps.length;
    expect(run({ runningMean })).toBe(run({}));
    expect(runningMean.requiresGrad).toBe(false);
  });

  test("what cannot be computed is an error", () => {
    expect(() => batchNorm(zeros([1, 2]), { training: true })).toThrow("2 or more values a channel, got (1,2)");
    expect(() => batchNorm(x(), { training: false })).toThrow(ArgumentError);
    expect(() => batchNorm(zeros([3]), { training: true })).toThrow("needs x (N,C,…), got (3)");
    expect(() => batchNorm(x(), { training: true, runningVar: zeros([3]) })).toThrow("a runningVar (2), got (3)");
  });
});

describe("the other norms", () => {
  test("one group is layer norm over all but the batch, and as many as channels standardise each by itself", () => {
    const x = draws([2, 4, 3], 1);
    const whole = layerNorm(x, { normalizedShape: [4, 3] });
    expect(groupNorm(x, 1).valuesSync()).toEqual(whole.valuesSync());
    expect(groupNorm(x, 4).valuesSync()).toEqual(layerNorm(x).valuesSync());
  });

  test("equal entries become 0, not NaN", () => {
    expect(layerNorm(tensor([[7, 7, 7]])).arraySync()).toEqual([[0, 0, 0]]);
    expect(rmsNorm(tensor([[0, 0]]), { eps: 1e-6 }).arraySync()).toEqual([[0, 0]]);
  });

  test("rms norm divides by the root of the mean square and does not centre", () => {
    expect(rmsNorm(tensor([[3, 3, 3, 3]]), { eps: 0, weight: tensor([1, 2, 3, 4]) }).arraySync()).toEqual([
      [1, 2, 3, 4],
    ]);
  });

  test("NaN spoils its own row only", () => {
    expect(
      layerNorm(
        tensor([
          [NaN, 1],
          [0, 2],
        ]),
        { eps: 0 },
      ).arraySync(),
    ).toEqual([
      [NaN, NaN],
      [-1, 1],
    ]);
  });

  test("an empty batch stays empty", () => {
    expect(layerNorm(zeros([0, 3])).shape).toEqual([0, 3]);
    expect(groupNorm(zeros([0, 4, 2]), 2).shape).toEqual([0, 4, 2]);
  });

  test("what does not fit is an error", () => {
    expect(() => layerNorm(zeros([]))).toThrow(ShapeError);
    expect(() => layerNorm(zeros([2, 3]), { normalizedShape: [2] })).toThrow(
      "ends in (2), of one axis or more, got (2,3)",
    );
    expect(() => rmsNorm(zeros([3]), { eps: 1e-5, normalizedShape: [2, 3] })).toThrow("ends in (2,3)");
    expect(() => groupNorm(zeros([2, 3]), 2)).toThrow("divide the 3 channels, got 2");
    expect(() => groupNorm(zeros([2, 4]), 2, { weight: zeros([2]) })).toThrow("needs a weight (4), got (2)");
  });
});

describe("attention", () => {
  test("equal keys are looked at equally, and later ones not at all when causal", () => {
    const x = zeros([3, 2]);
    expect(attentionWeights(x, x).arraySync()).toEqual([
      [1 / 3, 1 / 3, 1 / 3],
      [1 / 3, 1 / 3, 1 / 3],
      [1 / 3, 1 / 3, 1 / 3],
    ]);
    expect(attentionWeights(x, x, { causal: true }).arraySync()).toEqual([
      [1, 0, 0],
      [0.5, 0.5, 0],
      [1 / 3, 1 / 3, 1 / 3],
    ]);
  });

  test("an infinite value behind the mask does not come through, a NaN in all of a row does", () => {
    const x = zeros([2, 1]);
    const weights = attentionWeights(x, x, {
      mask: tensor([
        [0, 0],
        [0, 1],
      ]),
    });
    expect(weights.arraySync()).toEqual([
      [NaN, NaN],
      [0, 1],
    ]);
  });

  test("scores far beyond e^709 do not overflow", () => {
    expect(attentionWeights(tensor([[1e4]]), tensor([[1], [0.99]]).mul(1e4)).arraySync()).toEqual([[1, 0]]);
  });

  test("what does not fit is an error", () => {
    expect(() => attentionWeights(zeros([2, 3]), zeros([2, 4]))).toThrow("got (2,3) and (2,4)");
    expect(() => scaledDotProductAttention(zeros([2, 3]), zeros([4, 3]), zeros([5, 3]))).toThrow(
      "keys (4,3) and values (5,3)",
    );
    expect(() => attentionWeights(zeros([2, 3]), zeros([4, 3]), { mask: zeros([3, 4]) })).toThrow(ShapeError);
  });
});

describe("recurrent layers", () => {
  const weights = {
    weightIh: draws([8, 3], 1),
    weightHh: draws([8, 2], 2),
    biasIh: draws([8], 3),
    biasHh: draws([8], 4),
  };
  const plain = { weightIh: draws([2, 3], 1), weightHh: draws([2, 2], 2) };

  test("a sequence is its cells one after another, from zeros", () => {
    const x = draws([3, 1, 3], 5);
    let hidden = zeros([1, 2]);
    for (const step of x.unbind(0)) hidden = rnnCell(step, hidden, plain);
    const { output, hidden: last } = rnn(x, plain);
    expect(last.arraySync()).toEqual(hidden.arraySync());
    expect(output.select(0, -1).arraySync()).toEqual(hidden.arraySync());
  });

  test("the last states of one half start the other half", () => {
    const x = draws([4, 2, 3], 6);
    const whole = lstm(x, weights);
    const first = lstm(x.slice(0, 0, 2), weights);
    const second = lstm(x.slice(0, 2), weights, first);
    expect(second.hidden.arraySync()).toEqual(whole.hidden.arraySync());
    expect(second.cell.arraySync()).toEqual(whole.cell.arraySync());
  });

  test("backwards is forwards over the turned sequence, and batch first the same transposed", () => {
    const threeGates = { weightIh: draws([6, 3], 1), weightHh: draws([6, 2], 2) };
    const x = draws([4, 2, 3], 7);
    const backwards = gru(x, threeGates, { reverse: true });
    const turned = gru(x.flip(0), threeGates);
    expect(backwards.output.arraySync()).toEqual(turned.output.flip(0).arraySync());
    expect(backwards.hidden.arraySync()).toEqual(turned.hidden.arraySync());
    const batchFirst = gru(x.transpose(0, 1), threeGates, { batchFirst: true, reverse: true });
    expect(batchFirst.output.transpose(0, 1).arraySync()).toEqual(backwards.output.arraySync());
  });

  test("what does not fit is an error", () => {
    expect(() => lstm(zeros([4, 2, 3]), plain)).toThrow(
      "lstm needs weightIh (4·H,in) and weightHh (4·H,H), got (2,3) and (2,2)",
    );
    expect(() => rnn(zeros([2, 3]), plain)).toThrow("rnn needs a sequence (T,B,in) of one step or more, got (2,3)");
    expect(() => rnn(zeros([0, 2, 3]), plain)).toThrow("got (0,2,3)");
    expect(() => rnn(zeros([4, 5, 3]), plain, { hidden: zeros([2]) })).toThrow("needs first states (5,2), got (2)");
    expect(() => rnn(zeros([4, 5, 7]), plain)).toThrow(ShapeError);
  });
});

describe("embedding", () => {
  test("rows for indices of any shape; a repeated row gets the sum of its gradients, padding none", () => {
    const weight = tensor(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      { requiresGrad: true },
    );
    const rows = embedding(
      [
        [2, 0],
        [2, 2],
      ],
      weight,
      { paddingIndex: 0 },
    );
    expect(rows.arraySync()).toEqual([
      [
        [5, 6],
        [1, 2],
      ],
      [
        [5, 6],
        [5, 6],
      ],
    ]);
    rows.sum().backward();
    expect(weight.grad?.arraySync()).toEqual([
      [0, 0],
      [0, 0],
      [3, 3],
    ]);
  });

  test("one index gives one row, none give none", () => {
    expect(
      embedding(
        1,
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ).arraySync(),
    ).toEqual([3, 4]);
    expect(embedding(zeros([0, 4]), zeros([3, 2])).shape).toEqual([0, 4, 2]);
  });

  test("an index outside the table is an error", () => {
    expect(() => embedding([3], zeros([3, 2]))).toThrow(IndexError);
    expect(() => embedding([-1], zeros([3, 2]))).toThrow("index -1 is outside axis 0 of size 3");
    expect(() => embedding([0], zeros([3]))).toThrow("needs a table (V,D), got (3)");
  });
});

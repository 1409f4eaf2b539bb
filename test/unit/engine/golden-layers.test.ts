import { tensor } from "#engine/index.ts";
import { batchNorm, concat, embedding, groupNorm, layerNorm, rmsNorm, type Tensor } from "#engine/index.ts";
import { gru, gruCell, lstm, lstmCell, type RecurrentWeights, rnn, rnnCell } from "#engine/index.ts";
import { scaledDotProductAttention as attention } from "#engine/index.ts";
import { type Builds, describeGolden } from "./golden.ts";

const mask = tensor([
  [1, 0, 1, 1],
  [1, 1, 0, 0],
  [0, 0, 0, 1],
]);

function weightsOf([weightIh, weightHh, biasIh, biasHh]: Tensor[]): RecurrentWeights {
  return { weightIh, weightHh, biasIh, biasHh };
}

/** All results in one row, as the golden file has them. */
function row(...results: Tensor[]): Tensor {
  return concat(results.map((result) => result.flatten()));
}

function batchNormWithStatistics(training: boolean) {
  return (x: Tensor, weight: Tensor, bias: Tensor) => {
    const runningMean = tensor([0.3, -0.2]);
    const runningVar = tensor([1.5, 0.7]);
    return row(batchNorm(x, { weight, bias, runningMean, runningVar, training }), runningMean, runningVar);
  };
}

const layers: Builds = {
  "layerNorm, two axes": (x, weight, bias) => layerNorm(x, { weight, bias, normalizedShape: [3, 2] }),
  "layerNorm, another epsilon": (x) => layerNorm(x, { eps: 0.1 }),
  "layerNorm, equal entries": (x) => layerNorm(x),
  rmsNorm: (x, weight) => rmsNorm(x, { weight, eps: 1e-6 }),
  groupNorm: (x, weight, bias) => groupNorm(x, 2, { weight, bias }),
  "groupNorm, images in three groups": (x) => groupNorm(x, 3),
  "groupNorm, no further axes": (x, weight, bias) => groupNorm(x, 2, { weight, bias, eps: 0.01 }),
  "batchNorm, training": batchNormWithStatistics(true),
  "batchNorm, training on images": batchNormWithStatistics(true),
  "batchNorm, evaluation": batchNormWithStatistics(false),
  "batchNorm, evaluation of sequences": batchNormWithStatistics(false),
  "batchNorm, momentum and epsilon": (x) => batchNorm(x, { training: true, eps: 0.1 }),
  attention: (q, k, v) => attention(q, k, v),
  "attention, batch and heads": (q, k, v) => attention(q, k, v),
  "attention, mask": (q, k, v) => attention(q, k, v, { mask }),
  "attention, causal": (q, k, v) => attention(q, k, v, { causal: true }),
  "attention, bias and scale": (q, k, v, bias) => attention(q, k, v, { bias, scale: 0.3 }),
  rnnCell: (x, h, ...w) => rnnCell(x, h, weightsOf(w)),
  "rnnCell, relu": (x, h, ...w) => rnnCell(x, h, weightsOf(w), { nonlinearity: "relu" }),
  lstmCell: (x, hidden, cell, ...w) => {
    const next = lstmCell(x, { hidden, cell }, weightsOf(w));
    return concat([next.hidden, next.cell]);
  },
  gruCell: (x, h, ...w) => gruCell(x, h, weightsOf(w)),
  rnn: (x, hidden, ...w) => {
    const { output, hidden: last } = rnn(x, weightsOf(w), { hidden });
    return row(output, last);
  },
  "rnn, relu, batch first": (x, hidden, ...w) => {
    const { output, hidden: last } = rnn(x, weightsOf(w), { hidden, nonlinearity: "relu", batchFirst: true });
    return row(output, last);
  },
  "rnn, reverse": (x, hidden, ...w) => {
    const { output, hidden: last } = rnn(x, weightsOf(w), { hidden, reverse: true });
    return row(output, last);
  },
  lstm: (x, hidden, cell, ...w) => {
    const last = lstm(x, weightsOf(w), { hidden, cell });
    return row(last.output, last.hidden, last.cell);
  },
  "lstm, without biases": (x, hidden, cell, ...w) => {
    const last = lstm(x, weightsOf(w), { hidden, cell });
    return row(last.output, last.hidden, last.cell);
  },
  gru: (x, hidden, ...w) => {
    const { output, hidden: last } = gru(x, weightsOf(w), { hidden });
    return row(output, last);
  },
  "gru, batch first": (x, hidden, ...w) => {
    const { output, hidden: last } = gru(x, weightsOf(w), { hidden, batchFirst: true });
    return row(output, last);
  },
  embedding: (w) =>
    embedding(
      [
        [0, 2],
        [2, 1],
      ],
      w,
    ),
  "embedding, padding": (w) => embedding([0, 2, 2, 1], w, { paddingIndex: 2 }),
};

describeGolden("layers", layers);

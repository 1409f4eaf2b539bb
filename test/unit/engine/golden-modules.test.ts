import { describe, expect, test } from "vitest";
import { add, mul, nn, Rng, sum, type Tensor, tensor } from "#engine/index.ts";
import { distance, type GoldenTensor, readGolden, toTensor } from "./golden.ts";

interface ModuleCase {
  readonly state: Record<string, GoldenTensor>;
  readonly inputs: GoldenTensor[];
  readonly outputs: GoldenTensor[];
  readonly upstreams: GoldenTensor[];
  readonly inputGradients: (GoldenTensor | null)[];
  readonly gradients: Record<string, GoldenTensor>;
  /** The state after the pass, where it moved. */
  readonly after?: Record<string, GoldenTensor>;
}

interface Made {
  readonly module: nn.AnyModule;
  readonly call: (...inputs: Tensor[]) => Tensor[];
}

const rng = new Rng(0);

/** A module that is called with one tensor and gives one. */
const simple = (module: nn.Module): Made => ({ module, call: (x) => [module.forward(x)] });

const recurrent = (module: nn.RNN | nn.GRU): Made => ({
  module,
  call(x, states?: Tensor) {
    const { output, hidden } = module.forward(x, states);
    return [output, hidden];
  },
});

const lstm = (module: nn.LSTM): Made => ({
  module,
  call(x, hidden?: Tensor, cell?: Tensor) {
    const result = module.forward(x, hidden && cell && { hidden, cell });
    return [result.output, result.hidden, result.cell];
  },
});

const attention = (module: nn.MultiHeadAttention, mask?: nn.AttentionMask): Made => ({
  module,
  call: (query, key, value) => [module.forward(query, key, value, mask)],
});

const mayLook = tensor([
  [1, 0, 1],
  [1, 1, 0],
  [0, 1, 1],
]);
const padded = { mask: tensor([[[[1, 1, 1]]], [[[1, 1, 0]]]]) };
const causal = { causal: true };
const small = { rng, feedForward: 5, dropout: 0 };

const cases: Record<string, () => Made> = {
  Linear: () => simple(new nn.Linear(3, 2, { rng })),
  "Linear, no bias": () => simple(new nn.Linear(3, 2, { rng, bias: false })),
  Conv1d: () => simple(new nn.Conv1d(2, 3, 2, { rng, stride: 2, padding: 1, dilation: 2 })),
  Conv2d: () => simple(new nn.Conv2d(2, 3, [2, 3], { rng, stride: [1, 2], padding: 1 })),
  "Conv2d, depthwise, no bias": () => simple(new nn.Conv2d(2, 4, 2, { rng, groups: 2, bias: false })),
  MaxPool1d: () => simple(new nn.MaxPool1d(2, { stride: 1 })),
  MaxPool2d: () => simple(new nn.MaxPool2d(2, { padding: 1 })),
  AvgPool1d: () => simple(new nn.AvgPool1d(3, { stride: 2, padding: 1 })),
  AvgPool2d: () => simple(new nn.AvgPool2d([2, 3], { stride: 1, padding: 1, countIncludePad: false })),
  GlobalAvgPool: () => simple(new nn.GlobalAvgPool()),
  "BatchNorm1d, training": () => simple(new nn.BatchNorm1d(3)),
  "BatchNorm1d, evaluation": () => simple(new nn.BatchNorm1d(3).eval()),
  "BatchNorm1d, sequences, training": () => simple(new nn.BatchNorm1d(2, { momentum: 0.3, eps: 1e-3 })),
  "BatchNorm2d, training": () => simple(new nn.BatchNorm2d(2)),
  "BatchNorm2d, evaluation": () => simple(new nn.BatchNorm2d(2).eval()),
  "BatchNorm2d, average of all batches": () => simple(new nn.BatchNorm2d(2, { momentum: null })),
  "BatchNorm2d, no statistics, evaluation": () =>
    simple(new nn.BatchNorm2d(2, { trackRunningStats: false, affine: false }).eval()),
  LayerNorm: () => simple(new nn.LayerNorm(4)),
  "LayerNorm, two axes": () => simple(new nn.LayerNorm([3, 4], { eps: 1e-2 })),
  GroupNorm: () => simple(new nn.GroupNorm(2, 4)),
  Embedding: () => simple(new nn.Embedding(4, 3, { rng })),
  "Embedding, padding": () => simple(new nn.Embedding(4, 3, { rng, paddingIndex: 3 })),
  Residual: () => simple(new nn.Residual(new nn.Linear(3, 3, { rng }))),
  Softplus: () => simple(new nn.Softplus()),
  LogSoftmax: () => simple(new nn.LogSoftmax()),
  RNN: () => recurrent(new nn.RNN(4, 3, { rng })),
  "RNN, relu, two layers, both directions": () =>
    recurrent(new nn.RNN(4, 3, { rng, layers: 2, bidirectional: true, nonlinearity: "relu" })),
  LSTM: () => lstm(new nn.LSTM(4, 3, { rng })),
  "LSTM, two layers, batch first, first states": () => lstm(new nn.LSTM(4, 3, { rng, layers: 2, batchFirst: true })),
  GRU: () => recurrent(new nn.GRU(4, 3, { rng })),
  "GRU, batch first, both directions, no bias": () =>
    recurrent(new nn.GRU(4, 2, { rng, batchFirst: true, bidirectional: true, bias: false })),
  "MultiHeadAttention, to itself": () => attention(new nn.MultiHeadAttention(4, 2, { rng })),
  "MultiHeadAttention, to others": () => attention(new nn.MultiHeadAttention(4, 2, { rng })),
  "MultiHeadAttention, mask": () => attention(new nn.MultiHeadAttention(4, 2, { rng }), { mask: mayLook }),
  "MultiHeadAttention, padded keys": () =>
    attention(new nn.MultiHeadAttention(4, 2, { rng, batchFirst: true }), padded),
  "MultiHeadAttention, causal, no bias, with weights"() {
    const module = new nn.MultiHeadAttention(4, 2, { rng, batchFirst: true, bias: false });
    return {
      module,
      call(x) {
        const { output, weights } = module.attend(x, x, x, causal);
        return [output, weights];
      },
    };
  },
  TransformerEncoderLayer: () => simple(new nn.TransformerEncoderLayer(4, 2, small)),
  "TransformerEncoderLayer, pre-norm, gelu, batch first": () =>
    simple(
      new nn.TransformerEncoderLayer(4, 2, {
        ...small,
        normFirst: true,
        activation: "gelu",
        batchFirst: true,
        eps: 1e-3,
      }),
    ),
  "TransformerEncoder, causal"() {
    const layer = () => new nn.TransformerEncoderLayer(4, 2, { ...small, normFirst: true });
    const module = new nn.TransformerEncoder([layer(), layer()], new nn.LayerNorm(4));
    return { module, call: (x) => [module.forward(x, causal)] };
  },
  "TransformerDecoderLayer, causal"() {
    const module = new nn.TransformerDecoderLayer(4, 2, small);
    return { module, call: (x, memory) => [module.forward(x, memory, causal)] };
  },
  "TransformerDecoder, padded memory"() {
    const layer = () => new nn.TransformerDecoderLayer(4, 2, { ...small, normFirst: true, batchFirst: true });
    const module = new nn.TransformerDecoder([layer(), layer()], new nn.LayerNorm(4));
    return { module, call: (x, memory) => [module.forward(x, memory, {}, padded)] };
  },
};

describe("PyTorch's modules with the same saved state", () => {
  const golden = readGolden<Record<string, ModuleCase>>("modules");

  test("every golden module is made here, and no other", () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(golden).sort());
  });

  test.each(Object.keys(golden))("%s: names fit; outputs, gradients and buffers agree within 1e-13", (name) => {
    const wanted = golden[name];
    const { module, call } = cases[name]();
    const given = Object.entries(wanted.state).map(([path, values]) => [path, toTensor(values)] as const);
    module.load(new Map(given));
    const inputs = wanted.inputs.map((values, i) => toTensor(values, wanted.inputGradients[i] !== null));
    const outputs = call(...inputs);

    expect(outputs.length).toBe(wanted.outputs.length);
    outputs.forEach((output, i) => expect(distance(output, wanted.outputs[i])).toBeLessThan(1e-13));
    outputs
      .map((output, i) => sum(mul(output, toTensor(wanted.upstreams[i]))))
      .reduce(add)
      .backward();
    inputs.forEach((input, i) => {
      const gradient = wanted.inputGradients[i];
      if (gradient !== null) expect(distance(input.grad as Tensor, gradient)).toBeLessThan(1e-13);
    });
    const parameters = module.namedParameters();
    expect([...parameters.keys()].sort()).toEqual(Object.keys(wanted.gradients).sort());
    for (const [path, gradient] of Object.entries(wanted.gradients)) {
      expect(distance(parameters.get(path)?.grad as Tensor, gradient)).toBeLessThan(1e-13);
    }
    const state = module.state();
    for (const [path, values] of Object.entries(wanted.after ?? wanted.state)) {
      expect(distance(state.get(path) as Tensor, values)).toBeLessThan(1e-13);
    }
  });
});

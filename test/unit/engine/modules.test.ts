import { describe, expect, test } from "vitest";
import {
  ArgumentError,
  add,
  crossEntropy,
  gradcheck,
  nn,
  ones,
  optim,
  Rng,
  randn,
  readSafetensors,
  ShapeError,
  tensor,
  trace,
  writeSafetensors,
  zeros,
} from "#engine/index.ts";

const rng = () => new Rng(1);
const x = (...shape: number[]) => randn(shape, new Rng(2));

describe("batch normalization", () => {
  test("trains by the batch, keeps running statistics, and evaluates by them", () => {
    const layer = new nn.BatchNorm1d(2, { momentum: 0.5, eps: 0 });
    const batch = tensor([
      [0, 10],
      [4, 10.5],
    ]);
    expect(layer.forward(batch).arraySync()).toEqual([
      [-1, -1],
      [1, 1],
    ]);
    // Means 2 and 10.25, unbiased variances 8 and 0.125, half way from 0 and from 1.
    expect(layer.runningMean?.arraySync()).toEqual([1, 5.125]);
    expect(layer.runningVar?.arraySync()).toEqual([4.5, 0.5625]);
    layer.eval();
    expect(layer.forward(tensor([[4, 5.125]])).arraySync()).toEqual([[expect.closeTo(3 / Math.sqrt(4.5), 14), 0]]);
    expect(layer.runningMean?.arraySync()).toEqual([1, 5.125]);
    expect(layer.state().get("num_batches_tracked")?.itemSync()).toBe(1);
  });

  test("without momentum averages all batches alike, also after a file", async () => {
    const make = () => new nn.BatchNorm1d(1, { momentum: null });
    let layer = make();
    layer.forward(tensor([[1], [3]]));
    layer.forward(tensor([[5], [7]]));
    expect(layer.runningMean?.itemSync()).toBe(4);
    layer = make().load(readSafetensors(await writeSafetensors(layer.state())).tensors);
    layer.forward(tensor([[9], [11]]));
    expect(layer.runningMean?.itemSync()).toBeCloseTo(6, 14);
  });

  test("is no parameter's business, shows no bookkeeping in traces, and checks its input", () => {
    const layer = new nn.BatchNorm2d(3);
    expect([...layer.namedParameters().keys()]).toEqual(["weight", "bias"]);
    expect([...layer.namedBuffers().keys()]).toEqual(["running_mean", "running_var", "num_batches_tracked"]);
    const steps = trace(() => layer.forward(x(2, 3, 2, 2))).steps.length;
    expect(trace(() => new nn.BatchNorm2d(3, { trackRunningStats: false }).forward(x(2, 3, 2, 2))).steps.length).toBe(
      steps,
    );
    expect(() => layer.forward(x(2, 3))).toThrow("BatchNorm2d needs x (N,3,…) of rank 4, got (2,3)");
    expect(() => layer.forward(x(2, 4, 2, 2))).toThrow(ShapeError);
    expect(() => new nn.BatchNorm1d(3).forward(x(1, 3))).toThrow("2 or more values a channel");
  });
});

describe("norms", () => {
  test("RMSNorm divides by the root mean square", () => {
    const layer = new nn.RMSNorm(2, { eps: 0 });
    layer.weight?.assign(tensor([1, 10]));
    expect(layer.forward(tensor([[3, 4]])).arraySync()).toEqual([
      [expect.closeTo(3 / Math.sqrt(12.5), 14), expect.closeTo(40 / Math.sqrt(12.5), 13)],
    ]);
    expect([...layer.namedParameters().keys()]).toEqual(["weight"]);
    expect(gradcheck((y) => layer.forward(y), [x(2, 2)]).passed).toBe(true);
  });

  test("start as mean 0 and deviation 1, and may go without weights", () => {
    const layer = new nn.LayerNorm([2, 3], { elementwiseAffine: false });
    expect(layer.parameters()).toEqual([]);
    expect(
      layer
        .forward(x(4, 2, 3))
        .mean([1, 2])
        .abs()
        .max()
        .itemSync(),
    ).toBeLessThan(1e-15);
    expect(new nn.LayerNorm(3, { bias: false }).parameters().length).toBe(1);
    expect(() => layer.forward(x(4, 3))).toThrow(ShapeError);
    expect(() => new nn.GroupNorm(2, 3)).toThrow("groups that divide the channels, got 2 and 3");
  });
});

describe("an embedding", () => {
  test("starts normal, with the padding row 0, which never learns", () => {
    const layer = new nn.Embedding(500, 20, { rng: rng(), paddingIndex: 2 });
    expect(layer.weight.variance().itemSync()).toBeCloseTo(1, 1);
    expect(layer.weight.select(0, 2).abs().max().itemSync()).toBe(0);
    layer
      .forward(tensor([2, 3]))
      .sum()
      .backward();
    optim.sgd(layer.parameters(), { lr: 1 }).step();
    expect(layer.weight.select(0, 2).abs().max().itemSync()).toBe(0);
    expect(() => new nn.Embedding(3, 2, { rng: rng(), paddingIndex: 3 })).toThrow("a row of 3, got 3");
  });
});

describe("a residual connection", () => {
  test("adds what went past, or a shortcut of it, and never broadcasts", () => {
    const half = (shape: readonly number[]) => ones(shape).mul(0.5);
    const linear = new nn.Linear(2, 2, { rng: rng(), weightInit: half, bias: false });
    expect(new nn.Residual(linear).forward(tensor([[1, 3]])).arraySync()).toEqual([[3, 5]]);
    const shortcut = new nn.Linear(2, 1, { rng: rng(), weightInit: nn.init.ones, bias: false });
    const narrow = new nn.Linear(2, 1, { rng: rng(), weightInit: half, bias: false });
    const both = new nn.Residual(narrow, shortcut);
    expect(both.forward(tensor([[1, 3]])).arraySync()).toEqual([[6]]);
    expect([...both.namedParameters().keys()]).toEqual(["inner.weight", "shortcut.weight"]);
    expect(() => new nn.Residual(narrow).forward(tensor([[1, 3]]))).toThrow("past and through, got (1,2) and (1,1)");
  });
});

describe("recurrent layers", () => {
  test("have PyTorch's names and shapes, within ±1/√hidden at first", () => {
    const layer = new nn.LSTM(3, 4, { rng: rng(), layers: 2, bidirectional: true });
    expect([...layer.namedParameters()].map(([name, { shape }]) => [name, shape.join()])).toEqual(
      ["l0", "l0_reverse", "l1", "l1_reverse"].flatMap((suffix) => [
        [`weight_ih_${suffix}`, suffix.startsWith("l0") ? "16,3" : "16,8"],
        [`weight_hh_${suffix}`, "16,4"],
        [`bias_ih_${suffix}`, "16"],
        [`bias_hh_${suffix}`, "16"],
      ]),
    );
    for (const parameter of layer.parameters()) expect(parameter.abs().max().itemSync()).toBeLessThanOrEqual(0.5);
  });

  test("go on from the states they gave", () => {
    const layer = new nn.LSTM(3, 4, { rng: rng(), layers: 2, batchFirst: true });
    const whole = x(2, 5, 3);
    const { output } = layer.forward(whole);
    const start = layer.forward(whole.slice(1, 0, 3));
    const rest = layer.forward(whole.slice(1, 3), start);
    expect(rest.output.arraySync()).toEqual(output.slice(1, 3).arraySync());
    expect(rest.hidden.shape).toEqual([2, 2, 4]);
  });

  test("drop outputs between layers while training only", () => {
    const settings = { rng: rng(), layers: 2, dropout: 0.5 };
    const layer = new nn.RNN(3, 4, settings);
    const input = x(4, 2, 3);
    expect(layer.forward(input).output.arraySync()).not.toEqual(layer.forward(input).output.arraySync());
    layer.eval();
    expect(layer.forward(input).output.arraySync()).toEqual(layer.forward(input).output.arraySync());
    const single = new nn.RNN(3, 4, { rng: rng(), dropout: 0.5 });
    expect(single.forward(input).output.arraySync()).toEqual(single.forward(input).output.arraySync());
  });

  test("check sizes and shapes", () => {
    const layer = new nn.GRU(3, 4, { rng: rng(), batchFirst: true });
    expect(() => layer.forward(x(2, 5, 2))).toThrow("GRU needs x (B,T,3), got (2,5,2)");
    expect(() => layer.forward(x(2, 5, 3), zeros([2, 2, 4]))).toThrow("GRU needs first states (1,B,4), got (2,2,4)");
    expect(() => layer.forward(x(2, 5, 3), zeros([1, 3, 4]))).toThrow(ShapeError);
    expect(() => new nn.RNN(3, 0, { rng: rng() })).toThrow("3 inputs, 0 hidden units, 1 layers");
  });
});

describe("multi-head attention", () => {
  const layer = (settings: Partial<nn.MultiHeadAttentionSettings> = {}) =>
    new nn.MultiHeadAttention(6, 3, { rng: rng(), batchFirst: true, ...settings });

  test("shows the weights of every head, whose rows sum to 1", () => {
    const { weights } = layer().attend(x(2, 4, 6), x(2, 5, 6));
    expect(weights.shape).toEqual([2, 3, 4, 5]);
    expect(weights.sum(-1).sub(1).abs().max().itemSync()).toBeLessThan(1e-14);
  });

  test("looks at nothing later when causal: an earlier place does not feel a later one", () => {
    const module = layer();
    const before = x(1, 4, 6);
    const after = add(before, tensor([[[0], [0], [0], [9]]]));
    const [a, b] = [before, after].map((input) => module.forward(input, input, input, { causal: true }));
    expect(b.slice(1, 0, 3).arraySync()).toEqual(a.slice(1, 0, 3).arraySync());
    expect(b.slice(1, 3).arraySync()).not.toEqual(a.slice(1, 3).arraySync());
  });

  test("is the same with sequences in either order of axes", () => {
    const input = x(2, 4, 6);
    const [first, second] = [layer(), layer({ batchFirst: false })];
    const swapped = second.forward(input.transpose(0, 1)).transpose(0, 1);
    expect(swapped.arraySync()).toEqual(first.forward(input).arraySync());
  });

  test("drops weights while training only", () => {
    const module = layer({ dropout: 0.5 });
    const input = x(2, 4, 6);
    expect(module.forward(input).arraySync()).not.toEqual(module.forward(input).arraySync());
    module.eval();
    expect(module.forward(input).arraySync()).toEqual(layer().forward(input).arraySync());
  });

  test("checks heads and shapes", () => {
    expect(() => new nn.MultiHeadAttention(6, 4, { rng: rng() })).toThrow(ArgumentError);
    expect(() => layer().forward(x(2, 4, 5))).toThrow("needs sequences (B,L,6), got (2,4,5)");
    expect(() => layer({ batchFirst: false }).forward(x(4, 6))).toThrow("needs sequences (L,B,6), got (4,6)");
  });
});

describe("transformer layers", () => {
  test("drop in training and repeat in evaluation", () => {
    const layer = new nn.TransformerEncoderLayer(4, 2, { rng: rng(), feedForward: 8, dropout: 0.5, batchFirst: true });
    const input = x(1, 3, 4);
    expect(layer.forward(input).arraySync()).not.toEqual(layer.forward(input).arraySync());
    layer.eval();
    expect(layer.forward(input).arraySync()).toEqual(layer.forward(input).arraySync());
  });

  test("of a decoder feel the memory", () => {
    const layer = new nn.TransformerDecoderLayer(4, 2, { rng: rng(), feedForward: 8, dropout: 0 });
    const [input, memory] = [x(3, 1, 4), randn([2, 1, 4], new Rng(9))];
    expect(layer.forward(input, memory).arraySync()).not.toEqual(layer.forward(input, zeros([2, 1, 4])).arraySync());
    expect(layer.forward(input, memory).shape).toEqual([3, 1, 4]);
  });

  test("places are told apart by sines and cosines", () => {
    const positions = nn.sinusoidalPositions(50, 4);
    expect(positions.select(0, 0).arraySync()).toEqual([0, 1, 0, 1]);
    expect(positions.select(0, 3).arraySync()).toEqual([Math.sin(3), Math.cos(3), Math.sin(0.03), Math.cos(0.03)]);
    expect(nn.sinusoidalPositions(2, 3).shape).toEqual([2, 3]);
    expect(() => nn.sinusoidalPositions(0, 4)).toThrow("a length and a size above 0, got 0 and 4");
  });
});

describe("convolutional networks", () => {
  test("first weights are within ±1/√fan-in, and sizes are checked", () => {
    const layer = new nn.Conv2d(4, 8, 3, { rng: rng(), groups: 2 });
    expect(layer.weight.shape).toEqual([8, 2, 3, 3]);
    for (const parameter of layer.parameters()) {
      expect(parameter.abs().max().itemSync()).toBeLessThanOrEqual(1 / Math.sqrt(18));
    }
    expect(layer.weight.abs().max().itemSync()).toBeGreaterThan(0.95 / Math.sqrt(18));
    expect(() => new nn.Conv2d(3, 8, 3, { rng: rng(), groups: 2 })).toThrow("3 to 8 channels in 2 group(s)");
    expect(() => new nn.Conv1d(3, 8, 0, { rng: rng() })).toThrow("kernel (0)");
  });

  test("a small one learns which way stripes run", () => {
    const source = rng();
    const net = new nn.Sequential(
      new nn.Conv2d(1, 4, 3, { rng: source, padding: 1 }),
      new nn.BatchNorm2d(4),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Residual(new nn.Conv2d(4, 4, 3, { rng: source, padding: 1 })),
      new nn.GlobalAvgPool(),
      new nn.Linear(4, 2, { rng: source }),
    );
    const draw = (count: number) => {
      const targets = Array.from({ length: count }, (_, i) => i % 2);
      const values = targets.flatMap((way) => {
        const phase = source.integer(0, 2);
        return Array.from({ length: 36 }, (_, k) => {
          const along = way === 0 ? k % 6 : Math.floor(k / 6);
          return ((along + phase) % 2) * 2 - 1 + source.normal(0, 0.5);
        });
      });
      return { images: tensor(values).reshape([count, 1, 6, 6]), targets };
    };
    const optimizer = optim.adam(net.parameters(), { lr: 0.02 });
    for (let step = 0; step < 40; step++) {
      const { images, targets } = draw(16);
      optimizer.zeroGrad();
      crossEntropy(net.forward(images), targets).backward();
      optimizer.step();
    }
    const { images, targets } = draw(100);
    const answers = net.eval().forward(images).argmax(-1).arraySync() as number[];
    expect(answers.filter((answer, i) => answer === targets[i]).length).toBeGreaterThan(95);
  });
});

test("a parameter used in two places is stepped once, and saved under both names", () => {
  const shared = new nn.Linear(2, 2, { rng: rng(), bias: false });
  const net = new nn.Sequential(shared, new nn.Tanh(), shared);
  expect(net.parameters()).toEqual([shared.weight]);
  expect([...net.state().keys()]).toEqual(["0.weight", "2.weight"]);
  expect(() => optim.sgd(net.parameters(), { lr: 0.1 })).not.toThrow();
});

test("first values of another shape are an error, not a broadcast", () => {
  const wrong: nn.Initializer = () => zeros([1]);
  expect(() => new nn.Linear(2, 3, { rng: rng(), weightInit: wrong })).toThrow(
    "the first values of a parameter (3,2) have shape (1)",
  );
});

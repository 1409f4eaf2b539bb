import { describe, expect, test } from "vitest";
import {
  ArgumentError,
  bceWithLogits,
  crossEntropy,
  dropout,
  nn,
  ones,
  optim,
  Rng,
  type Tensor,
  tensor,
  zeros,
} from "#engine/index.ts";

const spreadOf = (x: Tensor) => Math.sqrt(x.variance(undefined, { correction: 0 }).itemSync());

describe("modules", () => {
  test("Linear is x Wᵀ + b with weight (out,in)", () => {
    const layer = new nn.Linear(2, 3, { rng: new Rng(1), biasInit: nn.init.zeros });
    layer.weight.assign(
      tensor([
        [1, 0],
        [0, 1],
        [1, 1],
      ]),
    );
    layer.bias?.assign(tensor([0, 0, 10]));
    expect(layer.forward(tensor([[2, 3]])).arraySync()).toEqual([[2, 3, 15]]);
    expect(() => layer.forward(zeros([1, 3]))).toThrow(
      "linear needs x (…,in) and weight (out,in), got (1,3) and (3,2)",
    );
  });

  test("parameters have paths and a fixed order, and zeroGrad forgets their gradients", () => {
    const rng = new Rng(1);
    const net = new nn.Sequential(
      new nn.Linear(2, 4, { rng }),
      new nn.GELU(),
      new nn.Sequential(new nn.Linear(4, 1, { rng, bias: false })),
    );
    expect([...net.namedParameters().keys()]).toEqual(["0.weight", "0.bias", "2.0.weight"]);
    net
      .forward(ones([3, 2]))
      .sum()
      .backward();
    expect(net.parameters().every((p) => p.grad !== null)).toBe(true);
    net.zeroGrad();
    expect(net.parameters().every((p) => p.grad === null)).toBe(true);
  });

  test("dropout acts in training only, and keeps the mean", () => {
    const net = new nn.Sequential(new nn.Dropout(0.25, { rng: new Rng(2) }));
    const x = ones([10_000]);
    const dropped = net.forward(x);
    expect([...new Set(dropped.valuesSync())].sort((a, b) => a - b)).toEqual([0, 4 / 3]);
    expect(dropped.mean().itemSync()).toBeCloseTo(1, 1);
    expect(net.eval().forward(x)).toBe(x);
    expect(() => dropout(x, { p: 0.5 })).toThrow("dropout needs either an rng or a mask");
    expect(() => dropout(x, { p: 1, rng: new Rng(1) })).toThrow("dropout needs p in [0, 1), got 1");
  });

  test("Flatten keeps the batch axis", () => {
    expect(new nn.Flatten().forward(zeros([5, 2, 3])).shape).toEqual([5, 6]);
  });

  test("initial weights have the variance their paper asks for", () => {
    const shape = [200, 300];
    const draw = (init: nn.Initializer) => init(shape, new Rng(4));
    expect(spreadOf(draw(nn.init.xavierNormal))).toBeCloseTo(Math.sqrt(2 / 500), 3);
    expect(spreadOf(draw(nn.init.xavierUniform))).toBeCloseTo(Math.sqrt(2 / 500), 3);
    expect(spreadOf(draw(nn.init.heNormal))).toBeCloseTo(Math.sqrt(2 / 300), 3);
    expect(spreadOf(draw(nn.init.heUniform))).toBeCloseTo(Math.sqrt(2 / 300), 3);
    expect(spreadOf(draw(nn.init.normal(0.02)))).toBeCloseTo(0.02, 3);
    expect(spreadOf(draw(nn.init.zeros))).toBe(0);
    expect(draw(nn.init.heUniform).abs().max().itemSync()).toBeLessThanOrEqual(Math.sqrt(6 / 300));
    expect(draw(nn.init.xavierUniform).abs().max().itemSync()).toBeLessThanOrEqual(Math.sqrt(6 / 500));
  });

  test("fans of a convolution's weight count its kernel", () => {
    expect(nn.init.fans([8, 3, 5, 5])).toEqual({ fanIn: 75, fanOut: 200 });
    expect(() => nn.init.fans([8])).toThrow("need a weight (out,in,…), got (8)");
  });
});

describe("optimizers", () => {
  test("show what they remember of a parameter", () => {
    const w = tensor([1], { requiresGrad: true });
    const adam = optim.adam([w], { lr: 0.1 });
    expect(adam.state(w)).toBeNull();
    w.grad = tensor([2]);
    adam.step();
    const state = adam.state(w);
    expect([state?.t, state?.m.itemSync(), state?.v.itemSync()]).toEqual([
      1,
      expect.closeTo(0.2, 15),
      expect.closeTo(0.004, 15),
    ]);
    // Adam's first step is lr whatever the gradient.
    expect(w.itemSync()).toBeCloseTo(0.9, 8);
  });

  test("go on from a state remembered elsewhere as if never interrupted", () => {
    const w = tensor([1], { requiresGrad: true });
    const first = optim.adam([w], { lr: 0.1 });
    w.grad = tensor([2]);
    first.step();
    const copy = tensor(w.valuesSync(), { requiresGrad: true });
    const second = optim.adam([copy], { lr: 0.1 });
    const state = first.state(w);
    if (state !== null) second.load(copy, state);
    w.grad = tensor([-3]);
    copy.grad = tensor([-3]);
    first.step();
    second.step();
    expect(second.state(copy)?.t).toBe(2);
    expect(copy.itemSync()).toBe(w.itemSync());
  });

  test("leave parameters without gradient alone", () => {
    const [a, b] = [tensor(1, { requiresGrad: true }), tensor(1, { requiresGrad: true })];
    const sgd = optim.sgd([a, b], { lr: 1, weightDecay: 0.5 });
    a.grad = tensor(0);
    sgd.step();
    expect([a.itemSync(), b.itemSync()]).toEqual([0.5, 1]);
    sgd.zeroGrad();
    expect(a.grad).toBeNull();
  });

  const descend = (options: Parameters<typeof optim.sgd>[1], rates: number[]) => {
    const w = tensor(0, { requiresGrad: true });
    const optimizer = optim.sgd([w], options);
    return rates.map((rate) => {
      optimizer.learningRate = rate;
      w.grad = tensor(1);
      optimizer.step();
      return w.itemSync();
    });
  };

  test("Sutskever's momentum equals PyTorch's while the rate is constant", () => {
    const steady = [0.5, 0.5, 0.5];
    expect(descend({ momentum: 0.5, convention: "sutskever" }, steady)).toEqual([-0.5, -1.25, -2.125]);
    expect(descend({ momentum: 0.5 }, steady)).toEqual([-0.5, -1.25, -2.125]);
    expect(descend({ momentum: 0.5, nesterov: true, convention: "sutskever" }, steady)).toEqual([
      -0.75, -1.625, -2.5625,
    ]);
    expect(descend({ momentum: 0.5, nesterov: true }, steady)).toEqual([-0.75, -1.625, -2.5625]);
  });

  test("after a cut of the rate Sutskever's velocity keeps the old one, PyTorch's does not", () => {
    // v₁ = −1; v₂ = 0.5·(−1) − 0.25·1 = −0.75
    expect(descend({ momentum: 0.5, convention: "sutskever" }, [1, 0.25])).toEqual([-1, -1.75]);
    // v₁ = 1; v₂ = 0.5·1 + 1 = 1.5, scaled by the new rate 0.25
    expect(descend({ momentum: 0.5 }, [1, 0.25])).toEqual([-1, -1.375]);
  });

  test("options that make no sense are errors", () => {
    const w = [tensor(0, { requiresGrad: true })];
    expect(() => optim.sgd(w, { lr: -1 })).toThrow("lr needs to be 0 or more, got -1");
    expect(() => optim.sgd(w, { nesterov: true })).toThrow("nesterov needs momentum above 0");
    expect(() => optim.adam(w, { betas: [0.9, 1] })).toThrow("betas[1] needs to be in [0, 1), got 1");
    expect(() => optim.adam([])).toThrow(ArgumentError);
  });
});

describe("training", () => {
  const inputs = tensor([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);

  const finalLoss = (seed: number) => {
    const rng = new Rng(seed);
    const net = new nn.Sequential(new nn.Linear(2, 8, { rng }), new nn.Tanh(), new nn.Linear(8, 1, { rng }));
    const optimizer = optim.adam(net.parameters(), { lr: 0.05 });
    const targets = tensor([[0], [1], [1], [0]]);
    const lossNow = () => bceWithLogits(net.forward(inputs), targets);
    for (let step = 0; step < 400; step++) {
      optimizer.zeroGrad();
      lossNow().backward();
      optimizer.step();
    }
    return lossNow().itemSync();
  };

  test.each([0, 1, 2, 3])("XOR is learnt to a loss below 0.01, from seed %i", (seed) => {
    expect(finalLoss(seed)).toBeLessThan(0.01);
  });

  test("repeats to the last digit", () => {
    expect(finalLoss(7)).toBe(finalLoss(7));
  });

  test("with a constant initialization all hidden units stay alike", () => {
    const half: nn.Initializer = (shape) => ones(shape).mul(0.5);
    const rng = new Rng(1);
    const first = new nn.Linear(2, 3, { rng, weightInit: half, biasInit: nn.init.zeros });
    const net = new nn.Sequential(first, new nn.ReLU(), new nn.Linear(3, 2, { rng, weightInit: half }));
    const optimizer = optim.sgd(net.parameters(), { lr: 0.5 });
    for (let step = 0; step < 20; step++) {
      optimizer.zeroGrad();
      crossEntropy(net.forward(inputs), [0, 1, 1, 0]).backward();
      optimizer.step();
    }
    const [a, b, c] = first.weight.arraySync() as number[][];
    expect(b).toEqual(a);
    expect(c).toEqual(a);
  });
});

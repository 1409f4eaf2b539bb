import { describe, expect, test } from "vitest";
import { mse, optim, Rng, randn, ShapeError, type Tensor, tensor, zeros } from "#engine/index.ts";

const leaf = (...values: number[]) => tensor(values, { requiresGrad: true });

function stepWith(optimizer: { step(): void }, parameters: Tensor[], gradient: number): void {
  for (const parameter of parameters) parameter.grad = zeros(parameter.shape).add(gradient);
  optimizer.step();
}

describe("parameter groups", () => {
  test("each group has its own settings, the rest are common", () => {
    const [a, b] = [leaf(0), leaf(0)];
    const optimizer = optim.sgd([{ params: [a] }, { params: [b], lr: 0.5, weightDecay: 0.25 }], { lr: 0.1 });
    expect(optimizer.groups.map(({ lr, weightDecay, params }) => [lr, weightDecay, params.length])).toEqual([
      [0.1, 0, 1],
      [0.5, 0.25, 1],
    ]);
    stepWith(optimizer, [a, b], 1);
    expect([a.itemSync(), b.itemSync()]).toEqual([-0.1, -0.5]);
  });

  test("settings are free to change between steps", () => {
    const a = leaf(1);
    const optimizer = optim.sgd([a], { lr: 1 });
    optimizer.groups[0].weightDecay = 0.5;
    stepWith(optimizer, [a], 0);
    expect(a.itemSync()).toBe(0.5);
  });

  test("learningRate is one number only while the groups agree", () => {
    const optimizer = optim.adam([{ params: [leaf(0)] }, { params: [leaf(0)], lr: 0.5 }], { lr: 0.1 });
    expect(() => optimizer.learningRate).toThrow("the groups have different learning rates (0.1, 0.5)");
    optimizer.learningRate = 0.2;
    expect(optimizer.learningRate).toBe(0.2);
    expect(optimizer.groups.map(({ lr }) => lr)).toEqual([0.2, 0.2]);
  });

  test("options are checked in every group, and no parameter is stepped twice", () => {
    const a = leaf(0).named("weight");
    expect(() => optim.adam([{ params: [a], betas: [1, 0.9] }])).toThrow("betas[0] needs to be in [0, 1), got 1");
    expect(() => optim.sgd([{ params: [a], lr: -1 }], { lr: 0.1 })).toThrow("lr needs to be 0 or more, got -1");
    expect(() => optim.sgd([leaf(0), a, a])).toThrow("parameter 2 weight is named twice");
    expect(() => optim.sgd([{ params: [a] }, { params: [a] }])).toThrow("parameter 1 weight is named twice");
    expect(() => optim.sgd([{ params: [] }])).toThrow("an optimizer needs at least one parameter, got none");
  });
});

describe("an optimizer's snapshot", () => {
  function expectResumed<State, Settings extends optim.CommonSettings>(
    make: (p: readonly Tensor[]) => optim.Optimizer<State, Settings>,
  ): void {
    const first = [leaf(1, 2), leaf(3)];
    const optimizer = make(first);
    stepWith(optimizer, first, 0.5);
    stepWith(optimizer, first, -2);
    optimizer.learningRate = 0.03;
    const copies = first.map((parameter) => tensor(parameter.valuesSync(), { requiresGrad: true }));
    const second = make(copies);
    second.load(optimizer.state());
    expect(second.learningRate).toBe(0.03);
    stepWith(optimizer, first, 1);
    stepWith(second, copies, 1);
    copies.forEach((copy, i) => expect(copy.arraySync()).toEqual(first[i].arraySync()));
  }

  const resumed: Record<string, () => void> = {
    sgd: () => expectResumed((p) => optim.sgd(p, { lr: 0.1 })),
    momentum: () => expectResumed((p) => optim.momentum(p, { lr: 0.1 })),
    adagrad: () => expectResumed((p) => optim.adagrad(p, { lr: 0.1, lrDecay: 0.1 })),
    rmsprop: () => expectResumed((p) => optim.rmsprop(p, { lr: 0.1, momentum: 0.5, centered: true })),
    adam: () => expectResumed((p) => optim.adam(p, { lr: 0.1 })),
    amsgrad: () => expectResumed((p) => optim.amsgrad(p, { lr: 0.1 })),
  };

  test.each(Object.entries(resumed))("%s goes on from it to the last digit, rate and all", (_, expectIt) => {
    expectIt();
  });

  test("stays as it was while the optimizer goes on", () => {
    const w = leaf(1);
    const optimizer = optim.adam([w], { lr: 0.1 });
    stepWith(optimizer, [w], 2);
    const snapshot = optimizer.state();
    stepWith(optimizer, [w], 3);
    expect(snapshot.memory[0]?.t).toBe(1);
    expect(snapshot.memory[0]?.m.itemSync()).toBeCloseTo(0.2, 15);
    expect(snapshot.groups).toEqual([
      { lr: 0.1, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, amsgrad: false, params: [0] },
    ]);
  });

  test("of other parameters is an error that changes nothing", () => {
    const [a, b] = [leaf(1, 2), leaf(3)];
    const optimizer = optim.adam([a, b], { lr: 0.1 });
    stepWith(optimizer, [a, b], 1);
    const other = optim.adam([b, a], { lr: 0.7 });
    expect(() => other.load(optimizer.state())).toThrow(ShapeError);
    expect(() => other.load(optimizer.state())).toThrow("parameter 0 has shape (1), its m in the snapshot (2)");
    expect(other.learningRate).toBe(0.7);
    expect(other.state(b)).toBeNull();
    expect(() => optim.adam([a]).load(optimizer.state())).toThrow(
      "the snapshot is of groups with (2) parameters, the optimizer has groups with (1)",
    );
  });
});

describe("clipping", () => {
  test("by norm scales all gradients by one factor and gives the norm there was", () => {
    const [a, b] = [leaf(0), leaf(0)];
    a.grad = tensor([3]);
    b.grad = tensor([-4]);
    expect(optim.clipGradNorm([a, leaf(9), b], 1).itemSync()).toBe(5);
    expect([a.grad.itemSync(), b.grad.itemSync()]).toEqual([expect.closeTo(0.6, 6), expect.closeTo(-0.8, 6)]);
  });

  test("by norm without a gradient gives 0", () => {
    expect(optim.clipGradNorm([leaf(1)], 1).itemSync()).toBe(0);
    const empty = zeros([0], { requiresGrad: true });
    empty.grad = zeros([0]);
    expect(optim.clipGradNorm([empty], 1, { normType: Infinity }).itemSync()).toBe(0);
  });

  test("by norm makes infinite gradients NaN or 0, as PyTorch does", () => {
    const a = leaf(0, 0);
    a.grad = tensor([Infinity, 1]);
    expect(optim.clipGradNorm([a], 1).itemSync()).toBe(Infinity);
    expect(a.grad.arraySync()).toEqual([Number.NaN, 0]);
  });

  test("by value cuts each entry, and leaves NaN", () => {
    const a = leaf(0, 0, 0, 0);
    a.grad = tensor([-3, 0.5, Infinity, Number.NaN]);
    optim.clipGradValue([a], 1);
    expect(a.grad.arraySync()).toEqual([-1, 0.5, 1, Number.NaN]);
  });

  test("below 0 is an error", () => {
    expect(() => optim.clipGradNorm([leaf(0)], -1)).toThrow("clipGradNorm needs a norm of 0 or more, got -1");
    expect(() => optim.clipGradNorm([leaf(0)], 1, { normType: 0 })).toThrow("normType above 0, got 0");
    expect(() => optim.clipGradValue([leaf(0)], Number.NaN)).toThrow("a limit of 0 or more, got NaN");
  });
});

describe("schedules", () => {
  const optimizer = () => optim.sgd([leaf(0)], { lr: 1 });

  test("set the first rate at once, and are functions of the step", () => {
    const sgd = optimizer();
    const warmUp = optim.linearLR({ startFactor: 0.25, totalIters: 3 });
    const scheduler = optim.schedule(sgd, warmUp);
    expect(sgd.learningRate).toBe(0.25);
    scheduler.step();
    expect([scheduler.t, sgd.learningRate]).toEqual([1, 0.5]);
    expect([0, 1, 2, 3, 4].map((t) => warmUp.rate(2, t, 0))).toEqual([0.5, 1, 1.5, 2, 2]);
  });

  test("go on from a state", () => {
    const first = optim.schedule(optimizer(), optim.exponentialLR({ gamma: 0.5 }));
    first.step();
    first.step();
    const later = optim.sgd([leaf(0)], { lr: 77 });
    const second = optim.schedule(later, optim.exponentialLR({ gamma: 0.5 }));
    second.load(first.state());
    expect(later.learningRate).toBe(0.25);
    second.step();
    expect(later.learningRate).toBe(0.125);
    expect(() => second.load({ t: 1, bases: [1, 2] })).toThrow("is of 2 groups, the optimizer has 1");
  });

  test("reduceLROnPlateau goes on from a state", () => {
    const first = optim.reduceLROnPlateau(optimizer(), { patience: 1 });
    for (const metric of [3, 3]) first.step(metric);
    const sgd = optim.sgd([leaf(0)], { lr: 77 });
    const second = optim.reduceLROnPlateau(sgd, { patience: 1 });
    second.load(first.state());
    expect(sgd.learningRate).toBe(1);
    second.step(Number.NaN);
    expect(sgd.learningRate).toBe(0.1);
  });

  test("oneCycleLR ends, and needs an optimizer with a momentum to cycle", () => {
    const scheduler = optim.schedule(optimizer(), optim.oneCycleLR({ maxLr: 1, totalSteps: 4 }));
    for (let t = 0; t < 3; t++) scheduler.step();
    const [last] = scheduler.rates;
    expect(last).toBeCloseTo(4e-6, 15);
    scheduler.step();
    expect(scheduler.rates).toEqual([last]);
    expect(() => scheduler.step()).toThrow("oneCycleLR has 4 steps, got step 5");
    const adagrad = optim.adagrad([leaf(0)]);
    expect(() => optim.schedule(adagrad, optim.oneCycleLR({ maxLr: 1, totalSteps: 4 }))).toThrow("neither momentum");
  });

  test("options that make no sense are errors", () => {
    expect(() => optim.stepLR({ stepSize: 0 })).toThrow("stepLR needs stepSize to be a whole number above 0, got 0");
    expect(() => optim.linearLR({ startFactor: 0 })).toThrow("startFactor in (0, 1]");
    expect(() => optim.sequentialLR([optim.linearLR()], [3])).toThrow("got 1 schedules and 1 milestones");
    expect(() => optim.sequentialLR([optim.linearLR(), optim.linearLR(), optim.linearLR()], [3, 3])).toThrow(
      "rising milestones above 0, got (3, 3)",
    );
    expect(() => optim.sequentialLR([optim.oneCycleLR({ maxLr: 1, totalSteps: 9 }), optim.linearLR()], [9])).toThrow(
      "pass cycleMomentum: false",
    );
    expect(() => optim.oneCycleLR({ maxLr: 1, totalSteps: 10, pctStart: 0.6, threePhase: true })).toThrow(
      "pctStart in [0, 0.5], got 0.6",
    );
    expect(() => optim.schedule(optimizer(), optim.oneCycleLR({ maxLr: [], totalSteps: 10 }))).toThrow(
      "a maxLr for each group",
    );
    expect(() => optim.reduceLROnPlateau(optimizer(), { factor: 1 })).toThrow("a factor below 1, got 1");
  });
});

test("a warm-up with cosine decay and clipping fits a line", () => {
  const rng = new Rng(1);
  const x = randn([64, 3], rng);
  const truth = tensor([[1], [-2], [0.5]]);
  const y = x.matmul(truth);
  const w = zeros([3, 1], { requiresGrad: true });
  const optimizer = optim.adamw([w], { lr: 0.2, weightDecay: 0 });
  const warmUp = optim.linearLR({ startFactor: 0.1, totalIters: 10 });
  const scheduler = optim.schedule(
    optimizer,
    optim.sequentialLR([warmUp, optim.cosineAnnealingLR({ tMax: 90 })], [10]),
  );
  for (let t = 0; t < 100; t++) {
    optimizer.zeroGrad();
    mse(x.matmul(w), y).backward();
    optim.clipGradNorm([w], 1);
    optimizer.step();
    scheduler.step();
  }
  expect(w.sub(truth).abs().max().itemSync()).toBeLessThan(0.02);
});

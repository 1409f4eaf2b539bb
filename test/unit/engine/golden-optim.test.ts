import { describe, expect, test } from "vitest";
import { linear, mse, optim, type Tensor, tensor, zeros } from "#engine/index.ts";
import { distance, type GoldenTensor, readGolden, toTensor } from "./golden.ts";

type Group = { params: Tensor[] };

const optimizers: Record<string, (w: Group, b: Group) => { step(): void; zeroGrad(): void }> = {
  sgd: (w, b) => optim.sgd([w, b], { lr: 0.05 }),
  "sgd, momentum": (w, b) => optim.momentum([w, b], { lr: 0.05 }),
  "sgd, momentum, dampening, weight decay": (w, b) =>
    optim.sgd([w, b], { lr: 0.05, momentum: 0.8, dampening: 0.3, weightDecay: 0.1 }),
  "sgd, nesterov": (w, b) => optim.nesterov([w, b], { lr: 0.05 }),
  adagrad: (w, b) => optim.adagrad([w, b], { lr: 0.3, lrDecay: 0.01, weightDecay: 0.01, initialAccumulator: 0.1 }),
  rmsprop: (w, b) => optim.rmsprop([w, b], { lr: 0.05 }),
  "rmsprop, centered, momentum": (w, b) =>
    optim.rmsprop([w, b], { lr: 0.02, alpha: 0.9, momentum: 0.7, centered: true, weightDecay: 0.01 }),
  adam: (w, b) => optim.adam([w, b], { lr: 0.1 }),
  "adam, all options": (w, b) => optim.adam([w, b], { lr: 0.1, betas: [0.8, 0.95], eps: 1e-3, weightDecay: 0.1 }),
  amsgrad: (w, b) => optim.amsgrad([w, b], { lr: 0.1, betas: [0.8, 0.9] }),
  adamw: (w, b) => optim.adamw([w, b], { lr: 0.1 }),
  "adamw, amsgrad": (w, b) => optim.adamw([w, b], { lr: 0.1, betas: [0.8, 0.9], amsgrad: true, weightDecay: 0.1 }),
  "groups, sgd": (w, b) =>
    optim.sgd(
      [
        { ...w, weightDecay: 0.1 },
        { ...b, lr: 0.01, momentum: 0 },
      ],
      { lr: 0.05, momentum: 0.9 },
    ),
  "groups, adamw": (w, b) => optim.adamw([w, { ...b, weightDecay: 0, betas: [0.5, 0.9] }], { lr: 0.1 }),
};

describe("PyTorch's optimizers fit a line for forty steps", () => {
  const golden = readGolden<{
    x: GoldenTensor;
    y: GoldenTensor;
    start: GoldenTensor[];
    runs: Record<string, { losses: number[]; end: GoldenTensor[] }>;
  }>("descent");

  test("every golden run is made here, and no other", () => {
    expect(Object.keys(optimizers).sort()).toEqual(Object.keys(golden.runs).sort());
  });

  test.each(Object.keys(optimizers))("%s: losses and the end agree within 1e-11", (name) => {
    const [x, y] = [toTensor(golden.x), toTensor(golden.y)];
    const [w, b] = golden.start.map((values) => toTensor(values, true));
    const optimizer = optimizers[name]({ params: [w] }, { params: [b] });
    const { losses, end } = golden.runs[name];
    const got = losses.map((_, t) => {
      const rows = [0, 1, 2, 3].map((i) => (t + i) % 6);
      const loss = mse(linear(x.indexSelect(0, rows), w, b), y.indexSelect(0, rows));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      return loss.itemSync();
    });
    expect(distance(tensor(got), { shape: [40], values: losses })).toBeLessThan(1e-11);
    expect(distance(w, end[0])).toBeLessThan(1e-11);
    expect(distance(b, end[1])).toBeLessThan(1e-11);
  });
});

/** Two groups with rates 0.4 and 0.1. */
function twoGroups() {
  const [a, b] = [zeros([1], { requiresGrad: true }), zeros([1], { requiresGrad: true })];
  return [{ params: [a] }, { params: [b], lr: 0.1 }];
}

const schedules: Record<string, () => optim.Schedule> = {
  stepLR: () => optim.stepLR({ stepSize: 7, gamma: 0.5 }),
  multiStepLR: () => optim.multiStepLR({ milestones: [3, 8, 8, 20], gamma: 0.3 }),
  exponentialLR: () => optim.exponentialLR({ gamma: 0.9 }),
  constantLR: () => optim.constantLR({ factor: 0.25, totalIters: 4 }),
  linearLR: () => optim.linearLR(),
  "linearLR, down": () => optim.linearLR({ startFactor: 1, endFactor: 0.1, totalIters: 12 }),
  "cosineAnnealingLR, past its end": () => optim.cosineAnnealingLR({ tMax: 11, etaMin: 0.01 }),
  cosineAnnealingWarmRestarts: () => optim.cosineAnnealingWarmRestarts({ t0: 5 }),
  "cosineAnnealingWarmRestarts, longer": () => optim.cosineAnnealingWarmRestarts({ t0: 4, tMult: 2, etaMin: 0.02 }),
  lambdaLR: () => optim.lambdaLR((t) => 1 / Math.sqrt(1 + t)),
  "sequentialLR, warm-up and cosine": () =>
    optim.sequentialLR(
      [optim.linearLR({ startFactor: 0.1, totalIters: 6 }), optim.cosineAnnealingLR({ tMax: 20 })],
      [6],
    ),
  "sequentialLR, three": () =>
    optim.sequentialLR(
      [
        optim.constantLR({ factor: 0.1, totalIters: 2 }),
        optim.exponentialLR({ gamma: 0.9 }),
        optim.stepLR({ stepSize: 3 }),
      ],
      [2, 10],
    ),
  oneCycleLR: () => optim.oneCycleLR({ maxLr: 0.8, totalSteps: 30 }),
  "oneCycleLR, three phases, linear": () =>
    optim.oneCycleLR({
      maxLr: 0.8,
      totalSteps: 30,
      pctStart: 0.4,
      annealStrategy: "linear",
      threePhase: true,
      divFactor: 10,
    }),
  "oneCycleLR, a rate for each group, Adam": () =>
    optim.oneCycleLR({
      maxLr: [0.8, 0.3],
      totalSteps: 25,
      baseMomentum: 0.8,
      maxMomentum: 0.9,
      finalDivFactor: 100,
    }),
  "oneCycleLR, momentum left alone": () => optim.oneCycleLR({ maxLr: 0.8, totalSteps: 10, cycleMomentum: false }),
  "oneCycleLR, three steps": () => optim.oneCycleLR({ maxLr: 0.8, totalSteps: 3 }),
};

const plateaus: Record<string, optim.PlateauOptions> = {
  "patience 2": { patience: 2 },
  maximum: { mode: "max", patience: 2, factor: 0.5, threshold: 0.01 },
  "absolute threshold, cooldown": { patience: 1, threshold: 0.2, thresholdMode: "abs", cooldown: 3, factor: 0.5 },
  "a lowest rate": { patience: 0, factor: 0.3, minLr: 0.02, eps: 0.001 },
};

describe("PyTorch's schedules", () => {
  const golden = readGolden<{
    rates: Record<string, number[][]>;
    metrics: number[];
    plateau: Record<string, number[][]>;
  }>("schedules");

  test("every golden schedule is made here, and no other", () => {
    expect(Object.keys(schedules).sort()).toEqual(Object.keys(golden.rates).sort());
    expect(Object.keys(plateaus).sort()).toEqual(Object.keys(golden.plateau).sort());
  });

  test.each(Object.keys(schedules))("%s: rates of two groups and the momentum agree within 1e-14", (name) => {
    const isAdam = name.endsWith("Adam");
    const optimizer = isAdam
      ? optim.adam(twoGroups(), { lr: 0.4 })
      : optim.sgd(twoGroups(), { lr: 0.4, momentum: 0.9 });
    const scheduler = optim.schedule(optimizer, schedules[name]());
    const [first] = optimizer.groups;
    const got = golden.rates[name].map(() => {
      const momentum = "betas" in first ? first.betas[0] : first.momentum;
      const now = [...scheduler.rates, momentum];
      scheduler.step();
      return now;
    });
    got.forEach((row, t) => row.forEach((value, i) => expect(value).toBeCloseTo(golden.rates[name][t][i], 14)));
  });

  test.each(Object.keys(plateaus))("reduceLROnPlateau, %s: the same cuts at the same calls", (name) => {
    const optimizer = optim.sgd(twoGroups(), { lr: 0.4 });
    const options = plateaus[name];
    const scheduler = optim.reduceLROnPlateau(optimizer, options);
    const got = golden.metrics.map((metric) => {
      scheduler.step(options.mode === "max" ? -metric : metric);
      return scheduler.rates;
    });
    got.forEach((row, t) => row.forEach((value, i) => expect(value).toBeCloseTo(golden.plateau[name][t][i], 14)));
    expect(new Set(got.map(([rate]) => rate)).size).toBeGreaterThan(1);
  });
});

describe("PyTorch's clipping by norm", () => {
  const golden = readGolden<{
    gradients: GoldenTensor[];
    runs: Record<string, { norm: GoldenTensor; gradients: GoldenTensor[] }>;
  }>("clipping");

  const runs: Record<string, [number, optim.ClipGradNormOptions?]> = {
    "norm 1": [1],
    "norm 100, nothing to do": [100],
    "norm 0": [0],
    "1-norm": [2, { normType: 1 }],
    "3-norm": [2, { normType: 3 }],
    "largest entry": [0.5, { normType: Infinity }],
  };

  test.each(Object.keys(golden.runs))("%s: norm and gradients agree", (name) => {
    const parameters = golden.gradients.map(({ shape }) => zeros(shape, { requiresGrad: true }));
    parameters.forEach((parameter, i) => {
      parameter.grad = toTensor(golden.gradients[i]);
    });
    const norm = optim.clipGradNorm(parameters, ...runs[name]);
    const wanted = golden.runs[name];
    expect(distance(norm, wanted.norm)).toBeLessThan(1e-14);
    parameters.forEach((p, i) => expect(distance(p.grad as Tensor, wanted.gradients[i])).toBeLessThan(1e-14));
  });
});

import { describe, expect, test } from "vitest";
import { crossEntropy, linear, optim, type Tensor } from "#engine/index.ts";
import { distance, type GoldenTensor, readGolden, toTensor } from "./golden.ts";

type MakeOptimizer = (parameters: Tensor[]) => { step(): void; learningRate: number };

const optimizers: Record<string, MakeOptimizer> = {
  sgd: (p) => optim.sgd(p, { lr: 0.1 }),
  "sgd, weight decay": (p) => optim.sgd(p, { lr: 0.1, weightDecay: 0.2 }),
  momentum: (p) => optim.momentum(p, { lr: 0.1 }),
  "momentum, dampening and weight decay": (p) =>
    optim.sgd(p, { lr: 0.1, momentum: 0.8, dampening: 0.3, weightDecay: 0.1 }),
  nesterov: (p) => optim.nesterov(p, { lr: 0.1 }),
  "nesterov, weight decay": (p) => optim.nesterov(p, { lr: 0.1, weightDecay: 0.1 }),
  adagrad: (p) => optim.adagrad(p),
  "adagrad, all options": (p) =>
    optim.adagrad(p, { lr: 0.1, lrDecay: 0.05, weightDecay: 0.1, initialAccumulator: 0.2, eps: 1e-3 }),
  rmsprop: (p) => optim.rmsprop(p),
  "rmsprop, centered": (p) => optim.rmsprop(p, { lr: 0.05, alpha: 0.9, centered: true }),
  "rmsprop, momentum and weight decay": (p) =>
    optim.rmsprop(p, { lr: 0.05, alpha: 0.9, momentum: 0.7, weightDecay: 0.1, eps: 1e-4 }),
  "rmsprop, centered with momentum": (p) => optim.rmsprop(p, { lr: 0.05, alpha: 0.9, momentum: 0.7, centered: true }),
  adam: (p) => optim.adam(p),
  "adam, all options": (p) => optim.adam(p, { lr: 0.1, betas: [0.8, 0.95], eps: 1e-3, weightDecay: 0.1 }),
  adamw: (p) => optim.adamw(p),
  "adamw, all options": (p) => optim.adamw(p, { lr: 0.1, betas: [0.8, 0.95], eps: 1e-3, weightDecay: 0.1 }),
};

describe("PyTorch's optimizers over six steps, the rate halved before the fourth", () => {
  const golden = readGolden<{
    first: GoldenTensor[];
    gradients: GoldenTensor[][];
    runs: Record<string, { after: GoldenTensor[][] }>;
  }>("optimizers");

  test("every golden run is made here, and no other", () => {
    expect(Object.keys(optimizers).sort()).toEqual(Object.keys(golden.runs).sort());
  });

  test.each(Object.keys(optimizers))("%s: parameters agree within 1e-12 after every step", (name) => {
    const parameters = golden.first.map((values) => toTensor(values, true));
    const optimizer = optimizers[name](parameters);
    golden.runs[name].after.forEach((wanted, t) => {
      if (t === 3) optimizer.learningRate /= 2;
      parameters.forEach((parameter, i) => {
        parameter.grad = toTensor(golden.gradients[t][i]);
      });
      optimizer.step();
      parameters.forEach((parameter, i) => expect(distance(parameter, wanted[i])).toBeLessThan(1e-12));
    });
  });
});

describe("a two-layer network trained as in PyTorch", () => {
  const golden =
    readGolden<
      Record<
        "tanh" | "relu" | "gelu",
        {
          x: GoldenTensor;
          y: number[];
          start: GoldenTensor[];
          gradients: GoldenTensor[];
          losses: number[];
          end: GoldenTensor[];
        }
      >
    >("network");

  test.each(["tanh", "relu", "gelu"] as const)("%s: first gradients, twenty losses and the end agree", (activation) => {
    const { x, y, start, gradients, losses, end } = golden[activation];
    const parameters = start.map((values) => toTensor(values, true));
    const [w1, b1, w2, b2] = parameters;
    const optimizer = optim.adam(parameters, { lr: 0.05 });
    losses.forEach((wanted, t) => {
      const hidden = linear(toTensor(x), w1, b1)[activation]();
      const loss = crossEntropy(linear(hidden, w2, b2), y);
      optimizer.zeroGrad();
      loss.backward();
      if (t === 0) {
        parameters.forEach((p, i) => expect(distance(p.grad as Tensor, gradients[i])).toBeLessThan(1e-13));
      }
      optimizer.step();
      expect(loss.itemSync()).toBeCloseTo(wanted, 10);
    });
    parameters.forEach((parameter, i) => expect(distance(parameter, end[i])).toBeLessThan(1e-9));
  });
});

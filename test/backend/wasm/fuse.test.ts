import { beforeAll, describe, expect, test } from "vitest";
import {
  createWasmBackend,
  fromValues,
  optim,
  randn,
  Rng,
  type Tensor,
  tensor,
  type WasmBackend,
} from "#engine/index.ts";
import { fuse } from "#engine/fuse.ts";

let backend: WasmBackend;
beforeAll(async () => {
  backend = await createWasmBackend();
});

describe("fused operations", () => {
  const rule = (w: Tensor, g: Tensor) => {
    const m = w.mul(0.9).add(g.mul(0.1));
    return { m, value: w.sub(m.div(g.square().sqrt().add(1e-3))), t: 4 };
  };

  test.each([1, 3, 4, 37, 1000])("give what they give one by one, for %i entries", (length) => {
    const [w, g] = [1, 2].map((seed) => randn([length], new Rng(seed), { backend }));
    const { m, value, t } = fuse(rule, [w, g]);
    const oneByOne = rule(w, g);
    expect(t).toBe(4);
    // Products and sums may be rounded once in place of twice.
    expect(distance(m, oneByOne.m)).toBeLessThan(1e-6);
    expect(distance(value, oneByOne.value)).toBeLessThan(1e-5);
  });

  test("read views of any strides", () => {
    const w = randn([5, 7], new Rng(1), { backend }).transpose();
    const g = randn([7, 1], new Rng(2), { backend }).broadcastTo([7, 5]);
    expect(distance(fuse(rule, [w, g]).value, rule(w, g).value)).toBeLessThan(1e-5);
  });
});

const optimizers = {
  sgd: optim.sgd,
  nesterov: optim.nesterov,
  adagrad: optim.adagrad,
  rmsprop: optim.rmsprop,
  adam: optim.adam,
  adamw: optim.adamw,
};

describe("an optimizer's fused step", () => {
  test.each(Object.entries(optimizers))("%s moves as on the reference over 30 steps", (_, make) => {
    const rng = new Rng(3);
    const start = Float64Array.from({ length: 23 }, () => Math.fround(rng.normal()));
    const parameters = [
      fromValues(start, [23], { requiresGrad: true }),
      fromValues(start, [23], { requiresGrad: true, backend }),
    ];
    const steppers = parameters.map((w) => make([w], { lr: 0.05, weightDecay: 0.1 }));
    for (let step = 0; step < 30; step++) {
      const gradient = start.map(() => Math.fround(rng.normal()));
      parameters.forEach((w, i) => {
        w.grad = fromValues(gradient, [23], { backend: w.backend });
        steppers[i].step();
      });
    }
    expect(distance(parameters[1], parameters[0])).toBeLessThan(1e-5);
  });

  test("follows a learning rate that changes", () => {
    const w = tensor([1], { requiresGrad: true, backend });
    const sgd = optim.sgd([w], { lr: 1 });
    for (const rate of [1, 0.5, 0.25]) {
      sgd.learningRate = rate;
      w.grad = tensor([1], { backend });
      sgd.step();
    }
    expect(w.itemSync()).toBe(-0.75);
  });
});

// Relative to the largest entry wanted.
function distance(got: Tensor, wanted: Tensor): number {
  const values = wanted.valuesSync();
  const largest = Math.max(...values.map(Math.abs));
  return Math.max(...got.valuesSync().map((value, i) => Math.abs(value - values[i]))) / largest;
}

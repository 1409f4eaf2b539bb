import { beforeAll, describe, expect, test } from "vitest";
import {
  type Backend,
  createWasmBackend,
  fromValues,
  type Kernels,
  optim,
  randn,
  referenceBackend,
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

type Parameters = optim.ParameterList<{ lr?: number; weightDecay?: number }>;
const common = { lr: 0.05, weightDecay: 0.1 };
const optimizers: Record<string, (parameters: Parameters) => { step(): void }> = {
  sgd: (w) => optim.sgd(w, common),
  "sgd, momentum and dampening": (w) => optim.sgd(w, { ...common, momentum: 0.8, dampening: 0.3 }),
  "sgd, Sutskever's momentum": (w) => optim.sgd(w, { ...common, momentum: 0.8, convention: "sutskever" }),
  nesterov: (w) => optim.nesterov(w, common),
  "nesterov, Sutskever's": (w) => optim.nesterov(w, { ...common, convention: "sutskever" }),
  adagrad: (w) => optim.adagrad(w, { ...common, lrDecay: 0.01, initialAccumulator: 0.1 }),
  rmsprop: (w) => optim.rmsprop(w, common),
  "rmsprop, centered, momentum": (w) => optim.rmsprop(w, { ...common, centered: true, momentum: 0.7 }),
  adam: (w) => optim.adam(w, common),
  amsgrad: (w) => optim.amsgrad(w, { ...common, betas: [0.8, 0.9] }),
  adamw: (w) => optim.adamw(w, common),
  "adamw, amsgrad": (w) => optim.adamw(w, { ...common, betas: [0.8, 0.9], amsgrad: true }),
};

describe("an optimizer's fused step", () => {
  test.each(Object.entries(optimizers))("%s moves two groups as on the reference over 30 steps", (_, make) => {
    const rng = new Rng(3);
    const start = Float64Array.from({ length: 23 }, () => Math.fround(rng.normal()));
    const [wanted, got] = [referenceBackend, backend].map((on) => {
      const leaf = () => fromValues(start, [23], { requiresGrad: true, backend: on });
      const [first, second] = [leaf(), leaf()];
      const optimizer = make([{ params: [first] }, { params: [second], lr: 0.02, weightDecay: 0 }]);
      return { parameters: [first, second], optimizer };
    });
    for (let step = 0; step < 30; step++) {
      const gradient = start.map(() => Math.fround(rng.normal()));
      for (const { parameters, optimizer } of [wanted, got]) {
        for (const w of parameters) w.grad = fromValues(gradient, [23], { backend: w.backend });
        optimizer.step();
      }
    }
    wanted.parameters.forEach((w, i) => expect(distance(got.parameters[i], w)).toBeLessThan(1e-5));
    expect(distance(wanted.parameters[0], wanted.parameters[1])).toBeGreaterThan(0.01);
  });

  test.each(Object.entries(optimizers))("%s is one kernel a parameter", (_, make) => {
    const { calls, watched } = watch(backend);
    const parameters = [3, 5, 7].map((length) => randn([length], new Rng(length), { backend: watched }));
    const gradients = parameters.map((w) => randn(w.shape, new Rng(1), { backend: watched }));
    const optimizer = make([{ params: parameters.slice(0, 2) }, { params: parameters.slice(2), lr: 0.1 }]);
    for (let step = 0; step < 3; step++) {
      parameters.forEach((w, i) => {
        w.grad = gradients[i];
      });
      calls.length = 0;
      optimizer.step();
      expect(calls).toEqual(["map", "map", "map"]);
    }
  });

  test("tells apart parameters that have taken different numbers of steps", () => {
    const [wanted, got] = [referenceBackend, backend].map((on) => {
      const [late, early] = [tensor([1], { backend: on }), tensor([1], { backend: on })];
      const adam = optim.adam([late, early], { lr: 0.1 });
      for (const gradient of [4, -1, 2]) {
        for (const w of gradient === 4 ? [early] : [late, early]) w.grad = tensor([gradient], { backend: on });
        adam.step();
      }
      expect([late, early].map((w) => adam.state(w)?.t)).toEqual([2, 3]);
      return [late, early];
    });
    wanted.forEach((w, i) => expect(distance(got[i], w)).toBeLessThan(1e-6));
  });

  test("does not take a gradient of another backend", () => {
    const w = tensor([1], { requiresGrad: true, backend });
    w.grad = tensor([1]);
    expect(() => optim.sgd([w]).step()).toThrow("fuse got tensors on two backends, wasm and reference");
    expect(w.itemSync()).toBe(1);
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

// The same backend, which notes whatever it is asked to compute.
function watch(backend: WasmBackend): { calls: string[]; watched: Backend } {
  const calls: string[] = [];
  const kernels = new Proxy(backend.kernels, {
    get(known, name: keyof Kernels) {
      calls.push(name);
      return known[name];
    },
  });
  const map: Backend["map"] = (...given) => {
    calls.push("map");
    return (backend as Required<Backend>).map(...given);
  };
  return { calls, watched: { ...backend, kernels, map } };
}

// Relative to the largest entry wanted.
function distance(got: Tensor, wanted: Tensor): number {
  const values = wanted.valuesSync();
  const largest = Math.max(...values.map(Math.abs));
  return Math.max(...got.valuesSync().map((value, i) => Math.abs(value - values[i]))) / largest;
}

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  add,
  ArgumentError,
  createWasmBackend,
  crossEntropy,
  mul,
  nn,
  optim,
  randn,
  ReleasedError,
  relu,
  Rng,
  scope,
  type Tensor,
  tensor,
  trace,
  type WasmBackend,
  withBackend,
} from "#engine/index.ts";

let backend: WasmBackend;
beforeEach(async () => {
  backend = await createWasmBackend();
});

const on = (data: number[], requiresGrad = false) => tensor(data, { backend, requiresGrad });
const blocks = () => backend.info().memory.blocks;

function network(rng: Rng) {
  return scope(() =>
    withBackend(
      backend,
      () => new nn.Sequential(new nn.Linear(4, 16, { rng }), new nn.Tanh(), new nn.Linear(16, 3, { rng })),
    ),
  );
}

function convolutional(rng: Rng) {
  return scope(() =>
    withBackend(backend, () => {
      const features = [new nn.Conv2d(1, 4, 3, { rng, padding: 1 }), new nn.ReLU(), new nn.MaxPool2d(2)];
      return new nn.Sequential(...features, new nn.Flatten(), new nn.Linear(64, 3, { rng }));
    }),
  );
}

describe("memory", () => {
  test.each([
    ["a network of convolutions", 10_000, convolutional, [2, 1, 8, 8], optim.adam],
    ["a perceptron", 1000, network, [2, 4], optim.momentum],
  ] as const)("stays the same while %s takes %i steps", (_, steps, makeNetwork, shape, makeOptimizer) => {
    const rng = new Rng(1);
    const net = makeNetwork(rng);
    const optimizer = makeOptimizer(net.parameters(), { lr: 0.01 });
    const x = randn(shape, rng, { backend });
    const step = () =>
      scope(() => {
        optimizer.zeroGrad();
        const loss = crossEntropy(net.forward(x), [0, 2]);
        loss.backward();
        optimizer.step();
        return loss.itemSync();
      });
    for (let i = 0; i < 10; i++) step();
    const early = backend.info().memory;
    let last = Infinity;
    for (let i = 0; i < steps; i++) last = step();
    expect(backend.info().memory).toEqual(early);
    expect(last).toBeLessThan(0.1);
  });

  test("holds parameters, gradients and what the optimizer remembers, and nothing else", () => {
    const net = network(new Rng(1));
    const optimizer = optim.adam(net.parameters());
    expect(blocks()).toBe(4);
    scope(() => {
      crossEntropy(net.forward(on([1, 2, 3, 4]).reshape([1, 4])), [0]).backward();
      optimizer.step();
    });
    expect(blocks()).toBe(16);
    optimizer.zeroGrad();
    expect(blocks()).toBe(12);
  });

  test("of a leaf and its gradient goes with the leaf's scope", () => {
    const before = blocks();
    for (let i = 0; i < 3; i++) {
      scope(() => {
        const w = on([1, 2], true);
        w.mul(w).sum().backward();
        expect(w.grad?.arraySync()).toEqual([2, 4]);
      });
    }
    expect(blocks()).toBe(before);
  });

  test("of tensors that nobody has any more is found by the garbage collector, gradients included", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const before = blocks();
    (() => {
      for (let i = 0; i < 20; i++) {
        const w = on([1, 2], true);
        w.mul(w).sum().backward();
      }
    })();
    expect(blocks()).toBeGreaterThan(before + 20);
    for (let tries = 0; tries < 50 && blocks() > before; tries++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(blocks()).toBe(before);
  });

  test("of intermediate results inside an operation is given back at once", () => {
    const x = on([1, 2, 3, 4]);
    const before = blocks();
    const p = x.softmax();
    expect(blocks()).toBe(before + 1);
    expect(p.valuesSync()[3]).toBeCloseTo(0.643914, 6);
  });

  test("of a backward pass is given back but for the leaves' gradients", () => {
    const w = on([1, 2], true);
    const loss = w.mul(w).tanh().sum();
    const before = blocks();
    loss.backward();
    expect(blocks()).toBe(before + 1);
    expect(w.grad?.valuesSync()[0]).toBeCloseTo(2 * (1 - Math.tanh(1) ** 2), 6);
  });
});

describe("a scope", () => {
  test("keeps its result and lets go of the rest", () => {
    let other: Tensor | undefined;
    const before = blocks();
    const kept = scope(() => {
      other = on([1, 2]).mul(3);
      return { sum: [other.add(1)] };
    });
    expect(blocks()).toBe(before + 1);
    expect(kept.sum[0].arraySync()).toEqual([4, 7]);
    expect(() => other?.arraySync()).toThrow(ReleasedError);
    expect(() => other?.add(1)).toThrow("a tensor (2) was used after the scope it was made in: return it from there");
  });

  test("hands its result to the scope around it", () => {
    const before = blocks();
    scope(() => {
      const inner = scope(() => on([1, 2]).mul(3));
      expect(inner.arraySync()).toEqual([3, 6]);
    });
    expect(blocks()).toBe(before);
  });

  test("keeps what the gradient of its result needs", () => {
    const w = on([1, 2], true);
    const loss = scope(() => w.mul(w).exp().sum());
    loss.backward();
    expect(w.grad?.valuesSync()[0]).toBeCloseTo(2 * Math.E, 5);
  });

  test("keeps a network made in it", () => {
    const net = scope(() => network(new Rng(3)));
    expect(net.forward(on([1, 2, 3, 4])).shape).toEqual([3]);
  });

  test("gives everything back when it throws", () => {
    const before = blocks();
    expect(() =>
      scope(() => {
        on([1, 2]).add(on([1, 2, 3]));
      }),
    ).toThrow("add cannot broadcast (2) with (3)");
    expect(blocks()).toBe(before);
  });

  test("does not take an asynchronous function", () => {
    expect(() => scope(async () => on([1]))).toThrow(ArgumentError);
  });

  test("gives nothing back while a trace is watching", () => {
    const { steps } = trace(() => scope(() => on([1, 2]).mul(3).add(1)));
    expect(steps.map((step) => step.output.values)).toEqual([
      [3, 6],
      [4, 7],
    ]);
  });
});

describe("a tensor that the program holds is never freed:", () => {
  test("an activation after backward", () => {
    scope(() => {
      const w = on([1, -2], true);
      const h = relu(w.mul(2));
      h.sum().backward();
      for (let i = 0; i < 50; i++) on([7, 7]).mul(7);
      expect(h.arraySync()).toEqual([2, 0]);
    });
  });

  test("a gradient after zeroGrad, in the scope and outside", () => {
    const w = on([1, 2], true);
    const optimizer = optim.sgd([w]);
    scope(() => {
      w.mul(3).sum().backward();
      const seen = w.grad;
      optimizer.zeroGrad();
      for (let i = 0; i < 50; i++) on([7, 7]).mul(7);
      expect(seen?.arraySync()).toEqual([3, 3]);
    });
    const returned = scope(() => {
      w.mul(4).sum().backward();
      return w.grad;
    });
    w.mul(5).sum().backward();
    const summed = w.grad;
    optimizer.zeroGrad();
    for (let i = 0; i < 50; i++) on([7, 7]).mul(7);
    expect([returned?.arraySync(), summed?.arraySync()]).toEqual([
      [4, 4],
      [9, 9],
    ]);
  });

  test("an optimizer's memory after further steps", () => {
    const w = on([1, 2], true);
    const optimizer = optim.adam([w], { lr: 0.1 });
    const step = () =>
      scope(() => {
        optimizer.zeroGrad();
        w.mul(2).sum().backward();
        optimizer.step();
      });
    step();
    const first = optimizer.state(w);
    step();
    step();
    expect(first?.m.valuesSync()[0]).toBeCloseTo(0.2, 6);
    expect(optimizer.state(w)?.t).toBe(3);
  });

  test("a view of a parameter after an assignment", () => {
    const w = on([1, 2], true);
    const before = w.detach();
    scope(() => w.assign(on([5, 6])));
    for (let i = 0; i < 50; i++) scope(() => on([7, 7]).mul(7));
    expect([before.arraySync(), w.arraySync()]).toEqual([
      [1, 2],
      [5, 6],
    ]);
  });

  test("whatever a random program keeps, to the last digit", () => {
    for (let seed = 0; seed < 60; seed++) expectSameAsWithoutScopes(seed);
  });
});

// A program of random operations in random scopes, and the same without any scope: what it keeps is equal.
function expectSameAsWithoutScopes(seed: number): void {
  const run = (within: <T>(part: () => T) => T) => {
    const rng = new Rng(seed);
    const held: Tensor[] = Array.from({ length: 3 }, () => on([rng.normal(), rng.normal(), rng.normal()], true));
    for (let part = 0; part < 6; part++) {
      const made = within(() => {
        const known = [...held];
        for (let i = 0; i < 5; i++) known.push(randomOperation(rng, known));
        const leaf = held[rng.integer(0, 3)];
        mul(rng.choice(known), leaf).sum().backward();
        if (rng.uniform() < 0.3) leaf.grad = null;
        return rng.choice(known).detach();
      });
      held.push(made);
    }
    return held.map((x) => [x.arraySync(), x.grad?.arraySync() ?? null]);
  };
  expect(run(scope)).toEqual(run((part) => part()));
}

function randomOperation(rng: Rng, known: readonly Tensor[]): Tensor {
  const a = rng.choice(known);
  const b = rng.choice(known);
  return rng.choice([
    () => add(a, b),
    () => mul(a, b).tanh(),
    () => a.softmax(),
    () => a.reshape([3, 1]).transpose().reshape([3]),
    () => a.slice(0, 0, 3).relu(),
    () => a.sub(a.mean()),
  ])();
}

import { beforeEach, describe, expect, test } from "vitest";
import {
  BackendError,
  createWasmBackend,
  crossEntropy,
  data,
  nn,
  optim,
  packOptimizer,
  randn,
  readSafetensors,
  Rng,
  type Safetensors,
  scope,
  tensor,
  trace,
  unpackOptimizer,
  type WasmBackend,
  withBackend,
  writeSafetensors,
} from "#engine/index.ts";
import type { Memory } from "#engine/optim/optimizer.ts";

let backend: WasmBackend;
beforeEach(async () => {
  backend = await createWasmBackend();
});

const blocks = () => backend.info().memory.blocks;

function network(seed = 1) {
  const rng = new Rng(seed);
  const [first, second] = scope(() =>
    withBackend(backend, () => [
      new nn.Sequential(new nn.Linear(4, 16, { rng }), new nn.BatchNorm1d(16), new nn.Tanh()),
      new nn.Linear(16, 3, { rng }),
    ]),
  );
  return new nn.Sequential(first, second);
}

const optimizers = {
  momentum: (net: nn.AnyModule) => resumable(optim.momentum(groupsOf(net), { lr: 0.05 })),
  adagrad: (net: nn.AnyModule) => resumable(optim.adagrad(groupsOf(net), { lr: 0.05 })),
  rmsprop: (net: nn.AnyModule) => resumable(optim.rmsprop(groupsOf(net), { lr: 0.05, centered: true, momentum: 0.5 })),
  amsgrad: (net: nn.AnyModule) => resumable(optim.amsgrad(groupsOf(net), { lr: 0.05 })),
  adamw: (net: nn.AnyModule) => resumable(optim.adamw(groupsOf(net), { lr: 0.05 })),
};

function resumable<State extends Memory<State>, Settings extends optim.CommonSettings>(
  optimizer: optim.Optimizer<State, Settings>,
) {
  return {
    optimizer,
    /** Takes a snapshot, and gives the way back to it. */
    remember() {
      const snapshot = optimizer.state();
      return () => optimizer.load(snapshot);
    },
    pack: () => packOptimizer(optimizer.state()),
    unpack: (packed: Safetensors) => optimizer.load(unpackOptimizer(packed)),
  };
}

function groupsOf(net: nn.AnyModule) {
  const parameters = net.parameters();
  return [{ params: parameters.slice(0, 2) }, { params: parameters.slice(2), lr: 0.02, weightDecay: 0.01 }];
}

/** Trains as long as asked, a scope a step, and gives the losses. */
function trainer(net: nn.Sequential, optimizer: { step(): void; zeroGrad(): void }) {
  const x = randn([8, 4], new Rng(2), { backend });
  const targets = [0, 1, 2, 0, 1, 2, 0, 1];
  const step = () =>
    scope(() => {
      optimizer.zeroGrad();
      const loss = crossEntropy(net.forward(x), targets);
      loss.backward();
      optim.clipGradNorm(net.parameters(), 1);
      optimizer.step();
      return loss.itemSync();
    });
  return (steps: number) => Array.from({ length: steps }, step);
}

describe.each(Object.entries(optimizers))("with %s", (_, make) => {
  test("a run goes back to its snapshot and takes the same steps again, to the last digit", () => {
    const net = network();
    const { optimizer, remember } = make(net);
    const train = trainer(net, optimizer);
    train(3);
    const [weights, goBack] = [net.state(), remember()];
    const losses = train(10);
    expect(losses[9]).toBeLessThan(losses[0]);
    for (let again = 0; again < 2; again++) {
      net.load(weights);
      goBack();
      expect(train(10)).toEqual(losses);
    }
  });

  test("a run starts anew from a snapshot taken before the first step", () => {
    const net = network();
    const { optimizer, remember } = make(net);
    const train = trainer(net, optimizer);
    const [weights, goBack] = [net.state(), remember()];
    const before = blocks();
    const losses = train(5);
    net.load(weights);
    goBack();
    optimizer.zeroGrad();
    expect(blocks()).toBe(before);
    expect(train(5)).toEqual(losses);
  });

  test("steps that are taken back leave no memory behind", () => {
    const net = network();
    const { optimizer, remember } = make(net);
    const train = trainer(net, optimizer);
    const attempt = () =>
      scope(() => {
        const [weights, goBack] = [net.state(), remember()];
        const losses = train(1);
        net.load(weights);
        goBack();
        return losses;
      });
    train(5);
    const losses = attempt();
    const early = backend.info().memory;
    for (let i = 0; i < 100; i++) expect(attempt()).toEqual(losses);
    expect(backend.info().memory).toEqual(early);
  });

  test("a run goes on from a file", async () => {
    const net = network();
    const { optimizer, pack } = make(net);
    const train = trainer(net, optimizer);
    train(3);
    const weights = await writeSafetensors(net.state());
    const packed = pack();
    const memory = await writeSafetensors(packed.tensors, { metadata: packed.metadata });
    const losses = train(5);

    const other = network(7);
    const resumed = make(other);
    other.load(readSafetensors(weights, { backend }).tensors);
    resumed.unpack(readSafetensors(memory, { backend }));
    expect(trainer(other, resumed.optimizer)(5)).toEqual(losses);
  });
});

describe("a snapshot", () => {
  test("keeps its numbers while training goes on and memory is used again", () => {
    const net = network();
    const optimizer = optim.adam(net.parameters(), { lr: 0.05 });
    const train = trainer(net, optimizer);
    train(2);
    const read = () => [
      ...[...weights.values()].map((values) => values.arraySync()),
      ...memory.memory.map((state) => [state?.m.arraySync(), state?.v.arraySync()]),
    ];
    const [weights, memory] = [net.state(), optimizer.state()];
    const before = read();
    train(20);
    for (const parameter of net.parameters())
      for (let i = 0; i < 5; i++) randn(parameter.shape, new Rng(i), { backend });
    expect(read()).toEqual(before);
  });

  test("shares memory until the next step, and goes with its scope", () => {
    const net = network();
    const optimizer = optim.adam(net.parameters());
    const train = trainer(net, optimizer);
    train(1);
    const before = blocks();
    scope(() => {
      net.state();
      optimizer.state();
      expect(blocks()).toBe(before);
      train(1);
      // Six parameters with two moments each, and three running statistics.
      expect(blocks()).toBe(before + 6 * 3 + 3);
    });
    expect(blocks()).toBe(before);
  });

  test("lasts when its scope returns it", () => {
    const net = network();
    const optimizer = optim.adam(net.parameters());
    const train = trainer(net, optimizer);
    train(1);
    const { weights, memory } = scope(() => {
      train(1);
      return { weights: net.state(), memory: optimizer.state() };
    });
    const losses = train(3);
    net.load(weights);
    optimizer.load(memory);
    expect(train(3)).toEqual(losses);
  });

  test("of another backend is an error that changes nothing", () => {
    const [here, elsewhere] = [backend, undefined].map((on) => tensor([1, 2], { backend: on, requiresGrad: true }));
    for (const w of [here, elsewhere]) w.grad = w.detach();
    const [optimizer, other] = [optim.adam([here]), optim.adam([elsewhere], { lr: 0.5 })];
    other.step();
    expect(() => optimizer.load(other.state())).toThrow(BackendError);
    expect(() => optimizer.load(other.state())).toThrow("parameter 0 is on wasm, its m in the snapshot on reference");
    expect([optimizer.learningRate, optimizer.state(here)]).toEqual([0.001, null]);
  });
});

describe("memory stays the same", () => {
  test("while gradients are clipped outside any scope", () => {
    const w = tensor([3, 4], { backend, requiresGrad: true });
    scope(() => {
      w.grad = tensor([3, 4], { backend });
    });
    const before = blocks();
    const norm = optim.clipGradNorm([w], 1);
    optim.clipGradValue([w], 0.7);
    expect(blocks()).toBe(before + 1);
    expect(norm.itemSync()).toBe(5);
    expect(Array.from(w.grad?.valuesSync() ?? [])).toEqual([expect.closeTo(0.6, 6), expect.closeTo(0.7, 6)]);
  });

  test("while an optimizer steps outside any scope", () => {
    const w = tensor([3, 4], { backend, requiresGrad: true });
    const optimizer = optim.sgd([w], { lr: 0.5 });
    scope(() => {
      w.grad = tensor([2, 4], { backend });
    });
    const before = blocks();
    optimizer.step();
    expect(blocks()).toBe(before);
    optimizer.zeroGrad();
    expect(blocks()).toBe(before - 1);
    expect(w.arraySync()).toEqual([2, 2]);
  });

  test("over epochs of batches, each epoch in a scope, with groups, clipping and a schedule", () => {
    const net = network();
    const optimizer = optim.adamw(groupsOf(net));
    const rng = new Rng(4);
    const inputs = { values: Float64Array.from({ length: 40 * 4 }, () => rng.normal()), shape: [40, 4] };
    const targets = Array.from({ length: 40 }, (_, i) => i % 3);
    const loader = new data.DataLoader(new data.Dataset({ inputs, targets }), { batchSize: 8, shuffle: true, backend });
    const scheduler = optim.schedule(optimizer, optim.oneCycleLR({ maxLr: 0.05, totalSteps: 60 * loader.length }));
    const epoch = (number: number) =>
      scope(() => {
        for (const batch of loader.epoch(number)) {
          scope(() => {
            optimizer.zeroGrad();
            crossEntropy(net.forward(batch.inputs), batch.targets).backward();
            optim.clipGradNorm(net.parameters(), 1);
            optimizer.step();
            scheduler.step();
          });
        }
      });
    for (let i = 0; i < 3; i++) epoch(i);
    const early = backend.info().memory;
    for (let i = 3; i < 60; i++) epoch(i);
    expect(backend.info().memory).toEqual(early);
  });
});

test("a trace shows a whole step, clipping included", () => {
  const w = tensor([3, 4], { backend, requiresGrad: true }).named("w");
  const optimizer = optim.adam([w], { lr: 1 });
  const { steps } = trace(() =>
    scope(() => {
      w.square().sum().backward();
      optim.clipGradNorm([w], 5);
      optimizer.step();
    }),
  );
  const operations = steps.map(({ operation }) => operation);
  expect(operations.slice(0, 6)).toEqual(["pow", "sum", "pow", "sum", "sqrt", "add"]);
  // The norm of (6, 8); the optimizer's step is one kernel and no operation.
  expect(steps[4].output.values).toBe(10);
  expect(operations.length).toBe(9);
  expect(w.valuesSync()[0]).toBeCloseTo(2, 6);
});

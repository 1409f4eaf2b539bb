import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  add,
  assign,
  createWebGpuBackend,
  crossEntropy,
  fromValues,
  LateReadings,
  mse,
  mul,
  type nn,
  noGrad,
  optim,
  randn,
  record,
  ReleasedError,
  ReplayError,
  Rng,
  scope,
  type Tensor,
  type WebGpuBackend,
} from "#engine/index.ts";
import { type Batch, batches, prepare, trainings } from "../recorded-training.ts";
import { softwareGpu } from "./software-gpu.ts";

let backend: WebGpuBackend;
beforeAll(async () => {
  backend = await createWebGpuBackend({ gpu: await softwareGpu() });
});
afterAll(() => backend.close());

/** The losses of steps, none of which waits for the one before; `disturb` is called before each. */
const each = <T>(items: readonly T[], run: (item: T) => { loss: Promise<number> }, disturb = (_: number) => {}) =>
  Promise.all(
    items.map((item, i) => {
      disturb(i);
      return scope(() => run(item)).loss;
    }),
  );

describe("a replayed step", () => {
  test.each(Object.entries(trainings))(
    "of %s gives the same as the step itself, to the last bit",
    async (_, training) => {
      const data = batches(training.shape, 30);
      const eager = prepare(backend, training);
      const wanted = await each(data, (batch) => ({ loss: eager.step(eager.tensors(batch)).item() }));
      const replayed = prepare(backend, training);
      const step = record(
        replayed.step,
        scope(() => replayed.tensors(data[0])),
      );
      const got = await each(data, (batch) => ({ loss: step.run(batch).item() }));
      expect(step.way).toBe("replayed");
      expect(got).toEqual(wanted);
      expect(await replayed.outcome()).toEqual(await eager.outcome());
      expect(wanted[29]).not.toBe(wanted[28]);
      step.release();
    },
  );

  test("carried out many times on the same inputs gives the same as one after another", async () => {
    const training = trainings["a perceptron with Adam, clipping and a schedule"];
    const [batch] = batches(training.shape, 1);
    const [one, other] = [prepare(backend, training), prepare(backend, training)];
    const [first, second] = [one, other].map((parts) => record(parts.step, parts.tensors(batch)));
    let wanted = Promise.resolve(0);
    for (let i = 0; i < 25; i++) wanted = scope(() => ({ loss: first.run(batch).item() })).loss;
    expect(await scope(() => ({ loss: second.repeat(25, batch).item() })).loss).toBe(await wanted);
    expect(await other.outcome()).toEqual(await one.outcome());
  });
});

describe("what happens between two runs", () => {
  const training = trainings["a perceptron with Adam, clipping and a schedule"];
  const data = batches(training.shape, 30);

  // The same program twice, with a disturbance before some of the runs.
  async function compareWith(disturb: (parts: ReturnType<typeof prepare>, i: number) => void) {
    const eager = prepare(backend, training);
    const run = (batch: Batch) => ({ loss: eager.step(eager.tensors(batch)).item() });
    const wanted = await each(data, run, (i) => disturb(eager, i));
    const replayed = prepare(backend, training);
    const step = record(replayed.step, replayed.tensors(data[0]));
    const again = (batch: Batch) => ({ loss: step.run(batch).item() });
    const got = await each(data, again, (i) => disturb(replayed, i));
    expect(got).toEqual(wanted);
    expect(await replayed.outcome()).toEqual(await eager.outcome());
    return step;
  }

  test("a parameter that is assigned is what the next run reads", async () => {
    const step = await compareWith(({ net }, i) => {
      if (i % 10 === 7) noGrad(() => net.parameters().forEach((w) => assign(w, mul(w, 0.5))));
    });
    expect(step.way).toBe("replayed");
  });

  test("settings of the optimizer that are changed hold at once", async () => {
    const step = await compareWith(({ updates }, i) => {
      if (i === 15) updates.groups.forEach((group) => Object.assign(group, { betas: [0.5, 0.9] }));
    });
    expect(step.way).toBe("replayed");
  });

  test("weights that were kept do not change any more, and can be loaded again", async () => {
    const kept = new Map<object, Map<string, Tensor>>();
    const before: Promise<Float64Array[]>[] = [];
    const after: Promise<Float64Array[]>[] = [];
    const valuesOf = (state: Map<string, Tensor>) => Promise.all([...state.values()].map((w) => w.values()));
    await compareWith((parts, i) => {
      const net = parts.net as nn.Sequential;
      if (i === 9) {
        const state = net.state();
        kept.set(net, state);
        before.push(valuesOf(state));
      }
      if (i === 20) {
        const state = kept.get(net) as Map<string, Tensor>;
        after.push(valuesOf(state));
        net.load(state);
      }
    });
    expect(kept.size).toBe(2);
    expect(await Promise.all(after)).toEqual(await Promise.all(before));
  });

  test("steps outside it take part", async () => {
    const step = await compareWith((parts, i) => {
      if (i % 9 === 5) scope(() => void parts.step(parts.tensors(data[i])));
    });
    expect(step.way).toBe("replayed");
  });

  test("another recorded step that reads the weights finds what the last one left", async () => {
    const { step, tensors, net } = prepare(backend, training);
    const { step: same, tensors: sameTensors, net: sameNet } = prepare(backend, training);
    const batch = data[0];
    const learn = record(step, tensors(batch));
    const look = record(({ x, y }) => noGrad(() => crossEntropy(net.forward(x), y)), tensors(batch));
    for (const next of data.slice(0, 12)) {
      const got = scope(() => ({ learnt: learn.run(next).item(), seen: look.run(batch).item() }));
      const wanted = scope(() => ({
        learnt: same(sameTensors(next)).item(),
        seen: noGrad(() => crossEntropy(sameNet.forward(sameTensors(batch).x), sameTensors(batch).y)).item(),
      }));
      expect([await got.learnt, await got.seen]).toEqual([await wanted.learnt, await wanted.seen]);
    }
    expect([learn.way, look.way]).toEqual(["replayed", "replayed"]);
  });

  test("inputs are tensors or their entries", async () => {
    const { step, tensors } = prepare(backend, training);
    const recorded = record(step, tensors(data[0]));
    const { step: same } = prepare(backend, training);
    for (let i = 0; i < 8; i++) {
      const wanted = await scope(() => ({ loss: same(tensors(data[i])).item() })).loss;
      const { x, y } = data[i];
      const got = scope(() => {
        const turned = fromValues(x, [8, 40], { backend }).transpose().add(0);
        const given = i % 2 === 0 ? { x: turned.transpose(), y } : { x: Float32Array.from(x), y };
        return { loss: recorded.run(given).item() };
      });
      expect(await got.loss).toBe(wanted);
    }
  });

  test("a wrong index in a replay is told by the next reading", async () => {
    const table = fromValues([1, 2, 3], [3], { backend });
    const step = record(({ index }) => table.gather(0, index).sum(), { index: fromValues([0], [1], { backend }) });
    const run = (index: number) => scope(() => ({ sum: step.run({ index: Float64Array.of(index) }).item() })).sum;
    expect([await run(0), await run(1), await run(2), await run(0)]).toEqual([1, 2, 3, 1]);
    expect(step.way).toBe("replayed");
    await expect(run(3)).rejects.toThrow("index 3 is outside axis 0 of size 3");
    expect(await run(1)).toBe(2);
  });
});

test("losses of a recorded step arrive late, in order, while the next steps are under way", async () => {
  const training = trainings["a perceptron with Adam, clipping and a schedule"];
  const data = batches(training.shape, 20);
  const eager = prepare(backend, training);
  const wanted = await each(data, (batch) => ({ loss: eager.step(eager.tensors(batch)).item() }));
  const { step, tensors } = prepare(backend, training);
  const recorded = record(step, tensors(data[0]));
  const got: number[] = [];
  const late: number[] = [];
  const losses = new LateReadings(([loss]) => got.push(loss), { most: 3 });
  for (const [i, batch] of data.entries()) {
    await scope(() => ({ added: losses.add(recorded.run(batch)) })).added;
    late.push(i + 1 - got.length);
  }
  expect(late.slice(0, 3)).toEqual([1, 2, 3]);
  expect(Math.max(...late)).toBe(3);
  await losses.finish();
  expect(got).toEqual(wanted);
});

describe("memory of a recorded step", () => {
  test("stays the same over 400 replays, and is given back by release", async () => {
    // Of its own, where no garbage of other tests is let go of meanwhile.
    const backend = await createWebGpuBackend({ gpu: await softwareGpu() });
    const training = trainings["momentum, whose first step is another"];
    const data = batches(training.shape, 10);
    const { step, tensors, net, updates } = scope(() => prepare(backend, training));
    const example = tensors(data[0]);
    const run = async (times: number, use: (batch: Batch) => Tensor) => {
      for (let i = 0; i < times; i++) {
        const { reading } = scope(() => {
          const loss = use(data[i % 10]);
          return { reading: i % 100 === 0 ? loss.item() : null };
        });
        await reading;
      }
      return backend.info().memory;
    };
    const eager = await run(5, (batch) => step(tensors(batch)));
    const recorded = record(step, example);
    const first = await run(6, (batch) => recorded.run(batch));
    const later = await run(400, (batch) => recorded.run(batch));
    expect({ used: later.used, reserved: later.reserved, blocks: later.blocks }).toEqual({
      used: first.used,
      reserved: first.reserved,
      blocks: first.blocks,
    });
    expect(first.used).toBeGreaterThan(eager.used);
    recorded.release();
    recorded.release();
    expect(backend.info().memory.used).toBe(eager.used);
    expect((await run(5, (batch) => step(tensors(batch)))).used).toBe(eager.used);
    expect(net.parameters().map((w) => updates.state(w)?.t)).toEqual(net.parameters().map(() => 416));
    expect(() => recorded.run(data[0])).toThrow(new ReleasedError("a recorded step was run after its release"));
    backend.close();
  });
});

describe("a step that cannot be repeated is refused:", () => {
  const train = (change: (parts: { loss: Tensor; i: number }) => Tensor | void) => {
    const weights = fromValues([1, 2, 3], [3], { backend, requiresGrad: true });
    const input = fromValues([1, 1, 1], [3], { backend });
    const updates = optim.sgd([weights], { lr: 0.1 });
    let i = 0;
    const step = record(
      ({ x: given }) => {
        updates.zeroGrad();
        let loss = mse(mul(given, weights), given);
        loss = change({ loss, i: i++ }) ?? loss;
        loss.backward();
        updates.step();
        return loss;
      },
      { x: input },
    );
    for (let run = 0; run < 12; run++) step.run({ x: input });
  };

  test.each<[string, Parameters<typeof train>[0], string]>([
    [
      "values that are read",
      ({ loss }) => void loss.item().catch(() => undefined),
      "a recorded step cannot read values: return them, and read them after the step",
    ],
    [
      "random numbers",
      ({ loss }) => add(loss, randn([], new Rng(1), { backend })),
      "a recorded step cannot draw random numbers: do it outside, or pass the result as an input",
    ],
    [
      "numbers that change",
      ({ loss, i }) => add(loss, 1 / (i + 1)),
      "and after 8 runs it is not: numbers made in it are others each time: 0.125, then 0.1111111111111111",
    ],
    [
      "operations that change",
      ({ loss, i }) => (i % 2 === 0 ? mul(loss, 2) : undefined),
      "and after 8 runs it is not: it launches",
    ],
  ])("%s", (_, change, message) => {
    expect(() => train(change)).toThrow(ReplayError);
    expect(() => train(change)).toThrow(message);
  });

  test("one inside another", () => {
    const input = fromValues([1, 1, 1], [3], { backend });
    const inner = record(({ x: given }) => mul(given, 2), { x: input });
    const outer = record(({ x: given }) => inner.run({ x: given }), { x: input });
    expect(() => outer.run({ x: input })).toThrow("a recorded step cannot run another recorded step");
  });
});

test("what is read late keeps its value until the end of the step", async () => {
  // Two states, each made of the other's last value.
  const run = async (times: number, useRecord: boolean) => {
    const [a, b] = [fromValues([1, 2, 3], [3], { backend }), fromValues([5, 7, 11], [3], { backend })];
    const body = ({ x }: { x: Tensor }) => {
      const nextA = add(mul(a, 0.5), x);
      const nextB = add(b, mul(a, 0.25));
      const late = mul(b, 2);
      assign(a, nextB);
      assign(b, nextA);
      return late;
    };
    const x = fromValues([0.5, 0.25, 2], [3], { backend });
    const step = useRecord ? record(body, { x }) : null;
    for (let i = 0; i < times; i++) scope(() => void (step === null ? body({ x }) : step.run({ x })));
    return Promise.all([a, b].map((state) => state.array()));
  };
  for (const times of [3, 4, 9]) expect(await run(times, true)).toEqual(await run(times, false));
});

import { beforeEach, describe, expect, test } from "vitest";
import {
  add,
  assign,
  createWasmBackend,
  fromValues,
  mse,
  mul,
  type nn,
  noGrad,
  optim,
  passGradientThrough,
  randn,
  record,
  referenceBackend,
  ReleasedError,
  ReplayError,
  Rng,
  scope,
  ShapeError,
  type Tensor,
  trace,
  type WasmBackend,
  withFaults,
} from "#engine/index.ts";
import { type Batch, batches, prepare, trainings } from "../recorded-training.ts";

let backend: WasmBackend;
beforeEach(async () => {
  backend = await createWasmBackend();
});

describe("a replayed step", () => {
  test.each(Object.entries(trainings))(
    "of %s gives the same as the step itself, to the last bit",
    async (_, training) => {
      const data = batches(training.shape, 100);
      const eager = prepare(backend, training);
      const wanted = data.map((batch) => scope(() => eager.step(eager.tensors(batch)).itemSync()));
      const replayed = prepare(backend, training);
      const step = record(
        replayed.step,
        scope(() => replayed.tensors(data[0])),
      );
      const got = data.map((batch) => scope(() => step.run(batch).itemSync()));
      expect(step.way).not.toBe("eager");
      expect(got).toEqual(wanted);
      expect(await replayed.outcome()).toEqual(await eager.outcome());
      expect(wanted[99]).not.toBe(wanted[98]);
    },
  );
});

describe("what happens between two runs", () => {
  const training = trainings["a perceptron with Adam, clipping and a schedule"];
  const data = batches(training.shape, 40);

  // The same program twice, with a disturbance before some of the runs.
  async function compareWith(disturb: (parts: ReturnType<typeof prepare>, i: number) => void) {
    const eager = prepare(backend, training);
    const wanted = data.map((batch, i) => {
      disturb(eager, i);
      return scope(() => eager.step(eager.tensors(batch)).itemSync());
    });
    const replayed = prepare(backend, training);
    const step = record(replayed.step, replayed.tensors(data[0]));
    const got = data.map((batch, i) => {
      disturb(replayed, i);
      return scope(() => step.run(batch).itemSync());
    });
    expect(got).toEqual(wanted);
    expect(await replayed.outcome()).toEqual(await eager.outcome());
    return step;
  }

  test("a parameter that is assigned is what the next run reads", async () => {
    const step = await compareWith(({ net }, i) => {
      if (i % 10 === 7) noGrad(() => net.parameters().forEach((w) => assign(w, mul(w, 0.5))));
    });
    expect(step.way).not.toBe("eager");
  });

  test("settings of the optimizer that are changed hold at once", async () => {
    const step = await compareWith(({ updates }, i) => {
      if (i === 20) updates.groups.forEach((group) => Object.assign(group, { betas: [0.5, 0.9] }));
    });
    expect(step.way).toBe("replayed");
  });

  test("weights that were kept do not change any more, and can be loaded again", async () => {
    const kept = new Map<object, Map<string, Tensor>>();
    const before = new Map<object, number[]>();
    await compareWith((parts, i) => {
      const net = parts.net as nn.Sequential;
      if (i === 10) {
        const state = net.state();
        kept.set(net, state);
        before.set(
          net,
          [...state.values()].flatMap((w) => Array.from(w.valuesSync())),
        );
      }
      if (i === 25) {
        const state = kept.get(net) as Map<string, Tensor>;
        expect([...state.values()].flatMap((w) => Array.from(w.valuesSync()))).toEqual(before.get(net));
        net.load(state);
      }
    });
    expect(kept.size).toBe(2);
  });

  test("an optimizer that goes back to a snapshot does so in the next run", async () => {
    const snapshots = new Map<object, ReturnType<ReturnType<typeof optim.adam>["state"]>>();
    await compareWith(({ updates }, i) => {
      const adam = updates as ReturnType<typeof optim.adam>;
      if (i === 8) snapshots.set(adam, adam.state());
      if (i === 20) adam.load(snapshots.get(adam) as ReturnType<typeof adam.state>);
    });
    expect(snapshots.size).toBe(2);
  });

  test("steps outside it take part", async () => {
    const step = await compareWith((parts, i) => {
      if (i % 9 === 5) scope(() => void parts.step(parts.tensors(data[i])));
    });
    expect(step.way).toBe("replayed");
  });

  test("inputs are tensors or their entries", () => {
    const { step, tensors } = prepare(backend, training);
    const recorded = record(step, tensors(data[0]));
    const { step: same } = prepare(backend, training);
    for (let i = 0; i < 8; i++) {
      const wanted = scope(() => same(tensors(data[i])).itemSync());
      const { x, y } = data[i];
      const columns = fromValues(new Float64Array(x.length), [40, 8], { backend });
      const turned = scope(() => fromValues(x, [8, 40], { backend }).transpose().add(columns));
      const given = i % 2 === 0 ? { x: turned.transpose(), y } : { x: Float32Array.from(x), y };
      expect(scope(() => recorded.run(given).itemSync())).toBe(wanted);
    }
  });
});

describe("memory of a recorded step", () => {
  const training = trainings["convolutions with batch norm"];
  const data = batches(training.shape, 30);

  test("stays the same from the first replay on, and is given back by release", () => {
    const { step, tensors, net, updates } = prepare(backend, training);
    const example = tensors(data[0]);
    const run = (times: number, use: (batch: Batch) => void) => {
      for (let i = 0; i < times; i++) scope(() => use(data[i % 30]));
      return backend.info().memory.used;
    };
    const eager = run(5, (batch) => void step(tensors(batch)));
    const recorded = record(step, example);
    const first = run(6, (batch) => void recorded.run(batch));
    expect(run(100, (batch) => void recorded.run(batch))).toBe(first);
    expect(first).toBeGreaterThan(eager);
    recorded.release();
    recorded.release();
    expect(backend.info().memory.used).toBe(eager);
    expect(run(5, (batch) => void step(tensors(batch)))).toBe(eager);
    expect(net.parameters().map((w) => updates.state(w)?.t)).toEqual(net.parameters().map(() => 116));
    expect(() => recorded.run(data[0])).toThrow(new ReleasedError("a recorded step was run after its release"));
  });
});

describe("a step that cannot be repeated is refused:", () => {
  const w = () => fromValues([1, 2, 3], [3], { backend, requiresGrad: true });
  const x = () => fromValues([1, 1, 1], [3], { backend });
  const train = (change: (parts: { w: Tensor; x: Tensor; loss: Tensor; i: number }) => Tensor | void) => {
    const [weights, input] = [w(), x()];
    const updates = optim.sgd([weights], { lr: 0.1 });
    let i = 0;
    return () => {
      const step = record(
        ({ x: given }) => {
          updates.zeroGrad();
          let loss = mse(mul(given, weights), given);
          loss = change({ w: weights, x: given, loss, i: i++ }) ?? loss;
          loss.backward();
          updates.step();
          return loss;
        },
        { x: input },
      );
      for (let run = 0; run < 12; run++) step.run({ x: input });
    };
  };

  test.each<[string, Parameters<typeof train>[0], string]>([
    [
      "values that are read",
      ({ loss }) => void loss.itemSync(),
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
    const run = train(change);
    expect(run).toThrow(ReplayError);
    expect(train(change)).toThrow(message);
  });

  test("one inside another", () => {
    const input = x();
    const inner = record(({ x: given }) => mul(given, 2), { x: input });
    const outer = record(({ x: given }) => inner.run({ x: given }), { x: input });
    expect(() => outer.run({ x: input })).toThrow("a recorded step cannot run another recorded step");
  });

  test("an input of another shape, missing, or on another backend", () => {
    const input = x();
    const step = record(({ x: given }) => mul(given, 2), { x: input });
    expect(() => step.run({ x: fromValues([1, 2], [2], { backend }) })).toThrow(
      new ShapeError("the input x was recorded with shape (3), got (2)"),
    );
    expect(() => step.run({ x: new Float64Array(4) })).toThrow("the input x has shape (3), got 4 entries");
    expect(() => step.run({} as never)).toThrow("the step needs the input x, and it was not given");
    expect(() => step.run({ x: fromValues([1, 2, 3], [3]) })).toThrow(
      "the input x belongs on wasm, got it on reference",
    );
    expect(() => step.repeat(0, { x: input })).toThrow("repeat needs a whole number of times, 1 or more, got 0");
  });
});

describe("a step that is watched is carried out as it is written", () => {
  test("in a trace, with all its operations", () => {
    const x = fromValues([1, 2], [2], { backend });
    const step = record(({ x: given }) => mul(add(given, 1), 3), { x });
    for (let i = 0; i < 4; i++) step.run({ x });
    expect(step.way).not.toBe("eager");
    const { steps } = trace(() => step.run({ x }));
    expect(steps.map(({ operation }) => operation)).toEqual(["add", "mul"]);
    expect(step.way).toBe("eager");
    expect(Array.from(step.run({ x: new Float64Array([5, 6]) }).valuesSync())).toEqual([18, 21]);
    expect(step.way).not.toBe("eager");
  });

  test("with faults, on the reference backend", () => {
    const w = fromValues([-1, 2], [2], { requiresGrad: true });
    const step = record(
      ({ x }) => {
        w.grad = null;
        mul(w, x).relu().sum().backward();
        return (w.grad as unknown as Tensor).detach();
      },
      { x: fromValues([1, 1], [2]) },
    );
    const gradient = () => Array.from(step.run({ x: new Float64Array([3, 4]) }).valuesSync());
    expect(gradient()).toEqual([0, 4]);
    expect(withFaults({ relu: { backward: passGradientThrough } }, gradient)).toEqual([3, 4]);
    expect(gradient()).toEqual([0, 4]);
    expect(step.way).toBe("eager");
  });
});

test("on the reference backend a recorded step is the step", async () => {
  const training = trainings["momentum, whose first step is another"];
  const data = batches(training.shape, 10);
  const eager = prepare(referenceBackend, training);
  const wanted = data.map((batch) => eager.step(eager.tensors(batch)).itemSync());
  const recorded = prepare(referenceBackend, training);
  const step = record(recorded.step, recorded.tensors(data[0]));
  expect(data.map((batch) => step.run(batch).itemSync())).toEqual(wanted);
  expect(await recorded.outcome()).toEqual(await eager.outcome());
});

test("what is read late keeps its value until the end of the step", () => {
  // Two states, each made of the other's last value.
  const run = (times: number, useRecord: boolean) => {
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
    return [a, b].map((state) => Array.from(state.valuesSync()));
  };
  for (const times of [3, 4, 9]) expect(run(times, true)).toEqual(run(times, false));
});

test("three threads that share the replayed kernels, in place too, change no bit", async () => {
  const training = trainings["a perceptron with Adam, clipping and a schedule"];
  const data = batches(training.shape, 20);
  const eager = prepare(await createWasmBackend({ threads: 1 }), training);
  const wanted = data.map((batch) => scope(() => eager.step(eager.tensors(batch)).itemSync()));
  const divided = await createWasmBackend({ threads: 3, leastPiece: 1 });
  await divided.startThreads();
  const replayed = prepare(divided, training);
  const step = record(replayed.step, replayed.tensors(data[0]));
  expect(data.map((batch) => scope(() => step.run(batch).itemSync()))).toEqual(wanted);
  expect(step.way).toBe("replayed");
  expect(await replayed.outcome()).toEqual(await eager.outcome());
  divided.close();
});

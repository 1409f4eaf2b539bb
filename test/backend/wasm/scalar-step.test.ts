import { beforeEach, describe, expect, test } from "vitest";
import {
  type Backend,
  bce,
  createWasmBackend,
  crossEntropy,
  silu,
  fromValues,
  gelu,
  huber,
  layerNorm,
  linear,
  mse,
  optim,
  record,
  referenceBackend,
  relu,
  Rng,
  scope,
  sigmoid,
  softplus,
  tanh,
  type Tensor,
  type WasmBackend,
} from "#engine/index.ts";

let backend: WasmBackend;
beforeEach(async () => {
  // A single number has no fused multiply-add, which the kernels use where there is one.
  backend = await createWasmBackend({ fma: false });
});

type Optimizer = { zeroGrad(): void; step(): void };

interface Program {
  /** Units of each layer. */
  readonly sizes: readonly number[];
  readonly batch: number;
  readonly activation: (x: Tensor) => Tensor;
  readonly loss: (output: Tensor, target: Tensor) => Tensor;
  readonly target: (rng: Rng) => number;
  readonly classes?: boolean;
  readonly optimizer: (parameters: Tensor[]) => Optimizer;
}

const byNumber = { loss: mse, target: (rng: Rng) => rng.normal() };
const byClass = (classes: number) => ({
  loss: (output: Tensor, target: Tensor) => crossEntropy(output, target),
  target: (rng: Rng) => rng.integer(0, classes),
  classes: true,
});

const programs: Readonly<Record<string, Program>> = {
  "2-4-1, tanh, squared error, SGD": {
    ...byNumber,
    sizes: [2, 4, 1],
    batch: 4,
    activation: tanh,
    optimizer: (w) => optim.sgd(w, { lr: 0.05 }),
  },
  "3-5-4-2, sigmoid, squared error, Adam": {
    ...byNumber,
    sizes: [3, 5, 4, 2],
    batch: 5,
    activation: sigmoid,
    optimizer: (w) => optim.adam(w, { lr: 0.02 }),
  },
  "2-8-3, ReLU, cross-entropy, momentum": {
    ...byClass(3),
    sizes: [2, 8, 3],
    batch: 6,
    activation: relu,
    optimizer: (w) => optim.momentum(w, { lr: 0.05 }),
  },
  "4-6-2, GELU, cross-entropy, RMSprop": {
    ...byClass(2),
    sizes: [4, 6, 2],
    batch: 3,
    activation: (x) => gelu(x),
    optimizer: (w) => optim.rmsprop(w, { lr: 0.003 }),
  },
  "2-3-1, SiLU and layer norm, Huber, AdamW": {
    ...byNumber,
    loss: (output, target) => huber(output, target),
    sizes: [2, 3, 1],
    batch: 7,
    activation: (x) => layerNorm(silu(x)),
    optimizer: (w) => optim.adamw(w, { lr: 0.02, amsgrad: true }),
  },
  "2-4-1, softplus, binary cross-entropy, AdaGrad": {
    sizes: [2, 4, 1],
    batch: 4,
    loss: (output, target) => bce(sigmoid(output), target),
    target: (rng) => rng.integer(0, 2),
    activation: softplus,
    optimizer: (w) => optim.adagrad(w, { lr: 0.1, lrDecay: 0.01 }),
  },
};

function prepare(on: Backend, { sizes, batch, activation, loss, optimizer, classes, target }: Program) {
  const rng = new Rng(6);
  const draw = (length: number) => Float64Array.from({ length }, () => Math.fround(rng.normal(0, 0.7)));
  const parameters = sizes.slice(1).flatMap((outputs, i) => {
    const leaf = (shape: number[]) =>
      fromValues(draw(shape.reduce((a, b) => a * b, 1)), shape, { backend: on, requiresGrad: true });
    return [leaf([outputs, sizes[i]]), leaf([outputs])];
  });
  const updates = optimizer(parameters);
  const layers = sizes.length - 1;
  const step = ({ x, y }: { x: Tensor; y: Tensor }) => {
    updates.zeroGrad();
    let h = x;
    for (let i = 0; i < layers; i++) {
      h = linear(h, parameters[2 * i], parameters[2 * i + 1]);
      if (i < layers - 1) h = activation(h);
    }
    const value = loss(h, y);
    value.backward();
    updates.step();
    return value;
  };
  const outputs = sizes[layers];
  const targetShape = classes ? [batch] : [batch, outputs];
  const data = Array.from({ length: 100 }, () => ({
    x: draw(batch * sizes[0]),
    y: Float64Array.from({ length: targetShape.reduce((a, b) => a * b, 1) }, () => Math.fround(target(rng))),
  }));
  const tensors = ({ x, y }: (typeof data)[0]) => ({
    x: fromValues(x, [batch, sizes[0]], { backend: on }),
    y: fromValues(y, targetShape, { backend: on }),
  });
  const outcome = () => parameters.map((w) => [Array.from(w.valuesSync()), Array.from(w.grad?.valuesSync() ?? [])]);
  return { step, data, tensors, outcome };
}

describe.each(Object.entries(programs))("a step of %s as one function", (_, program) => {
  test("gives what the step itself gives over 100 batches, to the last bit", () => {
    const eager = prepare(backend, program);
    const wanted = eager.data.map((batch) => scope(() => eager.step(eager.tensors(batch)).itemSync()));
    const compiled = prepare(backend, program);
    const step = record(compiled.step, compiled.tensors(compiled.data[0]));
    const got = compiled.data.map((batch) => scope(() => step.run(batch).itemSync()));
    expect(step.way).toBe("compiled");
    expect(got).toEqual(wanted);
    expect(compiled.outcome()).toEqual(eager.outcome());
  });

  test("takes the reference's losses within 1e-4, with what the runtime has", async () => {
    backend = await createWasmBackend();
    const reference = prepare(referenceBackend, program);
    const wanted = reference.data.map((batch) => reference.step(reference.tensors(batch)).itemSync());
    const compiled = prepare(backend, program);
    const step = record(compiled.step, compiled.tensors(compiled.data[0]));
    compiled.data.forEach((batch, i) => {
      expect(Math.abs(step.run(batch).itemSync() - wanted[i])).toBeLessThan(1e-4 * Math.max(1, wanted[i]));
    });
  });

  test("repeated 50 times at once is 50 runs", () => {
    const [single, together] = [prepare(backend, program), prepare(backend, program)];
    const steps = [single, together].map(({ step, tensors, data }) => record(step, tensors(data[0])));
    for (let i = 0; i < 54; i++) steps[0].run(single.data[1]);
    for (const times of [1, 2, 1, 50]) steps[1].repeat(times, together.data[1]);
    expect(steps[1].way).toBe("compiled");
    expect(together.outcome()).toEqual(single.outcome());
  });
});

test("a class that does not exist is said, and nothing has happened", () => {
  const { step, data, tensors, outcome } = prepare(backend, programs["2-8-3, ReLU, cross-entropy, momentum"]);
  const recorded = record(step, tensors(data[0]));
  for (const batch of data.slice(0, 6)) recorded.run(batch);
  expect(recorded.way).toBe("compiled");
  const before = outcome();
  const wrong = { ...data[7], y: data[7].y.with(2, 3) };
  expect(() => recorded.run(wrong)).toThrow("index 3 is outside an axis of size 3");
  expect(outcome()).toEqual(before);
  recorded.run(data[7]);
  expect(outcome()).not.toEqual(before);
});

test("a step with more than some ten thousand operations stays a list of kernels", () => {
  const large = { ...programs["2-4-1, tanh, squared error, SGD"], sizes: [2, 64, 64, 1], batch: 8 };
  const { step, data, tensors } = prepare(backend, large);
  const recorded = record(step, tensors(data[0]));
  for (const batch of data.slice(0, 5)) recorded.run(batch);
  expect(recorded.way).toBe("replayed");
});

import { BackendError } from "../../errors.ts";
import { contiguousStrides, type Shape, sizeOf } from "../../shape.ts";
import type { Backend, Kernels, Storage, View } from "../backend.ts";
import { referenceBackend } from "../reference/reference.ts";

/** A kernel on inputs given as numbers, and the shape of its result. */
interface Check {
  readonly inputs: readonly { readonly shape: Shape; readonly values: Float64Array }[];
  readonly shape: Shape;
  run(kernels: Kernels, views: readonly View[]): Storage;
}

/**
 * Carries out a handful of operations here and on the reference: every kind of generated code once, and what compilers for GPUs
 * like to take for impossible. Throws a BackendError naming the first that differs by more than a few roundings.
 */
export async function selfTest(backend: Backend): Promise<void> {
  const results = await Promise.all(
    Object.entries(CHECKS).map(async ([name, check]) => {
      const [wanted, got] = await Promise.all([carryOut(referenceBackend, check), carryOut(backend, check)]);
      return { name, wanted, got };
    }),
  );
  for (const { name, wanted, got } of results) {
    const largest = Math.max(1, ...wanted.filter(Number.isFinite).map(Math.abs));
    const wrong = wanted.findIndex(
      (value, i) => !Object.is(got[i], value) && !(Math.abs(got[i] - value) <= 1e-5 * largest),
    );
    if (wrong >= 0 || got.length !== wanted.length) {
      throw new BackendError(
        `the backend ${backend.name} computes ${name} wrongly on this GPU: ${got[wrong]} in place of ${wanted[wrong]}`,
      );
    }
  }
}

function carryOut(backend: Backend, check: Check): Promise<Float64Array> {
  const { inputs, shape } = check;
  const rowMajor = (storage: Storage, shape: Shape) => ({
    storage,
    shape,
    strides: contiguousStrides(shape),
    offset: 0,
  });
  const views = inputs.map(({ shape, values }) => rowMajor(backend.upload(values), shape));
  const result = check.run(backend.kernels, views);
  const reading = backend.read(rowMajor(result, shape));
  for (const storage of [result, ...views.map((view) => view.storage)]) {
    backend.counts?.retain(storage);
    backend.counts?.release(storage);
  }
  return reading;
}

// Numbers in [−1, 1) that float32 holds exactly, different ones for each shape and seed.
function numbers(shape: Shape, seed: number) {
  return {
    shape,
    values: Float64Array.from({ length: sizeOf(shape) }, (_, i) => (((i * 37 + seed * 11) % 64) - 32) / 32),
  };
}

const SPECIAL = { shape: [8], values: Float64Array.of(NaN, Infinity, -Infinity, 0, -1, 1, 2.5, -90) };

function transposed(view: View): View {
  return { ...view, shape: view.shape.toReversed(), strides: view.strides.toReversed() };
}

const CHECKS: Readonly<Record<string, Check>> = {
  matmul: {
    inputs: [numbers([9, 19], 1), numbers([21, 19], 2)],
    shape: [9, 21],
    run: (kernels, [a, b]) => kernels.matmul(a, transposed(b)),
  },
  exp: { inputs: [SPECIAL], shape: [8], run: (kernels, [x]) => kernels.exp(x) },
  maximum: { inputs: [SPECIAL, numbers([8], 3)], shape: [8], run: (kernels, [a, b]) => kernels.maximum(a, b) },
  less: { inputs: [SPECIAL, numbers([8], 4)], shape: [8], run: (kernels, [a, b]) => kernels.less(a, b) },
  pow: { inputs: [SPECIAL, numbers([8], 5)], shape: [8], run: (kernels, [a, b]) => kernels.pow(a, b) },
  sum: { inputs: [numbers([5, 39], 6)], shape: [5], run: (kernels, [x]) => kernels.sum(x, 1) },
  max: { inputs: [numbers([13, 7], 7)], shape: [7], run: (kernels, [x]) => kernels.max(transposed(x), 1) },
  gather: {
    inputs: [numbers([4, 5], 8), { shape: [2, 5], values: Float64Array.of(3, 1, 2, 0, 2, 0, 0, 1, 3, 3) }],
    shape: [2, 5],
    run: (kernels, [x, index]) => kernels.gather(x, 0, index),
  },
};

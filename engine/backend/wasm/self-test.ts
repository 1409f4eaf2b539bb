import { BackendError } from "../../errors.ts";
import { contiguousStrides, type Shape, sizeOf } from "../../shape.ts";
import type { Backend, Kernels, Storage, View } from "../backend.ts";
import { referenceBackend } from "../reference/reference.ts";

/**
 * Carries out a handful of operations here and on the reference: every kind of generated code once, with sizes that are no
 * multiple of a vector. Throws a BackendError naming the first that differs by more than a few roundings.
 */
export function selfTest<S extends Storage>(backend: Backend<S>): void {
  for (const [name, run] of Object.entries(CHECKS)) {
    const got = run(backend);
    const wanted = run(referenceBackend);
    const largest = Math.max(1, ...wanted.map(Math.abs));
    const wrong = wanted.findIndex((value, i) => !(Math.abs(got[i] - value) <= 1e-5 * largest));
    if (wrong >= 0 || got.length !== wanted.length) {
      throw new BackendError(
        `the backend ${backend.name} computes ${name} wrongly on this runtime: ${got[wrong]} in place of ${wanted[wrong]}`,
      );
    }
  }
}

type Run = (backend: Backend) => Float64Array;

// Numbers in [least, least + 2) that float32 holds exactly, different ones for each shape and seed.
function numbers(backend: Backend, shape: Shape, seed: number, least = -1): View {
  const values = Float64Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 37 + seed * 11) % 64) / 32 + least);
  return { storage: backend.upload(values), shape, strides: contiguousStrides(shape), offset: 0 };
}

function transposed(view: View): View {
  return { ...view, shape: view.shape.toReversed(), strides: view.strides.toReversed() };
}

function check(shape: Shape, run: (kernels: Kernels, backend: Backend) => Storage): Run {
  return (backend) => {
    const storage = run(backend.kernels, backend);
    const view = { storage, shape, strides: contiguousStrides(shape), offset: 0 };
    return backend.readSync?.(view) ?? new Float64Array();
  };
}

const CHECKS: Readonly<Record<string, Run>> = {
  matmul: check([9, 21], (kernels, backend) =>
    kernels.matmul(numbers(backend, [9, 19], 1), transposed(numbers(backend, [21, 19], 2))),
  ),
  exp: check([7, 5], (kernels, backend) => kernels.exp(transposed(numbers(backend, [5, 7], 3)))),
  pow: check([11], (kernels, backend) =>
    kernels.pow(numbers(backend, [11], 4, 0), { ...numbers(backend, [1], 5), shape: [11], strides: [0] }),
  ),
  sum: check([5], (kernels, backend) => kernels.sum(numbers(backend, [5, 39], 6), 1)),
  max: check([7], (kernels, backend) => kernels.max(transposed(numbers(backend, [13, 7], 7)), 1)),
  gather: check([3, 5], (kernels, backend) => {
    const index = { ...numbers(backend, [3], 0), shape: [3, 5], strides: [0, 0], offset: 0 };
    const two = backend.upload(Float64Array.of(2));
    return kernels.gather(numbers(backend, [4, 5], 8), 0, { ...index, storage: two });
  }),
};

import { BackendError } from "../../errors.ts";
import { contiguousStrides, type Shape } from "../../shape.ts";
import type { Backend, Storage, View } from "../backend.ts";

/**
 * Carries out a handful of operations: every kind of generated code once, with sizes that are no multiple of a vector. What they
 * must give is worked out here in plain loops, since the reference would be one more body of code that the runtime has not seen
 * yet. Products, sums and maxima are of small whole numbers, which leave nothing to round, in any order, fused or not; elsewhere a
 * few roundings are allowed. Throws a BackendError naming the first result that is wrong.
 */
export function selfTest(backend: Backend): void {
  for (const name of Object.keys(CHECKS)) {
    const { result, wanted, tolerance = 0 } = CHECKS[name](backend);
    const got = backend.readSync?.(rowMajor(result, [wanted.length])) ?? wanted.map(() => NaN);
    const wrong = wanted.findIndex(
      (value, i) => got[i] !== value && !(Math.abs(got[i] - value) <= tolerance * Math.abs(value)),
    );
    if (wrong >= 0) {
      throw new BackendError(
        `the backend ${backend.name} computes ${name} wrongly on this runtime: ${got[wrong]} in place of ${wanted[wrong]}`,
      );
    }
  }
}

interface Outcome {
  readonly result: Storage;
  readonly wanted: readonly number[];
  /** Largest error in proportion to what is wanted; 0 by default. */
  readonly tolerance?: number;
}

const FEW_ROUNDINGS = 1e-6;

const CHECKS: Readonly<Record<string, (backend: Backend) => Outcome>> = {
  // c (9,21) = a (9,7) · b (7,21), the columns of b one after another.
  matmul(backend) {
    const [a, b] = [numbers(9 * 7, 1), numbers(21 * 7, 2)];
    const columns = { ...upload(backend, b, [7, 21]), strides: [1, 7] };
    return {
      result: backend.kernels.matmul(upload(backend, a, [9, 7]), columns),
      wanted: entries(9 * 21, (i) => {
        const [row, column] = [Math.floor(i / 21), i % 21];
        let sum = 0;
        for (let k = 0; k < 7; k++) sum += a[row * 7 + k] * b[column * 7 + k];
        return sum;
      }),
    };
  },
  exp(backend) {
    const x = numbers(11, 3);
    return {
      result: backend.kernels.exp(upload(backend, x)),
      wanted: entries(11, (i) => Math.exp(x[i])),
      tolerance: FEW_ROUNDINGS,
    };
  },
  pow(backend) {
    const x = numbers(11, 4, 0);
    const exponent = { ...upload(backend, [-1.25]), shape: [11], strides: [0] };
    return {
      result: backend.kernels.pow(upload(backend, x), exponent),
      wanted: entries(11, (i) => x[i] ** -1.25),
      tolerance: FEW_ROUNDINGS,
    };
  },
  sum(backend) {
    const x = numbers(5 * 39, 6);
    return {
      result: backend.kernels.sum(upload(backend, x, [5, 39]), 1),
      wanted: entries(5, (row) => {
        let sum = 0;
        for (let i = 0; i < 39; i++) sum += x[row * 39 + i];
        return sum;
      }),
    };
  },
  // Of columns.
  max(backend) {
    const x = numbers(13 * 7, 7);
    const columns = { ...upload(backend, x, [7, 13]), strides: [1, 7] };
    return {
      result: backend.kernels.max(columns, 1),
      wanted: entries(7, (column) => {
        let largest = -Infinity;
        for (let i = 0; i < 13; i++) largest = Math.max(largest, x[i * 7 + column]);
        return largest;
      }),
    };
  },
  gather(backend) {
    const x = numbers(4 * 5, 8);
    const index = { ...upload(backend, [2, 0, 3], [3, 5]), strides: [1, 0] };
    return {
      result: backend.kernels.gather(upload(backend, x, [4, 5]), 0, index),
      wanted: entries(15, (i) => x[[2, 0, 3][Math.floor(i / 5)] * 5 + (i % 5)]),
    };
  },
};

// Whole numbers in [least, least + 64), different ones for each seed.
function numbers(length: number, seed: number, least = -32): number[] {
  return entries(length, (i) => ((i * 37 + seed * 11) % 64) + least);
}

// What `Array.from` does, which takes a few times as long at first.
function entries(length: number, entry: (i: number) => number): number[] {
  const all: number[] = [];
  for (let i = 0; i < length; i++) all.push(entry(i));
  return all;
}

function upload(backend: Backend, values: readonly number[], shape: Shape = [values.length]): View {
  return rowMajor(backend.upload(new Float64Array(values)), shape);
}

function rowMajor(storage: Storage, shape: Shape): View {
  return { storage, shape, strides: contiguousStrides(shape), offset: 0 };
}

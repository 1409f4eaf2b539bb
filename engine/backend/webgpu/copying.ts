import { contiguousStrides, isContiguous, type Shape, sizeOf } from "../../shape.ts";
import type { WebGpuStorage } from "./buffers.ts";
import type { WebGpuView } from "./elementwise.ts";
import type { Machine } from "./machine.ts";
import { walk } from "./walk.ts";
import { GROUP_SIZE } from "./wgsl/shader.ts";

/** The view's entries in row-major order, in a new storage. */
export function copy(machine: Machine, x: WebGpuView): WebGpuStorage {
  const out = machine.pool.allocate(sizeOf(x.shape));
  copyInto(machine, x, wholeOf(out, x.shape));
  return out;
}

/** Copies entries to a view of the same shape, in another storage. */
export function copyInto(machine: Machine, from: WebGpuView, to: WebGpuView): void {
  const count = sizeOf(from.shape);
  const walked = walk(from.shape, [from, to]);
  machine.run(
    `copy ${walked.key}`,
    {
      reads: [from.storage],
      writes: [to.storage],
      numbers: { count, ...walked.numbers },
      groups: Math.ceil(count / GROUP_SIZE),
    },
    () => ({
      body: `
  if (thread >= u.count) { return; }
${walked.coordinates("thread")}
  y0[${walked.index(1, "thread")}] = x0[${walked.index(0, "thread")}];`,
    }),
  );
}

/**
 * Runs with the view's entries in row-major order: as they are where they lie so, else in a copy, whose memory may be used
 * again by what is recorded afterwards.
 */
export function withContiguous<T>(machine: Machine, view: WebGpuView, run: (contiguous: WebGpuView) => T): T {
  if (isContiguous(view.shape, view.strides)) return run(view);
  const storage = copy(machine, view);
  try {
    return run(wholeOf(storage, view.shape));
  } finally {
    machine.pool.release(storage);
  }
}

/** A row-major view of a whole storage. */
export function wholeOf(storage: WebGpuStorage, shape: Shape): WebGpuView {
  return { storage, shape, strides: contiguousStrides(shape), offset: 0 };
}

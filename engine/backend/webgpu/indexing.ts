import { sizeOf } from "../../shape.ts";
import type { WebGpuStorage } from "./buffers.ts";
import type { WebGpuView } from "./elementwise.ts";
import type { Machine } from "./machine.ts";
import { walk } from "./walk.ts";
import { GROUP_SIZE } from "./wgsl/shader.ts";

/** The place that an index names, or the size of the axis where it names none: noted in `y1`, the first of several is kept. */
const PLACE_OF = `
fn placeOf(index: u32) -> u32 {
  let x = bitcast<f32>(index);
  if (!isLess(x, 0.0) && isLess(x, f32(u.size)) && floor(x) == x) { return u32(x); }
  if (atomicOr(&y1[0], 1u) == 0u) {
    atomicStore(&y1[1], u.axis);
    atomicStore(&y1[2], u.size);
    atomicStore(&y1[3], index);
  }
  return u.size;
}`;

/**
 * out[i,j,…] = x[…index[i,j,…] on `axis`…], NaN where there is no such entry. That there is none is told by the next reading,
 * for the host does not know the index.
 */
export function gather(machine: Machine, x: WebGpuView, axis: number, index: WebGpuView): WebGpuStorage {
  const count = sizeOf(index.shape);
  const out = machine.pool.allocate(count);
  // Along the indexed axis the place is the index's alone.
  const walked = walk(index.shape, [index, { strides: x.strides.with(axis, 0), offset: x.offset }]);
  machine.run(
    `gather ${walked.key}`,
    {
      reads: [index.storage, x.storage],
      writes: [out, machine.wrong],
      numbers: { count, axis, size: x.shape[axis], step: x.strides[axis], ...walked.numbers },
      groups: Math.ceil(count / GROUP_SIZE),
    },
    () => ({
      lastIsAtomic: true,
      declarations: PLACE_OF,
      body: `
  if (thread >= u.count) { return; }
${walked.coordinates("thread")}
  let place = placeOf(x0[${walked.index(0, "thread")}]);
  if (place == u.size) { y0[thread] = NAN_BITS; return; }
  y0[thread] = x1[${walked.index(1, "thread")} + place * u.step];`,
    }),
  );
  return out;
}

/**
 * Adds source[i,j,…] to `to` at […index[i,j,…] on `axis`…]. Every entry of `to` looks for what belongs to it, in the order of
 * the index, so that the sum is the same each time.
 */
export function addByIndex(
  machine: Machine,
  to: WebGpuView,
  axis: number,
  index: WebGpuView,
  source: WebGpuView,
): void {
  const length = index.shape[axis];
  if (sizeOf(index.shape) === 0) return;
  // Every entry that an index with these coordinates on the other axes could name.
  const shape = index.shape.with(axis, to.shape[axis]);
  const count = sizeOf(shape);
  const along = { strides: shape.map((_, a) => Number(a === axis)), offset: 0 };
  const across = [index, source].map(({ strides, offset }) => ({ strides: strides.with(axis, 0), offset }));
  const walked = walk(shape, [to, along, ...across]);
  checkIndex(machine, to.shape[axis], axis, index);
  machine.run(
    `add by index ${walked.key}`,
    {
      reads: [index.storage, source.storage],
      writes: [to.storage],
      numbers: {
        count,
        length,
        indexStep: index.strides[axis],
        sourceStep: source.strides[axis],
        ...walked.numbers,
      },
      groups: Math.ceil(count / GROUP_SIZE),
    },
    () => ({
      body: `
  if (thread >= u.count) { return; }
${walked.coordinates("thread")}
  let at = ${walked.index(0, "thread")};
  let wanted = f32(${walked.index(1, "thread")});
  let index = ${walked.index(2, "thread")};
  let base = ${walked.index(3, "thread")};
  var total = bitcast<f32>(y0[at]);
  for (var i = 0u; i < u.length; i++) {
    if (bitcast<f32>(x0[index + i * u.indexStep]) == wanted) {
      total += bitcast<f32>(x1[base + i * u.sourceStep]);
    }
  }
  y0[at] = bitcast<u32>(total);`,
    }),
  );
}

function checkIndex(machine: Machine, size: number, axis: number, index: WebGpuView): void {
  const count = sizeOf(index.shape);
  const walked = walk(index.shape, [index]);
  const unused = machine.pool.allocate(1);
  machine.run(
    `check index ${walked.key}`,
    {
      reads: [index.storage],
      writes: [unused, machine.wrong],
      numbers: { count, axis, size, ...walked.numbers },
      groups: Math.ceil(count / GROUP_SIZE),
    },
    () => ({
      lastIsAtomic: true,
      declarations: PLACE_OF,
      body: `
  if (thread >= u.count) { return; }
${walked.coordinates("thread")}
  if (placeOf(x0[${walked.index(0, "thread")}]) == u.size) { y0[0] = 1u; }`,
    }),
  );
  machine.pool.release(unused);
}

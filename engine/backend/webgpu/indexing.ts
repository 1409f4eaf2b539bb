import { contiguousStrides, sizeOf } from "../../shape.ts";
import type { WebGpuStorage } from "./buffers.ts";
import type { WebGpuView } from "./elementwise.ts";
import type { Machine } from "./machine.ts";
import { argsort } from "./order.ts";
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

/** Up to this length of the index every entry looks through all of it; a longer one is sorted first. */
const LONGEST_SEARCHED = 64;

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
  checkIndex(machine, to.shape[axis], axis, index);
  const sorted = length > LONGEST_SEARCHED ? sortedAlong(machine, index, axis) : null;
  // Every entry that an index with these coordinates on the other axes could name.
  const shape = index.shape.with(axis, to.shape[axis]);
  const along = { strides: shape.map((_, a) => Number(a === axis)), offset: 0 };
  const across = [index, source].map(({ strides, offset }) => ({ strides: strides.with(axis, 0), offset }));
  const walked = walk(shape, [to, along, ...across, ...(sorted === null ? [] : [sorted])]);
  const count = sizeOf(shape);
  machine.run(
    `add by ${sorted === null ? "" : "sorted "}index ${walked.key}`,
    {
      reads: [index.storage, source.storage, ...(sorted === null ? [] : [sorted.storage])],
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
${sorted === null ? SEARCH : searchSorted(walked.index(4, "thread"))}
  y0[at] = bitcast<u32>(total);`,
    }),
  );
  if (sorted !== null) machine.pool.release(sorted.storage);
}

const SEARCH = `
  for (var i = 0u; i < u.length; i++) {
    if (bitcast<f32>(x0[index + i * u.indexStep]) == wanted) { total += bitcast<f32>(x1[base + i * u.sourceStep]); }
  }`;

// By halves to the first place whose index is not below the one wanted, and on from there.
const searchSorted = (order: string) => `
  let order = ${order};
  var low = 0u;
  var high = u.length;
  while (low < high) {
    let middle = (low + high) / 2u;
    let i = u32(bitcast<f32>(x2[order + middle]));
    if (bitcast<f32>(x0[index + i * u.indexStep]) < wanted) { low = middle + 1u; } else { high = middle; }
  }
  for (var place = low; place < u.length; place++) {
    let i = u32(bitcast<f32>(x2[order + place]));
    if (bitcast<f32>(x0[index + i * u.indexStep]) != wanted) { break; }
    total += bitcast<f32>(x1[base + i * u.sourceStep]);
  }`;

// Positions along the axis in the order of the index, equal ones as they stand: a view of the index's shape but for the axis,
// on which it has its start alone. What the index has only once on an axis is sorted once.
function sortedAlong(machine: Machine, index: WebGpuView, axis: number): WebGpuView {
  const { storage, shape, strides, offset } = index;
  const sizes = shape.map((size, a) => (strides[a] === 0 ? 1 : size)).with(axis, 1);
  const positions = argsort(machine, {
    storage,
    shape: [...sizes, shape[axis]],
    strides: [...strides.with(axis, 0), strides[axis]],
    offset,
  });
  const own = contiguousStrides([...sizes, shape[axis]]);
  return { storage: positions, shape, strides: sizes.map((size, a) => (size === 1 ? 0 : own[a])), offset: 0 };
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

import { sizeOf } from "../../shape.ts";
import type { WebGpuStorage } from "./buffers.ts";
import type { WebGpuView } from "./elementwise.ts";
import type { Machine } from "./machine.ts";
import { withContiguous } from "./copying.ts";
import { GROUP_SIZE } from "./wgsl/shader.ts";

/** Up to this length every entry counts how many come before it; longer rows are sorted by a network. */
const LONGEST_COUNTED = 2048;

/** Positions along the last axis in the order of their entries, equal ones as they stood. */
export function argsort(machine: Machine, x: WebGpuView, descending = false): WebGpuStorage {
  return withContiguous(machine, x, (even) => {
    const length = x.shape[x.shape.length - 1];
    return length <= LONGEST_COUNTED
      ? byCounting(machine, even, length, descending)
      : byNetwork(machine, even, length, descending);
  });
}

// Whether the entry at `a` comes before the one at `b`, both counted from the start of a row: equal ones as they stand.
const IS_BEFORE = `
fn isBefore(row: u32, a: u32, b: u32) -> bool {
  let rankA = rankOf(bitcast<f32>(x0[u.offset + row * u.length + a]));
  let rankB = rankOf(bitcast<f32>(x0[u.offset + row * u.length + b]));
  if (rankA == rankB) { return a < b; }
  return (rankA < rankB) != (u.descending != 0u);
}`;

function byCounting(machine: Machine, x: WebGpuView, length: number, descending: boolean): WebGpuStorage {
  const count = sizeOf(x.shape);
  const out = machine.pool.allocate(count);
  machine.run(
    "order by counting",
    {
      reads: [x.storage],
      writes: [out],
      numbers: { count, length, offset: x.offset, descending: Number(descending) },
      groups: Math.ceil(count / GROUP_SIZE),
    },
    () => ({
      declarations: IS_BEFORE,
      body: `
  if (thread >= u.count) { return; }
  let row = thread / u.length;
  let own = thread % u.length;
  var before = 0u;
  for (var i = 0u; i < u.length; i++) { before += select(0u, 1u, isBefore(row, i, own)); }
  y0[row * u.length + before] = bitcast<u32>(f32(own));`,
    }),
  );
  return out;
}

/**
 * Batcher's bitonic network over rows filled up to a power of two: rounds of comparing and exchanging positions at a distance
 * that halves, in runs that double. Source: Batcher, "Sorting networks and their applications" (1968).
 */
function byNetwork(machine: Machine, x: WebGpuView, length: number, descending: boolean): WebGpuStorage {
  const rows = sizeOf(x.shape) / length;
  const width = 2 ** Math.ceil(Math.log2(length));
  const positions = machine.pool.allocate(rows * width);
  const out = machine.pool.allocate(rows * length);
  const common = { length, width, offset: x.offset, descending: Number(descending) };
  const places = { ...common, count: rows * width };
  machine.run(
    "order: positions",
    { reads: [], writes: [positions], numbers: places, groups: Math.ceil((rows * width) / GROUP_SIZE) },
    () => ({ body: "  if (thread < u.count) { y0[thread] = thread % u.width; }" }),
  );
  const pairs = { ...common, count: (rows * width) / 2 };
  for (let run = 2; run <= width; run *= 2) {
    for (let distance = run / 2; distance >= 1; distance /= 2) {
      machine.run(
        "order: exchange",
        {
          reads: [x.storage],
          writes: [positions],
          numbers: { ...pairs, run, distance },
          groups: Math.ceil(pairs.count / GROUP_SIZE),
        },
        () => ({ declarations: IS_BEFORE, body: EXCHANGE }),
      );
    }
  }
  machine.run(
    "order: result",
    {
      reads: [positions],
      writes: [out],
      numbers: { ...common, count: rows * length },
      groups: Math.ceil((rows * length) / GROUP_SIZE),
    },
    () => ({
      body: `
  if (thread >= u.count) { return; }
  let row = thread / u.length;
  y0[thread] = bitcast<u32>(f32(x0[row * u.width + thread % u.length]));`,
    }),
  );
  machine.pool.release(positions);
  return out;
}

// Positions from the row's length on are of no entry: they go last, as they stand.
const EXCHANGE = `
  if (thread >= u.count) { return; }
  let half = u.width / 2u;
  let row = thread / half;
  let pair = thread % half;
  let first = (pair / u.distance) * 2u * u.distance + pair % u.distance;
  let at = row * u.width + first;
  let a = y0[at];
  let b = y0[at + u.distance];
  var inOrder = a < b;
  if (a < u.length && b < u.length) { inOrder = isBefore(row, a, b); }
  if (inOrder != ((first & u.run) == 0u)) {
    y0[at] = b;
    y0[at + u.distance] = a;
  }`;

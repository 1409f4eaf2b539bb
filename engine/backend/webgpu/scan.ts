import { sizeOf } from "../../shape.ts";
import type { Kernels } from "../backend.ts";
import type { WebGpuStorage } from "./buffers.ts";
import { withContiguous } from "./copying.ts";
import type { Machine } from "./machine.ts";
import { aloneFor } from "./reduce.ts";
import { GROUP_SIZE } from "./wgsl/shader.ts";

export function scan(machine: Machine): Pick<Kernels<WebGpuStorage>, "cumsum"> {
  return {
    cumsum: (x, reverse) =>
      withContiguous(machine, x, ({ storage, offset }) => {
        const length = x.shape[x.shape.length - 1];
        const out = machine.pool.allocate(sizeOf(x.shape));
        const rows = length === 0 ? 0 : out.length / length;
        const alone = aloneFor(rows, length);
        machine.run(
          `running sums ${alone ? "alone" : "together"}`,
          {
            reads: [storage],
            writes: [out],
            numbers: { rows, length, offset, reverse: Number(reverse), chunk: Math.ceil(length / GROUP_SIZE) },
            groups: alone ? Math.ceil(rows / GROUP_SIZE) : rows,
          },
          () => (alone ? ALONE : TOGETHER),
        );
        return out;
      }),
  };
}

const PLACE_IN = `
fn placeIn(row: u32, i: u32) -> u32 { return row * u.length + select(i, u.length - 1u - i, u.reverse != 0u); }`;

// From `begin` to before `end` of a row, on top of `sum`.
const ADD_UP = `
  for (var i = begin; i < end; i++) {
    sum += bitcast<f32>(x0[u.offset + placeIn(row, i)]);
    y0[placeIn(row, i)] = bitcast<u32>(sum);
  }`;

// A thread for each row.
const ALONE = {
  declarations: PLACE_IN,
  body: `
  if (thread >= u.rows) { return; }
  let row = thread;
  let begin = 0u;
  let end = u.length;
  var sum = 0.0;${ADD_UP}`,
};

// A workgroup for each row, an equal share of neighbours for each thread: the sum of each share, running sums of those, and then
// running sums of the entries from there on.
const TOGETHER = {
  declarations: `
var<workgroup> totals: array<f32, ${GROUP_SIZE}>;${PLACE_IN}`,
  body: `
  if (group >= u.rows) { return; }
  let row = group;
  let begin = min(local * u.chunk, u.length);
  let end = min(begin + u.chunk, u.length);
  var total = 0.0;
  for (var i = begin; i < end; i++) { total += bitcast<f32>(x0[u.offset + placeIn(row, i)]); }
  for (var distance = 1u; distance < ${GROUP_SIZE}u; distance <<= 1u) {
    totals[local] = total;
    workgroupBarrier();
    if (local >= distance) { total += totals[local - distance]; }
    workgroupBarrier();
  }
  totals[local] = total;
  workgroupBarrier();
  var sum = 0.0;
  if (local > 0u) { sum = totals[local - 1u]; }${ADD_UP}`,
};

import { type Shape, sizeOf } from "../../shape.ts";
import { arrange } from "../arrangement.ts";
import type { WebGpuStorage } from "./buffers.ts";
import type { WebGpuView } from "./elementwise.ts";
import { multiply } from "./gemm.ts";
import type { Machine } from "./machine.ts";
import { walk } from "./walk.ts";

/** c (…,m,n) = a (…,m,k) · b (…,k,n), with any strides. */
export function matmul(machine: Machine, a: WebGpuView, b: WebGpuView): WebGpuStorage {
  return multiplyEach(machine, tallIfOneRight(a, b), b);
}

// One b for all: the rows of every a are rows of one tall matrix.
function tallIfOneRight(a: WebGpuView, b: WebGpuView): WebGpuView {
  const batchShape = a.shape.slice(0, -2);
  const [m, k] = a.shape.slice(-2);
  const [row, column] = a.strides.slice(-2);
  const batch = arrange(batchShape, [a.strides.slice(0, -2), b.strides.slice(0, -2)]);
  if (batch.shape.length !== 1) return a;
  const [[aStep], [bStep]] = batch.strides;
  if (bStep !== 0 || (aStep !== row * m && m !== 1)) return a;
  return { ...placed(a), shape: [batch.shape[0] * m, k], strides: [m === 1 ? aStep : row, column] };
}

function placed({ storage, offset }: WebGpuView) {
  return { storage, offset };
}

function multiplyEach(machine: Machine, a: WebGpuView, b: WebGpuView): WebGpuStorage {
  const batchShape = a.shape.slice(0, -2);
  const [m, k] = a.shape.slice(-2);
  const [aRow, aColumn] = a.strides.slice(-2);
  const [bRow, bColumn] = b.strides.slice(-2);
  // A tall a has no batch; its b is the same for all.
  const outer = walk(
    batchShape,
    [a, b].map(({ strides, offset }) => ({ strides: strides.slice(0, batchShape.length), offset })),
  );
  const leftAlong = aColumn === 1 ? "depth" : "line";
  const rightAlong = bRow === 1 ? "depth" : "line";
  const n = b.shape[b.shape.length - 1];
  const leftInFours = isInFours(a, batchShape, leftAlong === "depth" ? [aColumn, k, aRow] : [aRow, m, aColumn]);
  const rightInFours = isInFours(b, batchShape, rightAlong === "depth" ? [bRow, k, bColumn] : [bColumn, n, bRow]);
  return multiply(machine, {
    rows: m,
    columns: n,
    depth: k,
    batches: sizeOf(batchShape),
    key: `matmul ${outer.key}${leftAlong}${Number(leftInFours)}${rightAlong}${Number(rightInFours)}`,
    reads: [a.storage, b.storage],
    numbers: { ...outer.numbers, aRow, aColumn, bRow, bColumn },
    code: () => ({
      setUp: outer.coordinates("batch"),
      bases: [outer.index(0, "batch"), outer.index(1, "batch")],
      left: {
        line: "  return vec3<i32>(i32(base + line * u.aRow), 0, 0);",
        place: "  return vec3<i32>(i32(k * u.aColumn), 0, 0);",
        entry: "  return bitcast<f32>(x0[line.x + place.x]);",
        along: leftAlong,
        inFours: leftInFours,
      },
      right: {
        line: "  return vec3<i32>(i32(base + line * u.bColumn), 0, 0);",
        place: "  return vec3<i32>(i32(k * u.bRow), 0, 0);",
        entry: "  return bitcast<f32>(x1[line.x + place.x]);",
        along: rightAlong,
        inFours: rightInFours,
      },
      place: "  return (batch * u.rows + row) * u.columns + column;",
    }),
  });
}

// Whether entries along the one axis lie together, and in whole fours, wherever the others begin.
function isInFours({ offset, strides }: WebGpuView, batchShape: Shape, [along, size, across]: number[]): boolean {
  return along === 1 && [size, across, offset, ...strides.slice(0, batchShape.length)].every((x) => x % 4 === 0);
}

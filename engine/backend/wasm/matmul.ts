import { sizeOf } from "../../shape.ts";
import type { View } from "../backend.ts";
import { arrange } from "./arrange.ts";
import type { Machine } from "./machine.ts";
import type { WasmStorage } from "./memory.ts";
import { addressOf } from "./movement.ts";

type WasmView = View<WasmStorage>;

/** c (…,m,n) = a (…,m,k) · b (…,k,n), with any strides. */
export function matmul(machine: Machine, a: WasmView, b: WasmView): WasmStorage {
  const rank = a.shape.length;
  const [m, k] = a.shape.slice(-2);
  const n = b.shape[rank - 1];
  const batchShape = a.shape.slice(0, -2);
  const out = machine.memory.allocate(sizeOf(batchShape) * m * n);
  if (out.length === 0) return out;
  if (k === 0) {
    machine.fill(out, 0);
    return out;
  }

  const batch = arrange(batchShape, [a.strides.slice(0, -2), b.strides.slice(0, -2)]);
  const [aRow, aColumn] = a.strides.slice(-2);
  const [bRow, bColumn] = b.strides.slice(-2);
  const gemm = machine.kernel("gemm");
  const [aBatch, bBatch] = batch.strides;
  if (batch.shape.length === 1 && bBatch[0] === 0 && (aBatch[0] === aRow * m || m === 1)) {
    // One b for all: the rows of every a are rows of one tall matrix.
    const tallRow = m === 1 ? aBatch[0] : aRow;
    machine.launch(
      gemm,
      batch.shape[0] * m,
      n,
      k,
      addressOf(a),
      tallRow * 4,
      aColumn * 4,
      addressOf(b),
      bRow * 4,
      bColumn * 4,
      out.pointer,
      n * 4,
    );
    return out;
  }
  let product = 0;
  forEachIndex(batch.shape, (index) => {
    machine.launch(
      gemm,
      m,
      n,
      k,
      addressOf(a) + 4 * dot(index, aBatch),
      aRow * 4,
      aColumn * 4,
      addressOf(b) + 4 * dot(index, bBatch),
      bRow * 4,
      bColumn * 4,
      out.pointer + 4 * m * n * product++,
      n * 4,
    );
  });
  return out;
}

function dot(index: readonly number[], strides: readonly number[]): number {
  return index.reduce((sum, i, axis) => sum + i * strides[axis], 0);
}

// Every index of a shape in row-major order; once, with no index, for a scalar's.
function forEachIndex(shape: readonly number[], visit: (index: readonly number[]) => void, index: number[] = []): void {
  if (index.length === shape.length) {
    visit(index);
    return;
  }
  for (let i = 0; i < shape[index.length]; i++) forEachIndex(shape, visit, [...index, i]);
}

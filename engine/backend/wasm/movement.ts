import { IndexError } from "../../errors.ts";
import { contiguousStrides, isContiguous, type Shape, sizeOf } from "../../shape.ts";
import type { Kernels, View } from "../backend.ts";
import { type Arrangement, arrange } from "./arrange.ts";
import type { Machine } from "./machine.ts";
import type { WasmStorage } from "./memory.ts";

type WasmView = View<WasmStorage>;
type Movement = Pick<Kernels<WasmStorage>, "copy" | "gather" | "scatterAdd" | "concat">;

export function movement(machine: Machine): Movement {
  return {
    copy: (x) => copy(machine, x),

    concat(parts, axis) {
      const total = parts.reduce((length, part) => length + part.shape[axis], 0);
      const shape = parts[0].shape.with(axis, total);
      const out = machine.memory.allocate(sizeOf(shape));
      const strides = contiguousStrides(shape);
      let start = 0;
      for (const part of parts) {
        copyInto(machine, part, { storage: out, shape: part.shape, strides, offset: start * strides[axis] });
        start += part.shape[axis];
      }
      return out;
    },

    gather(x, axis, index) {
      const out = machine.memory.allocate(sizeOf(index.shape));
      const dense = wholeOf(out, index.shape);
      transferByIndex(machine, "gather", { dense, index, found: x, axis });
      return out;
    },

    scatterAdd(x, axis, index, source) {
      const out = copy(machine, x);
      const found = wholeOf(out, x.shape);
      transferByIndex(machine, "scatter", { dense: source, index, found, axis });
      return out;
    },
  };
}

function copy(machine: Machine, x: WasmView): WasmStorage {
  const out = machine.memory.allocate(sizeOf(x.shape));
  copyInto(machine, x, wholeOf(out, x.shape));
  return out;
}

/** Runs with the view's entries in row-major order: as they are where they lie so, else in a copy that is freed afterwards. */
export function withContiguous<T>(machine: Machine, view: WasmView, run: (contiguous: WasmView) => T): T {
  if (isContiguous(view.shape, view.strides)) return run(view);
  const storage = machine.memory.allocate(sizeOf(view.shape));
  const contiguous = wholeOf(storage, view.shape);
  try {
    copyInto(machine, view, contiguous);
    return run(contiguous);
  } finally {
    machine.memory.release(storage);
  }
}

// Where entries are written apart from each other, a row is one entry.
function appendAxisOfOne({ shape, strides }: Arrangement): void {
  shape.push(1);
  for (const own of strides) own.push(1);
}

/** Copies entries to a view of the same shape. */
export function copyInto(machine: Machine, from: WasmView, to: WasmView): void {
  if (sizeOf(from.shape) === 0) return;
  const arranged = arrange(from.shape, [to.strides, from.strides]);
  if (arranged.strides[0].at(-1) !== 1) appendAxisOfOne(arranged);
  if (arranged.strides[1].at(-2) === 1) {
    copyTransposed(machine, arranged, addressOf(to), addressOf(from));
    return;
  }
  const { axes, at } = machine.plan(arranged, 1);
  const length = arranged.shape.at(-1) ?? 1;
  const step = arranged.strides[1].at(-1) ?? 1;
  machine.launch(machine.kernel("copyRows"), length, step * 4, axes, at, addressOf(to), addressOf(from));
}

// The last two axes of the source the other way round in memory.
function copyTransposed(machine: Machine, arranged: Arrangement, to: number, from: number): void {
  const { axes, at } = machine.plan(arranged, 2);
  const [rows, columns] = arranged.shape.slice(-2);
  const [outRow] = arranged.strides[0].slice(-2);
  const [, stride] = arranged.strides[1].slice(-2);
  machine.launch(machine.kernel("copyTransposed"), rows, columns, outRow * 4, stride * 4, axes, at, to, from);
}

interface Indexed {
  /** The operand walked entry by entry, of the index's shape. */
  readonly dense: WasmView;
  readonly index: WasmView;
  /** The operand whose `axis` the index chooses from. */
  readonly found: WasmView;
  readonly axis: number;
}

/** Between dense and found: `gather` copies what the index names to dense, `scatter` adds dense to what the index names. */
function transferByIndex(
  machine: Machine,
  direction: "gather" | "scatter",
  { dense, index, found, axis }: Indexed,
): void {
  const { shape } = index;
  if (sizeOf(shape) === 0) return;
  // Along the indexed axis the place is the index's alone.
  const foundStrides = found.strides.with(axis, 0);
  const arranged = arrange(shape, [dense.strides, index.strides, foundStrides]);
  const [denseStep, indexStep, foundStep] = arranged.strides.map((strides) => strides.at(-1) ?? 0);
  const runs = indexStep === 0 && denseStep === 1 && foundStep === 1;
  const { axes, at } = machine.plan(arranged, 1);
  const length = arranged.shape.at(-1) ?? 1;
  const row = runs ? [length] : [length, denseStep * 4, indexStep * 4, foundStep * 4];
  const wrong = machine.launch(
    machine.kernel(`${direction}${runs ? "Runs" : "Entries"}`),
    ...row,
    found.shape[axis],
    found.strides[axis] * 4,
    axes,
    at,
    addressOf(dense),
    addressOf(index),
    addressOf(found),
  );
  if (typeof wrong === "number" && wrong !== 0) {
    const value = machine.memory.asFloats[(wrong >>> 0) / 4];
    throw new IndexError(`index ${value} is outside axis ${axis} of size ${found.shape[axis]}`);
  }
}

/** Where the first entry of a view lies, in bytes. */
export function addressOf(view: WasmView): number {
  return view.storage.pointer + view.offset * 4;
}

/** A row-major view of a whole storage. */
export function wholeOf(storage: WasmStorage, shape: Shape): WasmView {
  return { storage, shape, strides: contiguousStrides(shape), offset: 0 };
}

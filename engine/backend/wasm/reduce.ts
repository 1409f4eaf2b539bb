import { contiguousStrides, type Shape, sizeOf, type Strides } from "../../shape.ts";
import type { Kernels, View } from "../backend.ts";
import { arrange } from "./arrange.ts";
import { SPILL } from "./elementwise.ts";
import type { Machine } from "./machine.ts";
import type { WasmStorage } from "./memory.ts";
import { addressOf, withContiguous, wholeOf } from "./movement.ts";

type WasmView = View<WasmStorage>;

export function reduce(machine: Machine): Pick<Kernels<WasmStorage>, "sum" | "max" | "argmax"> {
  return {
    sum: (x, kept) => fold(machine, "sum", x, kept),
    max: (x, kept) => fold(machine, "max", x, kept),
    argmax: (x, kept) => argmax(machine, x, kept),
  };
}

function fold(machine: Machine, name: "sum" | "max", x: WasmView, kept: number): WasmStorage {
  const reduced = arrangeAxes(x, kept, x.shape.length);
  if (sizeOf(x.shape) === 0) return filled(machine, sizeOf(x.shape.slice(0, kept)), 0);

  const [inner] = reduced.strides.slice(-1);
  const outer = arrangeAxes(x, 0, kept);
  if (reduced.shape.length === 1 && inner !== 1 && outer.strides.at(-1) === 1) {
    return foldColumns(machine, name, x, outer, reduced);
  }
  if (inner === 1) return foldRows(machine, name, x, kept, reduced);
  return withContiguous(machine, x, (even) => {
    const row = { shape: [sizeOf(x.shape.slice(kept))], strides: [1] };
    return foldRows(machine, name, even, kept, row);
  });
}

interface Axes {
  readonly shape: Shape;
  readonly strides: Strides;
}

// Axes from `begin` to before `end`, as few as possible.
function arrangeAxes(x: WasmView, begin: number, end: number): Axes {
  const { shape, strides } = arrange(x.shape.slice(begin, end), [x.strides.slice(begin, end)]);
  return { shape, strides: strides[0] };
}

// Folds the innermost reduced axis, whose entries are neighbours, and then what is left.
function foldRows(machine: Machine, name: "sum" | "max", x: WasmView, kept: number, reduced: Axes): WasmStorage {
  const keptShape = x.shape.slice(0, kept);
  const shape = [...keptShape, ...reduced.shape];
  const strides = [...x.strides.slice(0, kept), ...reduced.strides];
  const out = machine.memory.allocate(sizeOf(shape.slice(0, -1)));
  overRows(machine, `${name}Rows`, { shape, strides, address: addressOf(x) }, out);
  if (reduced.shape.length === 1) return out;
  try {
    return fold(machine, name, wholeOf(out, shape.slice(0, -1)), kept);
  } finally {
    machine.memory.release(out);
  }
}

// Calls a kernel that makes one number of each row of neighbouring entries.
function overRows(machine: Machine, kernel: string, x: Axes & { readonly address: number }, out: WasmStorage): void {
  const outer = arrange(x.shape.slice(0, -1), [x.strides.slice(0, -1)]);
  const { axes, at } = machine.plan(outer, 0);
  machine.launch(machine.kernel(kernel), x.shape[x.shape.length - 1], axes, at, out.pointer, x.address);
}

// The entries that remain lie next to each other: whole rows are folded into one.
function foldColumns(machine: Machine, name: "sum" | "max", x: WasmView, outer: Axes, reduced: Axes): WasmStorage {
  const out = machine.memory.allocate(sizeOf(outer.shape), SPILL);
  const walked = { shape: outer.shape.slice(0, -1), strides: [outer.strides.slice(0, -1)] };
  const { axes, at } = machine.plan(walked, 0);
  const columns = outer.shape[outer.shape.length - 1];
  const [rows] = reduced.shape;
  const stride = reduced.strides[0] * 4;
  machine.launch(machine.kernel(`${name}Columns`), columns, rows, stride, axes, at, out.pointer, addressOf(x));
  return out;
}

function argmax(machine: Machine, x: WasmView, kept: number): WasmStorage {
  return withContiguous(machine, x, (even) => {
    const length = sizeOf(x.shape.slice(kept));
    const shape = [...x.shape.slice(0, kept), length];
    const out = machine.memory.allocate(sizeOf(shape.slice(0, kept)));
    if (out.length === 0) return out;
    overRows(machine, "argmaxRows", { shape, strides: contiguousStrides(shape), address: addressOf(even) }, out);
    return out;
  });
}

function filled(machine: Machine, length: number, value: number): WasmStorage {
  const out = machine.memory.allocate(length);
  machine.fill(out, value);
  return out;
}

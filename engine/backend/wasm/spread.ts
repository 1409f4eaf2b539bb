import { isContiguous, sizeOf } from "../../shape.ts";
import type { View } from "../backend.ts";
import type { Pair } from "../../window.ts";
import type { Machine } from "./machine.ts";
import type { WasmStorage } from "./memory.ts";
import { addressOf, copyInto } from "./movement.ts";

type WasmView = View<WasmStorage>;

/** Planes one after the other. */
export interface Planes {
  /** Where the first begins, in bytes. */
  readonly address: number;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** How the planes of a tensor (N,C,H,W) are laid out in larger ones: entry (i,j) goes to (offset + i·step, offset + j·step). */
export interface Layout {
  readonly size: Pair;
  readonly offset: Pair;
  readonly step: Pair;
  /** What is everywhere else. */
  readonly fill: number;
}

/** Runs with the planes of x with `padding` entries of `fill` around them. */
export function withPadding<T>(
  machine: Machine,
  x: WasmView,
  { padding, fill }: { padding: Pair; fill: number },
  run: (planes: Planes) => T,
): T {
  const [H, W] = x.shape.slice(2);
  const size: Pair = [H + 2 * padding[0], W + 2 * padding[1]];
  return withSpread(machine, x, { size, offset: padding, step: [1, 1], fill }, run);
}

/** Runs with the planes of x laid out; entries that fall outside are left out. In place where nothing would change. */
export function withSpread<T>(machine: Machine, x: WasmView, layout: Layout, run: (planes: Planes) => T): T {
  const [N, C, H, W] = x.shape;
  const [height, width] = layout.size;
  const planes = { count: N * C, height, width };
  const same = layout.offset[0] === 0 && layout.offset[1] === 0 && height === H && width === W;
  if (same && layout.step.every((step) => step === 1) && isContiguous(x.shape, x.strides)) {
    return run({ ...planes, address: addressOf(x) });
  }

  const storage = machine.memory.allocate(N * C * height * width);
  try {
    machine.fill(storage, layout.fill);
    const down = insideAxis(H, height, layout.offset[0], layout.step[0]);
    const across = insideAxis(W, width, layout.offset[1], layout.step[1]);
    const [plane, image] = [height * width, C * height * width];
    const shape = [N, C, down.count, across.count];
    if (sizeOf(shape) > 0) {
      const offset = x.offset + down.first * x.strides[2] + across.first * x.strides[3];
      const from = { storage: x.storage, shape, strides: x.strides, offset };
      const strides = [image, plane, layout.step[0] * width, layout.step[1]];
      copyInto(machine, from, { storage, shape, strides, offset: down.place * width + across.place });
    }
    return run({ ...planes, address: storage.pointer });
  } finally {
    machine.memory.release(storage);
  }
}

// Which of `length` entries fall inside an axis of `size`: the first of them, how many, and where the first goes.
function insideAxis(length: number, size: number, offset: number, step: number) {
  const first = Math.max(0, Math.ceil(-offset / step));
  const last = Math.min(length - 1, Math.floor((size - 1 - offset) / step));
  return { first, count: Math.max(0, last - first + 1), place: offset + first * step };
}

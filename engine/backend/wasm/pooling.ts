import { contiguousStrides, sizeOf } from "../../shape.ts";
import { type Pair, placesOf, type SlidingWindow } from "../../window.ts";
import { binary, input } from "../../expr.ts";
import type { Kernels, View } from "../backend.ts";
import { mapEntries, SPILL } from "./elementwise.ts";
import type { Machine } from "./machine.ts";
import type { WasmStorage } from "./memory.ts";
import { addressOf, withContiguous, wholeOf } from "./movement.ts";
import { type Planes, withPadding, withSpread } from "./spread.ts";

type WasmView = View<WasmStorage>;
type Window = SlidingWindow<Pair>;
type Pooling = "maxPool2d" | "maxPool2dPositions" | "maxPool2dGradient" | "avgPool2d" | "avgPool2dGradient";

const QUOTIENT = binary("div", input(0), input(1));

export function pooling(machine: Machine): Pick<Kernels<WasmStorage>, Pooling> {
  return {
    maxPool2d: (x, window) =>
      withPadding(machine, x, { padding: window.padding, fill: -Infinity }, (planes) =>
        foldWindows(machine, "maxWindows", planes, placesIn(x, window), window),
      ),

    maxPool2dPositions: (x, window) => positionsOfLargest(machine, x, window),

    maxPool2dGradient(x, dy, window) {
      const [N, C, H, W] = x.shape;
      const positions = positionsOfLargest(machine, x, window);
      try {
        return withContiguous(machine, dy, (arriving) => {
          const dx = machine.memory.allocate(sizeOf(x.shape));
          const places = sizeOf(dy.shape.slice(2));
          machine.launch(
            machine.kernel("scatterToPositions"),
            N * C,
            H * W * 4,
            places,
            addressOf(arriving),
            positions.pointer,
            dx.pointer,
          );
          return dx;
        });
      } finally {
        machine.memory.release(positions);
      }
    },

    avgPool2d: (x, window, countPadding) => {
      const places = placesIn(x, window);
      const sums = withPadding(machine, x, { padding: window.padding, fill: 0 }, (planes) =>
        foldWindows(machine, "sumWindows", planes, places, window),
      );
      const shape = [...x.shape.slice(0, 2), ...places];
      try {
        return dividedByCounts(machine, wholeOf(sums, shape), window, countPadding, [x.shape[2], x.shape[3]]);
      } finally {
        machine.memory.release(sums);
      }
    },

    avgPool2dGradient: (dy, window, countPadding, inputSize) => {
      const { size, stride, padding, dilation } = window;
      const shares = dividedByCounts(machine, dy, window, countPadding, inputSize);
      const reach = [dilation[0] * (size[0] - 1), dilation[1] * (size[1] - 1)];
      const layout = {
        size: [inputSize[0] + reach[0], inputSize[1] + reach[1]] as const,
        offset: [reach[0] - padding[0], reach[1] - padding[1]] as const,
        step: stride,
        fill: 0,
      };
      try {
        // An entry's gradient is the sum over the windows it is in: a window over the windows.
        return withSpread(machine, wholeOf(shares, dy.shape), layout, (planes) =>
          foldWindows(machine, "sumWindows", planes, inputSize, { size, dilation, stride: [1, 1], padding: [0, 0] }),
        );
      } finally {
        machine.memory.release(shares);
      }
    },
  };
}

function placesIn(x: WasmView, window: Window): Pair {
  const [down, across] = placesOf(x.shape.slice(2), window);
  return [down, across];
}

function foldWindows(machine: Machine, kernel: string, planes: Planes, places: Pair, window: Window): WasmStorage {
  const out = machine.memory.allocate(planes.count * sizeOf(places), SPILL);
  if (out.length > 0) machine.launch(machine.kernel(kernel), ...windowArguments(planes, places, window, out));
  return out;
}

// What the kernels of window-kernels.ts take, in their order.
function windowArguments(planes: Planes, places: Pair, { size, stride, dilation }: Window, out: WasmStorage): number[] {
  const row = planes.width * 4;
  return [
    planes.count,
    planes.height * row,
    ...places,
    ...size,
    stride[0] * row,
    stride[1],
    dilation[0] * row,
    dilation[1] * 4,
    planes.address,
    out.pointer,
  ];
}

function positionsOfLargest(machine: Machine, x: WasmView, window: Window): WasmStorage {
  const { padding, stride, dilation } = window;
  const width = x.shape[3];
  const places = placesIn(x, window);
  return withPadding(machine, x, { padding, fill: -Infinity }, (planes) => {
    const out = machine.memory.allocate(planes.count * sizeOf(places), SPILL);
    if (out.length === 0) return out;
    machine.launch(
      machine.kernel("positionsInWindows"),
      ...windowArguments(planes, places, window, out),
      -padding[0] * width - padding[1],
      width,
      stride[0],
      dilation[0],
    );
    settleUndecided(machine, out, x.shape, places, window);
    return out;
  });
}

// Where all entries of a window are −∞, its position is that of the first inside the plane.
function settleUndecided(
  machine: Machine,
  out: WasmStorage,
  shape: readonly number[],
  places: Pair,
  window: Window,
): void {
  const { stride, padding, dilation } = window;
  const firstInside = (place: number, axis: number) => {
    const start = place * stride[axis] - padding[axis];
    return start + dilation[axis] * Math.max(0, Math.ceil(-start / dilation[axis]));
  };
  const settle = (pointer: number, length: number) => {
    const positions = machine.memory.asFloats.subarray(pointer / 4, pointer / 4 + length);
    for (let at = positions.indexOf(-1); at >= 0; at = positions.indexOf(-1, at + 1)) {
      const place = at % sizeOf(places);
      positions[at] = firstInside(Math.floor(place / places[1]), 0) * shape[3] + firstInside(place % places[1], 1);
    }
  };
  machine.launch({ name: "settleUndecided", run: settle, reads: [0], writes: [0] }, out.pointer, out.length);
}

function dividedByCounts(
  machine: Machine,
  y: WasmView,
  window: Window,
  countPadding: boolean,
  inputSize: Pair,
): WasmStorage {
  const places: Pair = [y.shape[2], y.shape[3]];
  const counts = machine.memory.allocate(sizeOf(places));
  const numbers = new Float64Array(sizeOf(places));
  for (let i = 0; i < places[0]; i++) {
    for (let j = 0; j < places[1]; j++) {
      const inside = entriesInside(i, 0, window, inputSize) * entriesInside(j, 1, window, inputSize);
      numbers[i * places[1] + j] = countPadding ? sizeOf(window.size) : inside;
    }
  }
  machine.write(counts, numbers);
  const strides = [0, 0, ...contiguousStrides(places)];
  try {
    return mapEntries(machine, [QUOTIENT], [y, { storage: counts, shape: y.shape, strides, offset: 0 }])[0];
  } finally {
    machine.memory.release(counts);
  }
}

// How many entries of a window lie inside the plane along one axis.
function entriesInside(
  place: number,
  axis: number,
  { size, stride, padding, dilation }: Window,
  inputSize: Pair,
): number {
  const start = place * stride[axis] - padding[axis];
  let count = 0;
  for (let entry = 0; entry < size[axis]; entry++) {
    const at = start + entry * dilation[axis];
    if (at >= 0 && at < inputSize[axis]) count++;
  }
  return count;
}

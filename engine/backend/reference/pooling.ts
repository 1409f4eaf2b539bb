import { sizeOf } from "../../shape.ts";
import { type Pair, placesOf, type SlidingWindow } from "../../window.ts";
import type { Kernels } from "../backend.ts";
import { flat, type Numbers } from "./flat.ts";

/** For each window in row-major order: its number, and row·W + column of its entries inside the plane, in reading order. */
function forEachWindow(
  [H, W]: Pair,
  window: SlidingWindow<Pair>,
  visit: (at: number, entries: number[]) => void,
): void {
  const { size, stride, padding, dilation } = window;
  const [OH, OW] = placesOf([H, W], window);
  for (let i = 0; i < OH; i++) {
    for (let j = 0; j < OW; j++) {
      const entries: number[] = [];
      for (let p = 0; p < size[0]; p++) {
        for (let q = 0; q < size[1]; q++) {
          const row = i * stride[0] + p * dilation[0] - padding[0];
          const column = j * stride[1] + q * dilation[1] - padding[1];
          if (row >= 0 && row < H && column >= 0 && column < W) entries.push(row * W + column);
        }
      }
      visit(i * OW + j, entries);
    }
  }
}

// The planes (H,W) of x (N,C,H,W) one after the other, and how many windows each has.
function planesOf(x: Numbers, window: SlidingWindow<Pair>) {
  const [N, C, H, W] = x.shape;
  const values = flat(x);
  const input: Pair = [H, W];
  return {
    input,
    windows: sizeOf(placesOf(input, window)),
    planes: Array.from({ length: N * C }, (_, plane) => values.subarray(plane * H * W, (plane + 1) * H * W)),
  };
}

function positionOfLargest(plane: Float64Array, entries: readonly number[]): number {
  let best = entries[0];
  for (const entry of entries) {
    if (plane[entry] > plane[best] || Number.isNaN(plane[entry])) best = entry;
  }
  return best;
}

function positionsOfLargest(x: Numbers, window: SlidingWindow<Pair>): Float64Array {
  const { input, windows, planes } = planesOf(x, window);
  const positions = new Float64Array(planes.length * windows);
  forEachWindow(input, window, (at, entries) => {
    planes.forEach((plane, p) => {
      positions[p * windows + at] = positionOfLargest(plane, entries);
    });
  });
  return positions;
}

type Pooling = "maxPool2d" | "maxPool2dPositions" | "maxPool2dGradient" | "avgPool2d" | "avgPool2dGradient";

export const pooling: Pick<Kernels<Float64Array>, Pooling> = {
  maxPool2d(x, window) {
    const { windows, planes } = planesOf(x, window);
    return positionsOfLargest(x, window).map((position, i) => planes[Math.floor(i / windows)][position]);
  },

  maxPool2dPositions: positionsOfLargest,

  maxPool2dGradient(x, dy, window) {
    const { input, windows } = planesOf(x, window);
    const arriving = flat(dy);
    const dx = new Float64Array(sizeOf(x.shape));
    positionsOfLargest(x, window).forEach((position, i) => {
      dx[Math.floor(i / windows) * sizeOf(input) + position] += arriving[i];
    });
    return dx;
  },

  avgPool2d(x, window, countPadding) {
    const { input, windows, planes } = planesOf(x, window);
    const y = new Float64Array(planes.length * windows);
    forEachWindow(input, window, (at, entries) => {
      const count = countPadding ? sizeOf(window.size) : entries.length;
      planes.forEach((plane, p) => {
        y[p * windows + at] = entries.reduce((total, entry) => total + plane[entry], 0) / count;
      });
    });
    return y;
  },

  avgPool2dGradient(dy, window, countPadding, inputSize) {
    const planes = dy.shape[0] * dy.shape[1];
    const windows = dy.shape[2] * dy.shape[3];
    const arriving = flat(dy);
    const dx = new Float64Array(planes * sizeOf(inputSize));
    forEachWindow(inputSize, window, (at, entries) => {
      const count = countPadding ? sizeOf(window.size) : entries.length;
      for (let p = 0; p < planes; p++) {
        for (const entry of entries) dx[p * sizeOf(inputSize) + entry] += arriving[p * windows + at] / count;
      }
    });
    return dx;
  },
};

import { ArgumentError, ShapeError } from "../errors.ts";
import { defineOperation } from "../operation.ts";
import type { OperationAttributes, Rules } from "../operation-table.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type Pair, placesOf, type SlidingWindow } from "../window.ts";
import { fromStorage } from "./kernel-call.ts";
import { gather } from "./gather.ts";
import { reshape } from "./layout.ts";
import { mean } from "./reduction.ts";
import { inBatch, makeWindow, type PerAxis, planar, planarSize, planarWindow, requirePlaces } from "./window.ts";

const maxRules: Rules<SlidingWindow> = {
  forward: ([x], window) =>
    fromStorage(x.backend.kernels.maxPool2d(planar(x), planarWindow(window)), pooledShape(x, window), x),
  backward: ({ inputs: [x], attributes: window }, upstream) => [maxGradientOperation([x, upstream], window)],
};

const maxPool1dOperation = defineOperation("maxPool1d", maxRules);
const maxPool2dOperation = defineOperation("maxPool2d", maxRules);

const maxPositionsOperation = defineOperation("maxPoolPositions", {
  forward: ([x], window) =>
    fromStorage(x.backend.kernels.maxPool2dPositions(planar(x), planarWindow(window)), pooledShape(x, window), x),
  backward: null,
});

const maxGradientOperation = defineOperation("maxPoolGradient", {
  forward: ([x, dy], window) =>
    fromStorage(x.backend.kernels.maxPool2dGradient(planar(x), planar(dy), planarWindow(window)), x.shape, x),
  // Linear in dy: its gradient is read at the places the values were taken from.
  backward: ({ inputs: [x, dy], attributes: window }, upstream) => {
    const [batch, channels] = x.shape;
    const places = reshape(maxPositionsOperation([x], window), [batch, channels, -1]);
    return [null, reshape(gather(reshape(upstream, [batch, channels, -1]), 2, places), dy.shape)];
  },
});

const averageRules: Rules<OperationAttributes["avgPool2d"]> = {
  forward: ([x], { countPadding, ...window }) =>
    fromStorage(x.backend.kernels.avgPool2d(planar(x), planarWindow(window), countPadding), pooledShape(x, window), x),
  backward: ({ inputs: [x], attributes }, upstream) => [
    averageGradientOperation([upstream], { ...attributes, inputSize: x.shape.slice(2) }),
  ],
};

const avgPool1dOperation = defineOperation("avgPool1d", averageRules);
const avgPool2dOperation = defineOperation("avgPool2d", averageRules);

const averageGradientOperation = defineOperation("avgPoolGradient", {
  forward: ([dy], { countPadding, inputSize, ...window }) =>
    fromStorage(
      dy.backend.kernels.avgPool2dGradient(planar(dy), planarWindow(window), countPadding, planarSize(inputSize)),
      [...dy.shape.slice(0, 2), ...inputSize],
      dy,
    ),
  backward: ({ inputs: [dy], attributes: { inputSize: _, ...attributes } }, upstream) => [
    (dy.rank === 3 ? avgPool1dOperation : avgPool2dOperation)([upstream], attributes),
  ],
});

function pooledShape(x: Tensor, window: SlidingWindow): number[] {
  return [...x.shape.slice(0, 2), ...placesOf(x.shape.slice(2), window)];
}

interface PoolOptions<Size> {
  /** The window's size by default, so that windows lie side by side. */
  readonly stride?: Size;
  /** Entries added at both ends, at most half the window's size. */
  readonly padding?: Size;
}

interface MaxPoolOptions<Size> extends PoolOptions<Size> {
  readonly dilation?: Size;
}

interface AvgPoolOptions<Size> extends PoolOptions<Size> {
  /** Whether padding counts as entries of 0 (the default), or not at all. */
  readonly countIncludePad?: boolean;
}

export type MaxPool1dOptions = MaxPoolOptions<number>;
export type MaxPool2dOptions = MaxPoolOptions<number | Pair>;
export type AvgPool1dOptions = AvgPoolOptions<number>;
export type AvgPool2dOptions = AvgPoolOptions<number | Pair>;

/**
 * The largest entry of each window: (N,C,L) → (N,C,L′), or (C,L) → (C,L′), with L′ as for `conv1d`. Ties give the
 * gradient to the first. Throws a ShapeError where the window does not fit, an ArgumentError for a window that is none.
 */
export function maxPool1d(x: Tensor, size: number, options: MaxPool1dOptions = {}): Tensor {
  return maxPoolWith("maxPool1d", x, size, options, 1);
}

/** The largest entry of each window: (N,C,H,W) → (N,C,H′,W′), or (C,H,W) → (C,H′,W′), else like `maxPool1d`. */
export function maxPool2d(x: Tensor, size: number | Pair, options: MaxPool2dOptions = {}): Tensor {
  return maxPoolWith("maxPool2d", x, size, options, 2);
}

/** The mean of each window: (N,C,L) → (N,C,L′), or (C,L) → (C,L′). Throws like `maxPool1d`. */
export function avgPool1d(x: Tensor, size: number, options: AvgPool1dOptions = {}): Tensor {
  return avgPoolWith("avgPool1d", x, size, options, 1);
}

/** The mean of each window: (N,C,H,W) → (N,C,H′,W′), or (C,H,W) → (C,H′,W′). Throws like `maxPool1d`. */
export function avgPool2d(x: Tensor, size: number | Pair, options: AvgPool2dOptions = {}): Tensor {
  return avgPoolWith("avgPool2d", x, size, options, 2);
}

/** The mean of every channel: (N,C,…) → (N,C), or (N,C,1,…) with `keepDims`. Throws a ShapeError below three axes. */
export function globalAvgPool(x: Tensor, { keepDims = false }: { readonly keepDims?: boolean } = {}): Tensor {
  if (x.rank < 3) throw new ShapeError(`globalAvgPool needs x (N,C,…), got ${formatShape(x.shape)}`);
  return mean(
    x,
    Array.from({ length: x.rank - 2 }, (_, axis) => axis + 2),
    { keepDims },
  );
}

function maxPoolWith(name: string, x: Tensor, size: PerAxis, options: MaxPoolOptions<PerAxis>, axes: number): Tensor {
  const window = poolWindow(name, size, options, axes);
  return inBatch(name, x, axes, (batch) => {
    requirePlaces(name, batch, window);
    requireEntries(name, batch, window);
    return (axes === 1 ? maxPool1dOperation : maxPool2dOperation)([batch], window);
  });
}

function avgPoolWith(
  name: string,
  x: Tensor,
  size: PerAxis,
  { countIncludePad = true, ...options }: AvgPoolOptions<PerAxis>,
  axes: number,
): Tensor {
  const window = poolWindow(name, size, options, axes);
  return inBatch(name, x, axes, (batch) => {
    requirePlaces(name, batch, window);
    requireEntries(name, batch, window);
    const attributes = { ...window, countPadding: countIncludePad };
    return (axes === 1 ? avgPool1dOperation : avgPool2dOperation)([batch], attributes);
  });
}

function poolWindow(
  name: string,
  size: PerAxis,
  { stride = size, padding = 0, dilation = 1 }: MaxPoolOptions<PerAxis>,
  axes: number,
): SlidingWindow {
  const window = makeWindow(name, { size, stride, padding, dilation }, axes);
  if (window.padding.some((length, axis) => 2 * length > window.size[axis])) {
    throw new ArgumentError(
      `${name} takes padding up to half the window ${formatShape(window.size)}, got ${window.padding.join(",")}`,
    );
  }
  return window;
}

// On a short axis a window can lie in the padding altogether, and has no largest entry and no mean then.
function requireEntries(name: string, x: Tensor, { size, stride, padding, dilation }: SlidingWindow): void {
  const { shape } = x;
  placesOf(shape.slice(2), { size, stride, padding, dilation }).forEach((places, axis) => {
    for (let place = 0; place < places; place++) {
      const reads = Array.from(
        { length: size[axis] },
        (_, p) => place * stride[axis] - padding[axis] + p * dilation[axis],
      );
      if (!reads.some((at) => at >= 0 && at < shape[axis + 2])) {
        throw new ShapeError(`${name}: window ${place} on axis ${axis + 2} of ${formatShape(shape)} is all padding`);
      }
    }
  });
}

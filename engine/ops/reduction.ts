import { ShapeError } from "../errors.ts";
import { defineOperation } from "../operation.ts";
import { formatShape, normalizeAxes, reducedShape, type Shape, sizeOf } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { div, neg, square, sub } from "./arithmetic.ts";
import { equal, where } from "./comparison.ts";
import { fromStorage, viewOf } from "./kernel-call.ts";
import { broadcastTo, reshape } from "./layout.ts";

/** One axis, several, or all (undefined). */
export type AxesArgument = number | readonly number[] | undefined;

export interface ReduceOptions {
  /** Keep reduced axes with size 1, so that the result broadcasts against the input. */
  readonly keepDims?: boolean;
}

interface Axes {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

const sumOperation = defineOperation("sum", {
  forward: ([x], { axes, keepDims }) => reduceWith("sum", x, axes, keepDims),
  backward: ({ inputs: [x], attributes }, upstream) => [spread(upstream, x.shape, attributes)],
});

const meanOperation = defineOperation("mean", {
  forward: ([x], { axes, keepDims }) => div(reduceWith("sum", x, axes, keepDims), countOver(x, axes)),
  backward: ({ inputs: [x], attributes }, upstream) => [
    div(spread(upstream, x.shape, attributes), countOver(x, attributes.axes)),
  ],
});

const maxOperation = defineOperation("max", {
  forward: ([x], { axes, keepDims }) => reduceWith("max", x, axes, keepDims),
  backward: ({ inputs: [x], output, attributes }, upstream) => [shareAmongTies(x, output, attributes, upstream)],
});

const minOperation = defineOperation("min", {
  forward: ([x], { axes, keepDims }) => neg(reduceWith("max", neg(x), axes, keepDims)),
  backward: ({ inputs: [x], output, attributes }, upstream) => [shareAmongTies(x, output, attributes, upstream)],
});

const argmaxOperation = defineOperation("argmax", {
  forward: ([x], { axes, keepDims }) => reduceWith("argmax", x, axes, keepDims),
  backward: null,
});

// The reduced axes are brought to the end, where the kernels expect them.
function reduceWith(kernel: "sum" | "max" | "argmax", x: Tensor, axes: readonly number[], keepDims: boolean): Tensor {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const arranged = new Tensor({
    ...viewOf(x),
    shape: order.map((axis) => x.shape[axis]),
    strides: order.map((axis) => x.strides[axis]),
  });
  const storage = x.backend.kernels[kernel](arranged, kept.length);
  return fromStorage(storage, reducedShape(x.shape, axes, keepDims), x);
}

/** Number of entries that fall together in a reduction over `axes`. */
export function countOver(x: Tensor, axes: readonly number[]): number {
  return sizeOf(axes.map((axis) => x.shape[axis]));
}

/** A reduced tensor repeated along the axes that were reduced, back to `shape`. */
export function spread(reduced: Tensor, shape: Shape, { axes }: Axes): Tensor {
  return broadcastTo(reshape(reduced, reducedShape(shape, axes, true)), shape);
}

// The gradient of an extreme value is shared evenly among the entries that reach it.
function shareAmongTies(x: Tensor, extreme: Tensor, attributes: Axes, upstream: Tensor): Tensor {
  const reached = equal(x, spread(extreme, x.shape, attributes));
  const ties = sum(reached, attributes.axes, { keepDims: true });
  return where(reached, div(spread(upstream, x.shape, attributes), ties), 0);
}

function requireEntries(operation: string, x: Tensor, axes: readonly number[]): void {
  if (countOver(x, axes) === 0) {
    throw new ShapeError(
      `${operation} over axes (${axes.join(",")}) of ${formatShape(x.shape)}, which have no entries`,
    );
  }
}

/** Sum over one axis, several, or all. An empty sum is 0. */
export function sum(x: Tensor, axis?: AxesArgument, { keepDims = false }: ReduceOptions = {}): Tensor {
  return sumOperation([x], { axes: normalizeAxes(axis, x.rank, "sum"), keepDims });
}

/** Mean over one axis, several, or all. The mean of nothing is NaN. */
export function mean(x: Tensor, axis?: AxesArgument, { keepDims = false }: ReduceOptions = {}): Tensor {
  return meanOperation([x], { axes: normalizeAxes(axis, x.rank, "mean"), keepDims });
}

/**
 * Largest entry over one axis, several, or all; ties share the gradient evenly (PyTorch's amax).
 * Throws a ShapeError where there are no entries.
 */
export function max(x: Tensor, axis?: AxesArgument, { keepDims = false }: ReduceOptions = {}): Tensor {
  const axes = normalizeAxes(axis, x.rank, "max");
  requireEntries("max", x, axes);
  return maxOperation([x], { axes, keepDims });
}

/** Smallest entry, else like `max`. */
export function min(x: Tensor, axis?: AxesArgument, { keepDims = false }: ReduceOptions = {}): Tensor {
  const axes = normalizeAxes(axis, x.rank, "min");
  requireEntries("min", x, axes);
  return minOperation([x], { axes, keepDims });
}

/** Index of the first largest entry along an axis, or in row-major order over all. No gradient. */
export function argmax(x: Tensor, axis?: number, { keepDims = false }: ReduceOptions = {}): Tensor {
  const axes = normalizeAxes(axis, x.rank, "argmax");
  requireEntries("argmax", x, axes);
  return argmaxOperation([x], { axes, keepDims });
}

/** Index of the first smallest entry, else like `argmax`. */
export function argmin(x: Tensor, axis?: number, options: ReduceOptions = {}): Tensor {
  return argmax(neg(x), axis, options);
}

/**
 * Mean squared distance from the mean, divided by n − correction (1: unbiased, PyTorch's default; 0: population); NaN
 * where that leaves nothing to divide by.
 */
export function variance(
  x: Tensor,
  axis?: AxesArgument,
  { keepDims = false, correction = 1 }: ReduceOptions & { readonly correction?: number } = {},
): Tensor {
  const axes = normalizeAxes(axis, x.rank, "variance");
  const squares = square(sub(x, mean(x, axes, { keepDims: true })));
  return div(sum(squares, axes, { keepDims }), Math.max(0, countOver(x, axes) - correction));
}

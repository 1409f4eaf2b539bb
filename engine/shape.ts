import { IndexError, ShapeError } from "./errors.ts";

/** Sizes of the axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** How many storage entries to move for one step along each axis. */
export type Strides = readonly number[];

/** `(32,784)`, as errors write it. */
export function formatShape(shape: Shape): string {
  return `(${shape.join(",")})`;
}

/** Number of entries: the product of the sizes, 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Throws a ShapeError unless every size is a whole number ≥ 0. */
export function checkShape(shape: Shape): void {
  if (shape.some((size) => !Number.isInteger(size) || size < 0)) {
    throw new ShapeError(`a shape needs whole sizes of 0 or more, got ${formatShape(shape)}`);
  }
}

/** Row-major strides: the last axis moves by 1. */
export function contiguousStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis];
  }
  return strides;
}

/** Whether entries lie in row-major order without gaps; axes of size 1 may have any stride. */
export function isContiguous(shape: Shape, strides: Strides): boolean {
  const expected = contiguousStrides(shape);
  return sizeOf(shape) === 0 || shape.every((size, axis) => size === 1 || strides[axis] === expected[axis]);
}

/**
 * The shape two shapes broadcast to: aligned at the last axis, sizes are equal or one of them is 1.
 * Throws a ShapeError naming `operation` otherwise.
 */
export function broadcastShapes(a: Shape, b: Shape, operation: string): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new ShapeError(`${operation} cannot broadcast ${formatShape(a)} with ${formatShape(b)}`);
    }
    return sizeA === 1 ? sizeB : sizeA;
  });
}

/** Strides that read `shape` as if it had been repeated up to `target`: 0 along every repeated axis. */
export function broadcastStrides(shape: Shape, strides: Strides, target: Shape): number[] {
  const added = target.length - shape.length;
  const fits = added >= 0 && shape.every((size, axis) => size === 1 || size === target[axis + added]);
  if (!fits) throw new ShapeError(`cannot broadcast ${formatShape(shape)} to ${formatShape(target)}`);
  return target.map((_, axis) => {
    const own = axis - added;
    return own < 0 || shape[own] === 1 ? 0 : strides[own];
  });
}

/** Counts a negative axis from the end; throws an IndexError outside −rank … rank−1. */
export function normalizeAxis(axis: number, rank: number, operation: string): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new IndexError(`${operation} got axis ${axis} for a tensor of rank ${rank}`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** One axis, several, or all of them (undefined): sorted, counted from the front, each named once. */
export function normalizeAxes(axes: number | readonly number[] | undefined, rank: number, operation: string): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  const list = typeof axes === "number" ? [axes] : axes;
  const normal = list.map((axis) => normalizeAxis(axis, rank, operation)).sort((a, b) => a - b);
  if (new Set(normal).size !== normal.length) {
    throw new IndexError(`${operation} names an axis twice: (${list.join(",")})`);
  }
  return normal;
}

/** The shape after reducing over `axes` (already normal). */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): number[] {
  return keepDims
    ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : shape.filter((_, axis) => !axes.includes(axis));
}

import { type Shape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { reshape } from "./layout.ts";
import { sum } from "./reduction.ts";

/**
 * Takes a gradient back through broadcasting: entries that were read several times get the sum over their readings.
 * `shape` broadcasts to the gradient's shape.
 */
export function sumTo(gradient: Tensor, shape: Shape): Tensor {
  if (sameShape(gradient.shape, shape)) return gradient;
  return reshape(sum(gradient, repeatedAxes(gradient.shape, shape), { keepDims: true }), shape);
}

/** The axes of `target` along which `shape` was repeated to reach it. */
export function repeatedAxes(target: Shape, shape: Shape): number[] {
  const added = target.length - shape.length;
  return target.flatMap((size, axis) => (axis < added || shape[axis - added] !== size ? [axis] : []));
}

import { ArgumentError } from "../errors.ts";
import { defineOperation } from "../operation.ts";
import { normalizeAxes } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { abs, div, mul, sqrt, sub } from "./arithmetic.ts";
import { equal, where } from "./comparison.ts";
import { type AxesArgument, countOver, max, mean, type ReduceOptions, spread, sum } from "./reduction.ts";

const normOperation = defineOperation("norm", {
  forward: ([x], { axes, keepDims }) => sqrt(sum(mul(x, x), axes, { keepDims })),
  // x/‖x‖, and 0 at the tip of the cone, where there is no slope.
  backward: ({ inputs: [x], output, attributes }, upstream) => {
    const length = where(equal(output, 0), 1, output);
    return [mul(spread(upstream, x.shape, attributes), div(x, spread(length, x.shape, attributes)))];
  },
});

export interface NormOptions extends ReduceOptions {
  /** 2: √Σx², the default; 1: Σ|x|; ∞: max |x|. */
  readonly p?: number;
}

/**
 * Length of the vectors over one axis, several, or all (of a matrix: the Frobenius norm). Its gradient at 0 is 0.
 * Throws an ArgumentError for a p other than 1, 2 and ∞.
 */
export function norm(x: Tensor, axis?: AxesArgument, { p = 2, keepDims = false }: NormOptions = {}): Tensor {
  if (p === 1) return sum(abs(x), axis, { keepDims });
  if (p === Infinity) return max(abs(x), axis, { keepDims });
  if (p !== 2) throw new ArgumentError(`norm needs a p of 1, 2 or Infinity, got ${p}`);
  return normOperation([x], { axes: normalizeAxes(axis, x.rank, "norm"), keepDims });
}

/** Standard deviation: the root of `variance`, with gradient 0 where all entries are equal. */
export function std(
  x: Tensor,
  axis?: AxesArgument,
  { keepDims = false, correction = 1 }: ReduceOptions & { readonly correction?: number } = {},
): Tensor {
  const axes = normalizeAxes(axis, x.rank, "std");
  const centred = sub(x, mean(x, axes, { keepDims: true }));
  return div(norm(centred, axes, { keepDims }), Math.sqrt(Math.max(0, countOver(x, axes) - correction)));
}

import { ShapeError } from "../errors.ts";
import { defineOperation } from "../operation.ts";
import { formatShape, normalizeAxes, normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { abs, add, div, exp, log, mul, sub } from "./arithmetic.ts";
import { equal, where } from "./comparison.ts";
import { reshape } from "./layout.ts";
import { type AxesArgument, max, type ReduceOptions, spread, sum } from "./reduction.ts";

const KEEP = { keepDims: true } as const;

const softmaxOperation = defineOperation("softmax", {
  // pᵢ = e^(xᵢ − max x) / Σⱼ e^(xⱼ − max x): the shift changes nothing but keeps e from overflowing
  forward: ([x], { axis }) => {
    const e = exp(sub(x, max(x, axis, KEEP)));
    return div(e, sum(e, axis, KEEP));
  },
  // dxᵢ = pᵢ(dpᵢ − Σⱼ pⱼ dpⱼ)
  backward: ({ output: p, attributes: { axis } }, upstream) => [
    mul(p, sub(upstream, sum(mul(p, upstream), axis, KEEP))),
  ],
});

const logSoftmaxOperation = defineOperation("logSoftmax", {
  forward: ([x], { axis }) => {
    const shifted = sub(x, max(x, axis, KEEP));
    return sub(shifted, log(sum(exp(shifted), axis, KEEP)));
  },
  // dxᵢ = dyᵢ − pᵢ Σⱼ dyⱼ
  backward: ({ output, attributes: { axis } }, upstream) => [
    sub(upstream, mul(exp(output), sum(upstream, axis, KEEP))),
  ],
});

const logSumExpOperation = defineOperation("logSumExp", {
  forward: ([x], { axes, keepDims }) => {
    const largest = max(x, axes, KEEP);
    // ±∞ as the largest needs no shift, and ∞ − ∞ would be NaN.
    const shift = where(equal(abs(largest), Infinity), 0, largest);
    const kept = add(shift, log(sum(exp(sub(x, shift)), axes, KEEP)));
    return keepDims
      ? kept
      : reshape(
          kept,
          kept.shape.filter((_, axis) => !axes.includes(axis)),
        );
  },
  // ∂/∂xᵢ = e^(xᵢ − logSumExp x), the softmax
  backward: ({ inputs: [x], output, attributes }, upstream) => [
    mul(spread(upstream, x.shape, attributes), exp(sub(x, spread(output, x.shape, attributes)))),
  ],
});

/** Probabilities along one axis, the last by default. */
export function softmax(x: Tensor, axis = -1): Tensor {
  return softmaxOperation([x], { axis: axisWithEntries("softmax", x, axis) });
}

/** The logarithm of `softmax`, exact where probabilities are too small for a number. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return logSoftmaxOperation([x], { axis: axisWithEntries("logSoftmax", x, axis) });
}

/** log Σ eˣ over one axis, several, or all, without overflow. Throws a ShapeError where there are no entries. */
export function logSumExp(x: Tensor, axis?: AxesArgument, { keepDims = false }: ReduceOptions = {}): Tensor {
  return logSumExpOperation([x], { axes: normalizeAxes(axis, x.rank, "logSumExp"), keepDims });
}

function axisWithEntries(operation: string, x: Tensor, axis: number): number {
  if (x.rank === 0) throw new ShapeError(`${operation} needs an axis, got a scalar`);
  const normal = normalizeAxis(axis, x.rank, operation);
  if (x.shape[normal] === 0)
    throw new ShapeError(`${operation} over the empty axis ${normal} of ${formatShape(x.shape)}`);
  return normal;
}

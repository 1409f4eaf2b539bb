import { ShapeError } from "../errors.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, sqrt, sub } from "./arithmetic.ts";
import { mean, variance } from "./reduction.ts";

export interface LayerNormOptions {
  readonly weight?: Tensor;
  readonly bias?: Tensor;
  /** Added to the variance under the root. */
  readonly eps?: number;
}

/**
 * (x − mean) / √(variance + ε) · weight + bias over the last axis, with the population variance (divided by n).
 * Ba, Kiros & Hinton 2016. Throws a ShapeError for a scalar.
 */
export function layerNorm(x: Tensor, { weight, bias, eps = 1e-5 }: LayerNormOptions = {}): Tensor {
  if (x.rank === 0) throw new ShapeError(`layerNorm needs an axis, got shape ${formatShape(x.shape)}`);
  const centred = sub(x, mean(x, -1, { keepDims: true }));
  const normal = div(centred, sqrt(add(variance(x, -1, { keepDims: true, correction: 0 }), eps)));
  const scaled = weight === undefined ? normal : mul(normal, weight);
  return bias === undefined ? scaled : add(scaled, bias);
}

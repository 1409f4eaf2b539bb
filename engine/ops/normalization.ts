import { assign } from "../autograd.ts";
import { ArgumentError, ShapeError } from "../errors.ts";
import { insideRule } from "../operation.ts";
import { formatShape, sameShape, type Shape, sizeOf } from "../shape.ts";
import { noGrad } from "../tape.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, sqrt, square, sub } from "./arithmetic.ts";
import { reshape } from "./layout.ts";
import { mean, variance } from "./reduction.ts";

interface Affine {
  readonly weight?: Tensor;
  readonly bias?: Tensor;
}

export interface LayerNormOptions extends Affine {
  /** Added to the variance under the root. */
  readonly eps?: number;
  /** The last axes that are normalised together, by their sizes; the last axis alone by default. */
  readonly normalizedShape?: Shape;
}

/**
 * (x − mean) / √(variance + ε) · weight + bias over the last axis or axes, with the population variance (divided by n).
 * Ba, Kiros & Hinton 2016. Throws a ShapeError for a scalar, and where x does not end in `normalizedShape`.
 */
export function layerNorm(x: Tensor, { weight, bias, eps = 1e-5, normalizedShape }: LayerNormOptions = {}): Tensor {
  return scaled(standardized(x, lastAxes("layerNorm", x, normalizedShape), eps), { weight, bias });
}

export interface RmsNormOptions {
  readonly weight?: Tensor;
  /** Added to the mean square under the root; must be said, as the usual values differ (1e-5, 1e-6, 1.2e-7). */
  readonly eps: number;
  /** As for `layerNorm`. */
  readonly normalizedShape?: Shape;
}

/** x / √(mean x² + ε) · weight over the last axis or axes. Zhang & Sennrich 2019. Throws like `layerNorm`. */
export function rmsNorm(x: Tensor, { weight, eps, normalizedShape }: RmsNormOptions): Tensor {
  const axes = lastAxes("rmsNorm", x, normalizedShape);
  return scaled(div(x, sqrt(add(mean(square(x), axes, { keepDims: true }), eps))), { weight });
}

/**
 * The channels of x (N,C,…) in `groups` of C/groups, each example and group standardised by its own mean and population
 * variance, then · weight (C) + bias (C). One group is layer norm over (C,…), C groups are instance norm. Wu & He 2018.
 * Throws a ShapeError below two axes, an ArgumentError unless the groups divide C.
 */
export function groupNorm(
  x: Tensor,
  groups: number,
  { weight, bias, eps = 1e-5 }: Affine & { readonly eps?: number } = {},
): Tensor {
  const channels = channelsOf("groupNorm", x, { weight, bias });
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new ArgumentError(`groupNorm needs groups that divide the ${channels} channels, got ${groups}`);
  }
  const inGroup = (channels / groups) * sizeOf(x.shape.slice(2));
  const grouped = reshape(x, [x.shape[0], groups, inGroup]);
  return scaled(reshape(standardized(grouped, [2], eps), x.shape), perChannel({ weight, bias }, x.rank));
}

export interface BatchNormOptions extends Affine {
  /** Standardise by the batch and move the running statistics; else by the running statistics. */
  readonly training: boolean;
  /** (C): leaves that `training` moves by `assign`. Needed for evaluation. */
  readonly runningMean?: Tensor;
  readonly runningVar?: Tensor;
  /** How far the running statistics move towards the batch's: running ← (1 − momentum)·running + momentum·batch. */
  readonly momentum?: number;
  readonly eps?: number;
}

/**
 * Each channel of x (N,C,…) standardised over all other axes, then · weight (C) + bias (C). Training uses the batch's
 * mean and population variance, and moves the running variance towards the unbiased one, as PyTorch does. Ioffe &
 * Szegedy 2015. Throws a ShapeError below two axes or for training on one value per channel, an ArgumentError for
 * evaluation without running statistics.
 */
export function batchNorm(x: Tensor, options: BatchNormOptions): Tensor {
  const { weight, bias, training, runningMean, runningVar, momentum = 0.1, eps = 1e-5 } = options;
  const channels = channelsOf("batchNorm", x, { weight, bias, runningMean, runningVar });
  const affine = perChannel({ weight, bias }, x.rank);
  if (!training) {
    if (runningMean === undefined || runningVar === undefined) {
      throw new ArgumentError("batchNorm in evaluation needs a runningMean and a runningVar");
    }
    const spread = sqrt(add(alongChannels(runningVar, x.rank), eps));
    return scaled(div(sub(x, alongChannels(runningMean, x.rank)), spread), affine);
  }
  const count = x.size / channels;
  if (!(count > 1)) throw new ShapeError(`batchNorm trains on 2 or more values a channel, got ${formatShape(x.shape)}`);
  const others = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  move(runningMean, momentum, () => mean(x, others));
  move(runningVar, momentum, () => variance(x, others));
  return scaled(standardized(x, others, eps), affine);
}

// Bookkeeping, not part of the computation: neither recorded nor traced.
function move(running: Tensor | undefined, momentum: number, ofBatch: () => Tensor): void {
  if (running === undefined) return;
  insideRule(() => noGrad(() => assign(running, add(mul(running, 1 - momentum), mul(ofBatch(), momentum)))));
}

function standardized(x: Tensor, axes: readonly number[], eps: number): Tensor {
  const centred = sub(x, mean(x, axes, { keepDims: true }));
  return div(centred, sqrt(add(variance(x, axes, { keepDims: true, correction: 0 }), eps)));
}

function scaled(x: Tensor, { weight, bias }: Affine): Tensor {
  const product = weight === undefined ? x : mul(x, weight);
  return bias === undefined ? product : add(product, bias);
}

function perChannel({ weight, bias }: Affine, rank: number): Affine {
  return { weight: weight && alongChannels(weight, rank), bias: bias && alongChannels(bias, rank) };
}

// (C) as (C,1,…), which broadcasts against (N,C,…).
function alongChannels(values: Tensor, rank: number): Tensor {
  return rank === 2 ? values : reshape(values, [values.size, ...new Array<number>(rank - 2).fill(1)]);
}

function lastAxes(operation: string, x: Tensor, normalizedShape: Shape = x.shape.slice(-1)): number[] {
  const first = x.rank - normalizedShape.length;
  if (normalizedShape.length === 0 || first < 0 || !sameShape(x.shape.slice(first), normalizedShape)) {
    throw new ShapeError(
      `${operation} needs x that ends in ${formatShape(normalizedShape)}, of one axis or more, got ${formatShape(x.shape)}`,
    );
  }
  return normalizedShape.map((_, axis) => first + axis);
}

function channelsOf(operation: string, x: Tensor, perChannel: Readonly<Record<string, Tensor | undefined>>): number {
  if (x.rank < 2) throw new ShapeError(`${operation} needs x (N,C,…), got ${formatShape(x.shape)}`);
  const channels = x.shape[1];
  for (const [name, values] of Object.entries(perChannel)) {
    if (values !== undefined && !sameShape(values.shape, [channels])) {
      throw new ShapeError(`${operation} needs a ${name} (${channels}), got ${formatShape(values.shape)}`);
    }
  }
  return channels;
}

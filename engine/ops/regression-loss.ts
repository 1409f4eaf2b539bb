import { ArgumentError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { abs, div, mul, square, sub } from "./arithmetic.ts";
import { clamp } from "./clamp.ts";
import { type LossOptions, reduceLosses, requireEqualShapes } from "./loss-reduction.ts";

/** (prediction − target)², reduced over all entries. */
export function mse(prediction: Tensor, target: Tensor, { reduction = "mean" }: LossOptions = {}): Tensor {
  requireEqualShapes("mse", prediction, target);
  return reduceLosses(square(sub(prediction, target)), reduction);
}

/** |prediction − target|, PyTorch's l1_loss; its gradient at 0 is 0. */
export function mae(prediction: Tensor, target: Tensor, { reduction = "mean" }: LossOptions = {}): Tensor {
  requireEqualShapes("mae", prediction, target);
  return reduceLosses(abs(sub(prediction, target)), reduction);
}

/**
 * ½d² up to |d| = δ and δ(|d| − ½δ) beyond, for d = prediction − target. Huber 1964. Throws an ArgumentError unless δ > 0.
 */
export function huber(
  prediction: Tensor,
  target: Tensor,
  { reduction = "mean", delta = 1 }: LossOptions & { readonly delta?: number } = {},
): Tensor {
  requireEqualShapes("huber", prediction, target);
  if (!(delta > 0)) throw new ArgumentError(`huber needs a delta above 0, got ${delta}`);
  return reduceLosses(bentLosses(prediction, target, delta), reduction);
}

/**
 * ½d²/β up to |d| = β and |d| − ½β beyond: `huber` divided by its bend. Girshick 2015. Throws an ArgumentError unless
 * β > 0; for 0 it would be `mae`.
 */
export function smoothL1(
  prediction: Tensor,
  target: Tensor,
  { reduction = "mean", beta = 1 }: LossOptions & { readonly beta?: number } = {},
): Tensor {
  requireEqualShapes("smoothL1", prediction, target);
  if (!(beta > 0)) throw new ArgumentError(`smoothL1 needs a beta above 0, got ${beta}`);
  return reduceLosses(div(bentLosses(prediction, target, beta), beta), reduction);
}

// q(|d| − ½q) with q = min(|d|, bend): both branches in one, and finite gradients at infinite distances.
function bentLosses(prediction: Tensor, target: Tensor, bend: number): Tensor {
  const distance = abs(sub(prediction, target));
  const curved = clamp(distance, 0, bend);
  return mul(curved, sub(distance, mul(0.5, curved)));
}

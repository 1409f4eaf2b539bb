import { add, mul } from "../ops/arithmetic.ts";
import type { Tensor, TensorLike } from "../tensor.ts";

/** decay · before + fresh · value, for fresh = 1 − decay */
export function runningMean(before: Tensor, value: Tensor, decay: TensorLike, fresh: TensorLike): Tensor {
  return add(mul(decay, before), mul(fresh, value));
}

/** The gradient with that of the L2 penalty ½ · weightDecay · Σw² added. */
export function withPenalty(gradient: Tensor, w: Tensor, weightDecay: TensorLike): Tensor {
  return add(gradient, mul(weightDecay, w));
}

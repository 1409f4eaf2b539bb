import { add, mul } from "../ops/arithmetic.ts";
import type { Tensor } from "../tensor.ts";

/** decay · before + (1 − decay) · value */
export function runningMean(before: Tensor, value: Tensor, decay: number): Tensor {
  return add(mul(decay, before), mul(1 - decay, value));
}

/** The gradient with that of the L2 penalty ½ · weightDecay · Σw² added. */
export function withPenalty(gradient: Tensor, w: Tensor, weightDecay: number): Tensor {
  return weightDecay === 0 ? gradient : add(gradient, mul(weightDecay, w));
}

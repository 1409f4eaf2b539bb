import { defineOperation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { relu, softplus } from "./activation.ts";
import { add, div, log, log1p, maximum, mul, neg, sub } from "./arithmetic.ts";
import { type LossOptions, reduceLosses, requireEqualShapes } from "./loss-reduction.ts";

// PyTorch's bounds: logarithms from −100 on, and p(1 − p) of at least 1e-12, written there in float32, as a divisor.
const LEAST_LOG = -100;
const LEAST_SPREAD = Math.fround(1e-12);

const bceOperation = defineOperation("bce", {
  forward: ([p, y]) => neg(add(mul(y, maximum(log(p), LEAST_LOG)), mul(sub(1, y), maximum(log1p(neg(p)), LEAST_LOG)))),
  // dp = (p − y) / p(1 − p)      dy = log(1 − p) − log p
  backward: ({ inputs: [p, y], wanted }, upstream) => [
    wanted[0] ? mul(upstream, div(sub(p, y), maximum(mul(p, sub(1, p)), LEAST_SPREAD))) : null,
    wanted[1] ? mul(upstream, sub(log1p(neg(p)), log(p))) : null,
  ],
});

/**
 * Binary cross-entropy −[y log p + (1 − y) log(1 − p)] of probabilities p. A logarithm counts no less than −100, as in
 * PyTorch, so that a certain mistake costs 100; from logits, `bceWithLogits` needs no such bound. NaN for p outside
 * [0, 1].
 */
export function bce(probabilities: Tensor, target: Tensor, { reduction = "mean" }: LossOptions = {}): Tensor {
  requireEqualShapes("bce", probabilities, target);
  return reduceLosses(bceOperation([probabilities, target], {}), reduction);
}

export interface BceWithLogitsOptions extends LossOptions {
  /** Counts positive examples this many times; broadcasts against the logits. */
  readonly posWeight?: Tensor;
}

/** Binary cross-entropy −[w·y log σ(z) + (1 − y) log(1 − σ(z))] from logits z, without overflow; w is `posWeight` or 1. */
export function bceWithLogits(
  logits: Tensor,
  target: Tensor,
  { reduction = "mean", posWeight }: BceWithLogitsOptions = {},
): Tensor {
  requireEqualShapes("bceWithLogits", logits, target);
  const positive = posWeight === undefined ? target : mul(posWeight, target);
  // −log σ(z) = softplus(−z) and −log(1 − σ(z)) = softplus(z)
  const losses = add(mul(positive, softplus(neg(logits))), mul(sub(1, target), softplus(logits)));
  return reduceLosses(losses, reduction);
}

/** max(0, margin − y·score) for labels y of ±1. */
export function hinge(
  scores: Tensor,
  labels: Tensor,
  { reduction = "mean", margin = 1 }: LossOptions & { readonly margin?: number } = {},
): Tensor {
  requireEqualShapes("hinge", scores, labels);
  return reduceLosses(relu(sub(margin, mul(labels, scores))), reduction);
}

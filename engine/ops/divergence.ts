import type { Tensor } from "../tensor.ts";
import { div, exp, log, mul, sub } from "./arithmetic.ts";
import { equal, where } from "./comparison.ts";
import { type Reduction, reduceLosses, requireEqualShapes } from "./loss-reduction.ts";
import { sum } from "./reduction.ts";

export interface KlDivergenceOptions {
  /**
   * `batchmean` divides the sum by the first axis, which makes it the mean divergence of the examples. It must be said,
   * because PyTorch's default `mean` divides by the number of entries, which is no divergence.
   */
  readonly reduction: Reduction | "batchmean";
  /** The target is given by its logarithm. */
  readonly logTarget?: boolean;
}

/**
 * KL(p ‖ q) = Σ p (log p − log q) of a target p from the log-probabilities log q, such as `logSoftmax` gives; where p is
 * 0 it adds 0. Throws a ShapeError unless the shapes are equal.
 */
export function klDivergence(
  logQ: Tensor,
  target: Tensor,
  { reduction, logTarget = false }: KlDivergenceOptions,
): Tensor {
  requireEqualShapes("klDivergence", logQ, target);
  const impossible = equal(target, logTarget ? -Infinity : 0);
  const p = logTarget ? exp(target) : target;
  const logP = logTarget ? where(impossible, 0, target) : log(where(impossible, 1, target));
  const terms = where(impossible, 0, mul(p, sub(logP, logQ)));
  return reduction === "batchmean" ? div(sum(terms), logQ.shape[0] ?? 1) : reduceLosses(terms, reduction);
}

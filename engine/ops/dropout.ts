import { fromValues } from "../create.ts";
import { ArgumentError } from "../errors.ts";
import type { Rng } from "../random.ts";
import { everyTime } from "../repetition.ts";
import type { Tensor } from "../tensor.ts";
import { div, mul } from "./arithmetic.ts";

export interface DropoutOptions {
  /** Probability of dropping an entry. */
  readonly p: number;
  /** Draws the mask: an entry stays where a uniform draw is at least p. */
  readonly rng?: Rng;
  /** The mask itself, 1 to keep and 0 to drop, in place of a random one. */
  readonly mask?: Tensor;
}

/**
 * Inverted dropout, as in training: dropped entries are 0, the others are divided by 1 − p, so that the mean stays.
 * Srivastava et al. 2014. Throws an ArgumentError unless 0 ≤ p < 1 and one of rng and mask is given.
 */
export function dropout(x: Tensor, { p, rng, mask }: DropoutOptions): Tensor {
  if (!(p >= 0 && p < 1)) throw new ArgumentError(`dropout needs p in [0, 1), got ${p}`);
  if ((rng === undefined) === (mask === undefined)) {
    throw new ArgumentError("dropout needs either an rng or a mask");
  }
  return div(mul(x, mask ?? drawMask(x, p, rng as Rng)), 1 - p);
}

function drawMask(x: Tensor, p: number, rng: Rng): Tensor {
  const kept = new Float64Array(x.size);
  const run = () => {
    for (let i = 0; i < kept.length; i++) kept[i] = rng.uniform() >= p ? 1 : 0;
  };
  everyTime({ run, renewed: [kept] });
  return fromValues(kept, x.shape, { backend: x.backend });
}

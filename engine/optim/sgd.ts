import { ArgumentError } from "../errors.ts";
import { add, mul, sub } from "../ops/arithmetic.ts";
import type { Tensor } from "../tensor.ts";
import { makeOptimizer, type Optimizer, requireAtLeastZero } from "./optimizer.ts";

export interface SgdOptions {
  readonly lr?: number;
  readonly momentum?: number;
  /** Share of each new gradient held back from the velocity, from the second step on. PyTorch's convention only. */
  readonly dampening?: number;
  /** Adds weightDecay · w to the gradient (an L2 penalty). */
  readonly weightDecay?: number;
  readonly nesterov?: boolean;
  /**
   * PyTorch: v ← μv + g, w ← w − lr·v. Sutskever et al. 2013 ("On the importance of initialization and momentum in deep
   * learning"): v ← μv − lr·g, w ← w + v. They differ once the learning rate changes.
   */
  readonly convention?: "pytorch" | "sutskever";
}

export interface SgdState {
  readonly t: number;
  /** The velocity; null without momentum. */
  readonly v: Tensor | null;
}

/** Stochastic gradient descent w ← w − lr·g, with momentum and Nesterov's variant of it. Defaults as in PyTorch. */
export function sgd(parameters: readonly Tensor[], options: SgdOptions = {}): Optimizer<SgdState> {
  const { lr = 1e-3, momentum: mu = 0, dampening = 0, weightDecay = 0, nesterov = false } = options;
  const { convention = "pytorch" } = options;
  requireAtLeastZero("momentum", mu);
  requireAtLeastZero("weightDecay", weightDecay);
  if (nesterov && (mu === 0 || dampening !== 0)) {
    throw new ArgumentError(`nesterov needs momentum above 0 and no dampening, got ${mu} and ${dampening}`);
  }
  if (convention === "sutskever" && dampening !== 0) {
    throw new ArgumentError(`dampening belongs to PyTorch's convention, got ${dampening} with Sutskever's`);
  }

  return makeOptimizer<SgdState>(parameters, lr, (w, gradient, state, rate) => {
    const g = weightDecay === 0 ? gradient : add(gradient, mul(weightDecay, w));
    const t = (state?.t ?? 0) + 1;
    if (mu === 0) return { value: sub(w, mul(rate, g)), state: { t, v: null } };
    const before = state?.v ?? null;
    if (convention === "sutskever") {
      const v = before === null ? mul(-rate, g) : sub(mul(mu, before), mul(rate, g));
      // With Nesterov w stands for the point looked ahead to, where the gradient was taken.
      return { value: add(w, nesterov ? sub(mul(mu, v), mul(rate, g)) : v), state: { t, v } };
    }
    const v = before === null ? g : add(mul(mu, before), mul(1 - dampening, g));
    const direction = nesterov ? add(g, mul(mu, v)) : v;
    return { value: sub(w, mul(rate, direction)), state: { t, v } };
  });
}

/** `sgd` with momentum, 0.9 by default. */
export function momentum(parameters: readonly Tensor[], options: SgdOptions = {}): Optimizer<SgdState> {
  return sgd(parameters, { momentum: 0.9, ...options });
}

/** `sgd` with Nesterov momentum, 0.9 by default. */
export function nesterov(parameters: readonly Tensor[], options: SgdOptions = {}): Optimizer<SgdState> {
  return sgd(parameters, { momentum: 0.9, ...options, nesterov: true });
}

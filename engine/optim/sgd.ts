import { ArgumentError } from "../errors.ts";
import { add, mul, neg, sub } from "../ops/arithmetic.ts";
import type { Tensor } from "../tensor.ts";
import { makeOptimizer, type Optimizer, type ParameterList, requireAtLeastZero } from "./optimizer.ts";
import { withPenalty } from "./rule.ts";

/** What `sgd` does to a group of parameters. */
export interface SgdSettings {
  lr: number;
  momentum: number;
  /** Share of each new gradient held back from the velocity, from the second step on. PyTorch's convention only. */
  dampening: number;
  /** Adds weightDecay · w to the gradient (an L2 penalty). */
  weightDecay: number;
  nesterov: boolean;
  /**
   * PyTorch: v ← μv + g, w ← w − lr·v. Sutskever et al. 2013 ("On the importance of initialization and momentum in deep
   * learning"): v ← μv − lr·g, w ← w + v. They differ once the learning rate changes.
   */
  convention: "pytorch" | "sutskever";
}

export type SgdOptions = Readonly<Partial<SgdSettings>>;

export interface SgdState {
  readonly t: number;
  /** The velocity; null without momentum. */
  readonly v: Tensor | null;
}

interface SgdNumbers {
  readonly lr: number;
  readonly mu: number;
  readonly fresh: number;
  readonly weightDecay: number;
}

/** Stochastic gradient descent w ← w − lr·g, with momentum and Nesterov's variant of it. Defaults as in PyTorch. */
export function sgd(parameters: ParameterList<SgdOptions>, options: SgdOptions = {}): Optimizer<SgdState, SgdSettings> {
  return makeOptimizer<SgdState, SgdSettings, SgdOptions, SgdNumbers>(parameters, options, {
    settle,
    isTimed: false,
    numbers: ({ lr, momentum: mu, dampening, weightDecay }) => ({ lr, mu, fresh: 1 - dampening, weightDecay }),
    update: (w, gradient, state, { lr, mu, fresh, weightDecay }, settings) => {
      const g = settings.weightDecay === 0 ? gradient : withPenalty(gradient, w, weightDecay);
      if (settings.momentum === 0) return { value: sub(w, mul(lr, g)), state: { v: null } };
      const before = state?.v ?? null;
      if (settings.convention === "sutskever") {
        const v = before === null ? neg(mul(lr, g)) : sub(mul(mu, before), mul(lr, g));
        // With Nesterov w stands for the point looked ahead to, where the gradient was taken.
        return { value: add(w, settings.nesterov ? sub(mul(mu, v), mul(lr, g)) : v), state: { v } };
      }
      const v = before === null ? g : add(mul(mu, before), mul(fresh, g));
      const direction = settings.nesterov ? add(g, mul(mu, v)) : v;
      return { value: sub(w, mul(lr, direction)), state: { v } };
    },
  });
}

function settle({
  lr = 1e-3,
  momentum = 0,
  dampening = 0,
  weightDecay = 0,
  nesterov = false,
  convention = "pytorch",
}: SgdOptions): SgdSettings {
  requireAtLeastZero("momentum", momentum);
  requireAtLeastZero("weightDecay", weightDecay);
  if (nesterov && (momentum === 0 || dampening !== 0)) {
    throw new ArgumentError(`nesterov needs momentum above 0 and no dampening, got ${momentum} and ${dampening}`);
  }
  if (convention === "sutskever" && dampening !== 0) {
    throw new ArgumentError(`dampening belongs to PyTorch's convention, got ${dampening} with Sutskever's`);
  }
  return { lr, momentum, dampening, weightDecay, nesterov, convention };
}

/** `sgd` with momentum, 0.9 by default. */
export function momentum(
  parameters: ParameterList<SgdOptions>,
  options: SgdOptions = {},
): Optimizer<SgdState, SgdSettings> {
  return sgd(parameters, { momentum: 0.9, ...options });
}

/** `sgd` with Nesterov momentum, 0.9 by default. */
export function nesterov(
  parameters: ParameterList<SgdOptions>,
  options: SgdOptions = {},
): Optimizer<SgdState, SgdSettings> {
  return sgd(parameters, { momentum: 0.9, ...options, nesterov: true });
}

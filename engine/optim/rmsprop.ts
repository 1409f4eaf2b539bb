import { zeros } from "../create.ts";
import { add, div, mul, sqrt, square, sub } from "../ops/arithmetic.ts";
import type { Tensor } from "../tensor.ts";
import { makeOptimizer, type Optimizer, type ParameterList, requireAtLeastZero, requireDecay } from "./optimizer.ts";
import { runningMean, withPenalty } from "./rule.ts";

/** What `rmsprop` does to a group of parameters. */
export interface RmspropSettings {
  lr: number;
  /** Decay of the running mean of squares. */
  alpha: number;
  eps: number;
  weightDecay: number;
  /** v ← μv + g / (√s + ε), w ← w − lr·v where above 0. */
  momentum: number;
  /** Divide by the standard deviation instead of the root mean square. */
  centered: boolean;
}

export type RmspropOptions = Readonly<Partial<RmspropSettings>>;

export interface RmspropState {
  readonly t: number;
  /** Running mean of squared gradients. */
  readonly meanSquare: Tensor;
  /** Running mean of gradients; null unless centered. */
  readonly mean: Tensor | null;
  /** The velocity; null without momentum. */
  readonly v: Tensor | null;
}

interface RmspropNumbers {
  readonly lr: number;
  readonly alpha: number;
  readonly fresh: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly mu: number;
}

/** s ← αs + (1−α)g², w ← w − lr·g / (√s + ε). Tieleman & Hinton 2012. Defaults as in PyTorch. */
export function rmsprop(
  parameters: ParameterList<RmspropOptions>,
  options: RmspropOptions = {},
): Optimizer<RmspropState, RmspropSettings> {
  return makeOptimizer<RmspropState, RmspropSettings, RmspropOptions, RmspropNumbers>(parameters, options, {
    settle,
    isTimed: false,
    numbers: ({ lr, alpha, eps, weightDecay, momentum }) => ({
      lr,
      alpha,
      fresh: 1 - alpha,
      eps,
      weightDecay,
      mu: momentum,
    }),
    update: (w, gradient, state, { lr, alpha, fresh, eps, weightDecay, mu }, settings) => {
      const g = settings.weightDecay === 0 ? gradient : withPenalty(gradient, w, weightDecay);
      const zero = zeros(w.shape, { backend: w.backend });
      const meanSquare = runningMean(state?.meanSquare ?? zero, square(g), alpha, fresh);
      const mean = settings.centered ? runningMean(state?.mean ?? zero, g, alpha, fresh) : null;
      const spread = mean === null ? meanSquare : sub(meanSquare, square(mean));
      const scaled = div(g, add(sqrt(spread), eps));
      const v = settings.momentum === 0 ? null : add(mul(mu, state?.v ?? zero), scaled);
      return { value: sub(w, mul(lr, v ?? scaled)), state: { meanSquare, mean, v } };
    },
  });
}

function settle({
  lr = 0.01,
  alpha = 0.99,
  eps = 1e-8,
  weightDecay = 0,
  momentum = 0,
  centered = false,
}: RmspropOptions): RmspropSettings {
  requireDecay("alpha", alpha);
  requireAtLeastZero("eps", eps);
  requireAtLeastZero("weightDecay", weightDecay);
  requireAtLeastZero("momentum", momentum);
  return { lr, alpha, eps, weightDecay, momentum, centered };
}

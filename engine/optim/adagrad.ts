import { add, div, mul, sqrt, square, sub } from "../ops/arithmetic.ts";
import type { Tensor } from "../tensor.ts";
import { makeOptimizer, type Optimizer, type ParameterList, requireAtLeastZero } from "./optimizer.ts";
import { withPenalty } from "./rule.ts";

/** What `adagrad` does to a group of parameters. */
export interface AdagradSettings {
  lr: number;
  /** The rate of step t is lr / (1 + (t−1)·lrDecay). */
  lrDecay: number;
  weightDecay: number;
  initialAccumulator: number;
  eps: number;
}

export type AdagradOptions = Readonly<Partial<AdagradSettings>>;

export interface AdagradState {
  readonly t: number;
  /** Sum of squared gradients. */
  readonly sum: Tensor;
}

interface AdagradNumbers {
  readonly rate: number;
  readonly weightDecay: number;
  readonly start: number;
  readonly eps: number;
}

/** s ← s + g², w ← w − lr·g / (√s + ε). Duchi, Hazan & Singer 2011. Defaults as in PyTorch. */
export function adagrad(
  parameters: ParameterList<AdagradOptions>,
  options: AdagradOptions = {},
): Optimizer<AdagradState, AdagradSettings> {
  return makeOptimizer<AdagradState, AdagradSettings, AdagradOptions, AdagradNumbers>(parameters, options, {
    settle,
    isTimed: true,
    numbers: ({ lr, lrDecay, weightDecay, initialAccumulator, eps }, t) => ({
      rate: lr / (1 + (t - 1) * lrDecay),
      weightDecay,
      start: initialAccumulator,
      eps,
    }),
    update: (w, gradient, state, { rate, weightDecay, start, eps }, settings) => {
      const g = settings.weightDecay === 0 ? gradient : withPenalty(gradient, w, weightDecay);
      const sum = add(state?.sum ?? start, square(g));
      return { value: sub(w, mul(rate, div(g, add(sqrt(sum), eps)))), state: { sum } };
    },
  });
}

function settle({
  lr = 0.01,
  lrDecay = 0,
  weightDecay = 0,
  initialAccumulator = 0,
  eps = 1e-10,
}: AdagradOptions): AdagradSettings {
  requireAtLeastZero("lrDecay", lrDecay);
  requireAtLeastZero("weightDecay", weightDecay);
  requireAtLeastZero("initialAccumulator", initialAccumulator);
  requireAtLeastZero("eps", eps);
  return { lr, lrDecay, weightDecay, initialAccumulator, eps };
}

import { zeros } from "../create.ts";
import { add, div, maximum, mul, sqrt, square, sub } from "../ops/arithmetic.ts";
import type { Tensor } from "../tensor.ts";
import {
  type Given,
  makeOptimizer,
  type Optimizer,
  type ParameterList,
  requireAtLeastZero,
  requireDecay,
} from "./optimizer.ts";
import { runningMean, withPenalty } from "./rule.ts";

/** What `adam` and `adamw` do to a group of parameters. */
export interface AdamSettings {
  lr: number;
  betas: readonly [number, number];
  eps: number;
  weightDecay: number;
  /** Divide by the largest v so far, not the present one. Reddi, Kale & Kumar 2018. */
  amsgrad: boolean;
}

export type AdamOptions = Readonly<Partial<AdamSettings>>;

export interface AdamState {
  /** Steps taken, the exponent of the bias correction. */
  readonly t: number;
  /** Running mean of gradients, uncorrected. */
  readonly m: Tensor;
  /** Running mean of squared gradients, uncorrected. */
  readonly v: Tensor;
  /** Entrywise largest v so far, uncorrected; null without amsgrad. */
  readonly vMax: Tensor | null;
}

/**
 * m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ), w ← w − lr·m̂ / (√v̂ + ε).
 * Kingma & Ba 2015. Weight decay is an L2 penalty in the gradient. Defaults as in PyTorch.
 */
export function adam(
  parameters: ParameterList<AdamOptions>,
  options: AdamOptions = {},
): Optimizer<AdamState, AdamSettings> {
  return makeOptimizer<AdamState, AdamSettings, AdamOptions, AdamNumbers>(parameters, options, {
    settle,
    isTimed: true,
    numbers,
    update: (w, gradient, state, given, settings) => {
      const g = settings.weightDecay === 0 ? gradient : withPenalty(gradient, w, given.weightDecay);
      const { state: next, step } = adamStep(g, state, given, settings);
      return { value: sub(w, step), state: next };
    },
  });
}

/** `adam` with amsgrad: v̂ is made of the largest v so far. */
export function amsgrad(
  parameters: ParameterList<AdamOptions>,
  options: AdamOptions = {},
): Optimizer<AdamState, AdamSettings> {
  return adam(parameters, { ...options, amsgrad: true });
}

/**
 * Adam with decoupled weight decay: w ← (1 − lr·λ)w before Adam's step, λ = 0.01 by default.
 * Loshchilov & Hutter 2019. Defaults as in PyTorch.
 */
export function adamw(
  parameters: ParameterList<AdamOptions>,
  options: AdamOptions = {},
): Optimizer<AdamState, AdamSettings> {
  return makeOptimizer<AdamState, AdamSettings, AdamOptions, AdamNumbers>(parameters, options, {
    settle: (own) => settle({ ...own, weightDecay: own.weightDecay ?? 0.01 }),
    isTimed: true,
    numbers,
    update: (w, g, state, given, settings) => {
      const { state: next, step } = adamStep(g, state, given, settings);
      return { value: sub(mul(w, given.shrink), step), state: next };
    },
  });
}

interface AdamNumbers {
  readonly lr: number;
  readonly beta1: number;
  readonly fresh1: number;
  readonly beta2: number;
  readonly fresh2: number;
  readonly eps: number;
  /** What m and v are divided by, since they start as 0. */
  readonly correction1: number;
  readonly correction2: number;
  readonly weightDecay: number;
  readonly shrink: number;
}

function numbers({ lr, betas: [beta1, beta2], eps, weightDecay }: AdamSettings, t: number): AdamNumbers {
  return {
    lr,
    beta1,
    fresh1: 1 - beta1,
    beta2,
    fresh2: 1 - beta2,
    eps,
    correction1: 1 - beta1 ** t,
    correction2: 1 - beta2 ** t,
    weightDecay,
    shrink: 1 - lr * weightDecay,
  };
}

function adamStep(
  g: Tensor,
  before: AdamState | null,
  { lr, beta1, fresh1, beta2, fresh2, eps, correction1, correction2 }: Given<AdamNumbers>,
  { amsgrad: keepsLargest }: AdamSettings,
): { readonly state: Omit<AdamState, "t">; readonly step: Tensor } {
  const zero = zeros(g.shape, { backend: g.backend });
  const m = runningMean(before?.m ?? zero, g, beta1, fresh1);
  const v = runningMean(before?.v ?? zero, square(g), beta2, fresh2);
  const vMax = keepsLargest ? maximum(before?.vMax ?? zero, v) : null;
  const mHat = div(m, correction1);
  const vHat = div(vMax ?? v, correction2);
  const step = mul(lr, div(mHat, add(sqrt(vHat), eps)));
  return { state: { m, v, vMax }, step };
}

function settle({
  lr = 1e-3,
  betas = [0.9, 0.999],
  eps = 1e-8,
  weightDecay = 0,
  amsgrad: keepsLargest = false,
}: AdamOptions): AdamSettings {
  requireDecay("betas[0]", betas[0]);
  requireDecay("betas[1]", betas[1]);
  requireAtLeastZero("eps", eps);
  requireAtLeastZero("weightDecay", weightDecay);
  return { lr, betas, eps, weightDecay, amsgrad: keepsLargest };
}

import { full, zeros } from "../create.ts";
import { add, div, mul, sqrt, square, sub } from "../ops/arithmetic.ts";
import type { Tensor } from "../tensor.ts";
import { makeOptimizer, type Optimizer, requireAtLeastZero, requireDecay } from "./optimizer.ts";

export interface AdagradOptions {
  readonly lr?: number;
  /** The rate of step t is lr / (1 + (t−1)·lrDecay). */
  readonly lrDecay?: number;
  readonly weightDecay?: number;
  readonly initialAccumulator?: number;
  readonly eps?: number;
}

export interface AdagradState {
  readonly t: number;
  /** Sum of squared gradients. */
  readonly sum: Tensor;
}

/** s ← s + g², w ← w − lr·g / (√s + ε). Duchi, Hazan & Singer 2011. Defaults as in PyTorch. */
export function adagrad(parameters: readonly Tensor[], options: AdagradOptions = {}): Optimizer<AdagradState> {
  const { lr = 0.01, lrDecay = 0, weightDecay = 0, initialAccumulator = 0, eps = 1e-10 } = options;
  requireAtLeastZero("lrDecay", lrDecay);
  requireAtLeastZero("weightDecay", weightDecay);
  requireAtLeastZero("initialAccumulator", initialAccumulator);
  return makeOptimizer<AdagradState>(parameters, lr, (w, gradient, state, rate) => {
    const g = withPenalty(gradient, w, weightDecay);
    const t = (state?.t ?? 0) + 1;
    const start = state?.sum ?? full(w.shape, initialAccumulator, { backend: w.backend });
    const sum = add(start, square(g));
    const decayed = rate / (1 + (t - 1) * lrDecay);
    return { value: sub(w, mul(decayed, div(g, add(sqrt(sum), eps)))), state: { t, sum } };
  });
}

export interface RmspropOptions {
  readonly lr?: number;
  /** Decay of the running mean of squares. */
  readonly alpha?: number;
  readonly eps?: number;
  readonly weightDecay?: number;
  readonly momentum?: number;
  /** Divide by the standard deviation instead of the root mean square. */
  readonly centered?: boolean;
}

export interface RmspropState {
  readonly t: number;
  /** Running mean of squared gradients. */
  readonly meanSquare: Tensor;
  /** Running mean of gradients; null unless centered. */
  readonly mean: Tensor | null;
  /** The velocity; null without momentum. */
  readonly v: Tensor | null;
}

/** s ← αs + (1−α)g², w ← w − lr·g / (√s + ε). Tieleman & Hinton 2012. Defaults as in PyTorch. */
export function rmsprop(parameters: readonly Tensor[], options: RmspropOptions = {}): Optimizer<RmspropState> {
  const { lr = 0.01, alpha = 0.99, eps = 1e-8, weightDecay = 0, momentum = 0, centered = false } = options;
  requireDecay("alpha", alpha);
  requireAtLeastZero("weightDecay", weightDecay);
  requireAtLeastZero("momentum", momentum);
  return makeOptimizer<RmspropState>(parameters, lr, (w, gradient, state, rate) => {
    const g = withPenalty(gradient, w, weightDecay);
    const zero = zeros(w.shape, { backend: w.backend });
    const meanSquare = runningMean(state?.meanSquare ?? zero, square(g), alpha);
    const mean = centered ? runningMean(state?.mean ?? zero, g, alpha) : null;
    const spread = mean === null ? meanSquare : sub(meanSquare, square(mean));
    const scaled = div(g, add(sqrt(spread), eps));
    const v = momentum === 0 ? null : add(mul(momentum, state?.v ?? zero), scaled);
    return { value: sub(w, mul(rate, v ?? scaled)), state: { t: (state?.t ?? 0) + 1, meanSquare, mean, v } };
  });
}

export interface AdamOptions {
  readonly lr?: number;
  readonly betas?: readonly [number, number];
  readonly eps?: number;
  readonly weightDecay?: number;
}

export interface AdamState {
  /** Steps taken, the exponent of the bias correction. */
  readonly t: number;
  /** Running mean of gradients, uncorrected. */
  readonly m: Tensor;
  /** Running mean of squared gradients, uncorrected. */
  readonly v: Tensor;
}

/**
 * m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ), w ← w − lr·m̂ / (√v̂ + ε).
 * Kingma & Ba 2015. Weight decay is an L2 penalty in the gradient. Defaults as in PyTorch.
 */
export function adam(parameters: readonly Tensor[], options: AdamOptions = {}): Optimizer<AdamState> {
  const { weightDecay = 0 } = options;
  return adamWith(parameters, options, {
    gradient: (g, w) => withPenalty(g, w, weightDecay),
    decayed: (w) => w,
  });
}

/**
 * Adam with decoupled weight decay: w ← (1 − lr·λ)w before Adam's step, λ = 0.01 by default.
 * Loshchilov & Hutter 2019. Defaults as in PyTorch.
 */
export function adamw(parameters: readonly Tensor[], options: AdamOptions = {}): Optimizer<AdamState> {
  const { weightDecay = 0.01 } = options;
  return adamWith(parameters, options, {
    gradient: (g) => g,
    decayed: (w, rate) => mul(w, 1 - rate * weightDecay),
  });
}

interface WeightDecay {
  gradient(g: Tensor, w: Tensor): Tensor;
  decayed(w: Tensor, rate: number): Tensor;
}

function adamWith(parameters: readonly Tensor[], options: AdamOptions, decay: WeightDecay): Optimizer<AdamState> {
  const { lr = 1e-3, betas: [beta1, beta2] = [0.9, 0.999], eps = 1e-8, weightDecay = 0 } = options;
  requireDecay("betas[0]", beta1);
  requireDecay("betas[1]", beta2);
  requireAtLeastZero("weightDecay", weightDecay);
  return makeOptimizer<AdamState>(parameters, lr, (w, gradient, state, rate) => {
    const g = decay.gradient(gradient, w);
    const zero = zeros(w.shape, { backend: w.backend });
    const t = (state?.t ?? 0) + 1;
    const m = runningMean(state?.m ?? zero, g, beta1);
    const v = runningMean(state?.v ?? zero, square(g), beta2);
    const mHat = div(m, 1 - beta1 ** t);
    const vHat = div(v, 1 - beta2 ** t);
    const step = mul(rate, div(mHat, add(sqrt(vHat), eps)));
    return { value: sub(decay.decayed(w, rate), step), state: { t, m, v } };
  });
}

function runningMean(before: Tensor, value: Tensor, decay: number): Tensor {
  return add(mul(decay, before), mul(1 - decay, value));
}

function withPenalty(gradient: Tensor, w: Tensor, weightDecay: number): Tensor {
  return weightDecay === 0 ? gradient : add(gradient, mul(weightDecay, w));
}

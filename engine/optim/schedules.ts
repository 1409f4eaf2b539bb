import { ArgumentError } from "../errors.ts";
import type { Schedule } from "./schedule.ts";

/** base · factor(t), for any function of the step. */
export function lambdaLR(factor: (t: number) => number): Schedule {
  return { rate: (base, t) => base * factor(t) };
}

/** base · γ^⌊t / stepSize⌋ */
export function stepLR({ stepSize, gamma = 0.1 }: { readonly stepSize: number; readonly gamma?: number }): Schedule {
  requireWholeAbove0("stepLR", "stepSize", stepSize);
  return lambdaLR((t) => gamma ** Math.floor(t / stepSize));
}

/** base · γ^(milestones reached); one named twice counts twice. */
export function multiStepLR({
  milestones,
  gamma = 0.1,
}: {
  readonly milestones: readonly number[];
  readonly gamma?: number;
}): Schedule {
  return lambdaLR((t) => gamma ** milestones.filter((milestone) => milestone <= t).length);
}

/** base · γᵗ */
export function exponentialLR({ gamma }: { readonly gamma: number }): Schedule {
  return lambdaLR((t) => gamma ** t);
}

/** base · factor for `totalIters` steps, then base. */
export function constantLR({
  factor = 1 / 3,
  totalIters = 5,
}: {
  readonly factor?: number;
  readonly totalIters?: number;
} = {}): Schedule {
  return lambdaLR((t) => (t < totalIters ? factor : 1));
}

/** From base · startFactor to base · endFactor in a straight line over `totalIters` steps, then there: a warm-up. */
export function linearLR({
  startFactor = 1 / 3,
  endFactor = 1,
  totalIters = 5,
}: {
  readonly startFactor?: number;
  readonly endFactor?: number;
  readonly totalIters?: number;
} = {}): Schedule {
  requireWholeAbove0("linearLR", "totalIters", totalIters);
  if (!(startFactor > 0 && startFactor <= 1) || !(endFactor >= 0 && endFactor <= 1)) {
    throw new ArgumentError(
      `linearLR needs startFactor in (0, 1] and endFactor in [0, 1], got ${startFactor} and ${endFactor}`,
    );
  }
  return lambdaLR((t) => startFactor + (endFactor - startFactor) * (Math.min(t, totalIters) / totalIters));
}

/**
 * η(t) = etaMin + (base − etaMin)(1 + cos(πt / tMax)) / 2; past tMax it rises again, as in PyTorch.
 * Loshchilov & Hutter 2017, without restarts.
 */
export function cosineAnnealingLR({ tMax, etaMin = 0 }: { readonly tMax: number; readonly etaMin?: number }): Schedule {
  requireWholeAbove0("cosineAnnealingLR", "tMax", tMax);
  return { rate: (base, t) => cosine(base, etaMin, t / tMax) };
}

/** Cosine annealing from the base again after t0 steps, then after t0·tMult, t0·tMult², …: SGDR, Loshchilov & Hutter 2017. */
export function cosineAnnealingWarmRestarts({
  t0,
  tMult = 1,
  etaMin = 0,
}: {
  readonly t0: number;
  readonly tMult?: number;
  readonly etaMin?: number;
}): Schedule {
  requireWholeAbove0("cosineAnnealingWarmRestarts", "t0", t0);
  requireWholeAbove0("cosineAnnealingWarmRestarts", "tMult", tMult);
  return {
    rate(base, t) {
      let [since, length] = tMult === 1 ? [t % t0, t0] : [t, t0];
      while (since >= length) {
        since -= length;
        length *= tMult;
      }
      return cosine(base, etaMin, since / length);
    },
  };
}

/** One schedule after another: the next takes over, with a clock of its own, at each milestone. */
export function sequentialLR(schedules: readonly Schedule[], milestones: readonly number[]): Schedule {
  if (milestones.length !== schedules.length - 1) {
    throw new ArgumentError(
      `sequentialLR needs a milestone between schedules, got ${schedules.length} schedules and ${milestones.length} milestones`,
    );
  }
  if (milestones.some((milestone, i) => !(milestone > (milestones[i - 1] ?? 0)))) {
    throw new ArgumentError(`sequentialLR needs rising milestones above 0, got (${milestones.join(", ")})`);
  }
  if (schedules.some(({ momentum }) => momentum !== undefined)) {
    throw new ArgumentError("sequentialLR cannot hold a schedule that moves the momentum: pass cycleMomentum: false");
  }
  return {
    rate(base, t, group) {
      const reached = milestones.filter((milestone) => milestone <= t).length;
      return schedules[reached].rate(base, t - (milestones[reached - 1] ?? 0), group);
    },
  };
}

/** From `start` at 0 to `end` at 1 along half a cosine. */
export function cosine(start: number, end: number, part: number): number {
  return end + ((start - end) / 2) * (1 + Math.cos(Math.PI * part));
}

export function requireWholeAbove0(of: string, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new ArgumentError(`${of} needs ${name} to be a whole number above 0, got ${value}`);
  }
}

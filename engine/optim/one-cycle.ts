import { ArgumentError } from "../errors.ts";
import type { Schedule } from "./schedule.ts";
import { cosine, requireWholeAbove0 } from "./schedules.ts";

export interface OneCycleOptions {
  /** The highest rate, of all groups or of each. */
  readonly maxLr: number | readonly number[];
  /** Steps of the whole cycle. */
  readonly totalSteps: number;
  /** Share of the steps spent rising. */
  readonly pctStart?: number;
  readonly annealStrategy?: "cos" | "linear";
  /** Whether the momentum (or β₁) falls from maxMomentum to baseMomentum while the rate rises, and back. */
  readonly cycleMomentum?: boolean;
  readonly baseMomentum?: number;
  readonly maxMomentum?: number;
  /** The first rate is maxLr / divFactor. */
  readonly divFactor?: number;
  /** The last rate is the first / finalDivFactor. */
  readonly finalDivFactor?: number;
  /** Fall back to the first rate as fast as it rose, and only then to the last one. */
  readonly threePhase?: boolean;
}

interface Phase {
  readonly end: number;
  readonly rates: readonly [number, number];
  /** Whether the momentum falls, rises, or stays high. */
  readonly momenta: readonly ["high" | "low", "high" | "low"];
}

/**
 * The 1cycle policy: up to a high rate and down to almost none, the base rate unused. Smith & Topin 2019, with the
 * shape and defaults of PyTorch's OneCycleLR. After the last step the rate stays; going further throws an
 * ArgumentError, as does an option outside its range.
 */
export function oneCycleLR(options: OneCycleOptions): Schedule {
  const { maxLr, totalSteps, annealStrategy = "cos", cycleMomentum = true } = options;
  const { baseMomentum = 0.85, maxMomentum = 0.95 } = options;
  const phases = phasesOf(options);
  const anneal = annealStrategy === "cos" ? cosine : straight;
  const at = (t: number): { readonly phase: Phase; readonly part: number } => {
    if (t > totalSteps) throw new ArgumentError(`oneCycleLR has ${totalSteps} steps, got step ${t}`);
    const found = phases.findIndex(({ end }) => t <= end);
    const index = found < 0 ? phases.length - 1 : found;
    const start = phases[index - 1]?.end ?? 0;
    const length = phases[index].end - start;
    return { phase: phases[index], part: length === 0 ? 1 : Math.min(1, (t - start) / length) };
  };
  const momenta = { low: baseMomentum, high: maxMomentum };
  return {
    rate(_base, t, group) {
      const { phase, part } = at(t);
      const highest = typeof maxLr === "number" ? maxLr : maxLr[group];
      if (highest === undefined) {
        throw new ArgumentError(`oneCycleLR needs a maxLr for each group, got ${String(maxLr)} and a group ${group}`);
      }
      return anneal(highest * phase.rates[0], highest * phase.rates[1], part);
    },
    ...(cycleMomentum && {
      momentum(t: number) {
        const { phase, part } = at(t);
        return anneal(momenta[phase.momenta[0]], momenta[phase.momenta[1]], part);
      },
    }),
  };
}

// Rates are in parts of the highest one.
function phasesOf({
  totalSteps,
  pctStart = 0.3,
  divFactor = 25,
  finalDivFactor = 1e4,
  threePhase = false,
}: OneCycleOptions): readonly Phase[] {
  requireWholeAbove0("oneCycleLR", "totalSteps", totalSteps);
  const rising = pctStart * totalSteps - 1;
  const last = totalSteps - 1;
  if (!(pctStart >= 0 && (threePhase ? pctStart <= 0.5 : pctStart <= 1))) {
    throw new ArgumentError(`oneCycleLR needs pctStart in [0, ${threePhase ? "0.5" : "1"}], got ${pctStart}`);
  }
  const first = 1 / divFactor;
  const lowest = first / finalDivFactor;
  const up: Phase = { end: rising, rates: [first, 1], momenta: ["high", "low"] };
  if (!threePhase) return [up, { end: last, rates: [1, lowest], momenta: ["low", "high"] }];
  return [
    up,
    { end: 2 * rising, rates: [1, first], momenta: ["low", "high"] },
    { end: last, rates: [first, lowest], momenta: ["high", "high"] },
  ];
}

function straight(start: number, end: number, part: number): number {
  return start + (end - start) * part;
}

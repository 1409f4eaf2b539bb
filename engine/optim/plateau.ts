import { ArgumentError } from "../errors.ts";
import type { Scheduled } from "./schedule.ts";

export interface PlateauOptions {
  /** Whether a better metric is a smaller one or a larger one. */
  readonly mode?: "min" | "max";
  /** What the rate is multiplied by, below 1. */
  readonly factor?: number;
  /** Calls without improvement that are let pass; the next one cuts the rate. */
  readonly patience?: number;
  /** How much better counts as better. */
  readonly threshold?: number;
  /** Better by threshold · best, or by threshold itself. */
  readonly thresholdMode?: "rel" | "abs";
  /** Calls after a cut in which nothing is counted. */
  readonly cooldown?: number;
  /** The rate never falls below this. */
  readonly minLr?: number;
  /** A cut smaller than this is not made. */
  readonly eps?: number;
}

export interface PlateauState {
  readonly best: number;
  readonly badCalls: number;
  readonly coolingFor: number;
  readonly rates: readonly number[];
}

/** Lowers the rate when a metric stops improving. */
export interface PlateauScheduler {
  /** Takes the newest value of the metric, usually once an epoch. NaN counts as no improvement. */
  step(metric: number): void;
  readonly rates: readonly number[];
  state(): PlateauState;
  load(state: PlateauState): void;
}

/** Cuts every group's rate by `factor` once the metric has not improved for more than `patience` calls. As PyTorch's. */
export function reduceLROnPlateau(optimizer: Scheduled, options: PlateauOptions = {}): PlateauScheduler {
  const { mode = "min", factor = 0.1, patience = 10, threshold = 1e-4, thresholdMode = "rel" } = options;
  const { cooldown = 0, minLr = 0, eps = 1e-8 } = options;
  if (!(factor < 1)) throw new ArgumentError(`reduceLROnPlateau needs a factor below 1, got ${factor}`);
  const sign = mode === "min" ? -1 : 1;
  let best = sign * -Infinity;
  let badCalls = 0;
  let coolingFor = 0;

  const isBetter = (metric: number): boolean => {
    const bar = thresholdMode === "rel" ? best * (1 + sign * threshold) : best + sign * threshold;
    return mode === "min" ? metric < bar : metric > bar;
  };
  const cut = (): void => {
    for (const group of optimizer.groups) {
      const lower = Math.max(group.lr * factor, minLr);
      if (group.lr - lower > eps) group.lr = lower;
    }
  };
  const ratesNow = () => optimizer.groups.map(({ lr }) => lr);

  return {
    step(metric) {
      if (isBetter(metric)) {
        best = metric;
        badCalls = 0;
      } else badCalls++;
      if (coolingFor > 0) {
        coolingFor--;
        badCalls = 0;
      }
      if (badCalls > patience) {
        cut();
        coolingFor = cooldown;
        badCalls = 0;
      }
    },
    get rates() {
      return ratesNow();
    },
    state: () => ({ best, badCalls, coolingFor, rates: ratesNow() }),
    load(state) {
      if (state.rates.length !== optimizer.groups.length) {
        throw new ArgumentError(
          `the scheduler's state is of ${state.rates.length} groups, the optimizer has ${optimizer.groups.length}`,
        );
      }
      ({ best, badCalls, coolingFor } = state);
      optimizer.groups.forEach((group, i) => {
        group.lr = state.rates[i];
      });
    },
  };
}

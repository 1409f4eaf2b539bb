import { ArgumentError } from "../errors.ts";
import { everyTime } from "../repetition.ts";
import type { CommonSettings, ParameterGroup } from "./optimizer.ts";

/** A learning rate as a function of time: pure, so it can be drawn, composed and resumed at any step. */
export interface Schedule {
  /**
   * The rate at step t = 0, 1, 2, … of a group that was given the rate `base`. Group `group` of the optimizer, where a
   * schedule treats groups differently.
   */
  readonly rate: (base: number, t: number, group: number) => number;
  /** The momentum (or β₁) at step t, where the schedule moves that too. */
  readonly momentum?: (t: number) => number;
}

/** What a schedule needs of an optimizer. */
export interface Scheduled {
  readonly groups: readonly ParameterGroup<CommonSettings>[];
}

/** Where a scheduler stands. */
export interface SchedulerState {
  readonly t: number;
  /** The rate each group was given at first. */
  readonly bases: readonly number[];
}

/** A schedule that drives an optimizer. */
export interface Scheduler {
  /** Goes to the next step: call it after the optimizer's `step`, once a batch or once an epoch. */
  step(): void;
  /** The present rate of each group. */
  readonly rates: readonly number[];
  /** How often `step` was called. */
  readonly t: number;
  state(): SchedulerState;
  /** Goes on from a state; throws an ArgumentError if it is of another number of groups. */
  load(state: SchedulerState): void;
}

/**
 * Puts the optimizer's rates under a schedule, from step 0 at once; the rates it has now become the base.
 * Throws an ArgumentError if the schedule moves a momentum that the optimizer does not have.
 */
export function schedule(optimizer: Scheduled, of: Schedule): Scheduler {
  const { groups } = optimizer;
  let bases = groups.map(({ lr }) => lr);
  let t = 0;
  const apply = (): void => {
    const momentum = of.momentum?.(t);
    const rates = groups.map((_, i) => of.rate(bases[i], t, i));
    groups.forEach((group, i) => {
      group.lr = rates[i];
      if (momentum !== undefined) setMomentum(group, momentum);
    });
  };
  apply();
  return {
    step() {
      everyTime({
        run() {
          t++;
          apply();
        },
      });
    },
    get rates() {
      return groups.map(({ lr }) => lr);
    },
    get t() {
      return t;
    },
    state: () => ({ t, bases: [...bases] }),
    load(state) {
      if (state.bases.length !== groups.length) {
        throw new ArgumentError(
          `the scheduler's state is of ${state.bases.length} groups, the optimizer has ${groups.length}`,
        );
      }
      t = state.t;
      bases = [...state.bases];
      apply();
    },
  };
}

function setMomentum(group: CommonSettings, momentum: number): void {
  const settings = group as { momentum?: number; betas?: readonly [number, number] };
  if (settings.betas !== undefined) settings.betas = [momentum, settings.betas[1]];
  else if (settings.momentum !== undefined) settings.momentum = momentum;
  else throw new ArgumentError("the schedule moves the momentum, and this optimizer has neither momentum nor betas");
}

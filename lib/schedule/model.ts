import { type FSRS, fsrs, type StepUnit, StrategyMode } from "ts-fsrs";
import type { ScheduleContext } from "./card.ts";
import { daysUntil, recallAfter } from "./retrievability.ts";

type ModelSettings = Omit<ScheduleContext, "now" | "utcOffsetMinutes" | "rolloverHour" | "parametersVersion">;

/**
 * FSRS-6 set up for a context.
 * @throws RangeError naming the value that is out of range; ts-fsrs itself would clip or replace it silently.
 */
export function modelFor(settings: ModelSettings): FSRS {
  const { parameters, desiredRetention, maximumInterval, learningSteps, relearningSteps, fuzzSeed } = settings;
  const { stabilityFactor = 1 } = settings;
  if (parameters.length !== 21 || !parameters.every(Number.isFinite))
    throw new RangeError(`FSRS-6 needs 21 finite parameters, got ${parameters.length}: [${parameters.join(", ")}]`);
  if (!(desiredRetention > 0 && desiredRetention < 1))
    throw new RangeError(`Desired retention must lie between 0 and 1, got ${desiredRetention}`);
  if (!Number.isInteger(maximumInterval) || maximumInterval < 1)
    throw new RangeError(`Maximum interval must be a whole number of days from 1, got ${maximumInterval}`);
  if (!(stabilityFactor > 0 && Number.isFinite(stabilityFactor)))
    throw new RangeError(`The stability factor must be above 0, got ${stabilityFactor}`);

  const model = fsrs({
    w: parameters,
    request_retention: predictedWithout(stabilityFactor, desiredRetention, parameters),
    maximum_interval: maximumInterval,
    enable_fuzz: fuzzSeed !== undefined,
    learning_steps: learningSteps.map(stepUnit),
    relearning_steps: relearningSteps.map(stepUnit),
  });
  if (fuzzSeed !== undefined) {
    model.seed = fuzzSeed;
    model.useStrategy(StrategyMode.SEED, () => fuzzSeed);
  }
  return model;
}

/** ts-fsrs adds one day to Good and to Easy after it has applied the maximum: clamp what it returns. */
export function clampDays(days: number, maximumInterval: number): number {
  return Math.min(Math.max(1, Math.round(days)), maximumInterval);
}

function stepUnit(minutes: number): StepUnit {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes >= 1440)
    throw new RangeError(`A step must be a whole number of minutes from 1 to 1439, got ${minutes}`);
  return `${minutes}m`;
}

/**
 * The recall that the parameters alone predict at the moment when, with the factor, the desired recall is reached: at it
 * ts-fsrs gives the intervals wanted, with its own bounds and spread.
 */
function predictedWithout(factor: number, desired: number, parameters: readonly number[]): number {
  if (factor === 1) return desired;
  const elapsed = daysUntil(desired, factor, parameters);
  return recallAfter(elapsed, 1, parameters);
}

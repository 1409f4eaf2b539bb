import type { CardState } from "./card.ts";

/**
 * What a review says about memory: the card's stability in days just before it, as folded from the log, without any
 * factor; whole study days since the answer before, at least one; whether the grade was other than Again.
 */
export type RecallOutcome = { stability: number; elapsedDays: number; recalled: boolean };

/**
 * Latest outcomes that count, some two weeks of 15 minutes. As cards mature a learner's factor drifts, since one number
 * stands for whatever differs: twice as many follow it too late, half as many are mostly chance.
 */
export const FITTED_OUTCOMES = 400;

/** Least and most a learner's factor may be. */
export const FACTOR_BOUNDS = { least: 0.2, most: 5 } as const;

/**
 * Standard deviation of ln(factor) among learners, before anything is known of one. Simulated learners whose 21 weights
 * are each off by 15 to 20% have 0.3; it is wider so as not to hold back the few who are far off.
 */
const PRIOR_DEVIATION = 0.5;

/** Halvings of the range of ln(factor), to a thousandth. */
const HALVINGS = 12;

/**
 * Whether answering a card after these study days says something about memory. Not so first answers and steps, whatever
 * is answered again on the same day, and the first answer after "I know this" or a placement, which tests a claim.
 */
export function testsMemory(card: Pick<CardState, "state" | "reps">, elapsedDays: number): boolean {
  return card.state === "review" && card.reps > 0 && elapsedDays >= 1;
}

/**
 * How many times as stable as FSRS-6 with these parameters says a learner's memory is, from what was recalled and what
 * was not: the k for which R(t, k·S) explains the outcomes best (maximum a posteriori, ln k normal about 0). 1 without
 * outcomes; a few hundred outweigh the prior.
 *
 * The result belongs into a context's `stabilityFactor`, from where it reaches predicted recall, the order of what is
 * due, and intervals. Each log row keeps the factor it was made with, so a fold repeats what happened; the stability in
 * a card never contains it, so outcomes stay comparable whatever factors were in force. Meant to be fitted anew once a
 * study day; a fit takes about a millisecond.
 * @param outcomes of all items together, oldest first (see `testsMemory`); only the last `FITTED_OUTCOMES` count
 * @throws RangeError for an outcome on the day of the answer before, or without a stability
 */
export function fitStabilityFactor(outcomes: readonly RecallOutcome[], parameters: readonly number[]): number {
  const latest = outcomes.slice(-FITTED_OUTCOMES);
  for (const { stability, elapsedDays } of latest) {
    if (!(elapsedDays >= 1 && stability > 0))
      throw new RangeError(`An outcome needs a day and a stability, got ${elapsedDays} days and ${stability}`);
  }
  let low = Math.log(FACTOR_BOUNDS.least);
  let high = Math.log(FACTOR_BOUNDS.most);
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (slope(middle, latest, parameters[20]) > 0) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/**
 * The derivative of the log posterior by x = ln k, which falls throughout. With u = F·t/(k·S), F = 0.9^(−1/w₂₀) − 1, and
 * R = (1 + u)^(−w₂₀): dR/dx = w₂₀·R·u/(1 + u).
 */
function slope(x: number, outcomes: readonly RecallOutcome[], decay: number): number {
  const curve = (0.9 ** (-1 / decay) - 1) / Math.exp(x);
  return outcomes.reduce(
    (sum, { stability, elapsedDays, recalled }) => {
      const u = (curve * elapsedDays) / stability;
      const growth = (decay * u) / (1 + u);
      const recall = (1 + u) ** -decay;
      return sum + (recalled ? growth : (-growth * recall) / (1 - recall));
    },
    -x / PRIOR_DEVIATION ** 2,
  );
}

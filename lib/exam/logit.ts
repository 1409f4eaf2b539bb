/** σ(x), the chance that belongs to a logit. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Recall is taken to lie at least this far from 0 and 1 when it is turned into a logit. */
const CERTAIN = 0.02;

/** The logit of a recall probability, which is first kept between 2 and 98 %. */
export function logitOf(recall: number): number {
  const kept = Math.min(Math.max(recall, CERTAIN), 1 - CERTAIN);
  return Math.log(kept / (1 - kept));
}

/**
 * How much an item's memory changes between two moments, as the difference of the logits of its predicted recall. Ability
 * is carried along by this difference rather than multiplied by recall, since the exam's answers contain what was
 * forgotten by then. 0 where either is not known.
 */
export function logitChange(from: number | null, to: number | null): number {
  return from === null || to === null ? 0 : logitOf(to) - logitOf(from);
}

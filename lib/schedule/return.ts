import { type Pace, secondsFor } from "./pace.ts";
import type { QueueCard, QueueInput } from "./pools.ts";
import { dueDay, isDue, studyDay } from "./study-day.ts";

/** Study days without a review, or overdue, after which predicted recall is not to be trusted. */
export const AWAY_DAYS = 7;

/** Study days after which answers since a return say nothing special about the present backlog. */
const STALE_DAYS = 28;

/** Where in a topic's due cards, ordered by stability, its probes stand, in the order of asking. */
const PROBE_QUANTILES = [1 / 2, 1 / 6, 5 / 6];

/**
 * Expected recalls that the prior of a correction is worth: (1 − R)/σ² for a recall R of about 0.84 and factors that
 * differ between topics with a standard deviation σ of about 0.07.
 */
const PRIOR_RECALLS = 32;

/**
 * The first answer since the return to a card last reviewed before it: what was predicted just before, without
 * correction, and what came.
 */
export type ProbeResult = { topic: string; predicted: number; recalled: boolean };

export type Return = {
  /** The first study day since the return: what was reviewed from then on is predicted as ever. */
  since: number;
  /** Topic (area) by concept; a concept that is not named is a topic of its own. */
  topicOf: ReadonlyMap<string, string>;
  /** Every such answer, to probes and to others. */
  results: readonly ProbeResult[];
};

export type Absence = {
  /** The first study day since the return: results count from here. */
  since: number;
  longestOverdue: number;
  backlogMinutes: number;
};

/**
 * Whether the learner comes back from an absence: the backlog takes longer than one day's budget, and either no review
 * was made for `AWAY_DAYS` whole study days up to today, or a card is overdue by as many days, as on the days after the
 * first. Null otherwise: from then on the ordinary plan holds.
 * @param reviewDays study days with at least one review, in any order; those of the last few weeks are enough
 */
export function absence(
  { cards, pace, context }: Pick<QueueInput, "cards" | "pace" | "context">,
  reviewDays: readonly number[],
  minutesPerDay: number,
): Absence | null {
  const today = studyDay(context.now, context);
  const due = cards.filter(({ card }) => card.state === "review" && isDue(card, context));
  const longestOverdue = Math.max(0, ...due.map(({ card }) => today - (dueDay(card) ?? today)));
  const back = returnDay(reviewDays, today);
  const backlogMinutes = due.reduce((sum, entry) => sum + secondsFor(entry, false, pace), 0) / 60;
  if (backlogMinutes <= minutesPerDay || (back !== today && longestOverdue < AWAY_DAYS)) return null;
  const recent = back !== null && today - back <= STALE_DAYS;
  return { since: recent ? back : today - AWAY_DAYS, longestOverdue, backlogMinutes };
}

/** The first day after the latest `AWAY_DAYS` whole days without a review, today when they reach up to it. */
function returnDay(reviewDays: readonly number[], today: number): number | null {
  const days = [...new Set([...reviewDays, today])].filter((day) => day <= today).sort((a, b) => a - b);
  return days.findLast((day, i) => i > 0 && day - days[i - 1] > AWAY_DAYS) ?? null;
}

/** Whether a card has waited out the absence, and its predicted recall is to be corrected. */
export function waitedOut({ card }: QueueCard, { since }: Return): boolean {
  return card.lastReviewDay !== null && card.lastReviewDay < since;
}

export function topicOf(conceptId: string, { topicOf: topics }: Return): string {
  return topics.get(conceptId) ?? conceptId;
}

/**
 * Which due cards to ask first so as to learn how far predictions are off: up to three a topic less those answered
 * since the return, at the middle, the lower and the upper sixth of the cards that waited, by stability. First one of
 * every topic, those with most due before the others, then the second of each, then the third.
 */
export function probes<T extends QueueCard>(due: readonly T[], back: Return): T[] {
  const waiting = due.filter((entry) => waitedOut(entry, back));
  const byStability = waiting.toSorted((a, b) => a.card.stability - b.card.stability || (a.itemId < b.itemId ? -1 : 1));
  const byTopic = new Map<string, T[]>();
  for (const entry of byStability) {
    const topic = topicOf(entry.conceptId, back);
    const cards = byTopic.get(topic);
    if (cards) cards.push(entry);
    else byTopic.set(topic, [entry]);
  }
  const topics = [...byTopic].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const chosen = new Set<T>();
  for (const [round, quantile] of PROBE_QUANTILES.entries()) {
    for (const [topic, cards] of topics) {
      const answered = back.results.filter((result) => result.topic === topic).length;
      if (round >= answered) chosen.add(cards[Math.floor(quantile * cards.length)]);
    }
  }
  return [...chosen];
}

/**
 * The factor by which a topic's predicted recall is to be multiplied, from what was answered since the return.
 *
 * With s recalls where E = Σ predicted were expected, the factor is the credibility estimate f = (a·m + s) / (a + E),
 * a = 32: a weighted mean of the prior mean m and the observed s/E, weighted by their precisions. The prior mean of a
 * topic is the same formula over all other topics with m = 1, so that what is found in one topic is expected of the
 * others, and the less so the more of their own answers have come.
 */
export function correctionOf(topic: string, results: readonly ProbeResult[]): number {
  const own = results.filter((result) => result.topic === topic);
  const others = results.filter((result) => result.topic !== topic);
  return estimate(estimate(1, others), own);
}

/** Predicted recall corrected, at most 1. */
export function corrected(predicted: number, correction: number): number {
  return Math.min(1, predicted * correction);
}

function estimate(priorMean: number, results: readonly ProbeResult[]): number {
  const expected = results.reduce((sum, { predicted }) => sum + predicted, 0);
  const recalled = results.filter((result) => result.recalled).length;
  return (PRIOR_RECALLS * priorMean + recalled) / (PRIOR_RECALLS + expected);
}

/** Seconds a review will take with the step that follows if it is not recalled: s + (1 − R)·s. */
export function expectedSeconds(entry: { itemId: string; kind?: string; retrievability: number }, pace: Pace): number {
  return secondsFor(entry, false, pace) * (2 - entry.retrievability);
}

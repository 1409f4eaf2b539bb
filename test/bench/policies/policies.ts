import type { CardState } from "#lib/schedule/card.ts";
import { daysUntil, recallAfter } from "#lib/schedule/retrievability.ts";
import { examPlan } from "#lib/schedule/exam-plan.ts";
import type { Pace } from "#lib/schedule/pace.ts";
import { type Evening, type Known, type Policy, SECONDS } from "./learner.ts";

const PACE: Pace = { items: new Map(), kinds: new Map(), fallback: { new: SECONDS.new, review: 25 } };

/** Epoch's plan, made from cards, weights and date as the app makes it. */
function epoch(name: string, firstReviewCeiling?: number): Policy {
  return {
    name,
    order({ items, context, examDay, left, grades }) {
      const byId = new Map(items.map((item) => [item.itemId, item]));
      const weights = new Map(items.map(({ itemId, weight }) => [itemId, weight]));
      const { items: planned } = examPlan({
        cards: items.filter((item): item is Known & { card: CardState } => item.card !== null),
        newItems: items.filter(({ card }) => card === null),
        concepts: [],
        history: [],
        pace: PACE,
        budgetMinutes: left / 60,
        newPerDay: null,
        newToday: 0,
        context,
        exam: { day: examDay, weights, grades, ...(firstReviewCeiling !== undefined && { firstReviewCeiling }) },
      });
      return planned.flatMap(({ itemId }) => byId.get(itemId) ?? []);
    },
  };
}

/** Reviews that are due at this recall, those most at risk first, then new items in order. */
function fixed(retention: number): Policy {
  return { name: `fixed ${retention.toFixed(2)}`, order: (evening) => byRetention(evening, retention) };
}

function byRetention(evening: Evening, retention: number): Known[] {
  const { items, day, context } = evening;
  const factor = context.stabilityFactor ?? 1;
  const due = items.filter(({ card }) => {
    if (card === null) return false;
    const interval = Math.max(1, Math.round(daysUntil(retention, card.stability * factor, context.parameters)));
    return day - (card.lastReviewDay ?? day) >= interval;
  });
  return [...byRecall(due, evening), ...items.filter(({ card }) => card === null)];
}

function byRecall(items: readonly Known[], { day, context }: Evening): Known[] {
  const factor = context.stabilityFactor ?? 1;
  return items
    .flatMap((item) => {
      if (item.card === null) return [];
      const elapsed = day - (item.card.lastReviewDay ?? day);
      return [{ item, recall: recallAfter(elapsed, item.card.stability * factor, context.parameters) }];
    })
    .sort((a, b) => a.recall - b.recall)
    .map(({ item }) => item);
}

/** Fixed at 0.9, and in as many last days as that takes, everything begun once more, what is least known first. */
const sweep: Policy = {
  name: "final sweep",
  order(evening) {
    const { items, day, examDay, left } = evening;
    const begun = items.filter(({ card }) => card !== null);
    const daysNeeded = Math.ceil((begun.length * PACE.fallback.review) / Math.max(left, 300));
    if (examDay - day > daysNeeded) return byRetention(evening, 0.9);
    const stale = begun.filter(({ card }) => (card?.lastReviewDay ?? 0) < examDay - daysNeeded);
    return [...byRecall(stale, evening), ...byRetention(evening, 0.9)];
  },
};

const random: Policy = { name: "random order", order: ({ items, dice }) => dice.shuffle(items) };

export const EPOCH = epoch("Epoch's plan");
export const FIXED = [0.7, 0.8, 0.85, 0.9, 0.95].map(fixed);
export const POLICIES: readonly Policy[] = [
  EPOCH,
  epoch("the plan without a ceiling", Number.POSITIVE_INFINITY),
  ...FIXED,
  sweep,
  random,
];

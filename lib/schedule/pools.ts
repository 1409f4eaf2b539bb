import type { CardState, ScheduleContext } from "./card.ts";
import { type DueReview, dueReviews } from "./due-reviews.ts";
import { byId } from "./item-order.ts";
import { openNewItems } from "./new-items.ts";
import type { Pace } from "./pace.ts";
import type { ConceptProgress } from "./prerequisites.ts";
import type { Return } from "./return.ts";
import { isDue, MINUTE } from "./study-day.ts";
import { type Target, type Targeted, targetedNow } from "./target.ts";

/** An item that has been asked before. One whose card is "new" belongs among the new items. */
export type QueueCard = { itemId: string; conceptId: string; kind?: string; card: CardState };

/** An item never asked; `order` is its place within its concept. */
export type NewItem = { itemId: string; conceptId: string; kind?: string; order: number };

export type QueueInput = {
  cards: readonly QueueCard[];
  newItems: readonly NewItem[];
  /** In prerequisite order: what is needed stands before what needs it. */
  concepts: readonly ConceptProgress[];
  /** What this session has asked, oldest first. */
  history: readonly { itemId: string; conceptId: string }[];
  pace: Pace;
  /** Minutes left to spend; null: no limit. */
  budgetMinutes: number | null;
  /** Minutes that today has taken, in whatever session; absent: those of this session alone are known of. */
  minutesSpent?: number;
  /** New items a study day may bring and how many today has brought; null: no limit. */
  newPerDay: number | null;
  newToday: number;
  /** Items to ask because of a misconception, most urgent first, and how many the session has asked for that reason. */
  targeted?: { items: readonly Target[]; asked: number };
  /** Ask of these concepts alone. */
  onlyConcepts?: ReadonlySet<string>;
  /** Given while the learner comes back from an absence: probes come first, and predictions are corrected by them. */
  returning?: Return;
  context: ScheduleContext;
};

/** Minutes by which a step may be shown early when nothing else is left. */
export const AHEAD_MINUTES = 20;

/** What could be asked, each pool in the order it should be. */
export type Pools = {
  /** Learning and relearning steps whose minute has come, earliest first. */
  steps: QueueCard[];
  /** Steps that come within `AHEAD_MINUTES`, earliest first. */
  ahead: QueueCard[];
  /** Due reviews, by risk; probes before the others. */
  reviews: DueReview[];
  /** Items asked because of a misconception; the new ones are also among `fresh`. */
  targeted: Targeted[];
  /** New items of open concepts. */
  fresh: NewItem[];
};

/** The input without the cards and new items of other concepts than those asked for. */
export function scoped(input: QueueInput): QueueInput {
  const { onlyConcepts, cards, newItems } = input;
  if (!onlyConcepts) return input;
  const within = ({ conceptId }: { conceptId: string }) => onlyConcepts.has(conceptId);
  return { ...input, cards: cards.filter(within), newItems: newItems.filter(within) };
}

export function pools(given: QueueInput): Pools {
  const input = scoped(given);
  const { cards, context } = input;
  const steps: QueueCard[] = [];
  const ahead: QueueCard[] = [];
  const reviews: QueueCard[] = [];
  const horizon = context.now.getTime() + AHEAD_MINUTES * MINUTE;
  for (const entry of cards) {
    const { card, itemId } = entry;
    if (card.state === "new") throw new Error(`Card of ${itemId} is new: it belongs among the new items`);
    if (isDue(card, context)) (card.state === "review" ? reviews : steps).push(entry);
    else if (card.state !== "review" && card.due.getTime() <= horizon) ahead.push(entry);
  }
  const fresh = openNewItems(input);
  return {
    steps: steps.sort(byDue),
    ahead: ahead.sort(byDue),
    reviews: dueReviews(reviews, input),
    targeted: targetedNow(input, fresh),
    fresh,
  };
}

function byDue(a: QueueCard, b: QueueCard): number {
  return a.card.due.getTime() - b.card.due.getTime() || byId(a, b);
}

import { fittingCount } from "./backlog.ts";
import type { DueReview } from "./due-reviews.ts";
import { interleave } from "./interleave.ts";
import { secondsFor } from "./pace.ts";
import { type NewItem, type Pools, pools, type QueueCard, type QueueInput } from "./pools.ts";
import type { Targeted } from "./target.ts";

export type { NewItem, QueueCard, QueueInput } from "./pools.ts";

/** Why an item stands in the plan. */
export type Reason =
  /** A learning or relearning step whose minute has come. */
  | { kind: "step"; due: Date }
  /** A due review: by its risk or, where `oldest`, because it has waited longest. */
  | { kind: "review"; retrievability: number; overdueDays: number; oldest: boolean }
  /** A due review that shows, after an absence, how far predictions of its topic are off. */
  | { kind: "probe"; topic: string; retrievability: number; overdueDays: number }
  /** An item, due or not, asked before or new, that can show a misconception the learner has shown. */
  | { kind: "targeted"; misconception: string; isNew: boolean }
  /** A new item whose prerequisites are met. */
  | { kind: "new" }
  /** A step shown before its minute because nothing else is left. */
  | { kind: "ahead"; due: Date };

export type Planned = { itemId: string; conceptId: string; reason: Reason; seconds: number };

export type Plan = {
  /** In the order to ask; the first is what to ask next. */
  items: Planned[];
  minutes: number;
  /** What could be asked now and did not fit into the budget or, for new items, the day's number. */
  left: { due: number; new: number };
};

/**
 * What to ask, in order. The budget goes to steps first, those that come within minutes included, so that a lapse
 * returns in the same session; then to due reviews by risk; then to items targeted at a misconception; then to new
 * ones. When it is the turn of the longest overdue review, that stands before the steps, which a learner who keeps
 * failing them would otherwise never get past.
 *
 * After an absence (`returning`) the day takes only as many reviews as fit with the steps they are expected to need,
 * and nothing new or targeted while others wait: what is left over comes on the following days.
 *
 * So that reviews never crowd out what is new for good, a day's first new item has its minute kept free among them,
 * and goes before them when no more than three times that is left; not after an absence.
 *
 * What was chosen is interleaved by concept, steps whose minute has not come staying last. A question is begun only if
 * it is expected to end within the budget, but for the first of the day: then any time is enough. Meant to be made
 * again after every answer.
 */
export function plan(input: QueueInput): Plan {
  return planFrom(pools(input), input);
}

/** The same from pools already made. */
export function planFrom(found: Pools, input: QueueInput): Plan {
  const chosen = choose(found, input);
  const last = input.history.at(-1) ?? null;
  const conceptOf = (planned: Planned) => planned.conceptId;

  const { oldest, steps, firstNew, reviews, targeted, fresh } = chosen;
  const order = [...oldest, ...steps, ...firstNew, ...reviews, ...targeted, ...fresh];
  const body = interleave(order, conceptOf, last?.conceptId ?? null);
  const ahead = interleave(chosen.ahead, conceptOf, body.at(-1)?.conceptId ?? last?.conceptId ?? null);
  const items = [...body, ...ahead];
  const [first, second] = items;
  if (first && second && first.itemId === last?.itemId) items.splice(0, 2, second, first);

  const due = found.steps.length + found.ahead.length + found.reviews.length;
  const begun = firstNew.length + fresh.length;
  const dueChosen = items.length - begun - targeted.length;
  return {
    items,
    minutes: items.reduce((sum, { seconds }) => sum + seconds, 0) / 60,
    left: { due: due - dueChosen, new: found.fresh.length - begun - targeted.filter(isNew).length },
  };
}

/**
 * How many times the seconds of a day's first new item may be left when it goes before reviews. One lapse, with the step
 * it brings, takes up more than one such time: with less to spare the item is too often out of time.
 */
const PRESSING = 3;

type Chosen = Record<keyof Pools | "oldest" | "firstNew", Planned[]>;

/** Fills the budget pool by pool, passing over what no longer fits. */
function choose(found: Pools, input: QueueInput): Chosen {
  const { pace, budgetMinutes, newPerDay, newToday, returning, history, minutesSpent = 0 } = input;
  let secondsLeft = budgetMinutes === null ? Number.POSITIVE_INFINITY : budgetMinutes * 60;
  let begun = history.length > 0 || minutesSpent > 0;
  const fill = <T extends QueueCard | NewItem>(
    pool: readonly T[],
    most: number,
    reason: (entry: T) => Reason,
    keptFree = 0,
  ) => {
    const taken: Planned[] = [];
    for (const entry of pool) {
      if (taken.length >= most || secondsLeft <= 0) break;
      const seconds = secondsFor(entry, !("card" in entry), pace);
      if (begun && seconds > secondsLeft - keptFree) continue;
      taken.push({ itemId: entry.itemId, conceptId: entry.conceptId, reason: reason(entry), seconds });
      secondsLeft -= seconds;
      begun = true;
    }
    return taken;
  };
  const all = Number.POSITIVE_INFINITY;
  const turn = found.reviews[0]?.oldest ? 1 : 0;
  const oldest = fill(found.reviews.slice(0, turn), all, ofReview);
  const steps = fill(found.steps, all, ({ card }) => ({ kind: "step", due: card.due }));
  const ahead = fill(found.ahead, all, ({ card }) => ({ kind: "ahead", due: card.due }));

  const newSeconds = secondsForFirstNew(found, input);
  const pressing = secondsLeft <= PRESSING * newSeconds;
  const firstNew = fill(found.fresh, pressing && begun ? 1 : 0, () => ({ kind: "new" }));
  const keptFree = pressing ? 0 : newSeconds;

  const rest = found.reviews.slice(turn);
  const share = returning ? Math.max(fittingCount(rest, secondsLeft, pace), begun ? 0 : 1) : all;
  const reviews = fill(rest, share, ofReview, keptFree);
  const waiting = returning !== undefined && reviews.length < rest.length;
  const early = new Set(firstNew.map(({ itemId }) => itemId));
  const aimed = found.targeted.filter(({ itemId }) => !early.has(itemId));
  const ofTarget = (entry: Targeted): Reason => {
    return { kind: "targeted", misconception: entry.misconception, isNew: !("card" in entry) };
  };
  const targeted = fill(aimed, waiting ? 0 : all, ofTarget, keptFree);
  const taken = new Set([...early, ...targeted.map(({ itemId }) => itemId)]);
  const untouched = found.fresh.filter(({ itemId }) => !taken.has(itemId));
  const newLeft = newPerDay === null ? all : newPerDay - newToday - firstNew.length - targeted.filter(isNew).length;
  const fresh = fill(untouched, waiting ? 0 : newLeft, () => ({ kind: "new" }));
  return { oldest, steps, ahead, firstNew, reviews, targeted, fresh };
}

/** Seconds kept free for the day's first new item; 0 when it has come, may not come, or must wait for a backlog. */
function secondsForFirstNew({ fresh }: Pools, { newPerDay, newToday, returning, pace }: QueueInput): number {
  if (fresh.length === 0 || returning || newToday > 0 || newPerDay === 0) return 0;
  return secondsFor(fresh[0], true, pace);
}

function ofReview({ retrievability, overdueDays, oldest, probe }: DueReview): Reason {
  if (probe !== undefined) return { kind: "probe", topic: probe, retrievability, overdueDays };
  return { kind: "review", retrievability, overdueDays, oldest };
}

/** Whether the item was never asked before. */
export function isNew({ reason }: { reason: Reason }): boolean {
  return reason.kind === "new" || (reason.kind === "targeted" && reason.isNew);
}

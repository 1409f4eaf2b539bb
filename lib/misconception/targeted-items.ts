import { daysOvercome, type Ledger, type Misunderstanding, type Status } from "./ledger.ts";

/** An item of the bank with the misconceptions that some variant of it could show. */
export type TargetingItem = { itemId: string; misconceptions: readonly string[] };

export type TargetedItem = {
  itemId: string;
  misconception: string;
  /** Why it is asked for: how the misconception stands, how often it was seen, and when last. */
  why: { status: Exclude<Status, "gone">; times: number; lastSeenDay: number; newContext: boolean };
};

const URGENCY: Record<Status, number> = { held: 0, seen: 1, fading: 2, gone: 3 };

/**
 * Which items to ask next on account of what the learner misunderstands, most urgent first: one item for each
 * misconception that is not gone, then a second one for each, and so on, each item once.
 *
 * Misconceptions go held, seen, fading; then those more often shown with confidence, more often shown, more lately
 * shown. One that was overcome today waits for another day. Of the items that target one, those in which it has not
 * shown yet come first (`newContext`): to get right what was just explained is memory as much as insight.
 * @param today the present study day
 */
export function targetedItems(ledger: Ledger, items: readonly TargetingItem[], today: number): TargetedItem[] {
  const open = [...ledger.values()].filter((one) => one.status !== "gone" && !daysOvercome(one).has(today));
  const queues = open.sort(byUrgency).map((one) => itemsAgainst(one, items));
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  const rounds = Array.from({ length: longest }, (_, round) => queues.flatMap((queue) => queue[round] ?? []));
  const chosen = new Map<string, TargetedItem>();
  for (const target of rounds.flat()) if (!chosen.has(target.itemId)) chosen.set(target.itemId, target);
  return [...chosen.values()];
}

function itemsAgainst(one: Misunderstanding, items: readonly TargetingItem[]): TargetedItem[] {
  const { misconception, status, seen } = one;
  if (status === "gone") return [];
  const showedIn = new Set(seen.map(({ itemId }) => itemId));
  const why = { status, times: seen.length, lastSeenDay: lastOf(one).day };
  return items
    .filter(({ misconceptions }) => misconceptions.includes(misconception))
    .map(({ itemId }) => ({ itemId, misconception, why: { ...why, newContext: !showedIn.has(itemId) } }))
    .sort((a, b) => Number(b.why.newContext) - Number(a.why.newContext));
}

function byUrgency(a: Misunderstanding, b: Misunderstanding): number {
  return (
    URGENCY[a.status] - URGENCY[b.status] ||
    b.confident - a.confident ||
    b.seen.length - a.seen.length ||
    lastOf(b).seq - lastOf(a).seq
  );
}

function lastOf({ seen }: Misunderstanding) {
  return seen[seen.length - 1];
}

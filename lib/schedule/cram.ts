import type { CardState, ScheduleContext } from "./card.ts";
import { interleave } from "./interleave.ts";
import { byId } from "./item-order.ts";
import { type Pace, secondsFor } from "./pace.ts";
import { retrievability } from "./retrievability.ts";

/** An item of the scope, due or not; `card` is null when it was never asked. In the order they are taught. */
export type CramItem = { itemId: string; conceptId: string; kind?: string; card: CardState | null };

export type CramInput = {
  items: readonly CramItem[];
  /** What this cram has asked, oldest first. */
  history: readonly { itemId: string; conceptId: string; right: boolean }[];
  pace: Pace;
  /** Minutes left; null: no limit. */
  budgetMinutes: number | null;
  context: ScheduleContext;
};

export type Crammed = {
  itemId: string;
  conceptId: string;
  seconds: number;
  /** Null for an item never asked. */
  retrievability: number | null;
};

export type CramPlan = {
  items: Crammed[];
  minutes: number;
  /** Items not yet right in this cram that do not fit. */
  left: number;
};

/**
 * What to practise, whatever is due: first what this cram has not asked, of that what is least likely to be recalled,
 * items never asked coming after it in the order they are taught; then what was wrong, longest ago first. Done is what
 * was right when last asked. Prerequisites hold nothing back: the learner chose the scope.
 *
 * Answers go into the log as rows of kind "practice", which leave cards as they are.
 */
export function cram({ items, history, pace, budgetMinutes, context }: CramInput): CramPlan {
  const lastAsked = new Map(history.map(({ itemId, right }, index) => [itemId, { right, index }]));
  const waiting = items
    .filter(({ itemId }) => !lastAsked.get(itemId)?.right)
    .map((item, taught) => ({
      item,
      taught,
      asked: lastAsked.get(item.itemId)?.index ?? -1,
      recall: item.card && item.card.state !== "new" ? retrievability(item.card, context.now, context) : null,
    }))
    .sort(
      (a, b) =>
        a.asked - b.asked ||
        (a.recall ?? 2) - (b.recall ?? 2) ||
        (a.recall === null ? a.taught - b.taught : byId(a.item, b.item)),
    );

  let secondsLeft = budgetMinutes === null ? Number.POSITIVE_INFINITY : budgetMinutes * 60;
  const chosen: Crammed[] = [];
  for (const { item, recall } of waiting) {
    const seconds = secondsFor(item, recall === null, pace);
    if (secondsLeft <= 0) break;
    if (chosen.length > 0 && seconds > secondsLeft) continue;
    chosen.push({ itemId: item.itemId, conceptId: item.conceptId, seconds, retrievability: recall });
    secondsLeft -= seconds;
  }
  const last = history.at(-1) ?? null;
  const ordered = interleave(chosen, ({ conceptId }) => conceptId, last?.conceptId ?? null);
  const [first, second] = ordered;
  if (first && second && first.itemId === last?.itemId) ordered.splice(0, 2, second, first);
  return {
    items: ordered,
    minutes: ordered.reduce((sum, { seconds }) => sum + seconds, 0) / 60,
    left: waiting.length - chosen.length,
  };
}

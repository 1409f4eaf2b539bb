import type { NewItem, QueueCard, QueueInput } from "./pools.ts";
import { isDue, studyDay } from "./study-day.ts";

/** An item to ask because of a misconception it can show, whether it is due or not. */
export type Target = { itemId: string; misconception: string };

/** Most items a session asks because of a misconception. */
export const TARGETED_PER_SESSION = 3;

export type Targeted = (QueueCard | NewItem) & { misconception: string };

/**
 * The targeted items that may be asked now, in the given order, as many as the session may still have. Left out is what
 * comes anyway, due or in a step; what was asked today; and new items whose concept is not open or for which the day's
 * number of new items has no place left.
 *
 * A card asked before it is due is rated as any other: FSRS takes the days since the last review, fewer than the
 * interval, and since recall was then likely, a right answer adds less stability than it would have added later.
 */
export function targetedNow(
  { targeted, cards, newPerDay, newToday, context }: QueueInput,
  fresh: readonly NewItem[],
): Targeted[] {
  if (!targeted) return [];
  const today = studyDay(context.now, context);
  const notDue = ({ card }: QueueCard) =>
    card.state === "review" && card.lastReviewDay !== null && card.lastReviewDay < today && !isDue(card, context);
  const asked = new Map(cards.filter(notDue).map((entry) => [entry.itemId, entry]));
  const open = new Map(fresh.map((entry) => [entry.itemId, entry]));
  const most = TARGETED_PER_SESSION - targeted.asked;
  let newLeft = newPerDay === null ? most : newPerDay - newToday;
  const found: Targeted[] = [];
  for (const { itemId, misconception } of targeted.items) {
    if (found.length >= most) break;
    const known = asked.get(itemId);
    const entry = known ?? (newLeft > 0 ? open.get(itemId) : undefined);
    if (!entry || found.some((one) => one.itemId === itemId)) continue;
    if (!known) newLeft--;
    found.push({ ...entry, misconception });
  }
  return found;
}

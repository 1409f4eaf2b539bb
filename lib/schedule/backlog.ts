import type { Pace } from "./pace.ts";
import { expectedSeconds } from "./return.ts";

/** A due review that waits, with its (corrected) probability of recall. */
export type Waiting = { itemId: string; kind?: string; retrievability: number };

export type BacklogDay = {
  /** 0 is today. */
  day: number;
  itemIds: string[];
  /** Expected, with the steps of those not recalled. */
  minutes: number;
};

/**
 * A backlog laid out over the coming days: in the given order, each day as many as fit into what its budget leaves
 * beside the cards that fall due on that day anyway. Only a card that alone takes longer than a whole day's budget
 * exceeds it, and has a day to itself. Days without room are left out.
 * @param minutes.perDay the budget, above 0
 * @param minutes.today what is left of it today
 * @param minutes.fallingDue by day, 0 being today, what other cards will take
 * @throws RangeError when the budget of a day is not above 0
 */
export function spreadBacklog(
  order: readonly Waiting[],
  pace: Pace,
  minutes: { perDay: number; today: number; fallingDue: readonly number[] },
): BacklogDay[] {
  if (!(minutes.perDay > 0)) throw new RangeError(`A day's budget must be above 0 minutes, got ${minutes.perDay}`);
  const days: BacklogDay[] = [];
  for (let day = 0, next = 0; next < order.length; day++) {
    const budget = day === 0 ? minutes.today : minutes.perDay;
    const free = budget - (minutes.fallingDue[day] ?? 0);
    const fitting = fittingCount(order.slice(next), free * 60, pace);
    const count = fitting === 0 && free >= minutes.perDay ? 1 : fitting;
    if (count === 0) continue;
    const taken = order.slice(next, next + count);
    next += count;
    const seconds = taken.reduce((sum, entry) => sum + expectedSeconds(entry, pace), 0);
    days.push({ day, itemIds: taken.map(({ itemId }) => itemId), minutes: seconds / 60 });
  }
  return days;
}

/** How many of these, from the first on, fit into so many seconds with the steps they are expected to need. */
export function fittingCount(order: readonly Waiting[], seconds: number, pace: Pace): number {
  let left = seconds;
  const over = order.findIndex((entry) => {
    left -= expectedSeconds(entry, pace);
    return left < 0;
  });
  return over < 0 ? order.length : over;
}

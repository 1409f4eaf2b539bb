import { type BacklogDay, spreadBacklog, type Waiting } from "./backlog.ts";
import { byId } from "./item-order.ts";
import type { QueueCard, QueueInput } from "./pools.ts";
import { retrievability } from "./retrievability.ts";
import { expectedSeconds } from "./return.ts";
import { dueDay, isDue, studyDay } from "./study-day.ts";

export type AfterExam = {
  /** What waits, laid out over the coming days beside what falls due on them; day 0 is today. */
  days: BacklogDay[];
  /** Reviews that wait, and the minutes they are expected to take. */
  waiting: { reviews: number; minutes: number };
  /** Days from today until every card is again asked when it falls due; 0 when nothing waits. */
  normalAfter: number;
};

/**
 * How ordinary retention comes back after an exam. Until the date the plan left alone what would have added little to
 * it, so some cards are overdue by then; each is laid on the first day that has room, those most at risk first, which is
 * the order in which the ordinary queue asks them. No day is over its minutes but for what falls due on it anyway.
 * @param minutes.perDay the budget, above 0
 * @param minutes.today what is left of it today
 * @throws RangeError when the budget of a day is not above 0
 */
export function afterExam(
  { cards, pace, context }: Pick<QueueInput, "cards" | "pace" | "context">,
  minutes: { perDay: number; today: number },
): AfterExam {
  const today = studyDay(context.now, context);
  const waiting: Waiting[] = [];
  const fallingDue: number[] = [];
  for (const entry of cards.filter(({ card }) => card.state === "review")) {
    const seconds = (recall: number) => expectedSeconds({ ...entry, retrievability: recall }, pace);
    if (isDue(entry.card, context)) waiting.push(waits(entry, context));
    else {
      const day = (dueDay(entry.card) ?? today) - today;
      fallingDue[day] = (fallingDue[day] ?? 0) + seconds(context.desiredRetention) / 60;
    }
  }
  waiting.sort((a, b) => a.retrievability - b.retrievability || byId(a, b));
  const days = spreadBacklog(waiting, pace, { perDay: minutes.perDay, today: minutes.today, fallingDue });
  const seconds = waiting.reduce((sum, entry) => sum + expectedSeconds(entry, pace), 0);
  return {
    days,
    waiting: { reviews: waiting.length, minutes: seconds / 60 },
    normalAfter: (days.at(-1)?.day ?? -1) + 1,
  };
}

function waits({ itemId, kind, card }: QueueCard, context: QueueInput["context"]): Waiting {
  const known = { itemId, retrievability: retrievability(card, context.now, context) };
  return kind === undefined ? known : { ...known, kind };
}

import type { ScheduleContext } from "./card.ts";
import { DEFAULT_GRADE_SHARES, ExamGain, type GradeShares } from "./exam-gain.ts";
import type { Memory } from "./memory-model.ts";
import { type Pace, secondsFor } from "./pace.ts";
import { type BacklogDay, spreadBacklog, type Waiting } from "./backlog.ts";
import { byId } from "./item-order.ts";
import type { QueueCard, QueueInput } from "./pools.ts";
import { daysUntil, retrievability } from "./retrievability.ts";
import { expectedSeconds } from "./return.ts";
import { dueDay, isDue, studyDay } from "./study-day.ts";

export type AfterExam = {
  /** What waits, laid out over the coming days beside what falls due on them; day 0 is today. */
  days: BacklogDay[];
  /** Reviews that wait, and the minutes they are expected to take. */
  waiting: { reviews: number; minutes: number };
  /**
   * Days from today until what is due of a day fits into its minutes again, those that come back meanwhile included; 0
   * when it does today, null when it does not within `LONGEST_RECOVERY` days: then the minutes are too few for the cards.
   */
  normalAfter: number | null;
};

/** Days that are looked ahead. */
export const LONGEST_RECOVERY = 90;

/**
 * How ordinary retention comes back after an exam. Until the date the plan left alone what would have added little to
 * it, so some cards are overdue by then; each is laid on the first day that has room, those most at risk first, which is
 * the order in which the ordinary queue asks them. No day is over its minutes but for what falls due on it anyway.
 * When days are normal again is reckoned in expectation: each review, recalled or not, comes back when its recall has
 * sunk to what is desired.
 * @param minutes.perDay the budget, above 0
 * @param minutes.today what is left of it today
 * @throws RangeError when the budget of a day is not above 0
 */
export function afterExam(
  { cards, pace, context }: Pick<QueueInput, "cards" | "pace" | "context">,
  minutes: { perDay: number; today: number },
  grades: GradeShares = DEFAULT_GRADE_SHARES,
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
    normalAfter: normalAfter({ cards, pace, context }, minutes, new ExamGain(context, grades)),
  };
}

function waits({ itemId, kind, card }: QueueCard, context: QueueInput["context"]): Waiting {
  const known = { itemId, retrievability: retrievability(card, context.now, context) };
  return kind === undefined ? known : { ...known, kind };
}

/** Parts less likely than this are left out of account. */
const LEAST_SHARE = 0.02;

/** A card, or a part of one by how likely it is as it is. */
type Part = Memory & { share: number; day: number; due: number; seconds: number };

function normalAfter(
  { cards, pace, context }: { cards: readonly QueueCard[]; pace: Pace; context: ScheduleContext },
  minutes: { perDay: number; today: number },
  gain: ExamGain,
): number | null {
  const today = studyDay(context.now, context);
  let parts = cards
    .filter(({ card }) => card.state === "review")
    .map(({ itemId, kind, card }): Part => {
      const { stability, difficulty, lastReviewDay } = card;
      const seconds = secondsFor(kind === undefined ? { itemId } : { itemId, kind }, false, pace);
      return { stability, difficulty, share: 1, day: lastReviewDay ?? today, due: dueDay(card) ?? today, seconds };
    });
  for (let ahead = 0; ahead <= LONGEST_RECOVERY; ahead++) {
    const day = today + ahead;
    const dueNow = parts
      .filter(({ due }) => due <= day)
      .map((part) => ({ part, recall: gain.recall(day - part.day, part.stability) }))
      .sort((a, b) => a.recall - b.recall);
    const needed = dueNow.reduce((sum, { part, recall }) => sum + part.share * part.seconds * (2 - recall), 0) / 60;
    const budget = ahead === 0 ? minutes.today : minutes.perDay;
    if (needed <= budget) return ahead;
    const asked = new Set<Part>();
    const after: Part[] = [];
    let left = budget * 60;
    for (const { part, recall } of dueNow) {
      if (left <= 0) break;
      left -= part.share * part.seconds * (2 - recall);
      asked.add(part);
      after.push(...returning(part, day, gain, context));
    }
    parts = [...parts.filter((part) => !asked.has(part)), ...after];
  }
  return null;
}

/** What a review makes of a part: recalled or not, due when recall has sunk to what is desired. */
function returning(part: Part, day: number, gain: ExamGain, context: ScheduleContext): Part[] {
  const { recall, passed, failed } = gain.reviewed(part, day - part.day);
  const { desiredRetention, parameters, stabilityFactor = 1 } = context;
  const after = (memory: Memory, share: number): Part => {
    const interval = Math.max(
      1,
      Math.round(daysUntil(desiredRetention, memory.stability * stabilityFactor, parameters)),
    );
    return { ...part, ...memory, share: part.share * share, day, due: day + interval };
  };
  return [after(passed, recall), after(failed, 1 - recall)].filter(({ share }) => share > LEAST_SHARE);
}

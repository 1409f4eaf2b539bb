import "server-only";
import { spreadBacklog } from "#lib/schedule/backlog.ts";
import { secondsFor } from "#lib/schedule/pace.ts";
import { pools } from "#lib/schedule/pools.ts";
import { dueDay, isDue, studyDay } from "#lib/schedule/study-day.ts";
import { type Today, today, todayUntilExam } from "#lib/schedule/today.ts";
import type { Db } from "./client.ts";
import { type ExamLine, readExamLine } from "./exam-outlook.ts";
import { contextOf, type Learner } from "./learner.ts";
import { type DayInput, queueInput } from "./queue.ts";
import { dailySession, openScoped, type Session } from "./sessions.ts";

/** What coming back from an absence means for the days ahead. */
export interface Back {
  /** Whole study days without a review; null when there was no such gap, and reviews have piled up otherwise. */
  awayDays: number | null;
  longestOverdue: number;
  /** Questions that show first how much stayed. */
  probes: number;
  /** Days over which the backlog is spread, today included. */
  days: number;
}

export interface TodayNumbers extends Today {
  /** Whether a session of today has begun. */
  begun: boolean;
  /** Items ever answered, and items in the bank. */
  answered: number;
  bank: number;
  /** The learner's offset now, to write times in. */
  utcOffsetMinutes: number;
  back: Back | null;
  /** The date that is studied for, or was lately. */
  exam: ExamLine | null;
  /** A session of some concepts that is going on. */
  scoped: Session | null;
}

/** The numbers of the day, whatever session of some concepts is going on beside it. */
export async function readToday(db: Db, learner: Learner, now: Date): Promise<TodayNumbers> {
  const calendar = contextOf(learner, now);
  const session = await dailySession(db, learner.id, now, calendar);
  const input = await queueInput(db, learner, session, now);
  return {
    ...numbersOf(input),
    begun: input.minutesSpent > 0,
    answered: input.cards.filter(({ card }) => card.reps > 0).length,
    bank: input.cards.length + input.newItems.length,
    utcOffsetMinutes: input.context.utcOffsetMinutes,
    back: backFrom(input),
    exam: await readExamLine(db, learner, input),
    scoped: await openScoped(db, learner.id, now, calendar),
  };
}

/** The numbers of the day as it is planned. */
export function numbersOf(input: DayInput): Today {
  const { exam } = input;
  return exam ? todayUntilExam({ ...input, exam }) : today(input);
}

/** Days ahead whose own reviews are reckoned with when the backlog is spread. */
const DAYS_AHEAD = 60;

function backFrom(input: DayInput): Back | null {
  const { returning, pace, budgetMinutes, minutesPerDay } = input;
  if (!returning) return null;
  const { reviews } = pools(input);
  const minutes = {
    perDay: minutesPerDay,
    today: budgetMinutes ?? minutesPerDay,
    fallingDue: minutesFallingDue(input),
  };
  const days = spreadBacklog(reviews, pace, minutes);
  return {
    awayDays: returning.awayDays,
    longestOverdue: returning.absence.longestOverdue,
    probes: reviews.filter(({ probe }) => probe !== undefined).length,
    days: (days.at(-1)?.day ?? 0) + 1,
  };
}

/** Minutes by day, from today, that cards not due yet and today's steps will take. */
function minutesFallingDue({ cards, pace, context }: DayInput): number[] {
  const today = studyDay(context.now, context);
  const minutes = Array.from({ length: DAYS_AHEAD }, () => 0);
  for (const entry of cards) {
    const { card } = entry;
    if (card.state === "review" && isDue(card, context)) continue;
    const day = (dueDay(card) ?? studyDay(card.due, context)) - today;
    if (day < DAYS_AHEAD) minutes[Math.max(0, day)] += secondsFor(entry, false, pace) / 60;
  }
  return minutes;
}

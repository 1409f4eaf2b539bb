import "server-only";
import { openSession } from "./sessions.ts";
import { type Today, today } from "#lib/schedule/today.ts";
import type { Db } from "./client.ts";
import { contextOf, type Learner } from "./learner.ts";
import { queueInput } from "./queue.ts";

export interface TodayNumbers extends Today {
  /** Whether a session of today has begun. */
  begun: boolean;
  /** Items ever answered, and items in the bank. */
  answered: number;
  bank: number;
  /** The learner's offset now, to write times in. */
  utcOffsetMinutes: number;
}

/** The numbers of the day. */
export async function readToday(db: Db, learner: Learner, now: Date): Promise<TodayNumbers> {
  const session = await openSession(db, learner.id, now, contextOf(learner, now));
  const input = await queueInput(db, learner, session, now);
  const numbers = today(input);
  return {
    ...numbers,
    begun: input.minutesSpent > 0,
    answered: input.cards.length,
    bank: input.cards.length + input.newItems.length,
    utcOffsetMinutes: input.context.utcOffsetMinutes,
  };
}

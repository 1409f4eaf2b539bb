import "server-only";
import { plan } from "#lib/schedule/queue.ts";
import { type SessionSummary, sessionSummary } from "#lib/schedule/session-summary.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import { today } from "#lib/schedule/today.ts";
import type { Db } from "./client.ts";
import { contextOf, type Learner } from "./learner.ts";
import { PARAMETERS, readLogs } from "./log.ts";
import { queueInput } from "./queue.ts";
import { lastSession, openSession } from "./sessions.ts";

export interface SessionReport extends SessionSummary {
  /** Whether the session is of today. */
  today: boolean;
  /** Study day of now, which `returns` counts from. */
  day: number;
  items: Map<string, { title: string; concept: { id: string; title: string } }>;
  minutes: number;
}

/** What the latest session amounted to; null before the first answer. */
export async function readSummary(db: Db, learner: Learner, now: Date): Promise<SessionReport | null> {
  const session = await lastSession(db, learner.id);
  if (!session) return null;
  const context = contextOf(learner, now);
  const answers = await db.log.findMany({
    where: { serving: { sessionId: session.id } },
    orderBy: { seq: "asc" },
    select: {
      seq: true,
      itemId: true,
      seconds: true,
      item: { select: { title: true, concept: { select: { id: true, title: true } } } },
    },
  });
  const first = new Map<string, number>();
  for (const { itemId, seq } of answers) if (!first.has(itemId)) first.set(itemId, seq);
  const logs = await readLogs(db, learner.id, [...first.keys()]);
  const touched = [...first].map(([itemId, fromSeq]) => ({ itemId, fromSeq, rows: logs.get(itemId) ?? [] }));
  const day = studyDay(now, context);
  return {
    ...sessionSummary(touched, PARAMETERS, context),
    day,
    today: studyDay(session.startedAt, context) === day,
    items: new Map(answers.map(({ itemId, item }) => [itemId, item])),
    minutes: answers.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0) / 60,
  };
}

export interface WhatIsLeft {
  /** Questions that fit into today's minutes and are still to be asked. */
  planned: number;
  /** What could be asked beyond them. */
  due: number;
  new: number;
  nextDue: Date | null;
}

export async function readWhatIsLeft(db: Db, learner: Learner, now: Date): Promise<WhatIsLeft> {
  const session = await openSession(db, learner.id, now, contextOf(learner, now));
  const input = await queueInput(db, learner, session, now);
  const { items, left } = plan(input);
  return { planned: items.length, ...left, nextDue: today(input).nextDue };
}

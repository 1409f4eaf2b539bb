import "server-only";
import { type Calendar, studyDay, studyDayStart } from "#lib/schedule/study-day.ts";
import type { Db } from "./client.ts";

export interface Session {
  id: string;
  startedAt: Date;
  unlimited: boolean;
}

/** The session that is going on: begun on this study day. */
export async function openSession(db: Db, learnerId: string, now: Date, calendar: Calendar): Promise<Session | null> {
  const day = studyDay(now, calendar);
  const startedAt = { gte: studyDayStart(day, calendar), lt: studyDayStart(day + 1, calendar) };
  return db.session.findFirst({ where: { learnerId, startedAt }, orderBy: { startedAt: "desc" } });
}

export async function beginSession(db: Db, learnerId: string, now: Date): Promise<Session> {
  return db.session.create({ data: { learnerId, startedAt: now } });
}

/** From here on the session has no limit of minutes or new items. */
export async function goPastBudget(db: Db, id: string): Promise<void> {
  await db.session.update({ where: { id }, data: { unlimited: true } });
}

export async function findSession(db: Db, id: string): Promise<Session | null> {
  return db.session.findUnique({ where: { id } });
}

/** The latest session with at least one answer, for the page that sums it up. */
export async function lastSession(db: Db, learnerId: string): Promise<Session | null> {
  return db.session.findFirst({
    where: { learnerId, servings: { some: { review: { isNot: null } } } },
    orderBy: { startedAt: "desc" },
  });
}

/** What a session has asked and got answered, oldest first. */
export async function sessionHistory(db: Db, sessionId: string): Promise<{ itemId: string; conceptId: string }[]> {
  const rows = await db.serving.findMany({
    where: { sessionId, review: { isNot: null } },
    orderBy: { review: { seq: "asc" } },
    select: { itemId: true, item: { select: { conceptId: true } } },
  });
  return rows.map(({ itemId, item }) => ({ itemId, conceptId: item.conceptId }));
}

import "server-only";
import { z } from "zod";
import { type Calendar, studyDay, studyDayStart } from "#lib/schedule/study-day.ts";
import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import { type Db, writing } from "./client.ts";
import { contextOf, type Learner } from "./learner.ts";

/** What a session of some concepts asks about. */
const Scope = z.strictObject({
  /** Ids of concepts. */
  concepts: z.array(z.string()).min(1),
  /** What to call it: the concept's or the area's title. */
  title: z.string(),
  /** Most minutes of a cram; null: until everything was right. */
  minutes: z.number().positive().nullable(),
});
export type Scope = z.infer<typeof Scope>;

/** The session of the day, one of due and new questions of some concepts, or practice that moves no card. */
export type Session = {
  id: string;
  startedAt: Date;
  unlimited: boolean;
} & ({ mode: "daily"; scope: null } | { mode: ScopedMode; scope: Scope });
export type ScopedMode = "concept" | "cram";

/** The modes of sessions of some concepts. */
const SCOPED = { in: ["concept", "cram"] satisfies ScopedMode[] };

/**
 * The session that is going on, begun on this study day: one of some concepts, until it is ended, or else the daily
 * one.
 */
export async function openSession(db: Db, learnerId: string, now: Date, calendar: Calendar): Promise<Session | null> {
  return (await openScoped(db, learnerId, now, calendar)) ?? dailySession(db, learnerId, now, calendar);
}

/** The daily session of this study day, whatever else is going on. */
export async function dailySession(db: Db, learnerId: string, now: Date, calendar: Calendar): Promise<Session | null> {
  const where = { learnerId, mode: "daily" as const, startedAt: within(now, calendar) };
  return found(await db.session.findFirst({ where, orderBy: { startedAt: "desc" } }));
}

/** The session of some concepts that is going on, if one is. */
export async function openScoped(db: Db, learnerId: string, now: Date, calendar: Calendar): Promise<Session | null> {
  const where = { learnerId, mode: SCOPED, endedAt: null, startedAt: within(now, calendar) };
  return found(await db.session.findFirst({ where, orderBy: { startedAt: "desc" } }));
}

export async function beginSession(db: Db, learnerId: string, now: Date): Promise<Session> {
  return toSession(await db.session.create({ data: { learnerId, startedAt: now } }));
}

/**
 * Begins a session of some concepts and sets the open question aside; the daily session takes it up again. A session
 * with the very same scope that is going on goes on, so that a form sent twice begins one.
 */
export async function beginScoped(
  db: PrismaClient,
  learner: Learner,
  mode: ScopedMode,
  scope: Scope,
  now: Date,
): Promise<Session> {
  return writing(db, async (tx) => {
    const going = await openScoped(tx, learner.id, now, contextOf(learner, now));
    if (going?.mode === mode && JSON.stringify(going.scope) === JSON.stringify(scope)) return going;
    await endOthers(tx, learner.id, null, now);
    await tx.serving.updateMany({ where: { openFor: learner.id }, data: { openFor: null } });
    return toSession(await tx.session.create({ data: { learnerId: learner.id, startedAt: now, mode, scope } }));
  });
}

/** Ends a session of some concepts: the daily one goes on where it was. Its open question is set aside. */
export async function endScoped(db: Db, learnerId: string, id: string, now: Date): Promise<void> {
  const ended = await db.session.updateMany({
    where: { id, learnerId, mode: SCOPED, endedAt: null },
    data: { endedAt: now },
  });
  if (ended.count > 0)
    await db.serving.updateMany({ where: { openFor: learnerId, sessionId: id }, data: { openFor: null } });
}

/** Makes a session the one that goes on, as when an answer of it is taken back after it was ended. */
export async function takeUp(
  db: Db,
  learnerId: string,
  { id, mode }: Pick<Prisma.SessionModel, "id" | "mode">,
  now: Date,
): Promise<void> {
  await endOthers(db, learnerId, id, now);
  if (mode !== "daily") await db.session.updateMany({ where: { id }, data: { endedAt: null } });
}

/** The question a session was left with when one of some concepts began; null when none began or it was answered. */
export async function setAsideForOthers(
  db: Db,
  learnerId: string,
  session: Session,
  now: Date,
  calendar: Calendar,
): Promise<string | null> {
  const other = await db.session.findFirst({
    where: { learnerId, mode: SCOPED, startedAt: within(now, calendar) },
    orderBy: { startedAt: "desc" },
  });
  if (!other) return null;
  const last = await db.serving.findFirst({
    where: { sessionId: session.id },
    orderBy: { servedAt: "desc" },
    select: { id: true, servedAt: true, item: { select: { status: true } }, review: { select: { seq: true } } },
  });
  const left = last?.review === null && last.item.status === "active" && last.servedAt <= other.startedAt;
  return left ? last.id : null;
}

/** Whether a session was begun on the study day of `now`. */
export function isOfDay({ startedAt }: Session, now: Date, calendar: Calendar): boolean {
  return studyDay(startedAt, calendar) === studyDay(now, calendar);
}

/** From here on the session has no limit of minutes or new items. */
export async function goPastBudget(db: Db, id: string): Promise<void> {
  await db.session.update({ where: { id }, data: { unlimited: true } });
}

/** A session of the drill: an exam's is not. */
export async function findSession(db: Db, learnerId: string, id: string): Promise<Session | null> {
  return found(await db.session.findUnique({ where: { id, learnerId, mode: { not: "exam" } } }));
}

/** The latest session with at least one answer, for the page that sums it up. */
export async function lastSession(db: Db, learnerId: string): Promise<Session | null> {
  return found(
    await db.session.findFirst({
      where: { learnerId, mode: { not: "exam" }, servings: { some: { review: { isNot: null } } } },
      orderBy: { startedAt: "desc" },
    }),
  );
}

/** One answer of a session that asks again what was wrong. */
export interface Asked {
  itemId: string;
  conceptId: string;
  right: boolean;
}

/** What a session has asked and got answered, oldest first; with `live`, without the answers taken back. */
export async function sessionHistory(db: Db, sessionId: string, live = false): Promise<Asked[]> {
  const rows = await db.serving.findMany({
    where: { sessionId, review: { isNot: null } },
    orderBy: { review: { seq: "asc" } },
    select: { itemId: true, item: { select: { conceptId: true } }, review: { select: { seq: true, grade: true } } },
  });
  const taken = live
    ? await takenBack(
        db,
        rows.flatMap(({ review }) => review?.seq ?? []),
      )
    : new Set();
  return rows
    .filter(({ review }) => !taken.has(review?.seq))
    .map(({ itemId, item, review }) => ({ itemId, conceptId: item.conceptId, right: review?.grade !== "again" }));
}

/** Which of these rows of the log were undone. */
export async function takenBack(db: Db, seqs: readonly number[]): Promise<Set<number | null | undefined>> {
  const undone = await db.log.findMany({ where: { undoes: { in: [...seqs] } }, select: { undoes: true } });
  return new Set(undone.map(({ undoes }) => undoes));
}

async function endOthers(db: Db, learnerId: string, id: string | null, now: Date): Promise<void> {
  await db.session.updateMany({
    where: { learnerId, mode: SCOPED, endedAt: null, ...(id !== null && { id: { not: id } }) },
    data: { endedAt: now },
  });
}

function within(now: Date, calendar: Calendar) {
  const day = studyDay(now, calendar);
  return { gte: studyDayStart(day, calendar), lt: studyDayStart(day + 1, calendar) };
}

function found(row: Prisma.SessionModel | null): Session | null {
  return row && toSession(row);
}

function toSession({ id, startedAt, unlimited, mode, scope }: Prisma.SessionModel): Session {
  if (mode === "daily") return { id, startedAt, unlimited, mode, scope: null };
  if (mode === "exam") throw new Error(`Session ${id} is that of an exam, not of the drill`);
  return { id, startedAt, unlimited, mode, scope: Scope.parse(scope) };
}

import "server-only";
import type { Verdict } from "#lib/grade/verdict.ts";
import { type SessionSummary, sessionSummary } from "#lib/schedule/session-summary.ts";
import { studyDay, studyDayStart } from "#lib/schedule/study-day.ts";
import type { Db } from "./client.ts";
import { findExamDate, minutesOn } from "./exam-date.ts";
import { contextOf, type Learner } from "./learner.ts";
import { PARAMETERS, readLogs } from "./log.ts";
import { misconceptionsWithPage } from "./misunderstood.ts";
import { type DayInput, planSession, queueInput } from "./queue.ts";
import { dailySession, findSession, lastSession, openSession, type Session, takenBack } from "./sessions.ts";
import { numbersOf } from "./today.ts";

export interface SessionReport extends SessionSummary {
  session: Session;
  /** Whether the session is of today. */
  today: boolean;
  /** Study day of now, which `returns` counts from. */
  day: number;
  items: Map<string, { title: string; concept: { id: string; title: string } }>;
  minutes: number;
  /** Items answered wrong, those the learner was sure of first. */
  wrong: WrongItem[];
  /** Misconceptions that answers showed, most often shown first. */
  misunderstandings: { id: string; name: string; conceptId: string; times: number; hasPage: boolean }[];
  /** Answers the learner was sure of, and how many of them were right. */
  sure: { answers: number; right: number };
}

export interface WrongItem {
  itemId: string;
  /** The learner was sure of it. */
  sure: boolean;
  /** It was not answered but shown. */
  gaveUp: boolean;
  /** What explains the answer. */
  misconception: string | null;
}

/**
 * What a session amounted to: the one named or, unless it has no answer, the one that goes on, or else the latest with
 * one. Null before the first answer, and when there is no such session.
 */
export async function readSummary(
  db: Db,
  learner: Learner,
  now: Date,
  sessionId?: string,
): Promise<SessionReport | null> {
  const context = contextOf(learner, now);
  const session = sessionId ? await findSession(db, learner.id, sessionId) : await sessionToTell(db, learner, now);
  if (!session) return null;
  const answers = await readAnswers(db, session.id);
  const first = new Map<string, number>();
  for (const { itemId, seq } of answers) if (!first.has(itemId)) first.set(itemId, seq);
  const logs = await readLogs(db, learner.id, [...first.keys()]);
  const touched = [...first].map(([itemId, fromSeq]) => ({ itemId, fromSeq, rows: logs.get(itemId) ?? [] }));
  const taken = await takenBack(
    db,
    answers.map(({ seq }) => seq),
  );
  const live = answers.filter(({ seq }) => !taken.has(seq));
  const sure = live.filter(({ certainty }) => certainty === 3);
  const day = studyDay(now, context);
  return {
    ...sessionSummary(touched, PARAMETERS, context),
    session,
    day,
    today: studyDay(session.startedAt, context) === day,
    items: new Map(answers.map(({ itemId, item }) => [itemId, item])),
    minutes: answers.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0) / 60,
    wrong: wrongItems(live),
    misunderstandings: await misunderstandingsIn(db, learner.id, live),
    sure: { answers: sure.length, right: sure.filter(({ grade }) => grade !== "again").length },
  };
}

async function sessionToTell(db: Db, learner: Learner, now: Date): Promise<Session | null> {
  const going = await openSession(db, learner.id, now, contextOf(learner, now));
  const answered =
    going && (await db.log.findFirst({ where: { serving: { sessionId: going.id } }, select: { seq: true } }));
  return answered ? going : lastSession(db, learner.id);
}

type AnswerRow = Awaited<ReturnType<typeof readAnswers>>[number];

async function readAnswers(db: Db, sessionId: string) {
  const servings = await db.serving.findMany({
    where: { sessionId, review: { isNot: null } },
    orderBy: { review: { seq: "asc" } },
    select: {
      review: { select: { seq: true, seconds: true, grade: true, certainty: true, answer: true, verdict: true } },
      itemId: true,
      item: { select: { title: true, concept: { select: { id: true, title: true } } } },
    },
  });
  return servings.flatMap(({ review, ...asked }) => (review ? { ...asked, ...review } : []));
}

function diagnosedIn({ verdict }: AnswerRow): string | null {
  return (verdict as unknown as Verdict | null)?.diagnosis?.misconception ?? null;
}

/** By item what its wrong answers say, each of them taken into account. */
function wrongItems(live: readonly AnswerRow[]): WrongItem[] {
  const wrong = new Map<string, WrongItem>();
  for (const row of live.filter(({ grade }) => grade === "again")) {
    const { itemId, certainty, answer } = row;
    const before = wrong.get(itemId);
    wrong.set(itemId, {
      itemId,
      sure: certainty === 3 || (before?.sure ?? false),
      gaveUp: answer === null && (before?.gaveUp ?? true),
      misconception: before?.misconception ?? diagnosedIn(row),
    });
  }
  return [...wrong.values()].sort((a, b) => Number(b.sure) - Number(a.sure));
}

async function misunderstandingsIn(
  db: Db,
  learnerId: string,
  live: readonly AnswerRow[],
): Promise<SessionReport["misunderstandings"]> {
  const times = new Map<string, number>();
  for (const id of live.flatMap((row) => diagnosedIn(row) ?? [])) times.set(id, (times.get(id) ?? 0) + 1);
  const rows = await db.misconception.findMany({
    where: { id: { in: [...times.keys()] } },
    select: { id: true, name: true, conceptId: true },
  });
  const pages = await misconceptionsWithPage(db, learnerId, [...times.keys()]);
  return rows
    .map((row) => ({ ...row, times: times.get(row.id) ?? 0, hasPage: pages.has(row.id) }))
    .sort((a, b) => b.times - a.times);
}

export interface WhatIsLeft {
  /** Questions that fit into today's minutes and are still to be asked. */
  planned: number;
  /** What could be asked beyond them. */
  due: number;
  new: number;
  nextDue: Date | null;
  /** What tomorrow brings if nothing more is answered today. */
  tomorrow: { questions: number; minutes: number };
  /** Minutes of today as a whole. */
  minutesPerDay: number;
  /** Whether today is planned for an exam: what could be asked beyond it then need not be due. */
  exam: boolean;
}

/** What is left of the day, whatever session of some concepts goes on beside it. */
export async function readWhatIsLeft(db: Db, learner: Learner, now: Date): Promise<WhatIsLeft> {
  const session = await dailySession(db, learner.id, now, contextOf(learner, now));
  const input = await queueInput(db, learner, session, now);
  const { items, left } = planSession(input);
  const { newPerDay } = learner;
  const minutes = minutesOn(studyDay(now, input.context) + 1, await findExamDate(db, learner.id), learner);
  return {
    planned: items.length,
    ...left,
    nextDue: numbersOf(input).nextDue,
    tomorrow: tomorrowOf(input, { minutes, newPerDay }),
    minutesPerDay: input.minutesPerDay,
    exam: input.exam !== undefined,
  };
}

function tomorrowOf(
  input: DayInput,
  { minutes: budgetMinutes, newPerDay }: { minutes: number; newPerDay: number },
): WhatIsLeft["tomorrow"] {
  const { context } = input;
  const now = studyDayStart(studyDay(context.now, context) + 1, context);
  const next = { context: { ...context, now }, history: [], budgetMinutes, newPerDay, newToday: 0 };
  const { items, minutes } = planSession({ ...input, ...next, minutesSpent: 0 });
  return { questions: items.length, minutes };
}

export interface LeftOfScope {
  /** Questions that the session would still ask or, its minutes being used up, did not come to. */
  planned: number;
  /** New questions that wait until what they build on is met. */
  closed: number;
}

/** What a session of some concepts has left. */
export async function readLeftOfScope(db: Db, learner: Learner, session: Session, now: Date): Promise<LeftOfScope> {
  const input = await queueInput(db, learner, session, now);
  const { items: planned, left } = planSession(input);
  const items = new Set(planned.map(({ itemId }) => itemId));
  const waiting = input.newItems.filter(({ itemId, conceptId }) => {
    return input.onlyConcepts?.has(conceptId) && !items.has(itemId);
  });
  if (session.mode === "cram") return { planned: items.size + left.due, closed: 0 };
  return { planned: items.size, closed: waiting.length };
}

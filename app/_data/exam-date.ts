import "server-only";
import { z } from "zod";
import { gradeShares } from "#lib/schedule/exam-gain.ts";
import type { Exam } from "#lib/schedule/exam-plan.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import { type Db, writing } from "./client.ts";
import { examAreas, weightsOf } from "./exam-weights.ts";
import { contextOf, type Learner } from "./learner.ts";

/** What is studied for: an exam on a study day, minutes of each day until then, and what it asks. */
export interface ExamGoal {
  /** Days since 1970-01-01 of the learner's calendar. */
  day: number;
  minutesPerDay: number;
  /** Weights of areas by id; null: the areas' own. */
  weights: Record<string, number> | null;
  /** Ids of concepts left out. */
  leftOut: string[];
}

/** A goal as it was set; `id` is what undo names. */
export type ExamDate = ExamGoal & { id: number };

/** The change that undo would take back: a date set, or removed. */
export interface ExamChange {
  id: number;
  date: ExamDate | null;
}

const Weights = z.record(z.string(), z.number().min(0)).nullable();
const LeftOut = z.array(z.string());

/** The date that holds, past or not; null when none was set, or it was removed. */
export async function findExamDate(db: Db, learnerId: string): Promise<ExamDate | null> {
  return (await latestChange(db, learnerId))?.date ?? null;
}

/** The latest change that was not taken back. */
export async function latestChange(db: Db, learnerId: string): Promise<ExamChange | null> {
  const row = await db.examDate.findFirst({ where: { learnerId, takenBackAt: null }, orderBy: { id: "desc" } });
  return row && { id: row.id, date: toDate(row) };
}

/** Sets or changes the date. What is set already is not set again, so that a form sent twice is one change. */
export async function setExamDate(db: PrismaClient, learner: Learner, goal: ExamGoal, now: Date): Promise<void> {
  await writing(db, async (tx) => {
    const before = await findExamDate(tx, learner.id);
    if (before && isSame(before, goal)) return;
    await tx.examDate.create({ data: { learnerId: learner.id, setAt: now, ...stored(goal) } });
  });
}

/** Changes the date that holds, from what it is at that moment; without one there is nothing to change. */
export async function changeExamDate(
  db: PrismaClient,
  learner: Learner,
  change: (date: ExamGoal) => ExamGoal,
  now: Date,
): Promise<void> {
  await writing(db, async (tx) => {
    const before = await findExamDate(tx, learner.id);
    if (!before) return;
    const after = change(before);
    if (isSame(before, after)) return;
    await tx.examDate.create({ data: { learnerId: learner.id, setAt: now, ...stored(after) } });
  });
}

/** Removes the date that holds; without one there is nothing to remove. */
export async function removeExamDate(db: PrismaClient, learner: Learner, now: Date): Promise<void> {
  await writing(db, async (tx) => {
    const before = await findExamDate(tx, learner.id);
    if (!before) return;
    await tx.examDate.create({ data: { learnerId: learner.id, setAt: now, ...stored(before), day: null } });
  });
}

/** Takes a change back, if it is still the latest; false where another came after it, in another tab say. */
export async function undoExamDate(db: PrismaClient, learner: Learner, id: number, now: Date): Promise<boolean> {
  return writing(db, async (tx) => {
    if ((await latestChange(tx, learner.id))?.id !== id) return false;
    await tx.examDate.update({ where: { id }, data: { takenBackAt: now } });
    return true;
  });
}

/** The minutes of a whole study day: those of the date up to it, else those of the settings. */
export function minutesOn(day: number, date: ExamDate | null, learner: Pick<Learner, "minutesPerDay">): number {
  return date && day <= date.day ? date.minutesPerDay : learner.minutesPerDay;
}

/** What the plan needs to know of a date, over these items of the bank. */
export async function examToPlanFor(
  db: Db,
  learner: Learner,
  date: ExamDate,
  items: readonly { itemId: string; conceptId: string }[],
): Promise<Exam> {
  const { areas, areaOf } = await examAreas(db);
  const weights = weightsOf(date.weights, areas, areaOf, items);
  const out = new Set(date.leftOut);
  for (const { itemId, conceptId } of items) if (out.has(conceptId)) weights.delete(itemId);
  return { day: date.day, weights, grades: gradeShares(await gradeCounts(db, learner.id)) };
}

/** Answers from the latest of which grades are counted. */
const COUNTED_ANSWERS = 1000;

async function gradeCounts(db: Db, learnerId: string): Promise<Parameters<typeof gradeShares>[0]> {
  const rows = await db.$queryRaw<{ grade: "again" | "hard" | "good" | "easy"; first: bigint; n: bigint }[]>`
    SELECT grade, elapsed IS NULL AS "first", count(*) AS n FROM
      (SELECT seq, grade, elapsed FROM Log WHERE learnerId = ${learnerId} AND kind = 'review' AND servingId IS NOT NULL
       ORDER BY at DESC LIMIT ${COUNTED_ANSWERS}) AS latest
    WHERE (elapsed IS NULL OR elapsed > 0) AND NOT EXISTS (SELECT 1 FROM Log AS undo WHERE undo.undoes = latest.seq)
    GROUP BY grade, elapsed IS NULL`;
  const counted = (first: boolean) =>
    Object.fromEntries(
      rows.filter((row) => (Number(row.first) === 1) === first).map((row) => [row.grade, Number(row.n)]),
    );
  const { again: _, ...pass } = counted(false);
  return { first: counted(true), pass };
}

/** The study day of an instant in the learner's calendar. */
export function studyDayOf(learner: Learner, now: Date): number {
  return studyDay(now, contextOf(learner, now));
}

function goalOf({ day, minutesPerDay, weights, leftOut }: ExamGoal): ExamGoal {
  return { day, minutesPerDay, weights, leftOut: leftOut.toSorted() };
}

function isSame(a: ExamGoal, b: ExamGoal): boolean {
  return JSON.stringify(goalOf(a)) === JSON.stringify(goalOf(b));
}

function stored(goal: ExamGoal) {
  const { weights, ...rest } = goalOf(goal);
  return { ...rest, ...(weights && { weights }) };
}

function toDate({ id, day, minutesPerDay, weights, leftOut }: Prisma.ExamDateModel): ExamDate | null {
  if (day === null) return null;
  return { id, ...goalOf({ day, minutesPerDay, weights: Weights.parse(weights), leftOut: LeftOut.parse(leftOut) }) };
}

import "server-only";
import type { Blueprint } from "#lib/exam/blueprint.ts";
import { assemble } from "#lib/exam/assembly.ts";
import { guessingOf } from "#lib/exam/guessing.ts";
import { type ClockReading, type Heard, spentAt } from "#lib/exam/exam-clock.ts";
import type { ExamEnding } from "#prisma/client/enums.ts";
import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import { json } from "./answers.ts";
import { type Db, writing } from "./client.ts";
import { asksAny, readExamBank } from "./exam-bank.ts";
import { drawQuestions } from "./exam-draw.ts";
import type { Learner } from "./learner.ts";

/** What the learner asks for. */
export interface ExamRequest {
  /** Name of a preset, or "own". */
  preset: string;
  blueprint: Blueprint;
  certaintyMarking: boolean;
  seed: number;
}

/** A mock exam without its questions. */
export interface Exam extends Heard {
  id: string;
  sessionId: string;
  preset: string;
  blueprint: Blueprint;
  certaintyMarking: boolean;
  /** What the bank could not give, in words. */
  notes: string[];
  startedAt: Date;
  /** Seconds given. */
  limit: number;
  /** Null while it goes on. */
  ended: { at: Date; how: ExamEnding } | null;
}

export type Begun =
  | { kind: "begun"; id: string }
  /** Another one goes on, which is this one when the form was sent twice. */
  | { kind: "going"; id: string }
  /** The bank has nothing that this blueprint asks. */
  | { kind: "empty" };

/**
 * Begins an exam unless one goes on: draws its questions, and starts its time. Challenges come after the questions. The
 * questions are drawn before anything is written, since that takes longest.
 */
export async function beginExam(
  db: PrismaClient,
  { id: learnerId }: Pick<Learner, "id">,
  { preset, blueprint, certaintyMarking, seed }: ExamRequest,
  reading: ClockReading,
): Promise<Begun> {
  const going = await findOpenExam(db, learnerId);
  if (going) return { kind: "going", id: going.id };
  const { areas, ...bank } = await readExamBank(db, learnerId);
  if (!asksAny(blueprint, areas)) return { kind: "empty" };
  const { challenges, ...paper } = assemble(blueprint, areas, bank, seed);
  const questions = await drawQuestions(db, paper.questions);
  if (questions.length + challenges.length === 0) return { kind: "empty" };
  return writing(db, async (tx) => {
    const other = await findOpenExam(tx, learnerId);
    if (other) return { kind: "going", id: other.id };
    const session = await tx.session.create({ data: { learnerId, startedAt: reading.now, mode: "exam" } });
    const { id } = await tx.exam.create({
      data: {
        learnerId,
        openFor: learnerId,
        sessionId: session.id,
        preset,
        blueprint: json(blueprint),
        seed,
        certaintyMarking,
        notes: paper.notes,
        startedAt: reading.now,
        limit: paper.minutes * 60,
        ...heard(0, reading),
      },
    });
    for (const [place, { itemId, areaId, given, variant, targets }] of questions.entries()) {
      const guess = guessingOf(variant.question);
      const asked = { itemId, seed: variant.seed, snapshot: variant, targets, servedAt: reading.now };
      const serving = await tx.serving.create({ data: { learnerId, sessionId: session.id, ...asked } });
      await tx.examQuestion.create({ data: { examId: id, place, servingId: serving.id, areaId, given, guess } });
    }
    for (const [i, { challengeId, areaId, seconds }] of challenges.entries()) {
      const place = questions.length + i;
      await tx.examQuestion.create({ data: { examId: id, place, challengeId, areaId, given: seconds, guess: 0 } });
    }
    return { kind: "begun", id };
  });
}

/** What is noted of the clocks when an exam is heard of. */
export function heard(spent: number, { now, uptime, boot }: ClockReading): Heard {
  return { spent, heardAt: now, uptime, boot };
}

export async function findExam(db: Db, learnerId: string, id: string): Promise<Exam | null> {
  const row = await db.exam.findUnique({ where: { id, learnerId } });
  return row && toExam(row);
}

/** The exam that goes on, if one does. It may be over by its time, and end with the next request. */
export async function findOpenExam(db: Db, learnerId: string): Promise<Exam | null> {
  const row = await db.exam.findUnique({ where: { openFor: learnerId } });
  return row && toExam(row);
}

/** Exams that are over, the latest first. */
export async function listEndedExams(db: Db, learnerId: string): Promise<Exam[]> {
  const rows = await db.exam.findMany({
    where: { learnerId, endedAt: { not: null } },
    orderBy: [{ startedAt: "desc" }, { id: "asc" }],
  });
  return rows.map(toExam);
}

/** Seconds that are left at a reading of the clocks, none below 0. */
export function secondsLeft(exam: Exam, reading: ClockReading): number {
  return Math.max(0, exam.limit - spentAt(exam, reading));
}

function toExam(row: Prisma.ExamModel): Exam {
  const { id, sessionId, preset, certaintyMarking, startedAt, limit, spent, heardAt, uptime, boot } = row;
  return {
    id,
    sessionId,
    preset,
    blueprint: row.blueprint as unknown as Blueprint,
    certaintyMarking,
    notes: row.notes as string[],
    startedAt,
    limit,
    spent,
    heardAt,
    uptime,
    boot,
    ended: row.endedAt && row.ending && { at: row.endedAt, how: row.ending },
  };
}

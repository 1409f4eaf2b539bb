import "server-only";
import { type ClockReading, isOver, spentAt } from "#lib/exam/exam-clock.ts";
import { Answer } from "#lib/grade/answer.ts";
import type { Certainty, Marked } from "#lib/grade/verdict.ts";
import type { Variant } from "#lib/item/question.ts";
import { Prisma, type PrismaClient } from "#prisma/client/client.ts";
import { type Db, writing } from "./client.ts";
import { findOpenExam, heard } from "./exam-sittings.ts";

/** A question of an exam with what the learner has done about it. */
export interface SatQuestion {
  place: number;
  servingId: string;
  areaId: string;
  /** Seconds it was given. */
  given: number;
  flagged: boolean;
  skipped: boolean;
  answer: Answer | null;
  /** Milliseconds of the exam that had passed when the answer was typed. */
  typedAt: number;
  certainty: Certainty | null;
  /** Seconds for which it was looked at. */
  seconds: number;
  /** After the end: what marking said, also of an answer that could not be read; null of no answer. */
  verdict: Marked | null;
}

export async function listQuestions(db: Db, examId: string): Promise<SatQuestion[]> {
  const rows = await db.examQuestion.findMany({ where: { examId }, orderBy: { place: "asc" } });
  return rows.map(toQuestion);
}

/** What changed about a question, sent while an exam goes on. What is absent did not change. */
export interface QuestionChange {
  place: number;
  /** Null: what was answered is taken out again. */
  answer?: { value: Answer | null; typedAt: number };
  certainty?: Certainty | null;
  flagged?: boolean;
  skipped?: boolean;
  seconds: number;
}

export type Saved =
  /** `answer`: the one that stands, which is another than the one sent where that was typed later elsewhere. */
  | { kind: "saved"; spent: number; answer: { value: Answer | null; typedAt: number } }
  | { kind: "over" }
  | { kind: "refused" };

/**
 * Keeps what changed about a question of an exam that goes on. Of two answers the one typed later stays; a time ahead of
 * the exam's own counts as now. Nothing is kept once the time is over, or of another kind than what was asked.
 */
export async function saveQuestion(
  db: PrismaClient,
  learnerId: string,
  examId: string,
  change: QuestionChange,
  reading: ClockReading,
): Promise<Saved> {
  return writing(db, async (tx) => {
    const exam = await findOpenExam(tx, learnerId);
    if (exam?.id !== examId || isOver(exam, reading)) return { kind: "over" };
    const where = { examId_place: { examId, place: change.place } };
    const row = await tx.examQuestion.findUnique({ where, include: { serving: { select: { snapshot: true } } } });
    const { answer } = change;
    const asked = row?.serving.snapshot as Pick<Variant, "question"> | undefined;
    if (!row || !asked || (answer?.value && answer.value.kind !== asked.question.kind)) return { kind: "refused" };
    const spent = spentAt(exam, reading);
    const typedAt = answer && Math.min(answer.typedAt, Math.round(spent * 1000));
    const isLatest = answer !== undefined && typedAt !== undefined && typedAt >= row.typedAt;
    const stored = await tx.examQuestion.update({
      where,
      data: {
        ...(isLatest && { answer: answer.value ?? Prisma.DbNull, typedAt }),
        ...(change.certainty !== undefined && { certainty: change.certainty }),
        ...(change.flagged !== undefined && { flagged: change.flagged }),
        ...(change.skipped !== undefined && { skipped: change.skipped }),
        seconds: Math.max(row.seconds, Math.min(change.seconds, spent)),
      },
    });
    await tx.exam.update({ where: { id: examId }, data: heard(spent, reading) });
    const stands = toQuestion(stored);
    return { kind: "saved", spent, answer: { value: stands.answer, typedAt: stands.typedAt } };
  });
}

function toQuestion(row: Prisma.ExamQuestionModel): SatQuestion {
  const { place, servingId, areaId, given, flagged, skipped, typedAt, seconds } = row;
  return {
    place,
    servingId,
    areaId,
    given,
    flagged,
    skipped,
    answer: row.answer === null ? null : Answer.parse(row.answer),
    typedAt,
    certainty: row.certainty as Certainty | null,
    seconds,
    verdict: row.verdict as unknown as Marked | null,
  };
}

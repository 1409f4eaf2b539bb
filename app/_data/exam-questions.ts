import "server-only";
import { type ClockReading, isOver, spentAt } from "#lib/exam/exam-clock.ts";
import { type ExamInput, ProgramAnswer } from "#lib/exam/program-answer.ts";
import { Answer } from "#lib/grade/answer.ts";
import type { Certainty, Marked } from "#lib/grade/verdict.ts";
import type { Variant } from "#lib/item/question.ts";
import { Prisma, type PrismaClient } from "#prisma/client/client.ts";
import { type Db, writing } from "./client.ts";
import { findOpenExam, heard } from "./exam-sittings.ts";

/** What the learner has done about a question or challenge of an exam. */
interface Sat<Typed> {
  place: number;
  areaId: string;
  /** Seconds it was given. */
  given: number;
  flagged: boolean;
  skipped: boolean;
  answer: Typed | null;
  /** Milliseconds of the exam that had passed when the answer was typed. */
  typedAt: number;
  certainty: Certainty | null;
  /** Seconds for which it was looked at. */
  seconds: number;
  /** After the end: what marking said, also of an answer that could not be read; null of no answer. */
  verdict: Marked | null;
}

export interface SatQuestion extends Sat<Answer> {
  servingId: string;
}

export interface SatChallenge extends Sat<ProgramAnswer> {
  challengeId: string;
  /** After the end, once its program was judged. */
  submissionId: string | null;
}

/** The questions, and the challenges that come after them. */
export interface SatExam {
  questions: SatQuestion[];
  challenges: SatChallenge[];
}

export async function readSatExam(db: Db, examId: string): Promise<SatExam> {
  const rows = await db.examQuestion.findMany({ where: { examId }, orderBy: { place: "asc" } });
  return {
    questions: rows.flatMap(({ servingId, answer, ...row }) => {
      if (servingId === null) return [];
      return { ...toSat(row), servingId, answer: answer === null ? null : Answer.parse(answer) };
    }),
    challenges: rows.flatMap(({ challengeId, submissionId, answer, ...row }) => {
      if (challengeId === null) return [];
      return { ...toSat(row), challengeId, submissionId, answer: answer === null ? null : ProgramAnswer.parse(answer) };
    }),
  };
}

/** How many questions and challenges of an exam have an answer. */
export function countAnswered(db: Db, examId: string): Promise<number> {
  return db.examQuestion.count({ where: { examId, answer: { not: Prisma.DbNull } } });
}

/** What changed about a question, sent while an exam goes on. What is absent did not change. */
export interface QuestionChange {
  place: number;
  /** Null: what was answered is taken out again. */
  answer?: { value: ExamInput | null; typedAt: number };
  certainty?: Certainty | null;
  flagged?: boolean;
  skipped?: boolean;
  seconds: number;
}

export type Saved =
  /** `answer`: the one that stands, which is another than the one sent where that was typed later elsewhere. */
  | { kind: "saved"; spent: number; answer: { value: ExamInput | null; typedAt: number } }
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
    if (!row || (answer?.value && answer.value.kind !== kindAsked(row))) return { kind: "refused" };
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
    const value = stored.answer as unknown as ExamInput | null;
    return { kind: "saved", spent, answer: { value, typedAt: stored.typedAt } };
  });
}

/** The kind that an answer must be of. */
function kindAsked({ serving }: { serving: { snapshot: unknown } | null }): ExamInput["kind"] {
  return serving ? (serving.snapshot as Variant).question.kind : "program";
}

type Common = Omit<Sat<never>, "answer">;

function toSat(row: Pick<Prisma.ExamQuestionModel, keyof Common>): Common {
  const { place, areaId, given, flagged, skipped, typedAt, certainty, seconds, verdict } = row;
  return {
    place,
    areaId,
    given,
    flagged,
    skipped,
    typedAt,
    certainty: certainty as Certainty | null,
    seconds,
    verdict: verdict as unknown as Marked | null,
  };
}

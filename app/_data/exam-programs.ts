import "server-only";
import { ProgramAnswer } from "#lib/exam/program-answer.ts";
import { Prisma, type PrismaClient } from "#prisma/client/client.ts";
import { json } from "./answers.ts";
import { roundOfExam } from "./challenge-rounds.ts";
import { type Db, writing } from "./client.ts";
import type { Learner } from "./learner.ts";
import { type Judged, markOfProgram, writeSubmission } from "./submissions.ts";

/** A program that an exam ended with and that no verdict is known of yet. */
export interface UnjudgedProgram {
  examId: string;
  place: number;
  challengeId: string;
  answer: ProgramAnswer;
  /** Seconds for which the challenge was looked at. */
  seconds: number;
  /** When the exam ended. */
  at: Date;
}

/** Programs of exams that are over and were not judged: judging takes seconds, and begins once an exam has ended. */
export async function listUnjudged(db: Db, learnerId: string): Promise<UnjudgedProgram[]> {
  const rows = await db.examQuestion.findMany({
    where: {
      challengeId: { not: null },
      answer: { not: Prisma.DbNull },
      submissionId: null,
      exam: { learnerId, endedAt: { not: null } },
    },
    orderBy: [{ examId: "asc" }, { place: "asc" }],
    include: { exam: { select: { endedAt: true } } },
  });
  return rows.flatMap(({ examId, place, challengeId, answer, seconds, exam }) => {
    if (challengeId === null || exam.endedAt === null) return [];
    return { examId, place, challengeId, answer: ProgramAnswer.parse(answer), seconds, at: exam.endedAt };
  });
}

/**
 * Writes the verdict on a program of an exam: as a submission of the challenge, which grades a round, and beside what was
 * typed. Written once, whoever else has judged it meanwhile.
 */
export async function recordExamProgram(
  db: PrismaClient,
  learner: Learner,
  { examId, place }: Pick<UnjudgedProgram, "examId" | "place">,
  judged: Omit<Judged, "round">,
  now: Date,
): Promise<void> {
  const where = { examId_place: { examId, place } };
  await writing(db, async (tx) => {
    const row = await tx.examQuestion.findUnique({ where });
    if (!row || row.submissionId !== null) return;
    const round = await roundOfExam(tx, learner.id, judged.challengeId, judged.at);
    const submission = { ...judged, round };
    await writeSubmission(tx, learner, submission, now);
    await tx.examQuestion.update({
      where,
      data: { submissionId: judged.id, verdict: json(markOfProgram(submission)) },
    });
  });
}

/** Whether a challenge is asked in the exam that goes on, which has no help and no verdict to give. */
export async function isExamined(db: Db, learnerId: string, challengeId: string): Promise<boolean> {
  return (await db.examQuestion.count({ where: { challengeId, exam: { openFor: learnerId } } })) > 0;
}

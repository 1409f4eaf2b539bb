import "server-only";
import { type ClockReading, isOver, spentAt } from "#lib/exam/exam-clock.ts";
import type { Answer } from "#lib/grade/answer.ts";
import type { Marked, Verdict } from "#lib/grade/verdict.ts";
import { Variant } from "#lib/item/question.ts";
import { ALGORITHM_VERSION } from "#lib/schedule/card.ts";
import { gradeOf } from "#lib/schedule/grade.ts";
import { rowContext } from "#lib/schedule/log.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { expected, json } from "./answers.ts";
import { findCard, refoldCard } from "./cards.ts";
import { type Db, writing } from "./client.ts";
import { readSatExam, type SatQuestion } from "./exam-questions.ts";
import { type Exam, findOpenExam, heard } from "./exam-sittings.ts";
import { contextOf, type Learner } from "./learner.ts";
import { refitMemory } from "./memory.ts";
import { refoldMisunderstandings } from "./misconceptions.ts";

/** Marks an answer; given by those who know the programs behind the questions. */
export type MarkAnswer = (answer: Answer, variant: Variant) => Marked;

/**
 * Ends an exam: marks what was answered and writes it into the log, with cards and misunderstandings, all in one
 * transaction. An exam ends once: where it is over already, nothing happens. One that is handed in after its time has
 * ended by its time. Answers that could not be read, like those not given, are kept out of the log. Programs wait to be
 * judged (app/_data/exam-programs.ts).
 */
export async function endExam(
  db: PrismaClient,
  learner: Learner,
  examId: string,
  reading: ClockReading,
  mark: MarkAnswer,
): Promise<void> {
  await writing(db, async (tx) => {
    const exam = await findOpenExam(tx, learner.id);
    if (exam?.id === examId) await end(tx, learner, exam, reading, mark);
  });
}

/** Ends the exam that goes on if its time is over; to be called before anything reads or writes the log. */
export async function endOverdueExam(
  db: PrismaClient,
  learner: Learner,
  reading: ClockReading,
  mark: MarkAnswer,
): Promise<void> {
  const exam = await findOpenExam(db, learner.id);
  if (exam && isOver(exam, reading)) await endExam(db, learner, exam.id, reading, mark);
}

async function end(db: Db, learner: Learner, exam: Exam, reading: ClockReading, mark: MarkAnswer): Promise<void> {
  const spent = spentAt(exam, reading);
  // By the exam's own time: the clock may have been set since it began.
  const at = new Date(exam.startedAt.getTime() + Math.round(Math.min(spent, exam.limit) * 1000));
  await db.exam.update({
    where: { id: exam.id },
    data: {
      ...heard(spent, reading),
      openFor: null,
      endedAt: at,
      ending: spent >= exam.limit ? "time_up" : "handed_in",
    },
  });
  await db.session.update({ where: { id: exam.sessionId }, data: { endedAt: at } });
  const { questions } = await readSatExam(db, exam.id);
  for (const question of questions) {
    if (question.answer === null) continue;
    const serving = await db.serving.findUniqueOrThrow({ where: { id: question.servingId } });
    const marked = mark(question.answer, Variant.parse(serving.snapshot));
    await db.examQuestion.update({
      where: { examId_place: { examId: exam.id, place: question.place } },
      data: { verdict: json(marked) },
    });
    if (marked.outcome !== "invalid") await review(db, learner, serving.itemId, question, marked, at);
  }
  await refitMemory(db, learner, contextOf(learner, at));
}

/** Longer than this a question of an exam was not thought about, as in the drill. */
const LONGEST_SECONDS = 600;

async function review(
  db: Db,
  learner: Learner,
  itemId: string,
  { servingId, answer, certainty, seconds }: SatQuestion,
  verdict: Verdict,
  at: Date,
): Promise<void> {
  const context = contextOf(learner, at);
  const before = await findCard(db, learner.id, itemId);
  const grade = gradeOf({ verdict: verdict.outcome, hints: 0, guessed: certainty === 1, slip: false });
  const { seq } = await db.log.create({
    data: {
      learnerId: learner.id,
      itemId,
      kind: "review",
      at,
      grade,
      context: json({ ...rowContext(context, ALGORITHM_VERSION), confident: certainty === 3 }),
      servingId,
      answer: answer ?? undefined,
      verdict: json(verdict),
      certainty,
      seconds: Math.min(seconds, LONGEST_SECONDS),
      diagnosed: verdict.diagnosis?.misconception,
      ...(before && expected(before, context)),
    },
  });
  await refoldMisunderstandings(db, learner.id, seq);
  await refoldCard(db, learner.id, itemId);
}

import "server-only";
import { findReview } from "#app/_data/answers.ts";
import { findCard } from "#app/_data/cards.ts";
import type { Db } from "#app/_data/client.ts";
import { readSatExam } from "#app/_data/exam-questions.ts";
import type { ExamResult } from "#app/_data/exam-results.ts";
import { contextOf, type Learner } from "#app/_data/learner.ts";
import { findServing } from "#app/_data/servings.ts";
import { findSubmission } from "#app/_data/submissions.ts";
import { behindOf } from "#app/challenges/behind.ts";
import { VerdictView } from "#app/challenges/verdict-view.ts";
import { presentAnswered } from "#app/drill/present.ts";
import { comesBack } from "#app/drill/schedule-words.ts";
import type { AnsweredView } from "#app/drill/view.ts";
import { dueDay } from "#lib/schedule/study-day.ts";
import { renderPlain } from "#lib/text/markdown.ts";
import type { ReviewedProgramView } from "./view.ts";

/** A question of an exam that is over as the drill shows one that was answered; null where there is none. */
export async function presentReviewed(
  db: Db,
  learner: Learner,
  { answers }: ExamResult,
  place: number,
): Promise<AnsweredView | null> {
  const answer = answers[place];
  const serving = answer && (await findServing(db, learner.id, answer.servingId));
  if (!answer || !serving) return null;
  const now = new Date();
  const review = await findReview(db, serving.id);
  const card = await findCard(db, learner.id, serving.itemId);
  if (!review) {
    const verdict = { outcome: "wrong", read: "", credit: 0, diagnosis: null } as const;
    const given = { answer: null, verdict, grade: "again", at: now } as const;
    const { question, marked } = await presentAnswered(db, learner, serving, given, card);
    const unread = answer.unread === null ? [] : [`<p>${renderPlain(answer.unread)}</p>`];
    const heading = answer.unread === null ? "No answer" : "Your answer could not be read";
    const schedule = "Not in the log: there is nothing to learn from it.";
    return { question, marked: { ...marked, heading, remarks: [...unread, ...marked.remarks], schedule } };
  }
  const { question, marked } = await presentAnswered(db, learner, serving, review, card);
  const context = contextOf(learner, now);
  const schedule = card && dueDay(card) === null ? "Waits in today’s drill." : comesBack(card, context);
  return { question, marked: { ...marked, schedule } };
}

/** A challenge of an exam that is over; null where there is none. */
export async function presentReviewedProgram(
  db: Db,
  learner: Learner,
  { exam, programs }: ExamResult,
  place: number,
): Promise<ReviewedProgramView | null> {
  const program = programs.find((one) => one.place === place);
  if (!program) return null;
  const { challengeId, title, areaId, submissionId } = program;
  const { challenges } = await readSatExam(db, exam.id);
  const answer = challenges.find((one) => one.place === place)?.answer ?? null;
  const submission = submissionId === null ? null : await findSubmission(db, learner.id, submissionId);
  const verdict = submission && VerdictView.parse(submission.verdict);
  const area = await db.area.findUnique({ where: { id: areaId }, select: { title: true } });
  return {
    challenge: challengeId,
    title,
    area: area?.title ?? areaId,
    written: answer && { language: answer.language, source: answer.texts[answer.language] ?? "" },
    judged: verdict && { verdict, behind: await behindOf(db, learner.id, verdict) },
  };
}

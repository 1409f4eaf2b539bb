import "server-only";
import { database } from "#app/_data/client.ts";
import { endExam, endOverdueExam, type MarkAnswer } from "#app/_data/exam-end.ts";
import type { Learner } from "#app/_data/learner.ts";
import { liveVariant } from "#app/drill/live-variant.ts";
import { mark } from "#lib/grade/mark.ts";
import { judgeUnjudged } from "./judging.ts";
import { readClock } from "./read-clock.ts";

/** By the question computed once more, as the drill marks. */
const markAnswer: MarkAnswer = (answer, variant) => mark(answer, liveVariant(variant).variant);

/** Ends an exam that goes on; any other is left alone. */
export async function handIn(learner: Learner, examId: string): Promise<void> {
  await endExam(database(), learner, examId, readClock(), markAnswer);
  await judgeUnjudged(learner);
}

/**
 * Ends the exam whose time is over, as of its end, and sees to it that programs of exams are judged. Pages and actions
 * that read or write what is known of the learner call this first: no timer has to run for an exam to end.
 */
export async function endOverdue(learner: Learner): Promise<void> {
  await endOverdueExam(database(), learner, readClock(), markAnswer);
  await judgeUnjudged(learner);
}

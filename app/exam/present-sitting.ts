import "server-only";
import type { Db } from "#app/_data/client.ts";
import { listQuestions, type SatQuestion } from "#app/_data/exam-questions.ts";
import type { Exam } from "#app/_data/exam-sittings.ts";
import { listServings } from "#app/_data/servings.ts";
import { presentAsked } from "#app/drill/present.ts";
import { type ClockReading, spentAt } from "#lib/exam/exam-clock.ts";
import type { QuestionState, SittingView, StandView } from "./view.ts";

/** An exam that goes on as the page may see it. */
export async function presentSitting(
  db: Db,
  learnerId: string,
  exam: Exam,
  reading: ClockReading,
): Promise<SittingView> {
  const { id, certaintyMarking, limit, notes } = exam;
  const questions = await listQuestions(db, id);
  const servings = await listServings(
    db,
    learnerId,
    questions.map(({ servingId }) => servingId),
  );
  return {
    id,
    certaintyMarking,
    limit,
    spent: spentAt(exam, reading),
    notes,
    questions: questions.map((question, i) => ({ asked: presentAsked(servings[i]), state: stateOf(question) })),
  };
}

/** How it stands, for a page that has its questions. */
export async function presentStand(db: Db, exam: Exam, reading: ClockReading): Promise<StandView> {
  if (exam.ended) return { kind: "over" };
  const questions = await listQuestions(db, exam.id);
  return { kind: "going", spent: spentAt(exam, reading), states: questions.map(stateOf) };
}

function stateOf({ answer, typedAt, certainty, flagged, skipped, seconds }: SatQuestion): QuestionState {
  return { answer, typedAt, certainty, flagged, skipped, seconds };
}

import "server-only";
import { findChallenge } from "#app/_data/challenges.ts";
import type { Db } from "#app/_data/client.ts";
import { readSatExam, type SatChallenge, type SatQuestion } from "#app/_data/exam-questions.ts";
import type { Exam } from "#app/_data/exam-sittings.ts";
import type { Learner } from "#app/_data/learner.ts";
import { listServings } from "#app/_data/servings.ts";
import { presentAsked } from "#app/drill/present.ts";
import { starterOf, WHOLE } from "#lib/challenge/form.ts";
import { LANGUAGES } from "#lib/challenge/language.ts";
import { type ClockReading, spentAt } from "#lib/exam/exam-clock.ts";
import { renderMarkdown } from "#lib/text/markdown.ts";
import type { ProgramView, QuestionState, SittingView, StandView } from "./view.ts";

/** An exam that goes on as the page may see it. */
export async function presentSitting(
  db: Db,
  learner: Learner,
  exam: Exam,
  reading: ClockReading,
): Promise<SittingView> {
  const { id, certaintyMarking, limit, notes } = exam;
  const { questions, challenges } = await readSatExam(db, id);
  const servings = await listServings(
    db,
    learner.id,
    questions.map(({ servingId }) => servingId),
  );
  return {
    id,
    certaintyMarking,
    limit,
    spent: spentAt(exam, reading),
    notes,
    questions: [
      ...questions.map((question, i) => ({ asked: presentAsked(servings[i]), state: stateOf(question) })),
      ...challenges.map((challenge) => ({ asked: presentProgram(challenge, learner), state: stateOf(challenge) })),
    ],
  };
}

/** How it stands, for a page that has its questions. */
export async function presentStand(db: Db, exam: Exam, reading: ClockReading): Promise<StandView> {
  if (exam.ended) return { kind: "over" };
  const { questions, challenges } = await readSatExam(db, exam.id);
  return { kind: "going", spent: spentAt(exam, reading), states: [...questions, ...challenges].map(stateOf) };
}

function presentProgram({ challengeId, given }: SatChallenge, { challengeLanguage: language }: Learner): ProgramView {
  const challenge = findChallenge(challengeId);
  const common = { kind: "program", challenge: challengeId, minutes: Math.round(given / 60), language } as const;
  if (!challenge) {
    // The content was changed and the server started again while the exam went on.
    return { ...common, title: challengeId, task: GONE, starters: { python: "", typescript: "" } };
  }
  const [python, typescript] = LANGUAGES.map((one) => starterOf(challenge, WHOLE, one));
  const { title, task } = challenge.document;
  return { ...common, title, task: renderMarkdown(task), starters: { python, typescript } };
}

const GONE = renderMarkdown("The content has this challenge no longer. It can be left open.");

function stateOf(sat: SatQuestion | SatChallenge): QuestionState {
  const { answer, typedAt, certainty, flagged, skipped, seconds } = sat;
  return { answer, typedAt, certainty, flagged, skipped, seconds };
}

"use server";

import { randomInt } from "node:crypto";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { database } from "#app/_data/client.ts";
import { saveQuestion, type Saved } from "#app/_data/exam-questions.ts";
import { listUnjudged } from "#app/_data/exam-programs.ts";
import { beginExam, findExam } from "#app/_data/exam-sittings.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { blueprintOf, formValues } from "#app/exam/blueprint-form.ts";
import { endOverdue, handIn } from "#app/exam/end.ts";
import { judgeUnjudged, judgingOf, type JudgingStand } from "#app/exam/judging.ts";
import { presentStand } from "#app/exam/present-sitting.ts";
import { readClock } from "#app/exam/read-clock.ts";
import type { StandView } from "#app/exam/view.ts";
import { ExamInput } from "#lib/exam/program-answer.ts";
import { CERTAINTIES } from "#lib/grade/verdict.ts";

/** Begins an exam and leads to it; to the one that goes on, if one does. What can't be asked leads back. */
export async function beginExamAction(form: FormData): Promise<void> {
  const values = formValues(form);
  const chosen = blueprintOf(values);
  if (chosen.kind === "problem") redirect("/exam");
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const { preset, blueprint } = chosen;
  const request = { preset, blueprint, certaintyMarking: values.certainty === "on", seed: randomInt(2 ** 31) };
  const begun = await beginExam(db, learner, request, readClock());
  redirect(begun.kind === "empty" ? "/exam?nothing=1" : `/exam/${begun.id}`);
}

const MOST_MILLISECONDS = 2 ** 31 - 1;
const SaveInput = z.object({
  exam: z.uuid(),
  place: z.int().min(0),
  answer: z.object({ value: ExamInput.nullable(), typedAt: z.int().min(0).max(MOST_MILLISECONDS) }).optional(),
  certainty: z.literal(CERTAINTIES).nullable().optional(),
  flagged: z.boolean().optional(),
  skipped: z.boolean().optional(),
  seconds: z.number().min(0),
});

/** Keeps what changed about a question; says nothing of right or wrong. */
export async function saveQuestionAction(input: z.input<typeof SaveInput>): Promise<Saved> {
  const parsed = SaveInput.safeParse(input);
  if (!parsed.success) return { kind: "refused" };
  const { exam, ...change } = parsed.data;
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  return saveQuestion(db, learner.id, exam, change, readClock());
}

const WhichInput = z.object({ exam: z.uuid() });

/** How an exam stands, as another tab may have left it. */
export async function examStandAction(input: z.input<typeof WhichInput>): Promise<StandView> {
  const parsed = WhichInput.safeParse(input);
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const exam = parsed.success ? await findExam(db, learner.id, parsed.data.exam) : null;
  return exam ? presentStand(db, exam, readClock()) : { kind: "over" };
}

/** Hands an exam in; one that is over already stays as it is. */
export async function handInAction(input: z.input<typeof WhichInput>): Promise<void> {
  const parsed = WhichInput.safeParse(input);
  if (!parsed.success) return;
  await handIn(await currentLearner(database()), parsed.data.exam);
}

/** How the judging of an exam's programs stands; what was left by a server that ended is begun again. */
export async function judgingAction(input: z.input<typeof WhichInput>): Promise<JudgingStand> {
  const parsed = WhichInput.safeParse(input);
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const programs = await listUnjudged(db, learner.id);
  const own = programs.filter(({ examId }) => examId === parsed.data?.exam);
  return judgingOf(
    parsed.data?.exam ?? "",
    own.map(({ place }) => place),
  );
}

/** Judges programs of exams that could not be judged before. */
export async function judgeAgainAction(): Promise<void> {
  await judgeUnjudged(await currentLearner(database()), { again: true });
  refresh();
}

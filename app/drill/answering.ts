import "server-only";
import { z } from "zod";
import { findReview, recordReview, type Review } from "#app/_data/answers.ts";
import { findCard } from "#app/_data/cards.ts";
import { database } from "#app/_data/client.ts";
import { currentLearner, type Learner } from "#app/_data/learner.ts";
import { findServing, type Serving } from "#app/_data/servings.ts";
import { endOverdue } from "#app/exam/end.ts";
import { CERTAINTIES } from "#lib/grade/verdict.ts";
import { gradeOf, gradeOfRubric } from "#lib/schedule/grade.ts";
import { presentAnswered } from "./present.ts";
import type { AnsweredView } from "./view.ts";

/** What became of an answer. `gone`: the question is no longer open, and the page should show what is. */
export type AnswerResult =
  | { kind: "answered"; view: AnsweredView }
  | { kind: "invalid"; message: string }
  | { kind: "gone" };

/** Longer than this the learner was elsewhere. */
const LONGEST_SECONDS = 600;

/** What the page sends with everything that ends a question. */
export const ending = { servingId: z.uuid(), seconds: z.number().min(0).catch(0) };
export const CertaintyInput = z.literal(CERTAINTIES).nullable().default(null);

export async function load(servingId: string): Promise<{ learner: Learner; serving: Serving | null }> {
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  return { learner, serving: await findServing(db, learner.id, servingId) };
}

/** Turns a marked answer into a grade, writes the review, and presents both. */
export async function record(
  learner: Learner,
  serving: Serving,
  { answer, verdict, certainty, seconds }: Omit<Review, "grade" | "at"> & { seconds: number },
): Promise<AnswerResult> {
  const { solution } = serving.variant;
  const grade =
    answer?.kind === "recall" && solution.kind === "recall"
      ? gradeOfRubric(Math.round(verdict.credit * solution.rubric.length), solution.rubric.length)
      : gradeOf({
          verdict: answer === null ? "revealed" : verdict.outcome,
          hints: serving.hints,
          guessed: certainty === 1,
          slip: verdict.slip ?? false,
        });
  const review = { answer, verdict, certainty, grade, at: new Date(), seconds: Math.min(seconds, LONGEST_SECONDS) };
  const { recorded, card } = await recordReview(database(), learner, serving, review);
  if (!recorded) return answeredBefore(learner, serving);
  return { kind: "answered", view: await presentAnswered(database(), learner, serving, review, card) };
}

/** Sent twice, or answered in another tab: what was marked then. */
export async function answeredBefore(learner: Learner, serving: Serving): Promise<AnswerResult> {
  const db = database();
  const review = await findReview(db, serving.id);
  if (!review) return { kind: "gone" };
  const card = await findCard(db, learner.id, serving.itemId);
  return { kind: "answered", view: await presentAnswered(db, learner, serving, review, card) };
}

import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { findReview } from "#app/_data/answers.ts";
import { findCard } from "#app/_data/cards.ts";
import { database } from "#app/_data/client.ts";
import { contextOf, currentLearner, type Learner } from "#app/_data/learner.ts";
import { currentServing, findServing } from "#app/_data/servings.ts";
import { openScoped } from "#app/_data/sessions.ts";
import { endOverdue } from "#app/exam/end.ts";
import { Drill } from "./drill.tsx";
import { presentAnswered, presentQuestion, readProgress } from "./present.ts";
import { donePath } from "./done-path.ts";
import type { MarkedView, QuestionView } from "./view.ts";

export const metadata: Metadata = { title: "Drill" };

interface Props {
  searchParams: Promise<{ answered?: string | string[] }>;
}

export default async function DrillPage({ searchParams }: Props) {
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const { answered } = await searchParams;
  const before = typeof answered === "string" ? await findAnswered(learner, answered) : null;
  if (before) return <Drill key={`${before.question.servingId} answered`} {...before} />;
  const now = new Date();
  const going = await openScoped(db, learner.id, now, contextOf(learner, now));
  const serving = await currentServing(db, learner, now);
  if (!serving) redirect(donePath(going && { sessionId: going.id }));
  return <Drill key={serving.id} question={await presentQuestion(db, learner, serving)} marked={null} />;
}

/** The question just answered, after a reload. */
async function findAnswered(
  learner: Learner,
  servingId: string,
): Promise<{ question: QuestionView; marked: MarkedView } | null> {
  const db = database();
  const serving = await findServing(db, learner.id, servingId);
  const review = serving && (await findReview(db, servingId));
  if (!review) return null;
  const card = await findCard(db, learner.id, serving.itemId);
  const { question, marked } = await presentAnswered(db, learner, serving, review, card);
  return { question: { ...question, progress: await readProgress(db, learner, serving) }, marked };
}

import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { database } from "#app/_data/client.ts";
import { findExam } from "#app/_data/exam-sittings.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { warmSandbox } from "#lib/sandbox/sandbox.ts";
import { endOverdue } from "../end.ts";
import { presentSitting } from "../present-sitting.ts";
import { readClock } from "../read-clock.ts";
import { Sitting } from "./sitting.tsx";

export const metadata: Metadata = { title: "Exam" };

export default async function SittingPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const exam = await findExam(db, learner.id, id);
  if (!exam) notFound();
  if (exam.ended) redirect(`/exam/${id}/report`);
  const sitting = await presentSitting(db, learner, exam, readClock());
  if (sitting.questions.some(({ asked }) => asked.kind === "program")) void warmSandbox(learner.challengeLanguage);
  return <Sitting key={id} exam={sitting} />;
}

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { findChallenge } from "#app/_data/challenges.ts";
import { database } from "#app/_data/client.ts";
import { isExamined } from "#app/_data/exam-programs.ts";
import { findOpenExam } from "#app/_data/exam-sittings.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { endOverdue } from "#app/exam/end.ts";
import { warmSandbox } from "#lib/sandbox/sandbox.ts";
import { presentChallenge } from "../present.ts";
import { Challenge } from "./challenge.tsx";

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: findChallenge((await params).slug)?.document.title ?? "No such challenge" };
}

export default async function ChallengePage({ params }: Props) {
  const challenge = findChallenge((await params).slug);
  if (!challenge) notFound();
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const exam = await findOpenExam(db, learner.id);
  if (exam && (await isExamined(db, learner.id, challenge.slug)))
    return <Examined exam={exam.id} title={challenge.document.title} />;
  void warmSandbox(learner.challengeLanguage);
  const view = await presentChallenge(db, learner, challenge, new Date());
  return (
    <>
      <SiteHeader current="/challenges" wide />
      <Challenge key={view.work.round.number} challenge={view} />
    </>
  );
}

/** A challenge that the exam going on asks: there it is to be solved, without help. */
function Examined({ exam, title }: { exam: string; title: string }) {
  return (
    <>
      <SiteHeader current="/challenges" wide />
      <main className="mx-auto max-w-[680px] px-4 pt-2 pb-24">
        <h1 className="font-serif text-3xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-4">The exam that goes on asks this challenge. Until its end there is no help with it here.</p>
        <PageLink
          href={`/exam/${exam}`}
          className="mt-4 inline-flex min-h-11 items-center rounded-control bg-accent px-6 py-3 font-medium text-on-accent"
        >
          Back to the exam
        </PageLink>
      </main>
    </>
  );
}

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { findChallenge } from "#app/_data/challenges.ts";
import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { SiteHeader } from "#app/_ui/site-header.tsx";
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
  void warmSandbox(learner.challengeLanguage);
  const view = await presentChallenge(db, learner, challenge, new Date());
  return (
    <>
      <SiteHeader current="/challenges" wide />
      <Challenge key={view.work.round.number} challenge={view} />
    </>
  );
}

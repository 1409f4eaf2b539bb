"use server";

import { z } from "zod";
import {
  beginInterview,
  type ChallengeWork,
  endInterview,
  findDrafts,
  findWork,
  giveUp,
  maySeeSolution,
  saveDraft,
  saveSeconds,
  takeChallengeHint,
} from "#app/_data/challenge-work.ts";
import { findChallenge } from "#app/_data/challenges.ts";
import { database } from "#app/_data/client.ts";
import { currentLearner, saveSettings } from "#app/_data/learner.ts";
import { findSource, listSubmissions } from "#app/_data/submissions.ts";
import { presentSolution, presentSubmission, presentWork } from "#app/challenges/present.ts";
import { LanguageInput, SecondsInput, SourceInput } from "#app/challenges/inputs.ts";
import type { DraftView, SolutionView, SubmissionView, WorkView } from "#app/challenges/view.ts";
import type { Challenge } from "#lib/challenge/folder.ts";
import type { Language } from "#lib/challenge/language.ts";

const DraftInput = z.object({
  challenge: z.string(),
  language: LanguageInput,
  text: SourceInput,
  typedAt: z.int().min(0),
  seconds: SecondsInput,
});

/**
 * Keeps what is in the editor, unless something typed later is kept already. Returns when the server takes it to have
 * been typed; null when it can’t be kept.
 */
export async function saveDraftAction(input: z.input<typeof DraftInput>): Promise<number | null> {
  const parsed = DraftInput.safeParse(input);
  const challenge = parsed.success ? findChallenge(parsed.data.challenge) : null;
  if (!parsed.success || !challenge) return null;
  const { language, text, typedAt, seconds } = parsed.data;
  const db = database();
  const { id } = await currentLearner(db);
  const draft = { challengeId: challenge.slug, language, text, typedAt: new Date(typedAt) };
  const kept = await saveDraft(db, id, draft, new Date());
  await saveSeconds(db, id, challenge.slug, seconds);
  return kept.getTime();
}

/** The drafts as another browser may have left them. */
export async function draftsAction(slug: string): Promise<Partial<Record<Language, DraftView>>> {
  const challenge = findChallenge(z.string().catch("").parse(slug));
  if (!challenge) return {};
  const db = database();
  const drafts = await findDrafts(db, (await currentLearner(db)).id, challenge.slug);
  return Object.fromEntries(
    Object.entries(drafts).map(([language, { text, typedAt }]) => [language, { text, typedAt: typedAt.getTime() }]),
  );
}

/** Remembers the language for this and other challenges. */
export async function languageAction(language: Language): Promise<void> {
  const parsed = LanguageInput.safeParse(language);
  if (!parsed.success) return;
  const db = database();
  const { id } = await currentLearner(db);
  await saveSettings(db, { id, challengeLanguage: parsed.data });
}

const HintInput = z.object({ challenge: z.string(), shown: z.int().min(0) });

/** One more hint after those shown. */
export async function challengeHintAction(input: z.input<typeof HintInput>): Promise<WorkView | null> {
  const parsed = HintInput.safeParse(input);
  if (!parsed.success) return null;
  const { challenge, shown } = parsed.data;
  return changed(challenge, ({ document }, learnerId, now) => {
    const asked = { challengeId: challenge, shown, most: document.hints.length };
    return takeChallengeHint(database(), learnerId, asked, now);
  });
}

/** Gives up, which is noted. */
export async function giveUpChallengeAction(slug: string): Promise<WorkView | null> {
  return changed(slug, (challenge, learnerId, now) => giveUp(database(), learnerId, challenge.slug, now));
}

/** Begins an interview of 25 minutes. */
export async function beginInterviewAction(slug: string): Promise<WorkView | null> {
  return changed(slug, (challenge, learnerId, now) => beginInterview(database(), learnerId, challenge.slug, now));
}

/** Ends the interview before its time is up. */
export async function endInterviewAction(slug: string): Promise<WorkView | null> {
  return changed(slug, async (challenge, learnerId, now) => {
    await endInterview(database(), learnerId, challenge.slug, now);
    return findWork(database(), learnerId, challenge.slug);
  });
}

/** How the work stands; what an interview that has just run out leaves is in it. */
export async function workAction(slug: string): Promise<WorkView | null> {
  return changed(slug, (challenge, learnerId) => findWork(database(), learnerId, challenge.slug));
}

async function changed(
  slug: string,
  change: (challenge: Challenge, learnerId: string, now: Date) => Promise<ChallengeWork>,
): Promise<WorkView | null> {
  const challenge = findChallenge(z.string().catch("").parse(slug));
  if (!challenge) return null;
  const now = new Date();
  const { id } = await currentLearner(database());
  const work = await change(challenge, id, now);
  return presentWork(challenge, work, new Date());
}

/** The solution with all that belongs to it; null while it may not be shown. */
export async function solutionAction(slug: string): Promise<SolutionView | null> {
  const challenge = findChallenge(z.string().catch("").parse(slug));
  if (!challenge) return null;
  const db = database();
  const work = await findWork(db, (await currentLearner(db)).id, challenge.slug);
  return maySeeSolution(work, new Date()) ? presentSolution(challenge) : null;
}

/** The submissions of a challenge, the latest first. */
export async function submissionsAction(slug: string): Promise<SubmissionView[]> {
  const db = database();
  const { id } = await currentLearner(db);
  return (await listSubmissions(db, id, z.string().catch("").parse(slug))).map(presentSubmission);
}

/** The text of a submission and of the one before it in its language. */
export async function sourceAction(id: string): Promise<{ source: string; before: string | null } | null> {
  const parsed = z.uuid().safeParse(id);
  if (!parsed.success) return null;
  const db = database();
  return findSource(db, (await currentLearner(db)).id, parsed.data);
}

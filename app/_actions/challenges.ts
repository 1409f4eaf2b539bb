"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { beginRound, giveUp, takeBackGrade } from "#app/_data/challenge-rounds.ts";
import {
  beginInterview,
  endInterview,
  findDrafts,
  findWork,
  maySeeSolution,
  saveDraft,
  saveSeconds,
  takeChallengeHint,
} from "#app/_data/challenge-work.ts";
import { findChallenge } from "#app/_data/challenges.ts";
import { database } from "#app/_data/client.ts";
import { isExamined } from "#app/_data/exam-programs.ts";
import { currentLearner, type Learner, saveSettings } from "#app/_data/learner.ts";
import { findSource, listSubmissions } from "#app/_data/submissions.ts";
import { presentSolution, presentSubmission, presentWork } from "#app/challenges/present.ts";
import { LanguageInput, RoundInput, SecondsInput, SourceInput } from "#app/challenges/inputs.ts";
import type { DraftView, SolutionView, SubmissionView, WorkView } from "#app/challenges/view.ts";
import { formFromText, minutesOf } from "#lib/challenge/form.ts";
import type { Challenge } from "#lib/challenge/folder.ts";
import type { Language } from "#lib/challenge/language.ts";

const DraftInput = z.object({
  challenge: z.string(),
  round: RoundInput,
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
  const { round, language, text, typedAt, seconds } = parsed.data;
  const db = database();
  const { id } = await currentLearner(db);
  const draft = { challengeId: challenge.slug, round, language, text, typedAt: new Date(typedAt) };
  const kept = await saveDraft(db, id, draft, new Date());
  await saveSeconds(db, id, { challengeId: challenge.slug, round, seconds });
  return kept.getTime();
}

const DraftsInput = z.object({ challenge: z.string(), round: RoundInput });

/** A round's drafts as another browser may have left them. */
export async function draftsAction(input: z.input<typeof DraftsInput>): Promise<Partial<Record<Language, DraftView>>> {
  const parsed = DraftsInput.safeParse(input);
  if (!parsed.success) return {};
  const db = database();
  const drafts = await findDrafts(db, (await currentLearner(db)).id, parsed.data.challenge, parsed.data.round);
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
  return changed(challenge, ({ document }, { id }, now) => {
    const asked = { challengeId: challenge, shown, most: document.hints.length };
    return takeChallengeHint(database(), id, asked, now);
  });
}

/** Gives up, which is noted. */
export async function giveUpChallengeAction(slug: string): Promise<WorkView | null> {
  return changed(slug, async (challenge, learner, now) => {
    const { form } = await findWork(database(), learner.id, challenge.slug);
    const minutes = minutesOf(challenge, formFromText(form, challenge));
    return giveUp(database(), learner, { challengeId: challenge.slug, minutes }, now);
  });
}

/** Takes back how the round counts: the next submission will. */
export async function takeBackGradeAction(slug: string): Promise<WorkView | null> {
  return changed(slug, (challenge, learner, now) => takeBackGrade(database(), learner, challenge.slug, now));
}

/** Begins the next round of a challenge that is due, and opens its page anew. */
export async function beginRoundAction(slug: string): Promise<void> {
  await changed(slug, (challenge, learner, now) => beginRound(database(), learner, challenge, now));
  refresh();
}

/** Begins an interview of 25 minutes. */
export async function beginInterviewAction(slug: string): Promise<WorkView | null> {
  return changed(slug, (challenge, { id }, now) => beginInterview(database(), id, challenge.slug, now));
}

/** Ends the interview before its time is up. */
export async function endInterviewAction(slug: string): Promise<WorkView | null> {
  return changed(slug, (challenge, { id }, now) => endInterview(database(), id, challenge.slug, now));
}

/** How the work stands; what an interview that has just run out leaves is in it. */
export async function workAction(slug: string): Promise<WorkView | null> {
  return changed(slug, async () => {});
}

async function changed(
  slug: string,
  change: (challenge: Challenge, learner: Learner, now: Date) => Promise<unknown>,
): Promise<WorkView | null> {
  const challenge = findChallenge(z.string().catch("").parse(slug));
  if (!challenge) return null;
  const db = database();
  const learner = await currentLearner(db);
  if (await isExamined(db, learner.id, challenge.slug)) return null;
  await change(challenge, learner, new Date());
  return presentWork(db, learner, challenge, new Date());
}

/** The solution with all that belongs to it; null while it may not be shown. */
export async function solutionAction(slug: string): Promise<SolutionView | null> {
  const challenge = findChallenge(z.string().catch("").parse(slug));
  if (!challenge) return null;
  const db = database();
  const { id } = await currentLearner(db);
  if (await isExamined(db, id, challenge.slug)) return null;
  const work = await findWork(db, id, challenge.slug);
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

import "server-only";
import { type ChallengeWork, findDrafts, findWork, INTERVIEW, isInterviewed } from "#app/_data/challenge-work.ts";
import { readRound, type RoundState } from "#app/_data/challenge-rounds.ts";
import { findTopic } from "#app/_data/challenges.ts";
import type { Db } from "#app/_data/client.ts";
import { contextOf, type Learner } from "#app/_data/learner.ts";
import type { Submission } from "#app/_data/submissions.ts";
import { comesBack } from "#app/drill/schedule-words.ts";
import { type Form, formFromText, minutesOf, starterOf } from "#lib/challenge/form.ts";
import type { Challenge } from "#lib/challenge/folder.ts";
import { LANGUAGES } from "#lib/challenge/language.ts";
import type { ScheduleContext } from "#lib/schedule/card.ts";
import { renderInline, renderMarkdown } from "#lib/text/markdown.ts";
import { VerdictView } from "./verdict-view.ts";
import type { ChallengeView, FollowUpView, RoundView, SolutionView, SubmissionView, WorkView } from "./view.ts";
import { asksInWords } from "./words.ts";

/** All that the page of a challenge begins with; nothing of solutions, faults, hidden cases, or hints not taken. */
export async function presentChallenge(
  db: Db,
  learner: Learner,
  challenge: Challenge,
  now: Date,
): Promise<ChallengeView> {
  const { id, title, concept, level, tags, task, theory } = challenge.document;
  const topic = await findTopic(db, challenge.area, concept);
  const work = await findWork(db, learner.id, id);
  const drafts = await findDrafts(db, learner.id, id, work.round);
  const form = formFromText(work.form, challenge);
  return {
    id,
    title,
    ...topic,
    level,
    tags,
    task: renderMarkdown(task),
    theory: renderMarkdown(theory),
    starters: {
      python: starterOf(challenge, form, "python"),
      typescript: starterOf(challenge, form, "typescript"),
    },
    drafts: Object.fromEntries(
      Object.entries(drafts).map(([language, { text, typedAt }]) => [language, { text, typedAt: typedAt.getTime() }]),
    ),
    language: learner.challengeLanguage,
    seconds: work.seconds,
    work: await presentWork(db, learner, challenge, now),
  };
}

/** What the learner has done, with the hints taken so far. */
export async function presentWork(db: Db, learner: Learner, challenge: Challenge, now: Date): Promise<WorkView> {
  const { hints } = challenge.document;
  const work = await findWork(db, learner.id, challenge.slug);
  return {
    round: presentRound(challenge, work, await readRound(db, learner, challenge, work, now), contextOf(learner, now)),
    hints: hints.slice(0, work.hints).map((hint) => renderMarkdown(hint)),
    hintsInAll: hints.length,
    solved: work.solvedAt !== null,
    gaveUp: work.gaveUpAt !== null,
    interview: presentInterview(challenge, work, now),
  };
}

function presentRound(
  challenge: Challenge,
  { round, form: text }: ChallengeWork,
  { card, grade, due }: RoundState,
  context: ScheduleContext,
): RoundView {
  const form = formFromText(text, challenge);
  return {
    number: round,
    minutes: minutesOf(challenge, form),
    asks: asked(form),
    graded: grade && !due ? `${COUNTS[grade]} ${comesBack(card, context)}` : null,
    next: due && { asks: asked(due), minutes: minutesOf(challenge, due) },
  };
}

const COUNTS = {
  again: "Counts as not solved.",
  hard: "Counts as solved with difficulty: with hints, or in more than twice the time.",
  good: "Counts as solved unaided.",
  easy: "Counts as solved with ease.",
};

function asked(form: Form): RoundView["asks"] {
  if (form.kind === "whole") return null;
  const [python, typescript] = LANGUAGES.map((language) => renderInline(asksInWords(form, language) ?? ""));
  return { python, typescript };
}

function presentInterview(challenge: Challenge, work: ChallengeWork, now: Date): WorkView["interview"] {
  const { interview, solvedAt } = work;
  if (!interview) return null;
  if (isInterviewed(work, now)) {
    return { kind: "on", secondsLeft: Math.ceil((interview.until.getTime() - now.getTime()) / 1000) };
  }
  const { began, until } = interview;
  const minutes = Math.min(until.getTime() - began.getTime(), INTERVIEW) / 60_000;
  const solved = solvedAt !== null && solvedAt >= began && solvedAt <= until;
  return { kind: "over", solved, minutes: Math.max(1, Math.round(minutes)), followUps: followUpsOf(challenge) };
}

/** What may be seen once it was solved or given up. */
export function presentSolution(challenge: Challenge): SolutionView {
  const { python, typescript } = challenge.programs;
  return {
    programs: {
      python: { solution: python.solution, second: python.second },
      typescript: { solution: typescript.solution, second: typescript.second },
    },
    explanation: renderMarkdown(challenge.document.explanation),
    followUps: followUpsOf(challenge),
  };
}

function followUpsOf({ document }: Challenge): FollowUpView[] {
  return document.followUps.map(({ question, answer }) => ({
    question: renderInline(question),
    answer: renderMarkdown(answer),
  }));
}

export function presentSubmission({
  id,
  at,
  language,
  verdict,
  seconds,
  hints,
  gaveUp,
  interview,
}: Submission): SubmissionView {
  return {
    id,
    at: at.getTime(),
    language,
    verdict: VerdictView.parse(verdict),
    minutes: Math.max(1, Math.round(seconds / 60)),
    hints,
    gaveUp,
    interview,
  };
}

import "server-only";
import { type ChallengeWork, findDrafts, findWork, INTERVIEW, isInterviewed } from "#app/_data/challenge-work.ts";
import { findTopic } from "#app/_data/challenges.ts";
import type { Db } from "#app/_data/client.ts";
import type { Learner } from "#app/_data/learner.ts";
import type { Submission } from "#app/_data/submissions.ts";
import type { Challenge } from "#lib/challenge/folder.ts";
import { renderInline, renderMarkdown } from "#lib/text/markdown.ts";
import { VerdictView } from "./verdict-view.ts";
import type { ChallengeView, FollowUpView, SolutionView, SubmissionView, WorkView } from "./view.ts";

/** All that the page of a challenge begins with; nothing of solutions, faults, hidden cases, or hints not taken. */
export async function presentChallenge(
  db: Db,
  learner: Learner,
  challenge: Challenge,
  now: Date,
): Promise<ChallengeView> {
  const { id, title, concept, level, minutes, tags, task, theory } = challenge.document;
  const { python, typescript } = challenge.programs;
  const [topic, drafts, work] = [
    await findTopic(db, challenge.area, concept),
    await findDrafts(db, learner.id, id),
    await findWork(db, learner.id, id),
  ];
  return {
    id,
    title,
    ...topic,
    level,
    minutes,
    tags,
    task: renderMarkdown(task),
    theory: renderMarkdown(theory),
    starters: { python: python.starter, typescript: typescript.starter },
    drafts: Object.fromEntries(
      Object.entries(drafts).map(([language, { text, typedAt }]) => [language, { text, typedAt: typedAt.getTime() }]),
    ),
    language: learner.challengeLanguage,
    seconds: work.seconds,
    work: presentWork(challenge, work, now),
  };
}

/** What the learner has done, with the hints taken so far. */
export function presentWork(challenge: Challenge, work: ChallengeWork, now: Date): WorkView {
  const { hints } = challenge.document;
  return {
    hints: hints.slice(0, work.hints).map((hint) => renderMarkdown(hint)),
    hintsInAll: hints.length,
    solved: work.solvedAt !== null,
    gaveUp: work.gaveUpAt !== null,
    interview: presentInterview(challenge, work, now),
  };
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

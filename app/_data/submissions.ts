import "server-only";
import type { Language } from "#lib/challenge/language.ts";
import type { Verdict } from "#lib/grade/verdict.ts";
import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import { gradeOfCode } from "#lib/schedule/grade.ts";
import { type GradedRound, gradeRound } from "./challenge-rounds.ts";
import { begin, type ChallengeWork, endInterview, findWork, isInterviewed, saveSeconds } from "./challenge-work.ts";
import { type Db, writing } from "./client.ts";
import type { Learner } from "./learner.ts";

/** A program that was judged by all cases. */
export interface Judged {
  id: string;
  challengeId: string;
  /** The round it was sent in. */
  round: number;
  language: Language;
  source: string;
  seed: number;
  passed: boolean;
  /** What is said of it, as plain JSON. */
  verdict: Prisma.InputJsonObject;
  /** Share of the cases that pass. */
  credit: number;
  /** The fault that it has, where it is one known. */
  like: { id: string; says: string; misconception?: string } | null;
  /** When it was sent. */
  at: Date;
  /** Seconds worked on the round until then, and minutes that its form is expected to take. */
  seconds: number;
  minutes: number;
}

/** A submission as the list of them has it. */
export interface Submission {
  id: string;
  language: Language;
  passed: boolean;
  verdict: unknown;
  at: Date;
  seconds: number;
  hints: number;
  gaveUp: boolean;
  interview: boolean;
}

/** Most submissions that a list has, the latest. */
const MOST_LISTED = 100;

/**
 * Writes a submission with its verdict, and what follows from it: the first of a round grades it, the challenge is
 * solved, an interview over. Sent twice, it is written once; sent from the page of an earlier round, it is only kept.
 */
export async function recordSubmission(db: PrismaClient, learner: Learner, judged: Judged, now: Date): Promise<void> {
  await writing(db, (tx) => writeSubmission(tx, learner, judged, now));
}

/** The same in a transaction that writes more. */
export async function writeSubmission(db: Db, learner: Learner, judged: Judged, now: Date): Promise<void> {
  const { id, challengeId, round, language, source, seed, passed, verdict, at, seconds } = judged;
  if (await db.submission.findUnique({ where: { id } })) return;
  await begin(db, learner.id, challengeId, at);
  const work = await findWork(db, learner.id, challengeId);
  const current = round === work.round;
  const first = current && work.gradedBy === null;
  const interview = current && isInterviewed(work, at);
  const gaveUp = current && work.gaveUpAt !== null;
  const before = { first, seconds, hints: current ? work.hints : 0, gaveUp, interview };
  const sent = { id, learnerId: learner.id, challengeId, language, source, seed, passed, verdict, at };
  await db.submission.create({ data: { ...sent, ...before } });
  if (!current) return;
  await saveSeconds(db, learner.id, { challengeId, round, seconds });
  if (first) await gradeRound(db, learner, work, gradedBy(judged, work));
  if (!passed) return;
  if (interview) await endInterview(db, learner.id, challengeId, now);
  const unsolved = { learnerId: learner.id, challengeId, solvedAt: null };
  await db.challengeWork.updateMany({ where: unsolved, data: { solvedAt: at } });
}

/** What a judged program is told of in the log. */
export function markOfProgram({ passed, language, credit, like }: Judged): Verdict {
  return {
    outcome: passed ? "right" : "wrong",
    read: language,
    credit,
    diagnosis: like?.misconception ? { misconception: like.misconception, says: like.says, notes: [] } : null,
  };
}

function gradedBy(judged: Judged, { hints, gaveUpAt }: ChallengeWork): GradedRound {
  const { id, challengeId, passed, like, at, seconds, minutes } = judged;
  const verdict = gaveUpAt ? "revealed" : passed ? "passed" : "failed";
  return {
    challengeId,
    grade: gradeOfCode({ verdict, hints, seconds, minutes }),
    at,
    seconds,
    submission: id,
    like: like?.id ?? null,
    verdict: markOfProgram(judged),
  };
}

/** The latest submissions of a challenge, the last one first. */
export async function listSubmissions(db: Db, learnerId: string, challengeId: string): Promise<Submission[]> {
  return db.submission.findMany({
    where: { learnerId, challengeId },
    orderBy: { at: "desc" },
    take: MOST_LISTED,
    omit: { source: true, learnerId: true, challengeId: true, seed: true, first: true },
  });
}

/** A submission's text and that of the one before it in the same language; null when there is no such submission. */
export async function findSource(
  db: Db,
  learnerId: string,
  id: string,
): Promise<{ source: string; before: string | null } | null> {
  const found = await db.submission.findUnique({ where: { id, learnerId } });
  if (!found) return null;
  const { challengeId, language, at, source } = found;
  const before = await db.submission.findFirst({
    where: { learnerId, challengeId, language, at: { lt: at } },
    orderBy: { at: "desc" },
  });
  return { source, before: before?.source ?? null };
}

/** What was said of a submission, or null when there is none of this id. */
export async function findSubmission(
  db: Db,
  learnerId: string,
  id: string,
): Promise<{ challengeId: string; verdict: unknown } | null> {
  return db.submission.findUnique({ where: { id, learnerId }, select: { challengeId: true, verdict: true } });
}

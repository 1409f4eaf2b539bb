import "server-only";
import type { Language } from "#lib/challenge/language.ts";
import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import { begin, endInterview, findWork, isInterviewed, saveSeconds } from "./challenge-work.ts";
import { type Db, writing } from "./client.ts";

/** A program that was judged by all cases. */
export interface Judged {
  id: string;
  challengeId: string;
  language: Language;
  source: string;
  seed: number;
  passed: boolean;
  /** What is said of it, as plain JSON. */
  verdict: Prisma.InputJsonObject;
  /** When it was sent. */
  at: Date;
  /** Seconds worked on the challenge until then. */
  seconds: number;
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
 * Writes a submission with its verdict, and what follows from it: the challenge is solved, an interview over. Sent
 * twice, it is written once.
 */
export async function recordSubmission(
  db: PrismaClient,
  learnerId: string,
  { id, challengeId, passed, at, seconds, ...judged }: Judged,
  now: Date,
): Promise<void> {
  await writing(db, async (tx) => {
    if (await tx.submission.findUnique({ where: { id } })) return;
    await begin(tx, learnerId, challengeId, at);
    const work = await findWork(tx, learnerId, challengeId);
    const first = (await tx.submission.count({ where: { learnerId, challengeId } })) === 0;
    const interview = isInterviewed(work, at);
    const before = { first, seconds, hints: work.hints, gaveUp: work.gaveUpAt !== null, interview };
    await tx.submission.create({ data: { ...judged, ...before, id, learnerId, challengeId, passed, at } });
    await saveSeconds(tx, learnerId, challengeId, seconds);
    if (!passed) return;
    if (interview) await endInterview(tx, learnerId, challengeId, now);
    const unsolved = { learnerId, challengeId, solvedAt: null };
    await tx.challengeWork.updateMany({ where: unsolved, data: { solvedAt: at } });
  });
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

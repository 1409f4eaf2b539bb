import "server-only";
import type { Language } from "#lib/challenge/language.ts";
import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import { type Db, writing } from "./client.ts";

/** Milliseconds of an interview. */
export const INTERVIEW = 25 * 60_000;

/** What a learner has done about a challenge in the round that goes on or was the last, beside writing. */
export interface ChallengeWork {
  /** Counted from 1. */
  round: number;
  /** What it asks, as lib/challenge/form.ts writes it. */
  form: string;
  /** The row of the log that graded it. */
  gradedBy: number | null;
  /** Seconds for which its page was looked at. */
  seconds: number;
  hints: number;
  gaveUpAt: Date | null;
  solvedAt: Date | null;
  /** When it was last solved in an earlier round. */
  solvedBefore: Date | null;
  /** The latest interview; `until` is when it ended or ends. */
  interview: { began: Date; until: Date } | null;
}

export interface Draft {
  text: string;
  typedAt: Date;
}

const NOTHING: ChallengeWork = {
  round: 1,
  form: "whole",
  gradedBy: null,
  seconds: 0,
  hints: 0,
  gaveUpAt: null,
  solvedAt: null,
  solvedBefore: null,
  interview: null,
};

function toWork({
  learnerId: _learner,
  challengeId: _challenge,
  begunAt: _begun,
  interviewAt,
  interviewEndedAt,
  ...work
}: Prisma.ChallengeWorkModel): ChallengeWork {
  const interview = interviewAt && {
    began: interviewAt,
    until: interviewEndedAt ?? new Date(interviewAt.getTime() + INTERVIEW),
  };
  return { ...work, interview };
}

/** Whether an interview is going on at `now`. */
export function isInterviewed({ interview }: ChallengeWork, now: Date): boolean {
  return interview !== null && now < interview.until;
}

/** Whether the solution may be shown: it was solved or given up, and no interview is going on. */
export function maySeeSolution(work: ChallengeWork, now: Date): boolean {
  return (work.solvedAt !== null || work.gaveUpAt !== null) && !isInterviewed(work, now);
}

/** When a challenge was last solved, in whatever round; null for one that never was. */
export function solvedOn(work: ChallengeWork | undefined): Date | null {
  return work?.solvedAt ?? work?.solvedBefore ?? null;
}

export async function findWork(db: Db, learnerId: string, challengeId: string): Promise<ChallengeWork> {
  const row = await db.challengeWork.findUnique({ where: { learnerId_challengeId: { learnerId, challengeId } } });
  return row ? toWork(row) : NOTHING;
}

/** What was begun, by challenge. */
export async function listWork(db: Db, learnerId: string): Promise<Map<string, ChallengeWork>> {
  const rows = await db.challengeWork.findMany({ where: { learnerId } });
  return new Map(rows.map((row) => [row.challengeId, toWork(row)]));
}

/** Drafts of a round with a challenge, by language. */
export async function findDrafts(
  db: Db,
  learnerId: string,
  challengeId: string,
  round: number,
): Promise<Partial<Record<Language, Draft>>> {
  const rows = await db.challengeDraft.findMany({ where: { learnerId, challengeId, round } });
  return Object.fromEntries(rows.map(({ language, text, typedAt }) => [language, { text, typedAt }]));
}

/** Keeps a draft unless one that was typed later is there. A clock that runs ahead counts as `now`, which is returned. */
export async function saveDraft(
  db: PrismaClient,
  learnerId: string,
  { challengeId, round, language, text, ...given }: Draft & { challengeId: string; round: number; language: Language },
  now: Date,
): Promise<Date> {
  const typedAt = given.typedAt < now ? given.typedAt : now;
  const place = { learnerId, challengeId, round, language };
  await writing(db, async (tx) => {
    await begin(tx, learnerId, challengeId, now);
    const older = await tx.challengeDraft.findUnique({ where: { learnerId_challengeId_round_language: place } });
    if (older && older.typedAt > typedAt) return;
    const draft = { text, typedAt };
    await tx.challengeDraft.upsert({
      where: { learnerId_challengeId_round_language: place },
      create: { ...place, ...draft },
      update: draft,
    });
  });
  return typedAt;
}

/** Makes the row of a challenge that is touched for the first time. */
export async function begin(db: Db, learnerId: string, challengeId: string, now: Date): Promise<void> {
  const place = { learnerId, challengeId };
  await db.challengeWork.upsert({
    where: { learnerId_challengeId: place },
    create: { ...place, begunAt: now },
    update: {},
  });
}

/** Notes how long a round's page was looked at; a page that knows of less time, or of an earlier round, changes nothing. */
export async function saveSeconds(
  db: Db,
  learnerId: string,
  { challengeId, round, seconds }: { challengeId: string; round: number; seconds: number },
): Promise<void> {
  await db.challengeWork.updateMany({
    where: { learnerId, challengeId, round, seconds: { lt: seconds } },
    data: { seconds },
  });
}

/** Gives the hint after `shown`, unless an interview is going on; asked twice, it is one. Returns the work as it is then. */
export async function takeChallengeHint(
  db: PrismaClient,
  learnerId: string,
  { challengeId, shown, most }: { challengeId: string; shown: number; most: number },
  now: Date,
): Promise<ChallengeWork> {
  return writing(db, async (tx) => {
    await begin(tx, learnerId, challengeId, now);
    const work = await findWork(tx, learnerId, challengeId);
    if (isInterviewed(work, now) || work.hints !== shown || shown >= most) return work;
    await tx.challengeWork.updateMany({ where: { learnerId, challengeId }, data: { hints: shown + 1 } });
    return { ...work, hints: shown + 1 };
  });
}

/** Begins an interview, unless one is going on. */
export async function beginInterview(
  db: PrismaClient,
  learnerId: string,
  challengeId: string,
  now: Date,
): Promise<ChallengeWork> {
  return writing(db, async (tx) => {
    await begin(tx, learnerId, challengeId, now);
    if (!isInterviewed(await findWork(tx, learnerId, challengeId), now)) {
      const data = { interviewAt: now, interviewEndedAt: null };
      await tx.challengeWork.updateMany({ where: { learnerId, challengeId }, data });
    }
    return findWork(tx, learnerId, challengeId);
  });
}

/** Ends the interview that is going on, if one is. */
export async function endInterview(db: Db, learnerId: string, challengeId: string, now: Date): Promise<void> {
  const began = new Date(now.getTime() - INTERVIEW);
  await db.challengeWork.updateMany({
    where: { learnerId, challengeId, interviewEndedAt: null, interviewAt: { gt: began } },
    data: { interviewEndedAt: now },
  });
}

import "server-only";
import type { Language } from "#lib/challenge/language.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { type Db, writing } from "./client.ts";

/** Milliseconds of an interview. */
export const INTERVIEW = 25 * 60_000;

/** What a learner has done about a challenge beside writing. */
export interface ChallengeWork {
  /** Seconds for which its page was looked at. */
  seconds: number;
  hints: number;
  gaveUpAt: Date | null;
  solvedAt: Date | null;
  /** The latest interview; `until` is when it ended or ends. */
  interview: { began: Date; until: Date } | null;
}

export interface Draft {
  text: string;
  typedAt: Date;
}

const NOTHING: ChallengeWork = { seconds: 0, hints: 0, gaveUpAt: null, solvedAt: null, interview: null };

type Row = {
  seconds: number;
  hints: number;
  gaveUpAt: Date | null;
  solvedAt: Date | null;
  interviewAt: Date | null;
  interviewEndedAt: Date | null;
};

function toWork({ seconds, hints, gaveUpAt, solvedAt, interviewAt, interviewEndedAt }: Row): ChallengeWork {
  const interview = interviewAt && {
    began: interviewAt,
    until: interviewEndedAt ?? new Date(interviewAt.getTime() + INTERVIEW),
  };
  return { seconds, hints, gaveUpAt, solvedAt, interview };
}

/** Whether an interview is going on at `now`. */
export function isInterviewed({ interview }: ChallengeWork, now: Date): boolean {
  return interview !== null && now < interview.until;
}

/** Whether the solution may be shown: it was solved or given up, and no interview is going on. */
export function maySeeSolution(work: ChallengeWork, now: Date): boolean {
  return (work.solvedAt !== null || work.gaveUpAt !== null) && !isInterviewed(work, now);
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

/** Drafts of a challenge, by language. */
export async function findDrafts(
  db: Db,
  learnerId: string,
  challengeId: string,
): Promise<Partial<Record<Language, Draft>>> {
  const rows = await db.challengeDraft.findMany({ where: { learnerId, challengeId } });
  return Object.fromEntries(rows.map(({ language, text, typedAt }) => [language, { text, typedAt }]));
}

/** Keeps a draft unless one that was typed later is there. A clock that runs ahead counts as `now`, which is returned. */
export async function saveDraft(
  db: PrismaClient,
  learnerId: string,
  { challengeId, language, text, ...given }: Draft & { challengeId: string; language: Language },
  now: Date,
): Promise<Date> {
  const typedAt = given.typedAt < now ? given.typedAt : now;
  const place = { learnerId, challengeId, language };
  await writing(db, async (tx) => {
    await begin(tx, learnerId, challengeId, now);
    const older = await tx.challengeDraft.findUnique({ where: { learnerId_challengeId_language: place } });
    if (older && older.typedAt > typedAt) return;
    const draft = { text, typedAt };
    await tx.challengeDraft.upsert({
      where: { learnerId_challengeId_language: place },
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

/** Notes how long the challenge's page was looked at; a page that knows of less time changes nothing. */
export async function saveSeconds(db: Db, learnerId: string, challengeId: string, seconds: number): Promise<void> {
  await db.challengeWork.updateMany({
    where: { learnerId, challengeId, seconds: { lt: seconds } },
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

/** Notes that the learner gave up, unless it is solved or an interview is going on; the first time counts. */
export async function giveUp(
  db: PrismaClient,
  learnerId: string,
  challengeId: string,
  now: Date,
): Promise<ChallengeWork> {
  return writing(db, async (tx) => {
    await begin(tx, learnerId, challengeId, now);
    const work = await findWork(tx, learnerId, challengeId);
    if (isInterviewed(work, now) || work.solvedAt || work.gaveUpAt) return work;
    await tx.challengeWork.updateMany({ where: { learnerId, challengeId }, data: { gaveUpAt: now } });
    return { ...work, gaveUpAt: now };
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

import "server-only";
import { type Form, formToText, nextForm, WHOLE } from "#lib/challenge/form.ts";
import type { Challenge } from "#lib/challenge/folder.ts";
import type { Verdict } from "#lib/grade/verdict.ts";
import { ALGORITHM_VERSION, type CardState, type Grade, type ScheduleContext } from "#lib/schedule/card.ts";
import { gradeOfCode } from "#lib/schedule/grade.ts";
import { rowContext } from "#lib/schedule/log.ts";
import { isDue } from "#lib/schedule/study-day.ts";
import type { PrismaClient } from "#prisma/client/client.ts";
import { expected, json } from "./answers.ts";
import { cardState, findCard, refoldCard } from "./cards.ts";
import { itemOfChallenge } from "./challenge-items.ts";
import { begin, type ChallengeWork, findWork, isInterviewed } from "./challenge-work.ts";
import { type Db, writing } from "./client.ts";
import { contextOf, type Learner } from "./learner.ts";
import { refitMemory } from "./memory.ts";
import { refoldMisunderstandings } from "./misconceptions.ts";

/** What the log keeps of a graded round as its answer. */
interface RoundAnswer {
  /** Null where it was given up. */
  submission: string | null;
  form: string;
  /** The fault that the program had. */
  like: string | null;
}

/** What a round was graded by. */
export interface GradedRound {
  challengeId: string;
  grade: Grade;
  at: Date;
  seconds: number;
  submission: string | null;
  like: string | null;
  verdict: Verdict;
}

/** How a challenge stands in the schedule. */
export interface RoundState {
  card: CardState | null;
  /** The grade of the round, once it has one. */
  grade: Grade | null;
  /** What the next round asks, when it may begin. */
  due: Form | null;
}

/** The calendar and memory of a learner; a program is due in days from its first grade on. */
function codeContext(learner: Learner, now: Date): ScheduleContext {
  return { ...contextOf(learner, now), learningSteps: [], relearningSteps: [] };
}

/**
 * Writes the grade of the round that goes on, with the card that follows from it. Call it in the transaction that
 * writes what it is graded by.
 */
export async function gradeRound(db: Db, learner: Learner, work: ChallengeWork, round: GradedRound): Promise<void> {
  const { challengeId, grade, at, seconds, submission, like, verdict } = round;
  const itemId = itemOfChallenge(challengeId);
  // Content that has lost its challenge since has no item to grade.
  if ((await db.item.count({ where: { id: itemId } })) === 0) return;
  const context = codeContext(learner, at);
  const before = await findCard(db, learner.id, itemId);
  const answer: RoundAnswer = { submission, form: work.form, like };
  const { seq } = await db.log.create({
    data: {
      learnerId: learner.id,
      itemId,
      kind: "review",
      at,
      grade,
      context: json({ ...rowContext(context, ALGORITHM_VERSION), confident: false }),
      answer: json(answer),
      verdict: json(verdict),
      seconds,
      diagnosed: verdict.diagnosis?.misconception,
      ...(before && expected(before, context)),
    },
  });
  await db.challengeWork.updateMany({ where: { learnerId: learner.id, challengeId }, data: { gradedBy: seq } });
  await refoldMisunderstandings(db, learner.id, seq);
  await refoldCard(db, learner.id, itemId);
  await refitMemory(db, learner, context);
}

/**
 * Notes that the learner gave up, unless it is solved or an interview is going on; the first time counts. A round that
 * was not graded is then failed.
 */
export async function giveUp(
  db: PrismaClient,
  learner: Learner,
  { challengeId, minutes }: { challengeId: string; minutes: number },
  now: Date,
): Promise<ChallengeWork> {
  return writing(db, async (tx) => {
    await begin(tx, learner.id, challengeId, now);
    const work = await findWork(tx, learner.id, challengeId);
    const { hints, seconds } = work;
    if (isInterviewed(work, now) || work.solvedAt || work.gaveUpAt) return work;
    await tx.challengeWork.updateMany({ where: { learnerId: learner.id, challengeId }, data: { gaveUpAt: now } });
    if (work.gradedBy === null) {
      const grade = gradeOfCode({ verdict: "revealed", hints, seconds, minutes });
      const verdict = { outcome: "wrong", read: "", credit: 0, diagnosis: null } as const;
      await gradeRound(tx, learner, work, {
        challengeId,
        grade,
        at: now,
        seconds,
        verdict,
        submission: null,
        like: null,
      });
    }
    return findWork(tx, learner.id, challengeId);
  });
}

/** Takes the round's grade back: the next submission counts. Nothing happens where it has none. */
export async function takeBackGrade(db: PrismaClient, learner: Learner, challengeId: string, now: Date): Promise<void> {
  await writing(db, async (tx) => {
    const { gradedBy } = await findWork(tx, learner.id, challengeId);
    if (gradedBy === null) return;
    const itemId = itemOfChallenge(challengeId);
    await tx.log.create({ data: { learnerId: learner.id, itemId, kind: "undo", at: now, undoes: gradedBy } });
    await tx.challengeWork.updateMany({ where: { learnerId: learner.id, challengeId }, data: { gradedBy: null } });
    await refoldCard(tx, learner.id, itemId);
    await refoldMisunderstandings(tx, learner.id, gradedBy);
  });
}

/** Begins the next round of a challenge that is due; otherwise nothing happens. Earlier drafts and submissions stay. */
export async function beginRound(db: PrismaClient, learner: Learner, challenge: Challenge, now: Date): Promise<void> {
  await writing(db, async (tx) => {
    const work = await findWork(tx, learner.id, challenge.slug);
    const { due } = await readRound(tx, learner, challenge, work, now);
    if (!due) return;
    await nextRound(tx, learner.id, challenge.slug, work, due);
  });
}

/**
 * The round that a program written in an exam belongs to: the one that goes on, where it asks all of the challenge and
 * nothing has helped or graded it yet, or else one of its own.
 */
export async function roundOfExam(db: Db, learnerId: string, challengeId: string, at: Date): Promise<number> {
  await begin(db, learnerId, challengeId, at);
  const work = await findWork(db, learnerId, challengeId);
  const isFresh = work.gradedBy === null && work.gaveUpAt === null && work.hints === 0;
  if (isFresh && work.form === formToText(WHOLE)) return work.round;
  return nextRound(db, learnerId, challengeId, work, WHOLE);
}

/** Begins the round after `work` with a form, and returns its number. */
async function nextRound(
  db: Db,
  learnerId: string,
  challengeId: string,
  { round, solvedAt, solvedBefore }: ChallengeWork,
  form: Form,
): Promise<number> {
  await db.challengeWork.updateMany({
    where: { learnerId, challengeId },
    data: {
      round: round + 1,
      form: formToText(form),
      gradedBy: null,
      seconds: 0,
      hints: 0,
      gaveUpAt: null,
      solvedAt: null,
      solvedBefore: solvedAt ?? solvedBefore,
      interviewAt: null,
      interviewEndedAt: null,
    },
  });
  return round + 1;
}

/** How a challenge stands in the schedule at `now`. */
export async function readRound(
  db: Db,
  learner: Learner,
  challenge: Challenge,
  work: ChallengeWork,
  now: Date,
): Promise<RoundState> {
  const [round] = await readRounds(db, learner, [{ challenge, work }], now);
  return round;
}

/** The same of several, in their order. */
export async function readRounds(
  db: Db,
  learner: Learner,
  begun: readonly { challenge: Challenge; work: ChallengeWork }[],
  now: Date,
): Promise<RoundState[]> {
  const itemIds = begun.map(({ challenge }) => itemOfChallenge(challenge.slug));
  const cards = await db.card.findMany({ where: { learnerId: learner.id, itemId: { in: itemIds } } });
  const cardOf = new Map(cards.map((row) => [row.itemId, cardState(row)]));
  const seqs = begun.flatMap(({ work }) => work.gradedBy ?? []);
  const rows = await db.log.findMany({
    where: { seq: { in: seqs } },
    select: { seq: true, grade: true, answer: true },
  });
  const rowOf = new Map(rows.map((row) => [row.seq, row]));
  const context = contextOf(learner, now);
  return begun.map(({ challenge, work }, i) => {
    const card = cardOf.get(itemIds[i]) ?? null;
    const last = rowOf.get(work.gradedBy ?? -1);
    if (!card || !last) return { card, grade: null, due: null };
    const grade = last.grade as Grade;
    const { like } = last.answer as unknown as RoundAnswer;
    const next = () => nextForm(challenge, { graded: card.reps, failed: grade === "again", like });
    return { card, grade, due: isDue(card, context) ? next() : null };
  });
}

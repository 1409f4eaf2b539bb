import "server-only";
import type { Handed } from "#lib/grade/steps-answer.ts";
import type { Certainty, Verdict } from "#lib/grade/verdict.ts";
import { ALGORITHM_VERSION, type CardState, type Grade, type ScheduleContext } from "#lib/schedule/card.ts";
import { rowContext } from "#lib/schedule/log.ts";
import { retrievability } from "#lib/schedule/retrievability.ts";
import { testsMemory } from "#lib/schedule/stability-factor.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import { findCard, refoldCard } from "./cards.ts";
import { type Db, writing } from "./client.ts";
import { contextOf, type Learner } from "./learner.ts";
import { refitMemory } from "./memory.ts";
import { refoldMisunderstandings } from "./misconceptions.ts";
import { openNext, serve, type Serving, setAsideOpen } from "./servings.ts";
import { takenBack, takeUp } from "./sessions.ts";

/** An answer with what marking and scheduling made of it. */
export interface Review {
  /** Null: the learner gave up. */
  answer: Handed | null;
  verdict: Verdict;
  /** How sure the learner was, if that was said. */
  certainty?: Certainty | null;
  grade: Grade;
  at: Date;
}

/** The review that a serving has been given, if any. */
export async function findReview(db: Db, servingId: string): Promise<Review | null> {
  const row = await db.log.findUnique({ where: { servingId } });
  return (
    row && {
      answer: row.answer as unknown as Handed | null,
      verdict: row.verdict as unknown as Verdict,
      certainty: row.certainty as Certainty | null,
      grade: row.grade as Grade,
      at: row.at,
    }
  );
}

/**
 * Writes log row, card, misunderstandings and serving in one transaction. A serving gives one review: when another
 * request was faster, nothing is written and `recorded` is false. An answer for practice is written as such, and its
 * card stays as it is.
 */
export async function recordReview(
  db: PrismaClient,
  learner: Learner,
  serving: Serving,
  review: Review & { seconds: number },
): Promise<{ recorded: boolean; card: CardState | null }> {
  const { answer, verdict, certainty, grade, at, seconds } = review;
  const context = contextOf(learner, at);
  return writing(db, async (tx) => {
    const closed = await tx.serving.updateMany({
      where: { id: serving.id, openFor: learner.id },
      data: { openFor: null },
    });
    if (closed.count === 0) return { recorded: false, card: null };
    const before = await findCard(tx, learner.id, serving.itemId);
    const { seq } = await tx.log.create({
      data: {
        learnerId: learner.id,
        itemId: serving.itemId,
        kind: serving.practice ? "practice" : "review",
        at,
        grade,
        context: json({ ...rowContext(context, ALGORITHM_VERSION), confident: certainty === 3 }),
        servingId: serving.id,
        answer: answer ?? undefined,
        verdict: json(verdict),
        certainty,
        seconds,
        diagnosed: verdict.diagnosis?.misconception,
        ...(before && expected(before, context)),
      },
    });
    await refoldMisunderstandings(tx, learner.id, seq);
    const card = serving.practice ? before : await refoldCard(tx, learner.id, serving.itemId);
    await refitMemory(tx, learner, context);
    return { recorded: true, card };
  });
}

/** What was to be expected of a card just before an answer, and what it rests on. */
export function expected(
  card: CardState,
  context: ScheduleContext,
): Pick<Prisma.LogModel, "predicted" | "elapsed" | "stability"> {
  const today = studyDay(context.now, context);
  const elapsed = Math.max(0, today - (card.lastReviewDay ?? today));
  return {
    predicted: retrievability(card, context.now, context),
    elapsed,
    stability: testsMemory(card, elapsed) ? card.stability : null,
  };
}

/**
 * Takes back the latest answer of a session and asks the same item again, with other numbers; one that is no longer
 * asked gives way to what the plan has next. A session that was ended goes on with it.
 * Null when the session has no answer left to take back, and of an exam, whose answers stand.
 */
export async function undoLatest(
  db: PrismaClient,
  learner: Learner,
  session: Pick<Prisma.SessionModel, "id" | "mode">,
  now: Date,
): Promise<Serving | null> {
  if (session.mode === "exam") return null;
  return writing(db, async (tx) => {
    // By way of the servings: looking through the whole log for those of one session takes long after years.
    const servings = await tx.serving.findMany({
      where: { sessionId: session.id, learnerId: learner.id, review: { isNot: null } },
      orderBy: { review: { seq: "desc" } },
      select: { chosenFor: true, review: { select: { seq: true, itemId: true } } },
    });
    const answered = servings.flatMap(({ chosenFor, review }) => (review ? { ...review, chosenFor } : []));
    const taken = await takenBack(
      tx,
      answered.map(({ seq }) => seq),
    );
    const latest = answered.find(({ seq }) => !taken.has(seq));
    if (!latest) return null;
    const { itemId, seq, chosenFor } = latest;
    await tx.log.create({ data: { learnerId: learner.id, itemId, kind: "undo", at: now, undoes: seq } });
    await refoldCard(tx, learner.id, itemId);
    await refoldMisunderstandings(tx, learner.id, seq);
    await takeUp(tx, learner.id, session, now);
    await setAsideOpen(tx, learner.id);
    return (await serve(tx, learner.id, itemId, session, now, chosenFor)) ?? openNext(tx, learner, now);
  });
}

/** A value as a JSON column takes it: no undefined members. */
export function json(value: object): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
}

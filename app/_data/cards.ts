import "server-only";
import type { Prisma } from "#prisma/client/client.ts";
import type { CardState } from "#lib/schedule/card.ts";
import { medianSeconds } from "#lib/schedule/pace.ts";
import { placed, rightUnaided } from "#lib/schedule/log.ts";
import type { Db } from "./client.ts";
import { foldLog, type ItemLog, readItemLogs, readLog } from "./log.ts";

/** How many of the latest times the median of an item is taken over. */
const TIMED_ANSWERS = 9;

/** The columns of a card that scheduling reads, as Prisma's models or as JSON have them. */
export type CardRow = Pick<
  Prisma.CardModel,
  "state" | "stability" | "difficulty" | "scheduledDays" | "learningSteps" | "reps" | "lapses" | "lastReviewDay"
> & { due: Date | string; lastReview: Date | string | null; confidentError: boolean | number };

/** A stored card as the scheduler has it. */
export function cardState(row: CardRow): CardState {
  // One destructuring and no spread: this runs for every card before every question.
  const { state, due, stability, difficulty, scheduledDays, learningSteps, reps, lapses, lastReviewDay } = row;
  return {
    state: state as CardState["state"],
    due: new Date(due),
    stability,
    difficulty,
    scheduledDays,
    learningSteps,
    reps,
    lapses,
    lastReview: row.lastReview === null ? null : new Date(row.lastReview),
    lastReviewDay,
    confidentError: Boolean(row.confidentError),
  };
}

/** The stored card of an item, null when it was never asked. */
export async function findCard(db: Db, learnerId: string, itemId: string): Promise<CardState | null> {
  const row = await db.card.findUnique({ where: { learnerId_itemId: { learnerId, itemId } } });
  return row && cardState(row);
}

/** Stores what an item's log amounts to; a log in which nothing counts leaves no card. */
export async function refoldCard(db: Db, learnerId: string, itemId: string): Promise<CardState | null> {
  const folded = foldedCard(await readLog(db, learnerId, itemId));
  const where = { learnerId_itemId: { learnerId, itemId } };
  if (folded === null) {
    await db.card.deleteMany({ where: { learnerId, itemId } });
    return null;
  }
  const { card, data } = folded;
  await db.card.upsert({ where, create: { learnerId, itemId, ...data }, update: data });
  return card;
}

/** The same for several items at once, in a few statements however many they are. */
export async function refoldCards(db: Db, learnerId: string, itemIds: readonly string[]): Promise<void> {
  const logs = await readItemLogs(db, learnerId, itemIds);
  const rows = [...logs].flatMap(([itemId, log]) => {
    const folded = foldedCard(log);
    return folded ? [{ learnerId, itemId, ...folded.data }] : [];
  });
  await db.card.deleteMany({ where: { learnerId, itemId: { in: [...itemIds] } } });
  await db.card.createMany({ data: rows });
}

/** What a log amounts to, as the scheduler has it and as it is stored. */
function foldedCard({ rows, live }: ItemLog) {
  const card = foldLog(rows);
  if (card === null) return null;
  // Practice says nothing of a card, neither when it began nor how long it takes.
  const counting = live.filter(({ kind }) => kind !== "practice");
  const data = {
    ...card,
    rightUnaided: rightUnaided(rows),
    placed: placed(rows),
    firstAt: counting[0].at,
    seconds: medianSeconds(counting.flatMap(({ seconds }) => seconds ?? []).slice(-TIMED_ANSWERS)),
  };
  return { card, data };
}

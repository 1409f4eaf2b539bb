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
  return storeFold(db, learnerId, itemId, await readLog(db, learnerId, itemId));
}

/** The same for several items, whose logs are read at once. */
export async function refoldCards(db: Db, learnerId: string, itemIds: readonly string[]): Promise<void> {
  const logs = await readItemLogs(db, learnerId, itemIds);
  for (const [itemId, log] of logs) await storeFold(db, learnerId, itemId, log);
}

async function storeFold(db: Db, learnerId: string, itemId: string, log: ItemLog): Promise<CardState | null> {
  const card = foldLog(log.rows);
  const where = { learnerId_itemId: { learnerId, itemId } };
  if (card === null) {
    await db.card.deleteMany({ where: { learnerId, itemId } });
    return null;
  }
  // Practice says nothing of a card, neither when it began nor how long it takes.
  const counting = log.live.filter(({ kind }) => kind !== "practice");
  const data = {
    ...card,
    rightUnaided: rightUnaided(log.rows),
    placed: placed(log.rows),
    firstAt: counting[0].at,
    seconds: medianSeconds(counting.flatMap(({ seconds }) => seconds ?? []).slice(-TIMED_ANSWERS)),
  };
  await db.card.upsert({ where, create: { learnerId, itemId, ...data }, update: data });
  return card;
}

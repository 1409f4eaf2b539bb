import "server-only";
import type { NewItem, QueueCard } from "#lib/schedule/queue.ts";
import { type CardRow, cardState } from "./cards.ts";
import type { Db } from "./client.ts";

/** A stored card as SQLite writes it in JSON. */
type CardLine = CardRow & { itemId: string; rightUnaided: number; beganToday: number; seconds: number | null };

/** An active item that the learner has a card for. */
export interface AskedItem extends QueueCard {
  rightUnaided: boolean;
  beganToday: boolean;
  seconds: number | null;
}

// Prisma takes rows apart value by value: ten thousand cards take it four times as long as one text of JSON.
async function readCards(db: Db, learnerId: string, dayStart: Date): Promise<CardLine[]> {
  const [{ lines }] = await db.$queryRaw<[{ lines: string }]>`
    SELECT json_group_array(json_object('itemId', itemId, 'state', state, 'due', due, 'stability', stability,
      'difficulty', difficulty, 'scheduledDays', scheduledDays, 'learningSteps', learningSteps, 'reps', reps,
      'lapses', lapses, 'lastReview', lastReview, 'lastReviewDay', lastReviewDay, 'confidentError', confidentError,
      'rightUnaided', rightUnaided, 'beganToday', firstAt >= ${dayStart}, 'seconds', seconds)) AS lines
    FROM Card WHERE learnerId = ${learnerId}`;
  return JSON.parse(lines) as CardLine[];
}

async function readActive(db: Db): Promise<NewItem[]> {
  const [{ lines }] = await db.$queryRaw<[{ lines: string }]>`
    SELECT json_group_array(json_array(id, conceptId, kind, position)) AS lines FROM Item WHERE status = 'active'`;
  const items = JSON.parse(lines) as [string, string, string, number][];
  return items.map(([itemId, conceptId, kind, order]) => ({ itemId, conceptId, kind, order }));
}

/** The active items, parted into those that have a card and those that don't. */
export async function readItems(
  db: Db,
  learnerId: string,
  dayStart: Date,
): Promise<{ asked: AskedItem[]; newItems: NewItem[] }> {
  const items = await readActive(db);
  const cards = await readCards(db, learnerId, dayStart);
  const lines = new Map(cards.map((line) => [line.itemId, line]));
  const asked: AskedItem[] = [];
  const newItems: NewItem[] = [];
  for (const item of items) {
    const line = lines.get(item.itemId);
    if (line) asked.push(askedItem(item, line));
    else newItems.push(item);
  }
  return { asked, newItems };
}

function askedItem({ itemId, conceptId, kind }: NewItem, line: CardLine): AskedItem {
  const { rightUnaided, beganToday, seconds } = line;
  const card = cardState(line);
  return { itemId, conceptId, kind, card, rightUnaided: rightUnaided === 1, beganToday: beganToday === 1, seconds };
}

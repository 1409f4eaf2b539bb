import "server-only";
import type { TargetingItem } from "#lib/misconception/targeted-items.ts";
import type { NewItem, QueueCard } from "#lib/schedule/queue.ts";
import { cardState } from "./cards.ts";
import type { Db } from "./client.ts";

/** A stored card as SQLite writes it in JSON. */
type CardLine = [
  itemId: string,
  rightUnaided: number,
  beganToday: number,
  seconds: number | null,
  state: string,
  due: string,
  stability: number,
  difficulty: number,
  scheduledDays: number,
  learningSteps: number,
  reps: number,
  lapses: number,
  lastReview: string | null,
  lastReviewDay: number | null,
  confidentError: number,
  placed: number,
  firstAt: string | null,
];

/** An active item that the learner has a card for. */
export interface AskedItem extends QueueCard {
  rightUnaided: boolean;
  beganToday: boolean;
  seconds: number | null;
  /** Placement passed its concept. */
  placed: boolean;
  /** When it was first answered or placed, where that is asked for. */
  firstAt: string | null;
}

// Prisma takes rows apart value by value: ten thousand cards take it four times as long as one text of JSON, which is
// written and read faster without the names of columns in every row.
async function readCards(db: Db, learnerId: string, dayStart: Date, withFirst: boolean): Promise<CardLine[]> {
  const [{ lines }] = await db.$queryRaw<[{ lines: string }]>`
    SELECT json_group_array(json_array(itemId, rightUnaided, firstAt >= ${dayStart} AND reps > 0, seconds, state, due, stability,
      difficulty, scheduledDays, learningSteps, reps, lapses, lastReview, lastReviewDay, confidentError, placed,
      CASE WHEN ${withFirst} THEN firstAt END)) AS lines
    FROM Card WHERE learnerId = ${learnerId}`;
  return JSON.parse(lines) as CardLine[];
}

/** An active item as SQLite writes it in JSON, with the misconceptions it can show where they are asked for. */
type ItemLine = [itemId: string, conceptId: string, kind: string, order: number, targets: string | null];

// Challenges are worked on on pages of their own.
async function readActive(db: Db, withTargets: boolean): Promise<ItemLine[]> {
  const [{ lines }] = await db.$queryRaw<[{ lines: string }]>`
    SELECT json_group_array(json_array(id, conceptId, kind, position,
      CASE WHEN ${withTargets} THEN nullif(targets, '[]') END)) AS lines
    FROM Item WHERE status = 'active' AND kind <> 'code'`;
  return JSON.parse(lines) as ItemLine[];
}

/**
 * The active items, parted into those that have a card and those that don't; `targeting` are those of them that can
 * show any of some misconceptions. With `withFirst` the former tell when they were first answered.
 */
export async function readItems(
  db: Db,
  learnerId: string,
  dayStart: Date,
  misconceptions: ReadonlyMap<string, unknown>,
  withFirst = false,
): Promise<{ asked: AskedItem[]; newItems: NewItem[]; targeting: TargetingItem[] }> {
  const items = await readActive(db, misconceptions.size > 0);
  const cards = await readCards(db, learnerId, dayStart, withFirst);
  const lines = new Map(cards.map((line) => [line[0], line]));
  const asked: AskedItem[] = [];
  const newItems: NewItem[] = [];
  const targeting: TargetingItem[] = [];
  for (const [itemId, conceptId, kind, order, targets] of items) {
    const item = { itemId, conceptId, kind, order };
    const line = lines.get(itemId);
    if (line) asked.push(askedItem(item, line));
    else newItems.push(item);
    if (targets !== null) {
      const shown = JSON.parse(targets) as string[];
      if (shown.some((misconception) => misconceptions.has(misconception)))
        targeting.push({ itemId, misconceptions: shown });
    }
  }
  return { asked, newItems, targeting };
}

function askedItem({ itemId, conceptId, kind }: NewItem, line: CardLine): AskedItem {
  const [, rightUnaided, beganToday, seconds, state, due, stability, difficulty, scheduledDays, ...rest] = line;
  const [learningSteps, reps, lapses, lastReview, lastReviewDay, confidentError, placed, firstAt] = rest;
  const card = cardState({
    state,
    due,
    stability,
    difficulty,
    scheduledDays,
    learningSteps,
    reps,
    lapses,
    lastReview,
    lastReviewDay,
    confidentError,
  });
  return {
    itemId,
    conceptId,
    kind,
    card,
    rightUnaided: rightUnaided === 1,
    beganToday: beganToday === 1,
    seconds,
    placed: placed === 1,
    firstAt,
  };
}

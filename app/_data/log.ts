import "server-only";
import { type CardState, DEFAULT_PARAMETERS, DEFAULT_PARAMETERS_VERSION } from "#lib/schedule/card.ts";
import { fold, type LogRow, liveRows, type RowContext } from "#lib/schedule/log.ts";
import type { Prisma } from "#prisma/client/client.ts";
import type { Db } from "./client.ts";

/** Every set of parameters the log may name. */
export const PARAMETERS = { [DEFAULT_PARAMETERS_VERSION]: DEFAULT_PARAMETERS };

/** An item's log, oldest first, and of it the rows that count, with the seconds they took. */
export interface ItemLog {
  rows: LogRow[];
  live: { seq: number; kind: LogRow["kind"]; at: Date; seconds: number | null }[];
}

export async function readLog(db: Db, learnerId: string, itemId: string): Promise<ItemLog> {
  return itemLog(await db.log.findMany({ where: { learnerId, itemId }, orderBy: { seq: "asc" }, select: timed }));
}

/** The logs of several items; an item without one has no entry. */
export async function readItemLogs(
  db: Db,
  learnerId: string,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, ItemLog>> {
  const stored = await db.log.findMany({
    where: { learnerId, itemId: { in: [...itemIds] } },
    orderBy: { seq: "asc" },
    select: { itemId: true, ...timed },
  });
  const byItem = new Map<string, typeof stored>(itemIds.map((itemId) => [itemId, []]));
  for (const row of stored) byItem.get(row.itemId)?.push(row);
  return new Map([...byItem].filter(([, rows]) => rows.length > 0).map(([itemId, rows]) => [itemId, itemLog(rows)]));
}

function itemLog(stored: readonly (ScheduledRow & { seconds: number | null })[]): ItemLog {
  const rows = stored.map(logRow);
  const secondsOf = new Map(stored.map(({ seq, seconds }) => [seq, seconds]));
  return {
    rows,
    live: liveRows(rows).map(({ seq, kind, at }) => ({ seq, kind, at, seconds: secondsOf.get(seq) ?? null })),
  };
}

const scheduled = { seq: true, at: true, kind: true, grade: true, context: true, undoes: true, card: true } as const;
const timed = { ...scheduled, seconds: true } as const;
type ScheduledRow = Pick<Prisma.LogModel, keyof typeof scheduled>;

/** The logs of several items, each oldest first; an item without one has no entry. */
export async function readLogs(
  db: Db,
  learnerId: string,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, LogRow[]>> {
  const stored = await db.log.findMany({
    where: { learnerId, itemId: { in: [...itemIds] } },
    orderBy: { seq: "asc" },
    select: { itemId: true, ...scheduled },
  });
  const logs = new Map<string, LogRow[]>();
  for (const { itemId, ...row } of stored) {
    const rows = logs.get(itemId);
    if (rows) rows.push(logRow(row));
    else logs.set(itemId, [logRow(row)]);
  }
  return logs;
}

/** The card a log amounts to, with the parameters known here. */
export function foldLog(rows: readonly LogRow[]): CardState | null {
  return fold(rows, PARAMETERS);
}

/** A stored row as the scheduler has it. */
function logRow(row: ScheduledRow): LogRow {
  const { seq, at, kind } = row;
  const context = row.context as unknown as RowContext;
  switch (kind) {
    case "review": {
      const { confident = false, ...rest } = context as RowContext & { confident?: boolean };
      return { ...rest, kind, seq, at, grade: row.grade as "again", confident };
    }
    case "practice": {
      const { confident = false } = context as RowContext & { confident?: boolean };
      return { kind, seq, at, grade: row.grade as "again", confident };
    }
    case "undo":
      return { kind, seq, at, undoes: row.undoes as number };
    case "placement":
      return { kind, seq, at, card: row.card === null ? null : reviveCard(row.card as unknown as CardState) };
    case "import":
      return { kind, seq, at, card: reviveCard(row.card as unknown as CardState) };
    case "known":
      return { ...context, kind, seq, at };
  }
}

function reviveCard(card: CardState): CardState {
  return { ...card, due: new Date(card.due), lastReview: card.lastReview && new Date(card.lastReview) };
}

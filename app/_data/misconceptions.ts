import "server-only";
import {
  type Bearing,
  bearingOf,
  bearingsOf,
  misunderstandingOf,
  sinceFirstShown,
} from "#lib/misconception/bearing.ts";
import type { Evidence, Ledger, Misunderstanding } from "#lib/misconception/ledger.ts";
import type { RowContext } from "#lib/schedule/log.ts";
import { TARGETED_PER_SESSION } from "#lib/schedule/target.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import type { Db } from "./client.ts";

const LAST = Number.MAX_SAFE_INTEGER;

/** A row of the log with what its serving could have shown, JSON as text. */
interface AnswerRow {
  seq: number | bigint;
  itemId: string;
  kind: "review" | "practice";
  at: string;
  grade: string;
  context: string | null;
  certainty: number | null;
  diagnosed: string | null;
  outcome: string | null;
  targets: string | null;
}

/**
 * The answers that count, by `seq` from the first to the last given: undone ones do not. Practice can show a misconception but
 * not overcome it: a cram asks until it is right, minutes after the right answer was read, and must not take from the
 * schedule the questions meant to find out on another day.
 */
async function readEvidence(db: Db, learnerId: string, from: number, to: number): Promise<Evidence[]> {
  const rows = await db.$queryRaw<AnswerRow[]>`
    SELECT l.seq, l.itemId, l.kind, CAST(l.at AS TEXT) AS at, l.grade, CAST(l.context AS TEXT) AS context, l.certainty,
      coalesce(l.diagnosed, json_extract(l.verdict, '$.diagnosis.misconception')) AS diagnosed,
      json_extract(l.verdict, '$.outcome') AS outcome, CAST(s.targets AS TEXT) AS targets
    FROM Log l LEFT JOIN Serving s ON s.id = l.servingId
    WHERE l.learnerId = ${learnerId} AND l.seq BETWEEN ${from} AND ${to} AND l.kind IN ('review', 'practice')
      AND NOT EXISTS (SELECT 1 FROM Log u WHERE u.undoes = l.seq)
    ORDER BY l.seq`;
  return rows.map(toEvidence);
}

function toEvidence(row: AnswerRow): Evidence {
  const { itemId, kind, at, grade, context, certainty, diagnosed, outcome, targets } = row;
  return {
    seq: Number(row.seq),
    day: studyDay(new Date(at), JSON.parse(context ?? "null") as RowContext),
    itemId,
    targets: targets === null ? [] : (JSON.parse(targets) as string[]),
    diagnosed,
    outcome: diagnosed === null && outcome === "right" ? "right" : "wrong",
    unaided: kind === "review" && (grade === "good" || grade === "easy"),
    confident: certainty === 3,
  };
}

/**
 * Brings what is stored of misunderstandings up to date with a row of the log that was just written or undone: of what
 * it showed, and of what it could have shown where that was shown before. Call it in the transaction that wrote.
 */
export async function refoldMisunderstandings(db: Db, learnerId: string, seq: number): Promise<void> {
  const row = await db.log.findUnique({
    where: { seq },
    select: { diagnosed: true, serving: { select: { targets: true } } },
  });
  const targets = (row?.serving?.targets ?? []) as string[];
  const touched = [...new Set([...targets, ...(row?.diagnosed ? [row.diagnosed] : [])])];
  if (touched.length === 0) return;
  const [answer] = await readEvidence(db, learnerId, seq, seq);
  const stored = await db.misunderstanding.findMany({ where: { learnerId, misconceptionId: { in: touched } } });
  for (const { misconceptionId, evidence } of stored) {
    const others = (evidence as Bearing[]).filter((bearing) => bearing.seq !== seq);
    const own = answer ? bearingOf(answer, misconceptionId) : null;
    await store(db, learnerId, misconceptionId, own ? [...others, own] : others);
  }
  const diagnosed = answer?.diagnosed ?? null;
  if (diagnosed === null || stored.some(({ misconceptionId }) => misconceptionId === diagnosed)) return;
  await store(db, learnerId, diagnosed, await gather(db, learnerId, diagnosed));
}

/** Everything the log says of a misconception. */
async function gather(db: Db, learnerId: string, misconception: string): Promise<Bearing[]> {
  const [{ first }] = await db.$queryRaw<[{ first: number | bigint | null }]>`
    SELECT min(l.seq) AS first FROM Log l
    WHERE l.learnerId = ${learnerId} AND l.diagnosed = ${misconception}
      AND NOT EXISTS (SELECT 1 FROM Log u WHERE u.undoes = l.seq)`;
  if (first === null) return [];
  return bearingsOf(await readEvidence(db, learnerId, Number(first), LAST)).get(misconception) ?? [];
}

/** Stores what the bearings amount to. What the bank has never named has no page and no row. */
async function store(db: Db, learnerId: string, misconceptionId: string, bearings: readonly Bearing[]): Promise<void> {
  const evidence = sinceFirstShown(bearings);
  const misunderstanding = misunderstandingOf(misconceptionId, evidence);
  if (misunderstanding === null) {
    await db.misunderstanding.deleteMany({ where: { learnerId, misconceptionId } });
    return;
  }
  if ((await db.misconception.count({ where: { id: misconceptionId } })) === 0) return;
  const data = { status: misunderstanding.status, evidence };
  await db.misunderstanding.upsert({
    where: { learnerId_misconceptionId: { learnerId, misconceptionId } },
    create: { learnerId, misconceptionId, ...data },
    update: data,
  });
}

/** Makes all that is stored of a learner's misunderstandings anew from the log. Call it in a transaction. */
export async function rebuildMisunderstandings(db: Db, learnerId: string): Promise<void> {
  await db.misunderstanding.deleteMany({ where: { learnerId } });
  const all = await readEvidence(db, learnerId, 0, LAST);
  for (const [misconception, bearings] of bearingsOf(all)) await store(db, learnerId, misconception, bearings);
}

/** A stored row as lib/misconception has it. */
export function storedMisunderstanding(misconceptionId: string, evidence: unknown): Misunderstanding {
  const found = misunderstandingOf(misconceptionId, evidence as Bearing[]);
  if (!found) throw new Error(`What is stored of ${misconceptionId} shows it in no answer`);
  return found;
}

/**
 * Read before each question: the learner's misunderstandings that are not gone, none when the session has asked all the
 * questions it may because of one, and how many these are. An item asked again after undo is one.
 */
export async function readTargetable(
  db: Db,
  learnerId: string,
  session: { id: string } | null,
): Promise<{ open: Ledger; asked: number }> {
  const [{ lines }] = await db.$queryRaw<[{ lines: string }]>`
    SELECT json_group_array(json_array(misconceptionId, json(evidence))) AS lines
    FROM Misunderstanding WHERE learnerId = ${learnerId} AND status <> 'gone'`;
  const rows = JSON.parse(lines) as [string, Bearing[]][];
  const asked = session && rows.length > 0 ? await countTargeted(db, session.id) : 0;
  if (asked >= TARGETED_PER_SESSION) return { open: new Map(), asked };
  return { open: new Map(rows.map(([id, evidence]) => [id, storedMisunderstanding(id, evidence)])), asked };
}

async function countTargeted(db: Db, sessionId: string): Promise<number> {
  const asked = await db.serving.findMany({
    where: { sessionId, chosenFor: { not: null }, review: { isNot: null } },
    distinct: ["itemId"],
    select: { itemId: true },
  });
  return asked.length;
}

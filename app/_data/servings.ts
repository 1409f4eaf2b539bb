import "server-only";
import { randomInt } from "node:crypto";
import { makeVariant } from "#lib/item/variant.ts";
import { Variant } from "#lib/item/question.ts";
import { BrokenItemError } from "#lib/item/run.ts";
import { Answer } from "#lib/grade/answer.ts";
import { variantTargets } from "#lib/misconception/variant-targets.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import type { Prisma, PrismaClient } from "#prisma/client/client.ts";
import { askable } from "./bank.ts";
import { type Db, writing } from "./client.ts";
import { contextOf, type Learner } from "./learner.ts";
import { type DayInput, planSession, queueInput } from "./queue.ts";
import { beginSession, endScoped, openSession, type Session, setAsideForOthers } from "./sessions.ts";

export interface Serving {
  id: string;
  itemId: string;
  title: string;
  concept: { id: string; title: string };
  sessionId: string;
  /** Asked in a cram: the answer moves no card. */
  practice: boolean;
  servedAt: Date;
  variant: Variant;
  /** The answer committed when the model answer was shown. */
  committed: Answer | null;
  /** Hints asked for so far. */
  hints: number;
  /** False once it was answered or set aside. */
  open: boolean;
  /** The misconception it was chosen for, if it was; not for the browser before it is marked. */
  chosenFor: string | null;
  /** What it was chosen from, where that was just now. */
  chosenFrom?: DayInput;
}

/** Variants drawn at most until one can show the misconception it is asked for. */
const MOST_DRAWS = 20;

const include = { item: { include: { concept: true } }, session: { select: { mode: true } } } as const;
type Row = Prisma.ServingGetPayload<{ include: typeof include }>;

export async function findServing(db: Db, learnerId: string, id: string): Promise<Serving | null> {
  const row = await db.serving.findUnique({ where: { id, learnerId }, include });
  return row && toServing(row);
}

/** Several servings of a learner, in the order of their ids. */
export async function listServings(db: Db, learnerId: string, ids: readonly string[]): Promise<Serving[]> {
  const rows = await db.serving.findMany({ where: { learnerId, id: { in: [...ids] } }, include });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = found.get(id);
    if (!row) throw new Error(`There is no serving ${id}`);
    return toServing(row);
  });
}

/**
 * The question to ask now: the one that is open, or the head of the plan. Null when the plan is empty.
 * An open question of an earlier study day, or of an item that is no longer asked, is set aside. Requests that come at
 * the same time get the same question.
 */
export async function currentServing(db: PrismaClient, learner: Learner, now: Date): Promise<Serving | null> {
  const open = await openServing(db, learner, now);
  if (open) return open;
  return writing(db, async (tx) => (await openServing(tx, learner, now)) ?? openNext(tx, learner, now));
}

/** The open question, unless it is to be set aside. */
async function openServing(db: Db, learner: Learner, now: Date): Promise<Serving | null> {
  const context = contextOf(learner, now);
  const open = await db.serving.findUnique({ where: { openFor: learner.id }, include });
  const stands = open?.item.status === "active" && studyDay(open.servedAt, context) === studyDay(now, context);
  return stands ? toServing(open) : null;
}

/**
 * Sets aside what is open and opens what the session that is going on has next: the question it was left with, or the
 * head of a fresh plan. A session of some concepts that has nothing left is ended; null then, too.
 */
export async function openNext(db: Db, learner: Learner, now: Date): Promise<Serving | null> {
  await setAsideOpen(db, learner.id);
  const going = await openSession(db, learner.id, now, contextOf(learner, now));
  const session = going ?? (await beginSession(db, learner.id, now));
  const left = session.mode === "daily" && (await reopen(db, learner, session, now));
  if (left) return left;
  const chosenFrom = await queueInput(db, learner, session, now);
  for (const { itemId, reason } of planSession(chosenFrom).items) {
    const misconception = reason.kind === "targeted" ? reason.misconception : null;
    const serving = await serve(db, learner.id, itemId, session, now, misconception);
    if (serving) return { ...serving, chosenFrom };
  }
  await endScoped(db, learner.id, session.id, now);
  return null;
}

/** Opens again what a session was left with when one of some concepts began, with the hints taken and what was shown. */
async function reopen(db: Db, learner: Learner, session: Session, now: Date): Promise<Serving | null> {
  const id = await setAsideForOthers(db, learner.id, session, now, contextOf(learner, now));
  if (id === null) return null;
  await db.serving.update({ where: { id }, data: { openFor: learner.id } });
  return openServing(db, learner, now);
}

/**
 * Opens a fresh variant of an item, one that can show `misconception` if that is given and such a one is drawn. Null
 * when the item can't be asked.
 */
export async function serve(
  db: Db,
  learnerId: string,
  itemId: string,
  session: Pick<Session, "id">,
  now: Date,
  misconception: string | null = null,
): Promise<Serving | null> {
  const variant = await freshVariant(db, itemId, misconception);
  if (!variant) return null;
  const { seed } = variant;
  const targets = variantTargets(variant);
  const chosenFor = misconception !== null && targets.includes(misconception) ? misconception : null;
  const asked = { itemId, seed, snapshot: variant, targets, chosenFor, servedAt: now };
  const row = await db.serving.create({
    data: { learnerId, openFor: learnerId, sessionId: session.id, ...asked },
    include,
  });
  return toServing(row);
}

/** Closes the open question, if there is one, without an answer. */
export async function setAsideOpen(db: Db, learnerId: string): Promise<void> {
  await db.serving.updateMany({ where: { openFor: learnerId }, data: { openFor: null } });
}

/** Notes that one more hint was asked for, as long as there are more than were shown. */
export async function takeHint(db: Db, servingId: string, most: number): Promise<void> {
  await db.serving.updateMany({
    where: { id: servingId, openFor: { not: null }, hints: { lt: most } },
    data: { hints: { increment: 1 } },
  });
}

/** Notes that the model answer was shown: from here on the committed answer stands. */
export async function commitServing(db: Db, servingId: string, answer: Answer, now: Date): Promise<void> {
  await db.serving.updateMany({
    where: { id: servingId, revealedAt: null },
    data: { committed: answer, revealedAt: now },
  });
}

/** A variant of an item drawn anew; null when it can't be asked. */
export async function freshVariant(
  db: Db,
  itemId: string,
  misconception: string | null = null,
): Promise<Variant | null> {
  const item = await askable(db, itemId);
  if (!item) return null;
  try {
    const draw = () => makeVariant(item, randomInt(2 ** 31));
    let variant = draw();
    if (misconception === null) return variant;
    for (let draws = 1; draws < MOST_DRAWS && !variantTargets(variant).includes(misconception); draws++)
      variant = draw();
    return variant;
  } catch (error) {
    if (!(error instanceof BrokenItemError)) throw error;
    console.error(error.message);
    return null;
  }
}

function toServing(row: Row): Serving {
  const { id, itemId, item, sessionId, session, servedAt, snapshot, committed, hints, openFor, chosenFor } = row;
  return {
    id,
    itemId,
    title: item.title,
    concept: { id: item.concept.id, title: item.concept.title },
    sessionId,
    practice: session.mode === "cram",
    servedAt,
    variant: Variant.parse(snapshot),
    committed: committed === null ? null : Answer.parse(committed),
    hints,
    open: openFor !== null,
    chosenFor,
  };
}

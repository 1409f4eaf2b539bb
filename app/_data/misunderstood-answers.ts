import "server-only";
import type { Handed } from "#lib/grade/steps-answer.ts";
import type { Verdict } from "#lib/grade/verdict.ts";
import { Variant } from "#lib/item/question.ts";
import type { CardState } from "#lib/schedule/card.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import type { RowContext } from "#lib/schedule/log.ts";
import { cardState } from "./cards.ts";
import { challengeOfItem } from "./challenge-items.ts";
import type { Db } from "./client.ts";

/** An answer that showed a misconception, to the question as it was asked then. */
export interface ShownAnswer {
  seq: number;
  /** Study day it was given on. */
  day: number;
  title: string;
  variant: Variant;
  answer: Handed | null;
  verdict: Verdict;
  /** How sure the learner was, if that was said. */
  certainty: number | null;
}

/** A program of the learner's that showed a misconception. */
export interface ShownProgram {
  seq: number;
  /** Study day it was submitted on. */
  day: number;
  title: string;
  /** The challenge's slug. */
  challenge: string;
  /** Completes "This is what it gives …". */
  says: string;
}

/** These rows of the log with the questions they answer, in the order given. */
export async function readShownAnswers(
  db: Db,
  learnerId: string,
  seqs: readonly number[],
): Promise<(ShownAnswer | ShownProgram)[]> {
  const rows = await db.log.findMany({
    where: { learnerId, seq: { in: [...seqs] } },
    include: { serving: { select: { snapshot: true } }, item: { select: { title: true, kind: true } } },
  });
  const found = new Map(rows.map((row) => [row.seq, row]));
  return seqs.flatMap((seq): (ShownAnswer | ShownProgram)[] => {
    const row = found.get(seq);
    if (!row) return [];
    const { at, context, answer, certainty, serving, item, itemId } = row;
    const verdict = row.verdict as unknown as Verdict;
    const shown = { seq, day: studyDay(at, context as unknown as RowContext), title: item.title };
    if (item.kind === "code") {
      return [{ ...shown, challenge: challengeOfItem(itemId), says: verdict.diagnosis?.says ?? "" }];
    }
    if (!serving) return [];
    const variant = Variant.parse(serving.snapshot);
    return [{ ...shown, variant, answer: answer as unknown as Handed | null, verdict, certainty }];
  });
}

/** An item that can show a misconception, with the learner's card of it. */
export interface TestingItem {
  id: string;
  title: string;
  concept: { id: string; title: string };
  card: CardState | null;
}

/** The items of the bank that can show a misconception, in the order they are taught. */
export async function readTestingItems(db: Db, learnerId: string, misconceptionId: string): Promise<TestingItem[]> {
  const targeting = await db.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM Item i, json_each(i.targets) t WHERE i.status = 'active' AND t.value = ${misconceptionId}`;
  const rows = await db.item.findMany({
    where: { id: { in: targeting.map(({ id }) => id) } },
    orderBy: [{ concept: { position: "asc" } }, { position: "asc" }],
    select: {
      id: true,
      title: true,
      concept: { select: { id: true, title: true } },
      cards: { where: { learnerId } },
    },
  });
  return rows.map(({ cards: [card], ...item }) => ({ ...item, card: card ? cardState(card) : null }));
}

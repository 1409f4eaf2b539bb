import "server-only";
import type { PlacedConcept } from "#lib/exam/placement.ts";
import { passedCard } from "#lib/schedule/place.ts";
import { json } from "./answers.ts";
import { refoldCards } from "./cards.ts";
import type { Db } from "./client.ts";
import { contextOf, type Learner } from "./learner.ts";
import type { PlaceableConcept } from "./placement-bank.ts";

/** What a row of kind placement rests on. */
interface Ground {
  placement: string;
  /** How likely the concept is known, and answers about it and what builds on it. */
  probability: number;
  answered: number;
}

/** A placement that has come to its end. */
interface Ended {
  id: string;
  result: readonly PlacedConcept[];
  concepts: readonly PlaceableConcept[];
  given: readonly { itemId: string; right: boolean | null; answer: unknown; seconds: number | null }[];
}

/**
 * Writes a placement into the log: one row for each question of a passed concept, with the card it begins with; one that
 * has a card keeps it, and the row only says that the concept was passed. A question that was answered wrong stays new.
 * Call it in the transaction that ends the placement.
 */
export async function enterPlacement(db: Db, learner: Learner, ended: Ended, now: Date): Promise<void> {
  const context = contextOf(learner, now);
  const placed = new Map(ended.result.filter(({ passed }) => passed).map((concept) => [concept.conceptId, concept]));
  const given = new Map(ended.given.map((question) => [question.itemId, question]));
  const rows = ended.concepts.flatMap(({ id: conceptId, items }) => {
    const concept = placed.get(conceptId);
    if (!concept) return [];
    const { probability, answered } = concept;
    const ground: Ground = { placement: ended.id, probability, answered };
    return items.flatMap(({ id: itemId, card }, place) => {
      const own = given.get(itemId);
      if (own?.right === false) return [];
      const begins = card ? null : passedCard({ inferred: answered === 0, place, of: items.length }, context);
      return [
        {
          learnerId: learner.id,
          itemId,
          kind: "placement" as const,
          at: now,
          context: json(ground),
          ...(begins && { card: json(begins) }),
          ...(own?.answer != null && { answer: json(own.answer), seconds: own.seconds }),
        },
      ];
    });
  });
  await db.log.createMany({ data: rows });
  await refoldCards(
    db,
    learner.id,
    rows.map(({ itemId }) => itemId),
  );
}

/** Undoes every row of a placement that was not undone. Call it in a transaction. */
export async function takeBackPlacement(db: Db, learnerId: string, id: string, now: Date): Promise<void> {
  const rows = await db.$queryRaw<{ seq: bigint; itemId: string }[]>`
    SELECT seq, itemId FROM Log WHERE learnerId = ${learnerId} AND kind = 'placement'
      AND json_extract(context, '$.placement') = ${id} AND NOT EXISTS (SELECT 1 FROM Log u WHERE u.undoes = Log.seq)`;
  const undone = rows.map(({ seq, itemId }) => ({ itemId, undoes: Number(seq) }));
  await db.log.createMany({ data: undone.map((row) => ({ ...row, learnerId, kind: "undo" as const, at: now })) });
  await refoldCards(
    db,
    learnerId,
    undone.map(({ itemId }) => itemId),
  );
}

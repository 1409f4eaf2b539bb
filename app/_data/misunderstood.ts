import "server-only";
import { daysOvercome, type Misunderstanding, type Status } from "#lib/misconception/ledger.ts";
import type { Db } from "./client.ts";
import type { ConceptLink } from "./bank.ts";
import { storedMisunderstanding } from "./misconceptions.ts";

/** Answers that show a misconception before it gets a page of its own. */
const TIMES_FOR_A_PAGE = 2;

/** A misconception that the learner's answers have shown. */
export interface Misunderstood {
  id: string;
  name: string;
  claim: string;
  truth: string;
  /** The content no longer names it. */
  retired: boolean;
  /** Where it is taught; null when the content no longer has that note. */
  concept: ConceptLink | null;
  status: Status;
  /** How often it showed, and on which study day last. */
  times: number;
  lastSeenDay: number;
  /** Study days since on which it could have shown and did not. */
  daysRight: number;
  hasPage: boolean;
  /** `seq` of the answers that showed it, latest first. */
  shownBy: number[];
}

/** Everything the learner has misunderstood, the latest first. */
export async function listMisunderstood(db: Db, learnerId: string, conceptId?: string): Promise<Misunderstood[]> {
  const rows = await db.misunderstanding.findMany({
    where: { learnerId, ...(conceptId !== undefined && { misconception: { conceptId } }) },
    include: { misconception: true },
  });
  const concepts = await db.concept.findMany({
    where: { id: { in: rows.map(({ misconception }) => misconception.conceptId) }, retiredAt: null },
    select: { id: true, title: true },
  });
  const conceptOf = new Map(concepts.map((concept) => [concept.id, concept]));
  return rows
    .map(({ misconception, evidence }): Misunderstood => {
      const { id, name, claim, truth, retiredAt, conceptId: taughtIn } = misconception;
      const stood = storedMisunderstanding(id, evidence);
      const known = { id, name, claim, truth, retired: retiredAt !== null, concept: conceptOf.get(taughtIn) ?? null };
      return { ...known, ...told(stood) };
    })
    .sort((a, b) => b.shownBy[0] - a.shownBy[0]);
}

function told(stood: Misunderstanding) {
  const { status, seen } = stood;
  return {
    status,
    times: seen.length,
    lastSeenDay: seen[seen.length - 1].day,
    daysRight: daysOvercome(stood).size,
    hasPage: seen.length >= TIMES_FOR_A_PAGE,
    shownBy: seen.map(({ seq }) => seq).reverse(),
  };
}

/** One that has a page of its own, null otherwise. */
export async function findMisunderstood(db: Db, learnerId: string, id: string): Promise<Misunderstood | null> {
  const all = await listMisunderstood(db, learnerId);
  return all.find((one) => one.id === id && one.hasPage) ?? null;
}

/** Which of these misconceptions have a page of their own. */
export async function misconceptionsWithPage(db: Db, learnerId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.misunderstanding.findMany({ where: { learnerId, misconceptionId: { in: [...ids] } } });
  const withPage = rows.filter(({ misconceptionId, evidence }) => {
    return storedMisunderstanding(misconceptionId, evidence).seen.length >= TIMES_FOR_A_PAGE;
  });
  return new Set(withPage.map(({ misconceptionId }) => misconceptionId));
}

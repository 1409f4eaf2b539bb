import "server-only";
import { namesOfMisconceptions } from "./bank.ts";
import type { Db } from "./client.ts";
import type { ExamResult } from "./exam-results.ts";
import { misconceptionsWithPage } from "./misunderstood.ts";

/** What is called how. */
export interface Names {
  areas: ReadonlyMap<string, string>;
  concepts: ReadonlyMap<string, string>;
  items: ReadonlyMap<string, string>;
  challenges: ReadonlyMap<string, string>;
  misconceptions: ReadonlyMap<string, { name: string; conceptId: string | null; hasPage: boolean }>;
}

/** The names of all that an exam was about. */
export async function readNames(db: Db, learnerId: string, { answers, programs }: ExamResult): Promise<Names> {
  const areas = await db.area.findMany({ select: { id: true, title: true } });
  const concepts = await db.concept.findMany({
    where: { id: { in: answers.map(({ conceptId }) => conceptId) } },
    select: { id: true, title: true },
  });
  const items = await db.item.findMany({
    where: { id: { in: answers.map(({ itemId }) => itemId) } },
    select: { id: true, title: true },
  });
  const shown = [...new Set([...answers, ...programs].flatMap(({ diagnosed }) => diagnosed ?? []))];
  const names = await namesOfMisconceptions(db, shown);
  const pages = await misconceptionsWithPage(db, learnerId, shown);
  const taught = await db.misconception.findMany({
    where: { id: { in: shown } },
    select: { id: true, conceptId: true },
  });
  const taughtIn = new Map(taught.map(({ id, conceptId }) => [id, conceptId]));
  return {
    areas: new Map(areas.map(({ id, title }) => [id, title])),
    concepts: new Map(concepts.map(({ id, title }) => [id, title])),
    items: new Map(items.map(({ id, title }) => [id, title])),
    challenges: new Map(programs.map(({ challengeId, title }) => [challengeId, title])),
    misconceptions: new Map(
      shown.map((id) => {
        const conceptId = taughtIn.get(id) ?? null;
        return [id, { name: names.get(id) ?? id, conceptId, hasPage: pages.has(id) }];
      }),
    ),
  };
}

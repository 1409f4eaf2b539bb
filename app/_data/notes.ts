import "server-only";
import type { Db } from "./client.ts";

export interface Note {
  id: string;
  title: string;
  body: string;
  area: string;
  needs: { id: string; title: string }[];
  leadsTo: { id: string; title: string }[];
  items: number;
}

export interface NoteArea {
  id: string;
  title: string;
  notes: { id: string; title: string; items: number; right: number }[];
}

/** One note with its place in the graph, or null. */
export async function findNote(db: Db, id: string): Promise<Note | null> {
  const row = await db.concept.findUnique({
    where: { id, retiredAt: null },
    include: { area: true, _count: { select: { items: { where: { status: "active", kind: { not: "code" } } } } } },
  });
  if (!row || row.body === "") return null;
  const all = await db.concept.findMany({
    where: { retiredAt: null, materialId: null },
    orderBy: { position: "asc" },
    select: { id: true, title: true, needs: true },
  });
  const needs = row.needs as string[];
  return {
    id,
    title: row.title,
    body: row.body,
    area: row.area?.title ?? "",
    needs: all.filter((other) => needs.includes(other.id)).map(link),
    leadsTo: all.filter((other) => (other.needs as string[]).includes(id)).map(link),
    items: row._count.items,
  };
}

/** All notes by area, in reading order, with how much of each was answered right unaided. */
export async function listNotes(db: Db, learnerId: string): Promise<NoteArea[]> {
  const counts = await db.$queryRaw<{ conceptId: string; items: bigint; right: bigint }[]>`
    SELECT i.conceptId, count(*) AS items, sum(coalesce(c.rightUnaided, 0)) AS "right"
    FROM Item i LEFT JOIN Card c ON c.itemId = i.id AND c.learnerId = ${learnerId}
    WHERE i.status = 'active' AND i.kind <> 'code' GROUP BY i.conceptId`;
  const ofConcept = new Map(counts.map(({ conceptId, ...count }) => [conceptId, count]));
  const areas = await db.area.findMany({
    orderBy: { position: "asc" },
    include: {
      concepts: {
        where: { retiredAt: null, body: { not: "" } },
        orderBy: { position: "asc" },
        select: { id: true, title: true },
      },
    },
  });
  return areas
    .map(({ id, title, concepts }) => ({
      id,
      title,
      notes: concepts.map((concept) => {
        const { items = 0, right = 0 } = ofConcept.get(concept.id) ?? {};
        return { ...concept, items: Number(items), right: Number(right) };
      }),
    }))
    .filter(({ notes }) => notes.length > 0);
}

function link({ id, title }: { id: string; title: string }) {
  return { id, title };
}

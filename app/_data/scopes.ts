import "server-only";
import type { Db } from "./client.ts";
import type { Scope } from "./sessions.ts";

/** One concept as the scope of a session; null for one that is not taught. */
export async function scopeOfConcept(db: Db, id: string): Promise<Scope | null> {
  const concept = await db.concept.findUnique({ where: { id, retiredAt: null }, select: { title: true } });
  return concept && { concepts: [id], title: concept.title, minutes: null };
}

/** The concepts of an area as a scope; null for an area without any. */
export async function scopeOfArea(db: Db, id: string, minutes: number | null): Promise<Scope | null> {
  const area = await db.area.findUnique({
    where: { id },
    select: {
      title: true,
      concepts: { where: { retiredAt: null }, orderBy: { position: "asc" }, select: { id: true } },
    },
  });
  if (!area || area.concepts.length === 0) return null;
  return { concepts: area.concepts.map((concept) => concept.id), title: area.title, minutes };
}

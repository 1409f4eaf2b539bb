import "server-only";
import type { ConceptProgress } from "#lib/schedule/prerequisites.ts";
import type { NewItem } from "#lib/schedule/queue.ts";
import type { Db } from "./client.ts";
import type { AskedItem } from "./queue-items.ts";

/** The graph with how far the learner has come in it, and the area of each concept, which is its own where it has none. */
export async function readConcepts(
  db: Db,
  asked: readonly AskedItem[],
  newItems: readonly NewItem[],
): Promise<{ concepts: ConceptProgress[]; areaOf: Map<string, string> }> {
  const items = new Map<string, number>();
  const right = new Map<string, number>();
  const add = (to: Map<string, number>, { conceptId }: { conceptId: string }) =>
    to.set(conceptId, (to.get(conceptId) ?? 0) + 1);
  for (const item of newItems) add(items, item);
  const placed = new Set<string>();
  for (const item of asked) {
    add(items, item);
    if (item.rightUnaided) add(right, item);
    if (item.placed) placed.add(item.conceptId);
  }
  const rows = await db.concept.findMany({
    where: { retiredAt: null },
    orderBy: { position: "asc" },
    select: { id: true, needs: true, areaId: true },
  });
  const areaOf = new Map(rows.map(({ id, areaId }) => [id, areaId ?? id]));
  const concepts = rows.map(({ id, needs }) => ({
    id,
    needs: needs as string[],
    items: items.get(id) ?? 0,
    rightUnaided: right.get(id) ?? 0,
    placed: placed.has(id),
    known: false,
  }));
  return { concepts, areaOf };
}

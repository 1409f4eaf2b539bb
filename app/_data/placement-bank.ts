import "server-only";
import type { Db } from "./client.ts";

/** A concept of the graph with its questions, in their order. */
export interface PlaceableConcept {
  id: string;
  areaId: string;
  needs: readonly string[];
  items: {
    id: string;
    /** Whether a placement may ask it: it has a key, and so is not marked by the learner. */
    askable: boolean;
    /** Whether the learner has a card for it. */
    card: boolean;
  }[];
}

/**
 * The graph in prerequisite order, of concepts with questions. Documents that the learner brought have no place in it:
 * what they build on is not known.
 */
export async function placeableConcepts(db: Db, learnerId: string): Promise<PlaceableConcept[]> {
  const rows = await db.concept.findMany({
    where: { retiredAt: null, areaId: { not: null } },
    orderBy: { position: "asc" },
    select: {
      id: true,
      areaId: true,
      needs: true,
      items: {
        where: { status: "active", kind: { not: "code" } },
        orderBy: [{ position: "asc" }, { id: "asc" }],
        select: { id: true, kind: true, cards: { where: { learnerId }, select: { itemId: true } } },
      },
    },
  });
  return rows
    .filter(({ items }) => items.length > 0)
    .map(({ id, areaId, needs, items }) => ({
      id,
      areaId: areaId ?? id,
      needs: needs as string[],
      items: items.map((item) => ({ id: item.id, askable: item.kind !== "recall", card: item.cards.length > 0 })),
    }));
}

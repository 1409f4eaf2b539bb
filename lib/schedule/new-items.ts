import { byId } from "./item-order.ts";
import type { NewItem, QueueInput } from "./pools.ts";
import { ENOUGH_RIGHT, openConcepts } from "./prerequisites.ts";

/**
 * New items of open concepts, in helpings of three a concept: first three of every open concept in prerequisite order,
 * enough to open what needs it, then the next three of each, and so on.
 */
export function openNewItems({ newItems, cards, concepts }: QueueInput): NewItem[] {
  const open = openConcepts(concepts);
  const inGraph = new Map(concepts.map((concept, index) => [concept.id, index]));
  const begun = new Map<string, number>();
  for (const { conceptId } of cards) begun.set(conceptId, (begun.get(conceptId) ?? 0) + 1);

  const placed = newItems
    .filter(({ conceptId }) => open.has(conceptId) || !inGraph.has(conceptId))
    .toSorted((a, b) => a.order - b.order || byId(a, b))
    .map((item) => {
      const rank = begun.get(item.conceptId) ?? 0;
      begun.set(item.conceptId, rank + 1);
      const concept = inGraph.get(item.conceptId) ?? concepts.length;
      return { item, helping: Math.floor(rank / ENOUGH_RIGHT), concept };
    });
  return placed.sort((a, b) => a.helping - b.helping || a.concept - b.concept).map(({ item }) => item);
}

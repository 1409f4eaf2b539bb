import { byId } from "./item-order.ts";
import type { NewItem, QueueInput } from "./pools.ts";
import { ENOUGH_RIGHT, openConcepts } from "./prerequisites.ts";

/** Of the items asked before, their concepts alone matter. */
export type NewItemsInput = Pick<QueueInput, "newItems" | "concepts"> & { cards: readonly { conceptId: string }[] };

/**
 * New items of open concepts, in helpings of three a concept: first three of every open concept in prerequisite order,
 * enough to open what needs it, then the next three of each, and so on.
 */
export function openNewItems({ newItems, cards, concepts }: NewItemsInput): NewItem[] {
  const open = openConcepts(concepts);
  const inGraph = new Map(concepts.map((concept, index) => [concept.id, index]));
  const begun = new Map<string, number>();
  for (const { conceptId } of cards) begun.set(conceptId, (begun.get(conceptId) ?? 0) + 1);

  const waiting = new Map<string, NewItem[]>();
  for (const item of newItems) {
    if (!open.has(item.conceptId) && inGraph.has(item.conceptId)) continue;
    const others = waiting.get(item.conceptId);
    if (others) others.push(item);
    else waiting.set(item.conceptId, [item]);
  }
  const place = (conceptId: string) => inGraph.get(conceptId) ?? concepts.length;
  const helpings: NewItem[][] = [];
  for (const [conceptId, items] of [...waiting].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))) {
    const first = begun.get(conceptId) ?? 0;
    for (const [i, item] of items.sort((a, b) => a.order - b.order || byId(a, b)).entries()) {
      const helping = Math.floor((first + i) / ENOUGH_RIGHT);
      helpings[helping] ??= [];
      helpings[helping].push(item);
    }
  }
  // A helping that nobody is at is a hole, which flat leaves out.
  return helpings.flat();
}

import { Dice } from "#lib/item/dice.ts";

export type SimConcept = { id: string; topic: string; needs: readonly string[] };
export type SimItem = { itemId: string; conceptId: string; order: number };

/**
 * A bank of the size and shape of the real one: concepts in prerequisite order, five to an area, most needing one or
 * two of the few before them, with ten to twenty items each, 450 in all.
 */
export function simulatedBank(): { concepts: SimConcept[]; items: SimItem[] } {
  const dice = new Dice(2026);
  const concepts: SimConcept[] = [];
  const items: SimItem[] = [];
  for (let i = 0; i < 30; i++) {
    const id = `c${String(i).padStart(2, "0")}`;
    const before = concepts.slice(-6).map((concept) => concept.id);
    const needs = i < 3 ? [] : dice.sample(before, dice.integer(1, 2));
    concepts.push({ id, topic: `area${Math.floor(i / 5)}`, needs });
    const count = i % 3 === 0 ? 10 : i % 3 === 1 ? 15 : 20;
    for (let order = 0; order < count; order++) items.push({ itemId: `${id}/${order}`, conceptId: id, order });
  }
  return { concepts, items };
}

import { kinds } from "#lib/kind/kinds.ts";
import { Dice } from "./dice.ts";
import type { Variant } from "./question.ts";
import type { DataItem } from "./schema.ts";

/** A variant of an item whose definition is data: options drawn and shuffled; nothing is computed. */
export function dataVariant(item: DataItem, seed: number): Variant {
  const posed = kinds[item.kind].data.pose(item as never, new Dice(seed));
  return { item: item.id, version: item.version, seed, ...posed };
}

import type { Program } from "./program.ts";
import type { Variant } from "./question.ts";
import { dataVariant } from "./data-variant.ts";
import { programVariant } from "./program-variant.ts";
import type { DataItem } from "./schema.ts";

/**
 * The question `item` asks under `seed`: the same one each time it is called with the same seed and version.
 * Throws `BrokenItemError` when a program can't draw a question that separates its mal-rules, or disagrees with
 * the engine.
 */
export function makeVariant(item: Program | DataItem, seed: number): Variant {
  return "steps" in item ? programVariant(item, seed) : dataVariant(item, seed);
}

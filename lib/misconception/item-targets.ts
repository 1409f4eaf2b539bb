import type { Program } from "#lib/item/program.ts";
import type { DataItem } from "#lib/item/schema.ts";
import { kinds } from "#lib/kind/kinds.ts";

/** The misconceptions that some variant of an item can show, each once. */
export function itemTargets(item: Program | DataItem): string[] {
  if ("steps" in item)
    return [...new Set(Object.entries(item.ask.malRules).map(([rule, { misconception }]) => misconception ?? rule))];
  return [...new Set(kinds[item.kind].data.misconceptions(item as never))];
}

import type { Program } from "#lib/item/program.ts";
import type { DataItem } from "#lib/item/schema.ts";

/** The misconceptions that some variant of an item can show, each once. */
export function itemTargets(item: Program | DataItem): string[] {
  if ("steps" in item)
    return [...new Set(Object.entries(item.ask.malRules).map(([rule, { misconception }]) => misconception ?? rule))];
  return item.kind === "choice" ? [...new Set(item.options.flatMap(({ misconception }) => misconception ?? []))] : [];
}

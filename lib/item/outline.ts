import { type Outline } from "#lib/kind/kind.ts";
import { kinds } from "#lib/kind/kinds.ts";
import type { DataItem } from "./schema.ts";

/** What an item asks and what answers it, for people who review the bank. */
export function outlineOf(item: DataItem): Outline {
  return kinds[item.kind].data.outline(item as never);
}

/** Every text of an item that may hold formulas (markdown). */
export function textsOf(item: DataItem): string[] {
  return [...kinds[item.kind].data.texts(item as never), ...(item.explanation ? [item.explanation] : [])];
}

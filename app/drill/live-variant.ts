import "server-only";
import { performance } from "node:perf_hooks";
import { programOf } from "#content/programs.ts";
import type { Variant } from "#lib/item/question.ts";
import { makeVariant } from "#lib/item/variant.ts";

/**
 * The variant computed once more, now, and how long that took. When the item's code has changed since it was asked,
 * the snapshot decides and nothing is recomputed.
 */
export function liveVariant(snapshot: Variant): { variant: Variant; milliseconds: number | null } {
  const program = programOf(snapshot.item);
  if (program?.version !== snapshot.version) return { variant: snapshot, milliseconds: null };
  const start = performance.now();
  const variant = makeVariant(program, snapshot.seed);
  const milliseconds = performance.now() - start;
  if (JSON.stringify(keyOf(variant)) === JSON.stringify(keyOf(snapshot))) return { variant, milliseconds };
  console.error(`${snapshot.item} version ${snapshot.version}, seed ${snapshot.seed}: the key has changed since asked`);
  return { variant: snapshot, milliseconds: null };
}

function keyOf({ question, solution }: Variant): unknown {
  return [question, "key" in solution ? solution.key : null];
}

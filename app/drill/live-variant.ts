import "server-only";
import { performance } from "node:perf_hooks";
import { programOf } from "#content/programs.ts";
import type { Program } from "#lib/item/program.ts";
import type { Variant } from "#lib/item/question.ts";
import { makeVariant } from "#lib/item/variant.ts";

/** The program that made a variant; null for items that are data, and when the program has changed since. */
export function programBehind({ item, version }: Variant): Program | null {
  const program = programOf(item);
  return program?.version === version ? program : null;
}

/**
 * The variant computed once more, now, and how long that took. When the item's code has changed since it was asked,
 * the snapshot decides and nothing is recomputed.
 */
export function liveVariant(snapshot: Variant): { variant: Variant; milliseconds: number | null } {
  const program = programBehind(snapshot);
  if (!program) return { variant: snapshot, milliseconds: null };
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

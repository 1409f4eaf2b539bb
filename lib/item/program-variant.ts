import { kinds } from "#lib/kind/kinds.ts";
import { Dice } from "./dice.ts";
import type { Program } from "./program.ts";
import type { Variant } from "./question.ts";
import { BrokenItemError, run } from "./run.ts";

const MAX_DRAWS = 50;

export function programVariant(program: Program, seed: number): Variant {
  return drawVariant(program, seed).variant;
}

/** The variant with the number of draws it took: a generator that rejects more than half of its draws is broken. */
export function drawVariant(program: Program, seed: number): { variant: Variant; draws: number } {
  const dice = new Dice(seed);
  for (let draws = 1; draws <= MAX_DRAWS; draws++) {
    const posed = kinds[program.kind].poseRun(run(program, dice));
    if (posed) return { variant: { item: program.item, version: program.version, seed, ...posed }, draws };
  }
  throw new BrokenItemError(`${program.item}: none of ${MAX_DRAWS} draws separates its mal-rules (seed ${seed})`);
}

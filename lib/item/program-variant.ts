import { kinds } from "#lib/kind/kinds.ts";
import { Dice } from "./dice.ts";
import type { Program } from "./program.ts";
import type { Variant } from "./question.ts";
import { BrokenItemError, type Run, run } from "./run.ts";

const MAX_DRAWS = 50;

export function programVariant(program: Program, seed: number): Variant {
  return drawVariant(program, seed).variant;
}

/**
 * The variant with the run it was posed from and the number of draws it took: a generator that rejects more than half
 * of its draws is broken.
 */
export function drawVariant(program: Program, seed: number): { variant: Variant; drawn: Run; draws: number } {
  const dice = new Dice(seed);
  for (let draws = 1; draws <= MAX_DRAWS; draws++) {
    const drawn = run(program, dice);
    const posed = drawn && kinds[program.kind].poseRun(drawn);
    if (drawn && posed)
      return { variant: { item: program.item, version: program.version, seed, ...posed }, drawn, draws };
  }
  throw new BrokenItemError(`${program.item}: none of ${MAX_DRAWS} draws separates its mal-rules (seed ${seed})`);
}

import { Dice } from "./dice.ts";
import { poseChoice, poseNumber, poseTensor } from "./pose.ts";
import type { Program } from "./program.ts";
import type { Variant } from "./question.ts";
import { BrokenItemError, type Run, run } from "./run.ts";

const MAX_DRAWS = 50;

export function programVariant(program: Program, seed: number): Variant {
  return drawVariant(program, seed).variant;
}

/** The variant with the number of draws it took: a generator that rejects more than half of its draws is broken. */
export function drawVariant(program: Program, seed: number): { variant: Variant; draws: number } {
  const dice = new Dice(seed);
  for (let draws = 1; draws <= MAX_DRAWS; draws++) {
    const posed = pose(run(program, dice));
    if (posed) return { variant: { item: program.item, version: program.version, seed, ...posed }, draws };
  }
  throw new BrokenItemError(`${program.item}: none of ${MAX_DRAWS} draws separates its mal-rules (seed ${seed})`);
}

/** The question and its solution, or null when answer and mal-rules can't be told apart in this draw. */
function pose(drawn: Run): Pick<Variant, "question" | "solution"> | null {
  switch (drawn.program.kind) {
    case "numeric":
      return poseNumber(drawn);
    case "tensor":
      return poseTensor(drawn);
    case "choice":
      return poseChoice(drawn);
  }
}

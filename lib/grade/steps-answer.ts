import { z } from "zod";
import type { Answer } from "./answer.ts";
import { MAX_CELLS, MAX_FIELD } from "#lib/kind/kind.ts";

const Field = z.string().max(MAX_FIELD);

/** What a learner hands in when asked step by step: a text for each number, cells for each grid. */
export const StepTexts = z
  .array(z.union([Field, z.array(z.array(Field).max(MAX_CELLS)).max(MAX_CELLS)]))
  .max(MAX_CELLS);
export type StepTexts = z.infer<typeof StepTexts>;

/** A computation answered step by step. */
export const StepsAnswer = z.object({ kind: z.literal("steps"), texts: StepTexts });
export type StepsAnswer = z.infer<typeof StepsAnswer>;

/** Whatever a learner hands in: an answer to the question, or its computation step by step. */
export type Handed = Answer | StepsAnswer;

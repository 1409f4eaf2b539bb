import { z } from "zod";
import { LANGUAGES } from "#lib/challenge/language.ts";
import { LONGEST_SOURCE } from "#lib/challenge/limits.ts";
import { Answer } from "#lib/grade/answer.ts";

const Source = z.string().max(LONGEST_SOURCE);

/** What stands in the editor of a challenge in an exam: a text of each language written in, and the one that counts. */
export const ProgramAnswer = z.strictObject({
  kind: z.literal("program"),
  language: z.enum(LANGUAGES),
  texts: z.strictObject({ python: Source.optional(), typescript: Source.optional() }),
});
export type ProgramAnswer = z.infer<typeof ProgramAnswer>;

/** What is typed in an exam. */
export const ExamInput = z.union([ProgramAnswer, Answer]);
export type ExamInput = Answer | ProgramAnswer;

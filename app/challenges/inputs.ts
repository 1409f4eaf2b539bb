import { z } from "zod";
import { LONGEST_SOURCE } from "#lib/challenge/limits.ts";

const SECONDS_OF_A_DAY = 86_400;

export const LanguageInput = z.enum(["python", "typescript"]);
export const SourceInput = z.string().max(LONGEST_SOURCE);
export const RoundInput = z.int().min(1);
export const SecondsInput = z
  .number()
  .min(0)
  .max(30 * SECONDS_OF_A_DAY)
  .catch(0);

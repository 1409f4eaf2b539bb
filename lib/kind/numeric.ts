import { z } from "zod";
import { markNumeric } from "#lib/grade/numeric.ts";
import { always, computed } from "#lib/item/computed.ts";
import { poseNumber } from "#lib/item/pose.ts";
import { type Kind, MAX_FIELD } from "./kind.ts";

const question = z.strictObject({
  kind: z.literal("numeric"),
  prompt: z.string(),
  label: z.string(),
  /** How many decimals decide; null for a whole number. */
  decimals: z.number().int().nullable(),
});
export type NumericQuestion = z.infer<typeof question>;

const solution = z.object({
  kind: z.literal("numeric"),
  key: z.number(),
  tolerance: z.number(),
  ...computed,
  ...always,
});
export type NumericSolution = z.infer<typeof solution>;

const answer = z.object({ kind: z.literal("numeric"), text: z.string().max(MAX_FIELD) });
export type NumericAnswer = z.infer<typeof answer>;

/** One number. */
export const numeric = {
  question,
  solution,
  answer,
  mark: markNumeric,
  key: (_, { key }) => ({ kind: "numeric", text: String(key) }),
  targets: (_, { malOutcomes }) => malOutcomes.map(({ misconception }) => misconception),
  poseRun: poseNumber,
} satisfies Kind<NumericQuestion, NumericSolution, NumericAnswer>;

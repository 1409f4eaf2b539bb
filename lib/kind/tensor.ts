import { z } from "zod";
import { markTensor } from "#lib/grade/tensor.ts";
import { always, computed } from "#lib/item/computed.ts";
import { poseTensor } from "#lib/item/pose.ts";
import { type Kind, MAX_CELLS, MAX_FIELD } from "./kind.ts";

const question = z.strictObject({
  kind: z.literal("tensor"),
  prompt: z.string(),
  label: z.string(),
  shape: z.tuple([z.number().int(), z.number().int()]),
  decimals: z.number().int(),
});
export type TensorQuestion = z.infer<typeof question>;

const solution = z.object({
  kind: z.literal("tensor"),
  key: z.array(z.array(z.number())),
  /** One tolerance per entry, the shape of the key. */
  tolerance: z.array(z.array(z.number())),
  ...computed,
  ...always,
});
export type TensorSolution = z.infer<typeof solution>;

const answer = z.object({
  kind: z.literal("tensor"),
  cells: z.array(z.array(z.string().max(MAX_FIELD)).max(MAX_CELLS)).max(MAX_CELLS),
});
export type TensorAnswer = z.infer<typeof answer>;

/** A grid of numbers. */
export const tensor = {
  question,
  solution,
  answer,
  mark: markTensor,
  key: (_, { key }) => ({ kind: "tensor", cells: key.map((row) => row.map(String)) }),
  // A mal-rule that yields a grid of another shape than the one asked for can't show.
  targets: ({ shape }, { malOutcomes }) =>
    malOutcomes
      .filter(({ value }) => Array.isArray(value) && `${value.length},${[value[0]].flat().length}` === shape.join())
      .map(({ misconception }) => misconception),
  poseRun: poseTensor,
} satisfies Kind<TensorQuestion, TensorSolution, TensorAnswer>;

import { z } from "zod";

/** Where an item comes from: a line of a note, of an imported document, or of a program's file. */
export const Source = z.object({
  file: z.string(),
  line: z.number().int().positive(),
  /** sha-256 of the text it was made from. */
  hash: z.string(),
});
export type Source = z.infer<typeof Source>;

const id = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, "an item id is concept/slug");

const base = {
  id,
  version: z.number().int().positive(),
  concept: z.string(),
  title: z.string(),
  /** The extraction rule that made it, or "authored". */
  rule: z.string(),
  source: Source,
  /** Shown after marking whatever the answer was (markdown). */
  explanation: z.string().optional(),
};

export const ChoiceOption = z.object({
  text: z.string().min(1),
  correct: z.boolean().default(false),
  /** Id in content/misconceptions.yml of what choosing it shows. */
  misconception: z.string().optional(),
  /** Why this option is right or wrong (markdown). */
  why: z.string().optional(),
});

export const ChoiceItem = z.object({
  ...base,
  kind: z.literal("choice"),
  stem: z.string().min(1),
  /** One correct option and at least two wrong ones; a variant shows the right one and up to three others. */
  options: z
    .array(ChoiceOption)
    .min(3)
    .refine((options) => options.filter((option) => option.correct).length === 1, "exactly one option is correct"),
});
export type ChoiceItem = z.infer<typeof ChoiceItem>;

/** Each blank of a cloze stands in the text as `[[1]]`, `[[2]]` … */
export const ClozeItem = z.object({
  ...base,
  kind: z.literal("cloze"),
  text: z.string().min(1),
  /** For each blank, the accepted writings; the first is shown as the answer. */
  blanks: z.array(z.array(z.string().min(1)).min(1)).min(1),
});
export type ClozeItem = z.infer<typeof ClozeItem>;

export const RecallItem = z.object({
  ...base,
  kind: z.literal("recall"),
  stem: z.string().min(1),
  /** A model answer (markdown). */
  answer: z.string().min(1),
  /** The points an answer must make, ticked by the learner. */
  rubric: z.array(z.string().min(1)).min(1),
});
export type RecallItem = z.infer<typeof RecallItem>;

/** A computed item: its program lives in content/<area>/<concept>.items.ts and is found by the item's id. */
export const ProgramItem = z.object({
  ...base,
  kind: z.enum(["numeric", "tensor", "choice"]),
  program: z.literal(true),
});
export type ProgramItem = z.infer<typeof ProgramItem>;

/** An item whose whole definition is data. */
export const DataItem = z.discriminatedUnion("kind", [ChoiceItem, ClozeItem, RecallItem]);
export type DataItem = z.infer<typeof DataItem>;

export const Item = z.union([ProgramItem, DataItem]);
export type Item = z.infer<typeof Item>;

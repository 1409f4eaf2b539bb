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

/** What every item has, whatever its kind. */
export const itemHead = {
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

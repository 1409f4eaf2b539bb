import { z } from "zod";

/** A written option of a question. */
export const Option = z.object({
  text: z.string().min(1),
  correct: z.boolean().default(false),
  /** Id in content/misconceptions.yml of what choosing it shows. */
  misconception: z.string().optional(),
  /** Why this option is right or wrong (markdown). */
  why: z.string().optional(),
});

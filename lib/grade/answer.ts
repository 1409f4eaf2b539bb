import { z } from "zod";

/** Longest text read as one number or word; a recall may be a page. */
const MAX_FIELD = 20_000;
const MAX_CELLS = 64;

/** What a learner hands in. Bounds here are generous: refusing with a reason is the graders' work. */
export const Answer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("numeric"), text: z.string().max(MAX_FIELD) }),
  z.object({
    kind: z.literal("tensor"),
    cells: z.array(z.array(z.string().max(MAX_FIELD)).max(MAX_CELLS)).max(MAX_CELLS),
  }),
  z.object({ kind: z.literal("choice"), option: z.number().int() }),
  z.object({ kind: z.literal("cloze"), texts: z.array(z.string().max(MAX_FIELD)).max(MAX_CELLS) }),
  z.object({
    kind: z.literal("recall"),
    text: z.string().max(MAX_FIELD),
    ticked: z.array(z.number().int()).max(MAX_CELLS),
  }),
]);
export type Answer = z.infer<typeof Answer>;
export type AnswerOf<K extends Answer["kind"]> = Extract<Answer, { kind: K }>;

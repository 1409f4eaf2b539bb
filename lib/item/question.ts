import { z } from "zod";

/** A plain value as stored in a snapshot and shown to a person. */
export const Plain = z.union([z.number(), z.string(), z.array(z.number()), z.array(z.array(z.number()))]);
export type Plain = z.infer<typeof Plain>;

/** What a person may see of a question before it is marked. Everything else of a variant stays on the server. */
export const PublicQuestion = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("numeric"),
    prompt: z.string(),
    label: z.string(),
    /** How many decimals decide; null for a whole number. */
    decimals: z.number().int().nullable(),
  }),
  z.strictObject({
    kind: z.literal("tensor"),
    prompt: z.string(),
    label: z.string(),
    shape: z.tuple([z.number().int(), z.number().int()]),
    decimals: z.number().int(),
  }),
  z.strictObject({ kind: z.literal("choice"), prompt: z.string(), options: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("cloze"), prompt: z.string(), blanks: z.number().int() }),
  z.strictObject({ kind: z.literal("recall"), prompt: z.string() }),
]);
export type PublicQuestion = z.infer<typeof PublicQuestion>;

/** One line of how the engine got it. */
export const TraceStep = z.object({ name: z.string(), tex: z.string(), value: Plain });
export type TraceStep = z.infer<typeof TraceStep>;

/** What a mal-rule makes of this variant: the evidence a diagnosis rests on. */
export const MalOutcome = z.object({
  rule: z.string(),
  misconception: z.string(),
  value: Plain,
  says: z.string(),
  /** Trace steps that went wrong under the rule, with what to say beside them. */
  notes: z.array(z.object({ step: z.string(), note: z.string(), value: Plain })),
});
export type MalOutcome = z.infer<typeof MalOutcome>;

const computed = {
  trace: z.array(TraceStep),
  malOutcomes: z.array(MalOutcome),
};
const always = { explanation: z.string().optional() };

/** What is known about a question only on the server until it is marked. */
export const Solution = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("numeric"),
    key: z.number(),
    tolerance: z.number(),
    ...computed,
    ...always,
  }),
  z.object({
    kind: z.literal("tensor"),
    key: z.array(z.array(z.number())),
    /** One tolerance per entry, the shape of the key. */
    tolerance: z.array(z.array(z.number())),
    ...computed,
    ...always,
  }),
  z.object({
    kind: z.literal("choice"),
    key: z.number().int(),
    options: z.array(z.object({ why: z.string().optional(), misconception: z.string().optional() })),
    ...computed,
    ...always,
  }),
  z.object({ kind: z.literal("cloze"), blanks: z.array(z.array(z.string())), ...always }),
  z.object({ kind: z.literal("recall"), answer: z.string(), rubric: z.array(z.string()), ...always }),
]);
export type Solution = z.infer<typeof Solution>;

/** One drawn question: what is shown and what is kept back. Stored whole with the serving as its snapshot. */
export const Variant = z.object({
  item: z.string(),
  version: z.number().int(),
  seed: z.number().int(),
  question: PublicQuestion,
  solution: Solution,
});
export type Variant = z.infer<typeof Variant>;

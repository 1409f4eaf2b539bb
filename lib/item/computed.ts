import { z } from "zod";

/** A plain value as stored in a snapshot and shown to a person. */
export const Plain = z.union([z.number(), z.string(), z.array(z.number()), z.array(z.array(z.number()))]);
export type Plain = z.infer<typeof Plain>;

/** One line of how the engine got it. */
export const TraceStep = z.object({ name: z.string(), tex: z.string(), value: Plain });
export type TraceStep = z.infer<typeof TraceStep>;

/** What a mal-rule makes of a variant: the evidence a diagnosis rests on. */
export const MalOutcome = z.object({
  rule: z.string(),
  misconception: z.string(),
  value: Plain,
  says: z.string(),
  /** Trace steps that went wrong under the rule, with what to say beside them. */
  notes: z.array(z.object({ step: z.string(), note: z.string(), value: Plain })),
});
export type MalOutcome = z.infer<typeof MalOutcome>;

/** What the solution of a computed question carries. */
export const computed = {
  trace: z.array(TraceStep),
  malOutcomes: z.array(MalOutcome),
};

/** What every solution may carry: shown after marking whatever the answer was (markdown). */
export const always = { explanation: z.string().optional() };

import type { z } from "zod";
import type { Marked } from "#lib/grade/verdict.ts";
import type { Dice } from "#lib/item/dice.ts";
import type { Run } from "#lib/item/run.ts";

/** Longest text read as one number or word; a recall may be a page. */
export const MAX_FIELD = 20_000;
/** Most fields an answer may have in a row. */
export const MAX_CELLS = 64;

/** A question as shown and what is kept back. */
export interface Posed<Q, S> {
  question: Q;
  solution: S;
}

export interface Outline {
  asked: string;
  answers: { text: string; right: boolean }[];
}

/** How items whose definition is data are asked. */
interface DataKind<I, Q, S> {
  /** The definition as stored. */
  item: z.ZodType<I>;
  /** Draws a variant: options chosen, shuffled; nothing is computed. */
  pose: (item: I, dice: Dice) => Posed<Q, S>;
  /** What is asked and, line by line, what answers it, for people who review the bank (markdown). */
  outline: (item: I) => Outline;
  /** Every text of the definition that may hold formulas (markdown), the question first. */
  texts: (item: I) => string[];
  /** Ids of the misconceptions that some variant can show. */
  misconceptions: (item: I) => string[];
}

/** A kind of question: what is shown, what is kept back, what comes in, and how that is marked. */
export interface Kind<Q, S, A, I = never> {
  /** What a person may see before marking; strict, so that nothing else slips through. */
  question: z.ZodType<Q>;
  /** What stays on the server until marking. */
  solution: z.ZodType<S>;
  /** What a learner hands in. Bounds are generous: refusing with a reason is the grader's work. */
  answer: z.ZodType<A>;
  mark: (answer: A, question: Q, solution: S) => Marked;
  /** An answer that is right. */
  key: (question: Q, solution: S) => A;
  /** Ids of the misconceptions an answer to this variant could show. */
  targets: (question: Q, solution: S) => string[];
  /** For kinds that notes and documents can ask. */
  data?: DataKind<I, Q, S>;
  /** For kinds that programs can ask; null when this draw does not tell its mal-rules apart. */
  poseRun?: (run: Run) => Posed<Q, S> | null;
}

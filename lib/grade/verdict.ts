import type { MalOutcome, Plain } from "#lib/item/computed.ts";

/** Evidence that an answer is what one known misconception yields. */
export type Diagnosis = Pick<MalOutcome, "misconception" | "says" | "notes">;

/** How sure the learner says to be before marking: 1 a guess, 2 fairly sure, 3 sure. */
export const CERTAINTIES = [1, 2, 3] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** The answer could be read and was told right from wrong. */
export interface Verdict {
  outcome: "right" | "wrong";
  /** How the answer was read, as plain text. */
  read: string;
  /** Share of the answer that is right, 0 to 1. */
  credit: number;
  diagnosis: Diagnosis | null;
  /** For grids: which entries are right. */
  entries?: boolean[][];
  /** Something worth saying of this answer: a spelling read generously, a point where a formula differs (markdown). */
  note?: string;
  /** For a computation answered step by step: how each step was marked, in order. */
  steps?: StepMark[];
  /** The name of the first wrong step; the diagnosis is of this one. */
  firstWrong?: string | null;
  /** One step wrong and everything after it right with the carried value. */
  slip?: boolean;
}

/** How one of the steps asked one by one was marked. */
export interface StepMark {
  name: string;
  /** `carried`: right from the learner's own earlier values, though not the true value. */
  verdict: "right" | "carried" | "wrong";
  /** How the step was read, as plain text. */
  read: string;
  /** What follows from the learner's own earlier values, as far as these are fit to carry. */
  expectedHere: Plain;
}

/** The answer could not be told right from wrong; it costs no attempt. */
export interface Invalid {
  outcome: "invalid";
  reason:
    | "empty"
    | "too-long"
    | "not-a-number"
    | "not-finite"
    | "not-a-formula"
    | "undecidable"
    | "ambiguous-comma"
    | "too-coarse"
    | "wrong-shape"
    | "no-such-option"
    | "wrong-kind";
  /** One sentence for the learner, saying how the input was read. */
  message: string;
}

export type Marked = Verdict | Invalid;

export function invalid(reason: Invalid["reason"], message: string): Invalid {
  return { outcome: "invalid", reason, message };
}

import type { MalOutcome } from "#lib/item/computed.ts";

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
  /** Something worth saying about a right answer: a spelling read generously. */
  note?: string;
}

/** The answer could not be told right from wrong; it costs no attempt. */
export interface Invalid {
  outcome: "invalid";
  reason:
    | "empty"
    | "too-long"
    | "not-a-number"
    | "not-finite"
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

import type { ProgramError } from "#lib/sandbox/result.ts";
import type { Value } from "#lib/sandbox/value.ts";

/** Entries that are not what they should be. */
export interface WrongValues {
  shape: number[];
  got: number[];
  expected: number[];
  /** Which entries, counted row-major from 0. */
  wrong: number[];
  /** Of `wrong`, the one farthest off. */
  worst: number;
  /** How many are NaN where a number is expected. */
  nan: number;
}

/** Why a case failed. `where` names the result it is about, where there are several. */
export type Difference = { where: string | null } & (
  | { kind: "nothing" }
  | { kind: "type"; got: Value; expected: string | boolean }
  | { kind: "count"; got: number; expected: string[] }
  | { kind: "ragged"; lengths: [number, number] }
  | { kind: "shape"; got: number[]; expected: number[] }
  | { kind: "dtype"; got: string; expected: string }
  | ({ kind: "values" } & WrongValues)
  /** A property that does not hold, as a clause: "the rows of the result sum to 1". */
  | { kind: "property"; says: string; got: Value }
  /** The learner's backward pass beside centred differences of the learner's own forward pass. */
  | ({ kind: "gradient" } & WrongValues)
  /** An argument that was changed, counted from 0. */
  | { kind: "changed"; argument: number | string; value: Value }
  | { kind: "threw"; error: ProgramError }
  | { kind: "missing"; name: string }
  | { kind: "unreadable"; reason: "deep" | "large" }
);

import type { Value } from "./value.ts";

/** A line of the learner's own file on the way to an error. */
export interface Frame {
  line: number;
  /** The function's name, or null at the file's top level. */
  in: string | null;
}

/** What the learner's program threw. */
export interface ProgramError {
  /** Name of the exception's type, such as ValueError. */
  type: string;
  message: string;
  /** From the outside in, the learner's own lines alone; of a long recursion the first and last ten. */
  frames: Frame[];
  /** How many frames the cut left out. */
  omitted: number;
  /** Where the error is in the learner's file, counted from 1; null where it is not in it. */
  line: number | null;
  /** For syntax errors, counted from 1. */
  column: number | null;
}

export type CallResult = {
  /** What the call wrote to stdout. */
  printed: string;
} & (
  | {
      kind: "returned";
      value: Value;
      /** Arguments that are not what they were, by place or name, with what they are now. */
      changed: { argument: number | string; value: Value }[];
    }
  | { kind: "threw"; error: ProgramError }
  /** The program, or an object of it, has no such name. */
  | { kind: "missing"; name: string }
  /** What was returned can't be handed out. */
  | { kind: "unreadable"; reason: "deep" | "large" }
);

interface Report {
  /** The results so far, in the order of the calls. */
  calls: CallResult[];
  stdout: string;
  stderr: string;
  /** Milliseconds in the queue, until an interpreter was ready, and of the program itself. */
  times: { queued: number; starting: number; running: number };
}

/**
 * How a run went. The first kind answers every call; of the others `calls` has those answered before the end, so the
 * one that was running has the index `calls.length`.
 */
export type SandboxResult = Report &
  (
    | { kind: "finished" }
    /** The learner's file could not be loaded: a syntax error, or an exception at its top level. */
    | { kind: "threw"; error: ProgramError }
    | { kind: "timeout"; limit: number }
    /** Out of memory, with the place where the program noticed it itself. */
    | { kind: "memory"; limit: number; error: ProgramError | null }
    /** Printed too much; stdout and stderr have what came before. */
    | { kind: "output"; limit: number }
    /** The program ended its interpreter: by leaving it, by crashing it, or by meddling with what asks it. */
    | { kind: "ended"; by: "exit" | "crash" | "interference" }
    /** The caller's signal ended it. */
    | { kind: "stopped" }
    /** The sandbox itself failed. */
    | { kind: "broken"; error: SandboxError }
  );

/** The sandbox could not do its work; the learner's program has no part in it. */
export class SandboxError extends Error {
  override readonly name = "SandboxError";
}

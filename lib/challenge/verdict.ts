import type { ProgramError, SandboxError } from "#lib/sandbox/result.ts";
import type { Mutant } from "./challenge.ts";
import type { Difference } from "./difference.ts";

/** A case the learner sees. */
export interface VisibleCase {
  name: string;
  state: "passed" | "failed" | "unfinished" | "unreached";
  /** What was let pass: "list" where an array was meant and a list came. */
  notes: string[];
  /** What it printed. */
  printed: string;
}

/** Of a hidden case there is its name and in which of these ways it failed; nothing of its numbers. */
export interface HiddenCase {
  name: string;
  state: "passed" | "failed" | "unfinished" | "unreached";
  why: Difference["kind"] | null;
}

/** The first failing visible case, whole. */
export interface Failure {
  case: string;
  /** The calls it makes, as code of the learner's language, up to the one that is wrong. */
  calls: string[];
  difference: Difference;
  printed: string;
}

interface Cases {
  visible: VisibleCase[];
  /** Null where the hidden cases were not asked for. */
  hidden: HiddenCase[] | null;
  /** What the program printed while it was loaded. */
  printed: string;
}

/** Which known fault gives the very outputs that the learner's program gives. */
export type Like = Pick<Mutant, "id" | "says" | "misconception">;

/** What is said of a submission. */
export type Verdict =
  /** Every case passed, hidden ones included. */
  | ({ kind: "passed"; hidden: HiddenCase[] } & Cases)
  /** Every visible case passed; the hidden ones have not been run. */
  | ({ kind: "visible-passed" } & Cases)
  | ({ kind: "failed"; first: Failure | null; like: Like | null } & Cases)
  /** The file could not be loaded; `text` is the line it is about. */
  | { kind: "unloadable"; error: ProgramError; text: string | null; printed: string }
  /** The run ended before all cases were through. */
  | ({
      kind: "ended";
      by: "timeout" | "memory" | "output" | "exit" | "crash" | "interference";
      /** Milliseconds or bytes; null where no limit was met. */
      limit: number | null;
      /** The case it was in; null while the file was loaded. */
      during: { case: string; hidden: boolean; call: string | null } | null;
      first: Failure | null;
    } & Cases)
  /** The caller stopped it. */
  | { kind: "stopped" }
  /** The sandbox failed; the submission has no part in it and should not count. */
  | { kind: "broken"; error: SandboxError };

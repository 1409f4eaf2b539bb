import { z } from "zod";

const State = z.enum(["passed", "failed", "unfinished", "unreached"]);

/** One entry of an array that was compared. */
const Entry = z.strictObject({ got: z.string(), expected: z.string(), wrong: z.boolean() });

/** An array beside the one expected: in tables, or, where it is large, some of the entries that differ. */
const Numbers = z.strictObject({
  /** What the two are called. */
  names: z.strictObject({ got: z.string(), expected: z.string() }),
  tables: z.array(z.strictObject({ title: z.string(), rows: z.array(z.array(Entry)) })),
  entries: z.array(z.strictObject({ at: z.string(), got: z.string(), expected: z.string() })),
  /** Entries that differ and are not listed. */
  more: z.int(),
});

const Failure = z.strictObject({
  case: z.string(),
  calls: z.array(z.string()),
  words: z.string(),
  numbers: Numbers.nullable(),
  /** The learner's line it is about, counted from 1. */
  line: z.int().nullable(),
  /** The learner's lines on the way to an exception, from the outside in. */
  frames: z.array(z.strictObject({ line: z.int(), in: z.string().nullable() })),
  printed: z.string(),
});

/** What the browser is told of a verdict, and what is kept of it. Of hidden cases it has no place for numbers. */
export const VerdictView = z.strictObject({
  kind: z.enum(["passed", "visible-passed", "failed", "unloadable", "ended"]),
  headline: z.string(),
  /** What else is said, in sentences. */
  says: z.array(z.string()),
  /** The learner's line that the headline is about, counted from 1. */
  line: z.int().nullable(),
  /** The call that was running when the run was ended. */
  call: z.string().nullable(),
  first: Failure.nullable(),
  like: z.strictObject({ html: z.string(), misconception: z.string().nullable() }).nullable(),
  visible: z.array(z.strictObject({ name: z.string(), state: State, notes: z.array(z.string()), printed: z.string() })),
  /** Null where the hidden cases were not run. */
  hidden: z.array(z.strictObject({ name: z.string(), state: State, why: z.string().nullable() })).nullable(),
  /** What the program printed while it was loaded. */
  printed: z.string(),
});

export type VerdictView = z.infer<typeof VerdictView>;
export type FailureView = z.infer<typeof Failure>;
export type NumbersView = z.infer<typeof Numbers>;
export type CaseState = z.infer<typeof State>;

import { ReplayError } from "./errors.ts";

/** Told what the host does in a step that is being recorded (see replay.ts). */
export interface HostRecorder {
  /** This has been carried out, and has to be again in every replay. */
  repeats(work: HostWork): void;
  /** The step has given this version of something; a replay gives the next, and is right only if nobody else has. */
  versions(thing: Versioned): void;
}

/** Something that counts how often it was given new numbers. */
export interface Versioned {
  version: number;
}

/** What the host does in each step. */
export interface HostWork {
  /** Goes on by so many replays; 0 the first time. More than one at once only where they are all alike. */
  readonly run: (replays: number) => void;
  /** Arrays which it fills anew, and which the step then uploads or gives to kernels. */
  readonly renewed?: readonly ArrayLike<number>[];
  /** Whether it fills them with the same numbers in all of the steps to come. */
  readonly isAlike?: () => boolean;
}

let recorder: HostRecorder | null = null;
let repeating = false;

/** Runs a step while `by` is told what the host does in it. */
export function withHostRecorder<T>(by: HostRecorder | null, run: () => T): T {
  const before = recorder;
  recorder = by;
  try {
    return run();
  } finally {
    recorder = before;
  }
}

/**
 * Carries out what the host has to do in each step, now and in every replay of the step: counting, drawing random numbers,
 * computing a rate.
 */
export function everyTime(work: HostWork): void {
  const before = repeating;
  repeating = true;
  try {
    work.run(0);
  } finally {
    repeating = before;
  }
  if (!before) recorder?.repeats(work);
}

/** A step that is being recorded gives `thing` new numbers, now and in every replay. */
export function gaveNumbers(thing: Versioned): void {
  recorder?.versions(thing);
}

/** Throws a ReplayError where a step is being recorded that could not do this again. */
export function refuseInRecording(what: string): void {
  if (recorder !== null && !repeating) {
    throw new ReplayError(`a recorded step cannot ${what}: do it outside, or pass the result as an input`);
  }
}

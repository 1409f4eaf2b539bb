import "server-only";
import { database } from "#app/_data/client.ts";
import { findWork } from "#app/_data/challenge-work.ts";
import type { Learner } from "#app/_data/learner.ts";
import { recordSubmission } from "#app/_data/submissions.ts";
import { formFromText, minutesOf } from "#lib/challenge/form.ts";
import { assess, judgedOf, type Program } from "./assess.ts";
import type { VerdictView } from "./verdict-view.ts";

/** A program to be judged. */
export interface RunRequest extends Program {
  /** Chosen by the browser: sent twice, it is one run. */
  id: string;
  learner: Learner;
  /** The round it is sent in. */
  round: number;
  /** A submission is judged by all cases, and kept. */
  which: "visible" | "all";
  /** Whether a fault it may have is told. */
  compare: boolean;
  /** Seconds worked on the round until now. */
  seconds: number;
}

export type RunState =
  | { kind: "waiting"; before: number }
  | { kind: "running" }
  | { kind: "done"; verdict: VerdictView }
  | { kind: "stopped" | "broken" };

interface Run {
  request: RunRequest;
  state: RunState;
  stop: AbortController;
  /** Resolves when it is over, however it ended. */
  over: Promise<void>;
}

/** Runs of one learner that may wait or go on at a time. */
const MOST_AT_ONCE = 6;
/** Milliseconds for which a run that is over can still be asked about. */
const KEPT = 15 * 60_000;

// Every route of the build has a copy of this module; the runs are the process's.
const shared = globalThis as { epochRuns?: Map<string, Run> };
const runs = (shared.epochRuns ??= new Map());

const isOver = ({ state }: Run) => state.kind !== "waiting" && state.kind !== "running";

/**
 * Begins a run, which goes on whether or not anybody waits for it. False where the learner has too many going; a run
 * that is there already is left alone.
 */
export function startRun(request: RunRequest): boolean {
  if (runs.has(request.id)) return true;
  const going = [...runs.values()].filter((run) => run.request.learner.id === request.learner.id && !isOver(run));
  if (going.length >= MOST_AT_ONCE) return false;
  const run: Run = { request, state: { kind: "running" }, stop: new AbortController(), over: Promise.resolve() };
  runs.set(request.id, run);
  run.over = carryOut(run)
    .catch((error: unknown) => {
      console.error(`A run of ${request.challenge.slug} failed`, error);
      run.state = { kind: "broken" };
    })
    .finally(() => setTimeout(() => runs.delete(request.id), KEPT).unref());
  return true;
}

async function carryOut(run: Run): Promise<void> {
  const { id, challenge, round, which, compare, seconds, learner } = run.request;
  const at = new Date();
  const assessed = await assess(run.request, {
    which,
    compare,
    signal: run.stop.signal,
    onPlace: (before) => {
      run.state = before === 0 ? { kind: "running" } : { kind: "waiting", before };
    },
  });
  if (assessed === null) {
    run.state = { kind: "stopped" };
    return;
  }
  if (which === "all") {
    const { form } = await findWork(database(), learner.id, challenge.slug);
    const minutes = minutesOf(challenge, formFromText(form, challenge));
    const judged = { ...judgedOf(run.request, assessed, { id, at, seconds, minutes }), round };
    await recordSubmission(database(), learner, judged, new Date());
  }
  run.state = { kind: "done", verdict: assessed.view };
}

/** A learner's run, once it is over or `patience` milliseconds have passed; null when there is none of this id. */
export async function waitForRun(
  learnerId: string,
  id: string,
  patience: number,
): Promise<{ request: RunRequest; state: RunState } | null> {
  const run = runs.get(id);
  if (run?.request.learner.id !== learnerId) return null;
  if (!isOver(run)) await Promise.race([run.over, new Promise((resolve) => setTimeout(resolve, patience))]);
  return { request: run.request, state: run.state };
}

/** Ends a learner's run, wherever it stands. */
export function stopRun(learnerId: string, id: string): void {
  const run = runs.get(id);
  if (run?.request.learner.id === learnerId) run.stop.abort();
}

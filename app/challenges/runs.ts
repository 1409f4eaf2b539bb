import "server-only";
import { randomInt } from "node:crypto";
import { database } from "#app/_data/client.ts";
import { recordSubmission } from "#app/_data/submissions.ts";
import type { Challenge } from "#lib/challenge/folder.ts";
import { judge } from "#lib/challenge/judge.ts";
import type { Language } from "#lib/challenge/language.ts";
import type { MutantCache } from "#lib/challenge/like.ts";
import { runInSandbox } from "#lib/sandbox/sandbox.ts";
import { presentVerdict } from "./present-verdict.ts";
import type { VerdictView } from "./verdict-view.ts";

/** A program to be judged. */
export interface RunRequest {
  /** Chosen by the browser: sent twice, it is one run. */
  id: string;
  learnerId: string;
  challenge: Challenge;
  language: Language;
  source: string;
  /** A submission is judged by all cases, and kept. */
  which: "visible" | "all";
  /** Seconds worked on the challenge until now. */
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
const shared = globalThis as { epochRuns?: { runs: Map<string, Run>; faults: MutantCache } };
const { runs, faults } = (shared.epochRuns ??= { runs: new Map(), faults: new Map() });

const isOver = ({ state }: Run) => state.kind !== "waiting" && state.kind !== "running";

/**
 * Begins a run, which goes on whether or not anybody waits for it. False where the learner has too many going; a run
 * that is there already is left alone.
 */
export function startRun(request: RunRequest): boolean {
  if (runs.has(request.id)) return true;
  const going = [...runs.values()].filter((run) => run.request.learnerId === request.learnerId && !isOver(run));
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
  const { challenge, language, source, which, learnerId, id, seconds } = run.request;
  const at = new Date();
  const seed = randomInt(2 ** 31);
  const verdict = await judge(challenge, language, source, {
    run: runInSandbox,
    which,
    seed,
    signal: run.stop.signal,
    onPlace: (before) => {
      run.state = before === 0 ? { kind: "running" } : { kind: "waiting", before };
    },
    cache: faults,
  });
  if (verdict.kind === "stopped") {
    run.state = { kind: "stopped" };
    return;
  }
  if (verdict.kind === "broken") throw verdict.error;
  const view = presentVerdict(verdict, language, source);
  if (which === "all") {
    const passed = verdict.kind === "passed";
    const judged = { id, challengeId: challenge.slug, language, source, seed, passed, verdict: view, at, seconds };
    await recordSubmission(database(), learnerId, judged, new Date());
  }
  run.state = { kind: "done", verdict: view };
}

/** A learner's run, once it is over or `patience` milliseconds have passed; null when there is none of this id. */
export async function waitForRun(
  learnerId: string,
  id: string,
  patience: number,
): Promise<{ request: RunRequest; state: RunState } | null> {
  const run = runs.get(id);
  if (run?.request.learnerId !== learnerId) return null;
  if (!isOver(run)) await Promise.race([run.over, new Promise((resolve) => setTimeout(resolve, patience))]);
  return { request: run.request, state: run.state };
}

/** Ends a learner's run, wherever it stands. */
export function stopRun(learnerId: string, id: string): void {
  const run = runs.get(id);
  if (run?.request.learnerId === learnerId) run.stop.abort();
}

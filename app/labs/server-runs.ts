import "server-only";
import { recipes } from "#lib/training/recipes.ts";
import { train } from "#lib/training/training.ts";
import { TrainingError } from "#lib/training/training-error.ts";
import {
  afterEnd,
  afterEvent,
  afterFailure,
  type Choice,
  engineOf,
  isOver,
  type RunView,
  startingRun,
} from "./run-view.ts";

interface ServerRun {
  id: string;
  view: RunView;
  readonly stop: AbortController;
}

// Every route of the build has a copy of this module; the runs are the process's.
const shared = globalThis as { epochTrainings?: Map<string, ServerRun> };
/** Of each learner the run that goes on or was the last. */
const runs = (shared.epochTrainings ??= new Map());

/** Begins a run, which goes on whether or not anybody watches it; where one goes on already, that one is left alone. */
export function startServerRun(
  learnerId: string,
  { id, recipe: name, choice }: { id: string; recipe: string; choice: Choice },
): void {
  const recipe = recipes.get(name)?.recipe;
  const before = runs.get(learnerId);
  if (recipe === undefined || (before !== undefined && !isOver(before.view))) return;
  const run: ServerRun = { id, view: startingRun(name, "server"), stop: new AbortController() };
  runs.set(learnerId, run);
  const onEvent = (event: Parameters<typeof afterEvent>[1]) => {
    const view = afterEvent(run.view, event);
    run.view = run.stop.signal.aborted ? { ...view, phase: "stopping" } : view;
  };
  train({ recipe, engine: engineOf(choice), signal: run.stop.signal, onEvent })
    .then((result) => {
      run.view = afterEnd(run.view, result);
    })
    .catch((error: unknown) => {
      if (!(error instanceof TrainingError)) console.error(`A training of ${name} failed`, error);
      run.view = afterFailure(run.view, error instanceof TrainingError ? error.message : "The server failed.");
    });
}

/** The learner's run that goes on or was the last, with its id. */
export function findServerRun(learnerId: string): { id: string; view: RunView } | null {
  const run = runs.get(learnerId);
  return run === undefined ? null : { id: run.id, view: run.view };
}

export function stopServerRun(learnerId: string, id: string): void {
  const run = runs.get(learnerId);
  if (run?.id !== id || isOver(run.view)) return;
  run.stop.abort();
  run.view = { ...run.view, phase: "stopping" };
}

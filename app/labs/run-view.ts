import type { Recipe } from "#lib/training/recipe.ts";
import { wordsFor } from "#lib/training/engine-words.ts";
import type { Standing, TrainingEvent, TrainingOrder, TrainingResult } from "#lib/training/message.ts";
import { addLosses, keepSteps, type LossCurve, NO_LOSSES } from "./loss-curve.ts";

export type Place = "browser" | "server";

/** On what a run is to be computed: by default on what is fastest for it. */
export const CHOICES = ["fastest", "webgpu", "wasm"] as const;
export type Choice = (typeof CHOICES)[number];

/** The choice as the engine takes it. */
export function engineOf(choice: Choice): TrainingOrder["engine"] {
  return choice === "fastest" ? {} : { prefer: choice };
}

interface EpochView {
  readonly epoch: number;
  /** Steps done by its end. */
  readonly step: number;
  readonly train: Standing;
  readonly test: Standing;
}

/** A run of training as it is shown, wherever it is carried out. */
export interface RunView {
  readonly recipe: Recipe["name"];
  readonly place: Place;
  readonly phase: "starting" | "running" | "stopping" | "done" | "stopped" | "failed";
  /** What it runs on, in words. */
  readonly on: string | null;
  readonly parameters: number;
  readonly step: number;
  readonly steps: number;
  readonly examplesPerSecond: number;
  readonly losses: LossCurve;
  readonly epochs: readonly EpochView[];
  /** What came between, in sentences: a GPU that was lost, say. */
  readonly notices: readonly string[];
  /** How it went in the end, in a sentence. */
  readonly end: string | null;
}

export function startingRun(recipe: Recipe["name"], place: Place): RunView {
  return {
    recipe,
    place,
    phase: "starting",
    on: null,
    parameters: 0,
    step: 0,
    steps: 0,
    examplesPerSecond: 0,
    losses: NO_LOSSES,
    epochs: [],
    notices: [],
    end: null,
  };
}

/** The view after an event of the run. */
export function afterEvent(view: RunView, event: TrainingEvent): RunView {
  switch (event.kind) {
    case "started": {
      const { engine, parameters, step, steps } = event;
      const notices = engine.withoutGpu === null ? [] : [`It does not run on a GPU: ${engine.withoutGpu}.`];
      return { ...view, phase: "running", on: wordsFor(engine, view.place), notices, parameters, step, steps };
    }
    case "progress": {
      const { step, examplesPerSecond, losses, engine } = event;
      const on = wordsFor(engine, view.place);
      return { ...view, on, step, examplesPerSecond, losses: addLosses(view.losses, losses) };
    }
    case "epoch": {
      const { epoch, step, train, test } = event;
      return { ...view, step, epochs: [...view.epochs, { epoch, step, train, test }] };
    }
    case "moved": {
      const { step, reason, engine } = event;
      const on = wordsFor(engine, view.place);
      const notice = `The GPU failed at a later step (${reason}): the run went on from step ${step.toLocaleString("en")}, ${on}.`;
      // What was told of later steps is void.
      const losses = keepSteps(view.losses, step);
      const epochs = view.epochs.filter((epoch) => epoch.step <= step);
      return { ...view, on, step, losses, epochs, notices: [...view.notices, notice] };
    }
  }
}

/** The view of a run that is over. */
export function afterEnd(view: RunView, { stopped, step, engine, test, seconds }: TrainingResult): RunView {
  const right = `${(100 * test.accuracy).toFixed(test.accuracy === 1 ? 0 : 2)} %`;
  const when = stopped
    ? `Stopped after ${step.toLocaleString("en")} of ${view.steps.toLocaleString("en")} steps`
    : "Done";
  const end = `${when}, ${seconds.toFixed(seconds < 10 ? 1 : 0)} seconds: ${right} of the examples it is tested on are told right.`;
  return { ...view, phase: stopped ? "stopped" : "done", step, on: wordsFor(engine, view.place), end };
}

/** The view of a run that could not be begun or go on; `message` is a sentence. */
export function afterFailure(view: RunView, message: string): RunView {
  return { ...view, phase: "failed", end: message };
}

export const isOver = ({ phase }: RunView) => phase === "done" || phase === "stopped" || phase === "failed";

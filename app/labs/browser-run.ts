import type { Command, Reply } from "#lib/training/message.ts";
import { recipes } from "#lib/training/recipes.ts";
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

/** A run of training in a worker of this page. */
export interface BrowserRun {
  /** Stops after the present step, with what it has reached. */
  stop(): void;
  /** Ends it at once. */
  end(): void;
}

/** Begins a run, and shows each of its views. */
export function startBrowserRun(recipe: string, choice: Choice, show: (view: RunView) => void): BrowserRun {
  const worker = new Worker(new URL("./training-worker.ts", import.meta.url), { type: "module" });
  let view = startingRun(recipe, "browser");
  let isStopping = false;
  const turn = (next: RunView) => {
    view = next;
    show(isStopping && !isOver(view) ? { ...view, phase: "stopping" } : view);
    if (isOver(view)) worker.terminate();
  };
  worker.addEventListener("message", ({ data: reply }: MessageEvent<Reply>) => {
    if (reply.kind === "ended") turn(afterEnd(view, reply.result));
    else if (reply.kind === "failed") turn(afterFailure(view, reply.message));
    else turn(afterEvent(view, reply));
  });
  worker.addEventListener("error", ({ message }) => {
    turn(afterFailure(view, `The worker failed: ${message || "it did not start"}.`));
  });
  const tell = (command: Command) => worker.postMessage(command);
  const { recipe: wanted } = recipes.get(recipe) ?? {};
  const order = { recipe: wanted, resume: null, epochs: null, steps: null, out: null, engine: engineOf(choice) };
  tell({ kind: "train", ...order });
  return {
    stop() {
      isStopping = true;
      tell({ kind: "stop" });
    },
    end: () => worker.terminate(),
  };
}

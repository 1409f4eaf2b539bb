import { forkProgram } from "./child.ts";
import type { Command, Reply, TrainingEvent, TrainingOrder, TrainingResult } from "./message.ts";
import { TrainingError } from "./training-error.ts";

export interface TrainingOptions {
  /** What to learn (see recipe.ts); left out with `resume`. */
  readonly recipe?: unknown;
  /** The file of a checkpoint to go on from, with its own recipe. */
  readonly resume?: string;
  /** Epochs in all, in place of the recipe's. */
  readonly epochs?: number;
  /** Steps of the whole run after which it stops, as if told to. */
  readonly steps?: number;
  /** Where checkpoints are written: after each epoch, where the run stops, and at its end. */
  readonly out?: string;
  readonly engine?: TrainingOrder["engine"];
  /** Stops the run after its present step; it then ends as `stopped`, with what it has reached. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TrainingEvent) => void;
}

/**
 * Trains in a process of its own, which ends with this one. Throws a TrainingError for a recipe or a checkpoint that can't be
 * used, for data that is not there, and where the process dies.
 */
export function train(options: TrainingOptions): Promise<TrainingResult> {
  const {
    recipe = null,
    resume = null,
    epochs = null,
    steps = null,
    out = null,
    engine = {},
    signal,
    onEvent,
  } = options;
  const child = forkProgram("program.ts");
  const tell = (command: Command) => void child.send(command, () => {});
  const stop = () => tell({ kind: "stop" });
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(-4000)));

  return new Promise<TrainingResult>((resolve, reject) => {
    child.on("message", (reply: Reply) => {
      if (reply.kind === "ended") resolve(reply.result);
      else if (reply.kind === "failed") reject(new TrainingError(reply.fault, reply.message));
      else onEvent?.(reply);
    });
    child.on("error", (cause) => {
      reject(new TrainingError("process", `The training process failed: ${cause.message}.`, { cause }));
    });
    child.on("close", (code, by) => {
      const how = by === null ? `ended with exit code ${code}` : `was ended by ${by}`;
      reject(new TrainingError("process", `The training process ${how}. ${complaint}`.trim()));
    });
    tell({ kind: "train", recipe, resume, epochs, steps, out, engine });
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  }).finally(() => {
    signal?.removeEventListener("abort", stop);
    if (child.connected) child.disconnect();
  });
}

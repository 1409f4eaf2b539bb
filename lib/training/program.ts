// A training run in a process of its own: node --import ./plain.mjs program.ts, started by training.ts, which it speaks to.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import process from "node:process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { readInstalled } from "#lib/datasets/installed.ts";
import { createEngine, EngineError } from "#engine/index.ts";
import { unpackCheckpoint } from "./checkpoint.ts";
import { gatherExamples } from "./examples.ts";
import type { Command, Reply, Standing, TrainingOrder, TrainingResult } from "./message.ts";
import { readRecipe } from "./recipe.ts";
import { type Score, TrainingRun } from "./run.ts";
import { TrainingError } from "./training-error.ts";

/** Milliseconds after which it looks whether somebody told it to stop. */
const TURN = 10;
/** Milliseconds between two events of progress. */
const PROGRESS = 200;
/** Milliseconds between two checkpoints of a run that goes on. */
const SAVING = 5000;

const stop = new AbortController();
const say = (reply: Reply) => void process.send?.(reply);

process.on("message", (command: Command) => {
  if (command.kind === "stop") stop.abort();
  else void carryOut(command).finally(() => process.disconnect?.());
});
// A run that nobody listens to is of no use; one whose parent was told to stop hears of it from the parent.
process.on("disconnect", () => process.exit());
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
process.on("SIGTERM", () => stop.abort());

async function carryOut(order: TrainingOrder): Promise<void> {
  try {
    say({ kind: "ended", result: await train(order) });
  } catch (error) {
    if (error instanceof TrainingError) say({ kind: "failed", fault: error.fault, message: error.message });
    else
      say({ kind: "failed", fault: "engine", message: error instanceof EngineError ? error.message : String(error) });
  }
}

async function train(order: TrainingOrder): Promise<TrainingResult> {
  const engine = await createEngine(order.engine);
  const checkpoint = order.resume === null ? null : unpackCheckpoint(await readBytes(order.resume), engine.backend);
  const chosen = checkpoint?.recipe ?? readRecipe(order.recipe);
  const recipe = order.epochs === null ? chosen : readRecipe({ ...chosen, epochs: order.epochs });
  const material = await gatherExamples(recipe, readInstalled);
  const run = new TrainingRun(recipe, material, engine.backend);
  if (checkpoint !== null) run.restore(checkpoint);
  if (run.step >= run.steps) {
    throw new TrainingError(
      "checkpoint",
      `There is nothing left to do: all ${run.steps} steps are done. Give more epochs.`,
    );
  }
  say({
    kind: "started",
    recipe,
    engine: engine.info(),
    parameters: run.parameters,
    examples: { train: material.train.length, test: material.test.length },
    stepsPerEpoch: run.stepsPerEpoch,
    steps: run.steps,
    step: run.step,
  });

  // Where it stops without being told to.
  const last = Math.min(run.steps, order.steps ?? Infinity);
  const begun = performance.now();
  let saved = begun;
  let test: Standing | null = null;
  while (run.step < last && !stop.signal.aborted) {
    const epochBegun = performance.now();
    await trainEpoch(run, last);
    if (run.step % run.stepsPerEpoch !== 0) break;
    test = standingOf(await run.evaluate(giveWay));
    const seconds = (performance.now() - epochBegun) / 1000;
    say({ kind: "epoch", epoch: run.epoch, step: run.step, train: standingOf(run.score), test, seconds });
    if (order.out !== null && performance.now() - saved >= SAVING) {
      await save(run, order.out);
      saved = performance.now();
    }
  }
  if (test === null || run.step % run.stepsPerEpoch !== 0) test = standingOf(await run.evaluate(giveWay));
  if (order.out !== null) await save(run, order.out);
  return {
    stopped: run.step < run.steps,
    step: run.step,
    steps: run.steps,
    epochs: run.epoch,
    test,
    engine: engine.info(),
    seconds: (performance.now() - begun) / 1000,
    checkpoint: order.out,
  };
}

/** Steps to the end of the epoch, to the last one, or until told to stop. */
async function trainEpoch(run: TrainingRun, last: number): Promise<void> {
  const epoch = run.epoch + 1;
  let losses: number[] = [];
  let told = performance.now();
  let examples = 0;
  const tell = (): void => {
    const now = performance.now();
    const examplesPerSecond = (examples / (now - told)) * 1000;
    say({ kind: "progress", epoch, step: run.step, examplesPerSecond, train: standingOf(run.score), losses });
    [losses, told, examples] = [[], now, 0];
  };
  do {
    losses.push(run.advance());
    examples += run.recipe.batchSize;
    if (performance.now() - told >= PROGRESS) tell();
    await giveWay();
  } while (run.step % run.stepsPerEpoch !== 0 && run.step < last && !stop.signal.aborted);
  if (losses.length > 0) tell();
}

let turned = performance.now();

/** Lets messages in, now and then. */
async function giveWay(): Promise<void> {
  if (performance.now() - turned < TURN) return;
  await nextTurn();
  turned = performance.now();
}

function standingOf({ loss, right, targets }: Score): Standing {
  return { loss: loss / targets, accuracy: right / targets };
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new TrainingError("checkpoint", `The checkpoint can't be read: ${(cause as Error).message}.`, { cause });
  }
}

/** Written beside its place first, so that a run cut short leaves the last checkpoint whole. */
async function save(run: TrainingRun, path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, await run.checkpoint());
    await rename(`${path}.part`, path);
  } catch (cause) {
    throw new TrainingError("checkpoint", `The checkpoint can't be written: ${(cause as Error).message}.`, { cause });
  }
}

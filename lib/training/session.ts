import {
  BackendError,
  createEngine,
  type Engine,
  EngineError,
  type EngineOptions,
  type GpuInterface,
  OutOfMemoryError,
} from "#engine/index.ts";
import type { ReadFile } from "#lib/datasets/package-file.ts";
import { unpackCheckpoint } from "./checkpoint.ts";
import { gatherExamples, type Material } from "./examples.ts";
import type { Reply, Standing, TrainingEvent, TrainingOrder, TrainingResult } from "./message.ts";
import { readRecipe, type Recipe } from "./recipe.ts";
import { type Score, TrainingRun } from "./run.ts";
import { TrainingError } from "./training-error.ts";
import { workOf } from "./work.ts";

/** Milliseconds after which it looks whether somebody told it to stop. */
const TURN = 10;
/** Milliseconds between two events of progress. */
const PROGRESS = 200;
/** Milliseconds between two checkpoints of a run that goes on. */
const SAVING = 5000;

/** Where checkpoints are kept, by path. Both throw a TrainingError where that fails. */
export interface CheckpointFiles {
  load(path: string): Promise<Uint8Array>;
  save(path: string, bytes: Uint8Array): Promise<void>;
}

/** Where a run takes place: a process of its own, or a page's worker. */
export interface TrainingHost {
  say(event: TrainingEvent): void;
  /** Whether the run is to stop after its present step. */
  isStopped(): boolean;
  /** Lets messages in that have come. */
  pause(): Promise<void>;
  /** Where a GPU is to be had. Rejects with a BackendError where there is none. */
  gpu(): Promise<GpuInterface>;
  /** The files that data comes in. */
  readonly read: ReadFile;
  readonly checkpoints: CheckpointFiles;
}

/** Carries out an order to train, and says how it ended. */
export async function replyTo(order: TrainingOrder, host: TrainingHost): Promise<Reply> {
  try {
    return { kind: "ended", result: await carryOutTraining(order, host) };
  } catch (error) {
    if (error instanceof TrainingError) return { kind: "failed", fault: error.fault, message: error.message };
    return { kind: "failed", fault: "engine", message: error instanceof EngineError ? error.message : String(error) };
  }
}

/**
 * Carries out an order to train, from the first word to the last checkpoint. A run whose GPU fails goes on from its last
 * checkpoint on the CPU. Throws a TrainingError for what cannot be used.
 */
export async function carryOutTraining(order: TrainingOrder, host: TrainingHost): Promise<TrainingResult> {
  const kept = order.resume === null ? null : await host.checkpoints.load(order.resume);
  const chosen = kept === null ? readRecipe(order.recipe) : unpackCheckpoint(kept).recipe;
  const recipe = order.epochs === null ? chosen : readRecipe({ ...chosen, epochs: order.epochs });
  const material = await gatherExamples(recipe, host.read);
  const engine = await createEngine({ ...order.engine, work: workOf(recipe), gpu: () => host.gpu() });
  return new Session(order, host, { recipe, material, engine, kept }).carryOut();
}

interface Beginning {
  readonly recipe: Recipe;
  readonly material: Material;
  readonly engine: Engine;
  /** The file of a checkpoint to go on from. */
  readonly kept: Uint8Array | null;
}

class Session {
  private readonly order: TrainingOrder;
  private readonly host: TrainingHost;
  private readonly recipe: Recipe;
  private readonly material: Material;
  private engine: Engine;
  /** To go on from if the GPU fails. */
  private kept: Uint8Array | null;
  private readonly begun = performance.now();
  private saved = performance.now();
  private turned = performance.now();

  constructor(order: TrainingOrder, host: TrainingHost, { recipe, material, engine, kept }: Beginning) {
    this.order = order;
    this.host = host;
    this.recipe = recipe;
    this.material = material;
    this.engine = engine;
    this.kept = kept;
  }

  async carryOut(): Promise<TrainingResult> {
    try {
      let run = this.begin();
      this.tellBeginning(run);
      for (;;) {
        try {
          return await this.carryOn(run);
        } catch (error) {
          if (!isGpuFault(error) || !this.isOnGpu) throw error;
          run = await this.moveToCpu(error.message);
        }
      }
    } finally {
      this.engine.close();
    }
  }

  private tellBeginning({ parameters, stepsPerEpoch, steps, step }: TrainingRun): void {
    if (step >= steps) {
      const words = `There is nothing left to do: all ${steps} steps are done. Give more epochs.`;
      throw new TrainingError("checkpoint", words);
    }
    this.host.say({
      kind: "started",
      recipe: this.recipe,
      engine: this.engine.info(),
      parameters,
      examples: { train: this.material.train.length, test: this.material.test.length },
      stepsPerEpoch,
      steps,
      step,
    });
  }

  // From where the checkpoint says, or from the first step.
  private begin(): TrainingRun {
    const { backend } = this.engine;
    const run = new TrainingRun(this.recipe, this.material, backend);
    if (this.kept !== null) run.restore(unpackCheckpoint(this.kept, backend));
    return run;
  }

  private async moveToCpu(reason: string): Promise<TrainingRun> {
    const options: EngineOptions = { ...this.order.engine, prefer: "wasm" };
    this.engine.close();
    this.engine = await createEngine(options);
    const run = this.begin();
    this.host.say({ kind: "moved", step: run.step, reason, engine: this.engine.info() });
    return run;
  }

  private async carryOn(run: TrainingRun): Promise<TrainingResult> {
    const { order } = this;
    // Where it stops without being told to.
    const last = Math.min(run.steps, order.steps ?? Infinity);
    let test: Standing | null = null;
    while (run.step < last && !this.host.isStopped()) {
      const epochBegun = performance.now();
      await this.trainEpoch(run, last);
      if (run.step % run.stepsPerEpoch !== 0) break;
      test = await this.evaluate(run);
      const seconds = (performance.now() - epochBegun) / 1000;
      this.host.say({ kind: "epoch", epoch: run.epoch, step: run.step, train: standingOf(run.score), test, seconds });
      await this.keep(run);
    }
    if (test === null || run.step % run.stepsPerEpoch !== 0) test = await this.evaluate(run);
    if (order.out !== null) await this.host.checkpoints.save(order.out, await run.checkpoint());
    return {
      stopped: run.step < run.steps,
      step: run.step,
      steps: run.steps,
      epochs: run.epoch,
      test,
      engine: this.engine.info(),
      seconds: (performance.now() - this.begun) / 1000,
      checkpoint: order.out,
    };
  }

  /** Steps to the end of the epoch, to the last one, or until told to stop. */
  private async trainEpoch(run: TrainingRun, last: number): Promise<void> {
    const epoch = run.epoch + 1;
    let told = performance.now();
    const tell = (): void => {
      const losses = run.takeLosses();
      if (losses.length === 0) return;
      const now = performance.now();
      const examplesPerSecond = ((losses.length * run.recipe.batchSize) / (now - told)) * 1000;
      this.host.say({
        kind: "progress",
        epoch,
        step: run.settled,
        examplesPerSecond,
        train: standingOf(run.score),
        losses,
        engine: this.engine.info(),
      });
      told = now;
    };
    do {
      await run.advance();
      if (performance.now() - told >= PROGRESS) tell();
      if (this.isOnGpu && performance.now() - this.saved >= SAVING) await this.keep(run);
      await this.giveWay();
    } while (run.step % run.stepsPerEpoch !== 0 && run.step < last && !this.host.isStopped());
    await run.settle();
    tell();
  }

  private async evaluate(run: TrainingRun): Promise<Standing> {
    return standingOf(await run.evaluate(() => this.giveWay()));
  }

  private get isOnGpu(): boolean {
    return this.engine.backend.name === "webgpu";
  }

  /** Keeps where the run stands: for the CPU in case the GPU fails, and now and then in the file. */
  private async keep(run: TrainingRun): Promise<void> {
    const isDue = this.order.out !== null && performance.now() - this.saved >= SAVING;
    if (!this.isOnGpu && !isDue) return;
    const bytes = await run.checkpoint();
    if (this.isOnGpu) this.kept = bytes;
    if (isDue && this.order.out !== null) await this.host.checkpoints.save(this.order.out, bytes);
    if (isDue || this.order.out === null) this.saved = performance.now();
  }

  /** Lets messages in, now and then. */
  private async giveWay(): Promise<void> {
    if (performance.now() - this.turned < TURN) return;
    await this.host.pause();
    this.turned = performance.now();
  }
}

/** Whether a GPU that is lost, refuses something or is full can be the reason; the CPU may do better. */
function isGpuFault(error: unknown): error is BackendError | OutOfMemoryError {
  return error instanceof BackendError || error instanceof OutOfMemoryError;
}

function standingOf({ loss, right, targets }: Score): Standing {
  return { loss: loss / targets, accuracy: right / targets };
}

import {
  argmax,
  type Backend,
  concat,
  crossEntropy,
  data,
  equal,
  LateReadings,
  type nn,
  noGrad,
  optim,
  record,
  type RecordedStep,
  reshape,
  scope,
  sum,
  type Tensor,
  withBackend,
} from "#engine/index.ts";
import { type Checkpoint, packCheckpoint } from "./checkpoint.ts";
import type { Material } from "./examples.ts";
import { makeNetwork } from "./network.ts";
import { type AnyOptimizer, makeOptimizer, makeSchedule } from "./optimizer.ts";
import type { Recipe } from "./recipe.ts";
import { workOf } from "./work.ts";

/** Sums over some batches: of losses times targets, of targets told right, of targets. */
export interface Score {
  readonly loss: number;
  readonly right: number;
  readonly targets: number;
}

export const NO_SCORE: Score = { loss: 0, right: 0, targets: 0 };

export function addScores(a: Score, b: Score): Score {
  return { loss: a.loss + b.loss, right: a.right + b.right, targets: a.targets + b.targets };
}

const TEST_BATCH = 500;
/** Results of so many steps may be under way from a GPU, which is never to wait for the host. */
const MOST_LATE = 8;

/**
 * Operations from which on a step is repeated. Much smaller ones could become a single function, whose roundings are its own: a
 * run that goes on from a checkpoint would then not take the very same losses.
 */
const REPEATED_FROM = 1e6;

type Batch = Readonly<Record<"inputs" | "targets", Tensor>>;

/**
 * A recipe carried out step by step. All that is random belongs to the seed and to the number of the step, so a run that goes on
 * from a checkpoint takes the very steps that it would have taken.
 */
export class TrainingRun {
  readonly recipe: Recipe;
  readonly stepsPerEpoch: number;
  /** Of the whole run. */
  readonly steps: number;
  /** How many single numbers are learnt. */
  readonly parameters: number;
  /** Steps done so far, or at least begun on a GPU. */
  step = 0;
  /** Of the epoch's steps whose results are here. */
  score: Score = NO_SCORE;
  private readonly network: nn.Sequential;
  private readonly optimizer: AnyOptimizer;
  private readonly scheduler: optim.Scheduler;
  private readonly train: data.DataLoader<"inputs" | "targets">;
  private readonly test: data.DataLoader<"inputs" | "targets">;
  private batches: Iterator<Batch, void> | null = null;
  /** Whether steps are told to a device that carries them out later. */
  private readonly isLate: boolean;
  /** Whether steps are repeated without the program, where the backend can. */
  private readonly isRepeated: boolean;
  private repeated: RecordedStep<Batch, Tensor> | null = null;
  private repeatedShape: readonly number[] = [];
  private readonly results: LateReadings;
  /** The steps whose results are yet to come: their targets, and whether an epoch begins with them. */
  private readonly begun: { readonly targets: number; readonly isFirst: boolean }[] = [];
  private losses: number[] = [];

  constructor(recipe: Recipe, material: Material, backend: Backend) {
    const { batchSize, seed } = recipe;
    const transforms = { inputs: material.transforms };
    this.recipe = recipe;
    this.train = new data.DataLoader(material.train, { batchSize, shuffle: true, seed, transforms, backend });
    this.test = new data.DataLoader(material.test, { batchSize: TEST_BATCH, transforms, backend });
    this.stepsPerEpoch = this.train.length;
    this.steps = this.stepsPerEpoch * recipe.epochs;
    this.network = withBackend(backend, () => makeNetwork(recipe));
    const parameters = this.network.parameters();
    this.parameters = parameters.reduce((total, { size }) => total + size, 0);
    this.optimizer = makeOptimizer(recipe, parameters);
    this.scheduler = optim.schedule(this.optimizer, makeSchedule(recipe, this.steps));
    this.isLate = backend.readSync === undefined;
    this.isRepeated = workOf(recipe) >= REPEATED_FROM;
    this.results = this.readings((result) => this.arrived(result));
  }

  /** Epochs finished so far. */
  get epoch(): number {
    return Math.floor(this.step / this.stepsPerEpoch);
  }

  /** Takes one step; on a GPU it is done later, and this waits only for steps long before. */
  async advance(): Promise<void> {
    const isFirst = this.step % this.stepsPerEpoch === 0;
    const { arrival } = scope(() => {
      const batch = this.nextBatch();
      this.begun.push({ targets: batch.targets.size, isFirst });
      return { arrival: this.results.add(this.carryOut(batch)) };
    });
    this.scheduler.step();
    this.step++;
    if (this.step % this.stepsPerEpoch === 0) this.batches = null;
    await arrival;
  }

  /** Steps whose results are here. */
  get settled(): number {
    return this.step - this.begun.length;
  }

  /** Waits for the results of all steps so far. */
  settle(): Promise<void> {
    return this.results.finish();
  }

  /** The mean losses of the batches whose results have come since the last call. */
  takeLosses(): readonly number[] {
    const { losses } = this;
    this.losses = [];
    return losses;
  }

  /** How the network does on the examples it is tested on; `pause` is waited for after each batch. */
  async evaluate(pause: () => Promise<void>): Promise<Score> {
    await this.settle();
    let score = NO_SCORE;
    const sizes: number[] = [];
    const results = this.readings((result, i) => {
      score = addScores(score, scoreOf(result, sizes[i]));
    });
    this.network.eval();
    for (let batch = 0; batch < this.test.length; batch++) {
      const { arrival } = noGrad(() =>
        scope(() => {
          const { inputs, targets } = valueOf(this.test.epoch(0, batch));
          sizes.push(targets.size);
          const { loss, scores } = this.forward(inputs, targets);
          return { arrival: results.add(resultOf(loss, scores, targets)) };
        }),
      );
      await arrival;
      await pause();
    }
    await results.finish();
    this.network.train();
    return score;
  }

  /** The bytes of a file to go on from. */
  async checkpoint(): Promise<Uint8Array> {
    await this.settle();
    return packCheckpoint({
      recipe: this.recipe,
      step: this.step,
      score: this.score,
      scheduler: this.scheduler.state(),
      network: this.network.state(),
      optimizer: this.optimizer.state(),
    });
  }

  /** Goes on from a checkpoint of the same network. */
  restore(checkpoint: Checkpoint): void {
    this.network.load(checkpoint.network);
    this.optimizer.load(checkpoint.optimizer);
    this.scheduler.load(checkpoint.scheduler);
    this.step = checkpoint.step;
    this.score = checkpoint.score;
  }

  private forward(inputs: Tensor, targets: Tensor): { loss: Tensor; scores: Tensor } {
    const output = this.network.forward(inputs);
    const scores = reshape(output, [targets.size, output.size / targets.size]);
    return { loss: crossEntropy(scores, reshape(targets, [-1])), scores };
  }

  /** A step of training: its loss, and how many targets were told right. */
  private carryOut(batch: Batch): Tensor {
    if (!this.isRepeated) return this.learn(batch);
    this.repeatedShape = this.repeated === null ? batch.inputs.shape : this.repeatedShape;
    this.repeated ??= record((given: Batch) => this.learn(given), batch);
    // The last batch of an epoch may be smaller.
    const fits = batch.inputs.shape.every((size, axis) => size === this.repeatedShape[axis]);
    return fits ? this.repeated.run(batch) : this.learn(batch);
  }

  private learn({ inputs, targets }: Batch): Tensor {
    const { loss, scores } = this.forward(inputs, targets);
    this.optimizer.zeroGrad();
    loss.backward();
    if (this.recipe.clipNorm !== undefined) optim.clipGradNorm(this.network.parameters(), this.recipe.clipNorm);
    this.optimizer.step();
    return noGrad(() => resultOf(loss, scores, targets));
  }

  private readings(take: (result: Float64Array, i: number) => void): LateReadings {
    return new LateReadings(take, { most: this.isLate ? MOST_LATE : 0 });
  }

  private arrived(result: Float64Array): void {
    const { targets, isFirst } = this.begun.shift() as (typeof this.begun)[number];
    const score = scoreOf(result, targets);
    this.score = isFirst ? score : addScores(this.score, score);
    this.losses.push(result[0]);
  }

  private nextBatch(): Batch {
    this.batches ??= this.train.epoch(this.epoch, this.step % this.stepsPerEpoch);
    return valueOf(this.batches);
  }
}

function valueOf<T>(iterator: Iterator<T, void>): T {
  const { value, done } = iterator.next();
  if (done) throw new RangeError("the epoch has no more batches");
  return value;
}

/** The mean loss of a batch, and how many of its targets were told right: (2). */
function resultOf(loss: Tensor, scores: Tensor, targets: Tensor): Tensor {
  const right = sum(equal(argmax(scores.detach(), -1), reshape(targets, [-1])));
  return concat([reshape(loss.detach(), [1]), reshape(right, [1])], 0);
}

function scoreOf([loss, right]: Float64Array, targets: number): Score {
  return { loss: loss * targets, right, targets };
}

import {
  argmax,
  type Backend,
  crossEntropy,
  data,
  equal,
  type nn,
  noGrad,
  optim,
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
  /** Steps done so far. */
  step = 0;
  /** Of the epoch's steps so far. */
  score: Score = NO_SCORE;
  private readonly network: nn.Sequential;
  private readonly optimizer: AnyOptimizer;
  private readonly scheduler: optim.Scheduler;
  private readonly train: data.DataLoader<"inputs" | "targets">;
  private readonly test: data.DataLoader<"inputs" | "targets">;
  private batches: Iterator<Record<"inputs" | "targets", Tensor>, void> | null = null;

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
  }

  /** Epochs finished so far. */
  get epoch(): number {
    return Math.floor(this.step / this.stepsPerEpoch);
  }

  /** Takes one step: the mean loss of its batch, and what is added to the epoch's score. */
  advance(): number {
    if (this.step % this.stepsPerEpoch === 0) this.score = NO_SCORE;
    const step = scope(() => {
      const { inputs, targets } = this.nextBatch();
      const { loss, scores } = this.forward(inputs, targets);
      this.optimizer.zeroGrad();
      loss.backward();
      if (this.recipe.clipNorm !== undefined) optim.clipGradNorm(this.network.parameters(), this.recipe.clipNorm);
      this.optimizer.step();
      return scoreOf(loss, scores, targets);
    });
    this.scheduler.step();
    this.score = addScores(this.score, step);
    this.step++;
    if (this.step % this.stepsPerEpoch === 0) this.batches = null;
    return step.loss / step.targets;
  }

  /** How the network does on the examples it is tested on; `pause` is waited for after each batch. */
  async evaluate(pause: () => Promise<void>): Promise<Score> {
    let score = NO_SCORE;
    this.network.eval();
    for (let batch = 0; batch < this.test.length; batch++) {
      const part = noGrad(() =>
        scope(() => {
          const { inputs, targets } = valueOf(this.test.epoch(0, batch));
          const { loss, scores } = this.forward(inputs, targets);
          return scoreOf(loss, scores, targets);
        }),
      );
      score = addScores(score, part);
      await pause();
    }
    this.network.train();
    return score;
  }

  /** The bytes of a file to go on from. */
  checkpoint(): Promise<Uint8Array> {
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

  private nextBatch(): Record<"inputs" | "targets", Tensor> {
    this.batches ??= this.train.epoch(this.epoch, this.step % this.stepsPerEpoch);
    return valueOf(this.batches);
  }
}

function valueOf<T>(iterator: Iterator<T, void>): T {
  const { value, done } = iterator.next();
  if (done) throw new RangeError("the epoch has no more batches");
  return value;
}

function scoreOf(loss: Tensor, scores: Tensor, targets: Tensor): Score {
  const right = sum(equal(argmax(scores.detach(), -1), reshape(targets, [-1]))).itemSync();
  return { loss: loss.itemSync() * targets.size, right, targets: targets.size };
}

import { assign } from "../autograd.ts";
import { ones, scalar, zeros } from "../create.ts";
import { ShapeError } from "../errors.ts";
import { add } from "../ops/arithmetic.ts";
import { batchNorm } from "../ops/normalization.ts";
import { insideRule } from "../operation.ts";
import { formatShape } from "../shape.ts";
import { noGrad } from "../tape.ts";
import type { Tensor } from "../tensor.ts";
import { Module, named } from "./module.ts";
import { parameterOfOnes, parameterOfZeros } from "./normalization.ts";

export interface BatchNormSettings {
  readonly eps?: number;
  /**
   * How far the running statistics move towards the batch's; null for their plain average over all batches, which needs
   * a backend that reads at once.
   */
  readonly momentum?: number | null;
  /** Whether there are a weight and a bias. */
  readonly affine?: boolean;
  /** Whether there are running statistics; without them evaluation uses the batch's too. */
  readonly trackRunningStats?: boolean;
}

/**
 * `batchNorm`, by the batch in training and by running statistics in evaluation; weight (C) starts as 1, bias (C) as 0.
 * The buffers are PyTorch's: `running_mean`, `running_var` and `num_batches_tracked`.
 */
abstract class BatchNorm extends Module {
  readonly channels: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  readonly runningMean: Tensor | null;
  readonly runningVar: Tensor | null;
  /** Batches seen in training. */
  readonly batches: Tensor | null;

  constructor(channels: number, settings: BatchNormSettings = {}) {
    super();
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = settings;
    this.channels = channels;
    this.eps = eps;
    this.momentum = momentum;
    this.weight = affine ? parameterOfOnes([channels]) : null;
    this.bias = affine ? parameterOfZeros([channels]) : null;
    this.runningMean = trackRunningStats ? zeros([channels]) : null;
    this.runningVar = trackRunningStats ? ones([channels]) : null;
    this.batches = trackRunningStats ? zeros([]) : null;
  }

  protected abstract readonly name: string;
  /** Ranks of x that the layer takes. */
  protected abstract readonly ranks: readonly number[];

  forward(x: Tensor): Tensor {
    if (!this.ranks.includes(x.rank) || x.shape[1] !== this.channels) {
      throw new ShapeError(
        `${this.name} needs x (N,${this.channels},…) of rank ${this.ranks.join(" or ")}, got ${formatShape(x.shape)}`,
      );
    }
    const { weight, bias, runningMean, runningVar, eps } = this;
    const moves = this.training && runningMean !== null;
    if (moves) this.countBatch();
    return batchNorm(x, {
      training: this.training || runningMean === null,
      momentum: this.momentum ?? (moves ? 1 / (this.batches as Tensor).itemSync() : 0),
      eps,
      weight: weight ?? undefined,
      bias: bias ?? undefined,
      runningMean: runningMean ?? undefined,
      runningVar: runningVar ?? undefined,
    });
  }

  // Bookkeeping, not part of the computation: neither recorded nor traced.
  private countBatch(): void {
    const batches = this.batches as Tensor;
    insideRule(() => noGrad(() => assign(batches, add(batches, scalar(1, batches.backend)))));
  }

  override ownParameters(): ReadonlyMap<string, Tensor> {
    return named({ weight: this.weight, bias: this.bias });
  }

  override ownBuffers(): ReadonlyMap<string, Tensor> {
    return named({
      running_mean: this.runningMean,
      running_var: this.runningVar,
      num_batches_tracked: this.batches,
    });
  }
}

/** Batch normalization of (N,C) or (N,C,L). Ioffe & Szegedy 2015. */
export class BatchNorm1d extends BatchNorm {
  protected override readonly name = "BatchNorm1d";
  protected override readonly ranks = [2, 3];
}

/** Batch normalization of (N,C,H,W). Ioffe & Szegedy 2015. */
export class BatchNorm2d extends BatchNorm {
  protected override readonly name = "BatchNorm2d";
  protected override readonly ranks = [4];
}

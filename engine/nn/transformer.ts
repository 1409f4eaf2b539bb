import { gelu, relu } from "../ops/activation.ts";
import { add } from "../ops/arithmetic.ts";
import type { Rng } from "../random.ts";
import type { Tensor } from "../tensor.ts";
import { Dropout } from "./activation.ts";
import { type AttentionMask, MultiHeadAttention } from "./attention.ts";
import { Linear } from "./linear.ts";
import { type AnyModule, Module } from "./module.ts";
import { LayerNorm } from "./normalization.ts";

export interface TransformerSettings {
  readonly rng: Rng;
  /** Hidden units between the two linear layers. */
  readonly feedForward?: number;
  readonly dropout?: number;
  readonly activation?: "relu" | "gelu";
  readonly eps?: number;
  /** Sequences are (B,L,E) in place of (L,B,E). */
  readonly batchFirst?: boolean;
  /** Normalize what goes into each part (pre-norm), not the sum after it (post-norm, as Vaswani et al. had it). */
  readonly normFirst?: boolean;
}

/** What both kinds of layer have: dropout, norms on one side or the other, and the two linear layers. */
abstract class TransformerLayer<Inputs extends readonly unknown[]> extends Module<Inputs> {
  protected readonly selfAttention: MultiHeadAttention;
  protected readonly norm1: LayerNorm;
  protected readonly norm2: LayerNorm;
  private readonly linear1: Linear;
  private readonly linear2: Linear;
  private readonly dropout: Dropout;
  private readonly activation: (x: Tensor) => Tensor;
  private readonly normFirst: boolean;

  constructor(size: number, heads: number, settings: TransformerSettings) {
    super();
    const { rng, feedForward = 2048, dropout = 0.1, activation = "relu", eps = 1e-5, normFirst = false } = settings;
    this.selfAttention = attentionOf(size, heads, settings);
    this.linear1 = new Linear(size, feedForward, { rng });
    this.linear2 = new Linear(feedForward, size, { rng });
    this.norm1 = new LayerNorm(size, { eps });
    this.norm2 = new LayerNorm(size, { eps });
    this.dropout = new Dropout(dropout, { rng });
    this.activation = activation === "relu" ? relu : gelu;
    this.normFirst = normFirst;
  }

  /** x + part(norm(x)), or norm(x + part(x)), with dropout on the part. */
  protected residual(x: Tensor, norm: LayerNorm, part: (x: Tensor) => Tensor): Tensor {
    if (this.normFirst) return add(x, this.dropout.forward(part(norm.forward(x))));
    return norm.forward(add(x, this.dropout.forward(part(x))));
  }

  protected feedForward(x: Tensor): Tensor {
    return this.linear2.forward(this.dropout.forward(this.activation(this.linear1.forward(x))));
  }

  override children(): ReadonlyMap<string, AnyModule> {
    return new Map<string, AnyModule>([
      ["self_attn", this.selfAttention],
      ["linear1", this.linear1],
      ["linear2", this.linear2],
      ["norm1", this.norm1],
      ["norm2", this.norm2],
      ["dropout", this.dropout],
    ]);
  }
}

function attentionOf(size: number, heads: number, { rng, dropout = 0.1, batchFirst }: TransformerSettings) {
  return new MultiHeadAttention(size, heads, { rng, dropout, batchFirst });
}

/** Self-attention and a feed-forward part: (L,B,E) → (L,B,E). Vaswani et al. 2017; names and defaults as in PyTorch. */
export class TransformerEncoderLayer extends TransformerLayer<[x: Tensor, mask?: AttentionMask]> {
  forward(x: Tensor, mask: AttentionMask = {}): Tensor {
    const attended = this.residual(x, this.norm1, (y) => this.selfAttention.forward(y, y, y, mask));
    return this.residual(attended, this.norm2, (y) => this.feedForward(y));
  }
}

/**
 * Self-attention, attention to the encoder's output `memory` (S,B,E), and a feed-forward part: (L,B,E) → (L,B,E).
 * Nothing is causal unless the mask says so.
 */
export class TransformerDecoderLayer extends TransformerLayer<
  [x: Tensor, memory: Tensor, mask?: AttentionMask, memoryMask?: AttentionMask]
> {
  private readonly crossAttention: MultiHeadAttention;
  private readonly norm3: LayerNorm;

  constructor(size: number, heads: number, settings: TransformerSettings) {
    super(size, heads, settings);
    this.crossAttention = attentionOf(size, heads, settings);
    this.norm3 = new LayerNorm(size, { eps: settings.eps });
  }

  forward(x: Tensor, memory: Tensor, mask: AttentionMask = {}, memoryMask: AttentionMask = {}): Tensor {
    const own = this.residual(x, this.norm1, (y) => this.selfAttention.forward(y, y, y, mask));
    const crossed = this.residual(own, this.norm2, (y) => this.crossAttention.forward(y, memory, memory, memoryMask));
    return this.residual(crossed, this.norm3, (y) => this.feedForward(y));
  }

  override children(): ReadonlyMap<string, AnyModule> {
    return new Map([...super.children(), ["multihead_attn", this.crossAttention], ["norm3", this.norm3]]);
  }
}

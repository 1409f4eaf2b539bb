import { ArgumentError, ShapeError } from "../errors.ts";
import { attentionWeights, type AttentionOptions } from "../ops/attention.ts";
import { permute, reshape, slice, transpose } from "../ops/layout.ts";
import { linear, matmul } from "../ops/matmul.ts";
import type { Rng } from "../random.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { xavierUniform, zeros } from "./init.ts";
import { Linear } from "./linear.ts";
import { type AnyModule, Module, named, parameter } from "./module.ts";

export interface MultiHeadAttentionSettings {
  readonly rng: Rng;
  readonly bias?: boolean;
  /** Share of the attention weights dropped in training. */
  readonly dropout?: number;
  /** Sequences are (B,L,E) in place of (L,B,E). */
  readonly batchFirst?: boolean;
}

/** Which keys a query may look at: see `scaledDotProductAttention`. A mask broadcasts to (B,heads,L,S), 1 where it may. */
export type AttentionMask = Pick<AttentionOptions, "mask" | "causal">;

/**
 * Attention in several heads at once, each with E/heads of the E numbers; query (L,B,E), key and value (S,B,E) give
 * (L,B,E). Vaswani et al. 2017; names and first values as in PyTorch. Masks say where a query may look, as those of
 * `scaledDotProductAttention`, while PyTorch's boolean masks for this module say where it may not. A mask for padded
 * keys is (B,1,1,S).
 */
export class MultiHeadAttention extends Module<[query: Tensor, key?: Tensor, value?: Tensor, mask?: AttentionMask]> {
  readonly size: number;
  readonly heads: number;
  readonly inWeight: Tensor;
  readonly inBias: Tensor | null;
  readonly out: Linear;
  private readonly dropout: number;
  private readonly batchFirst: boolean;
  private readonly rng: Rng;

  /** Throws an ArgumentError unless the heads divide the size. */
  constructor(size: number, heads: number, settings: MultiHeadAttentionSettings) {
    super();
    const { rng, bias = true, dropout = 0, batchFirst = false } = settings;
    if (!Number.isInteger(heads) || heads < 1 || size % heads !== 0) {
      throw new ArgumentError(`MultiHeadAttention needs heads that divide its size, got ${heads} and ${size}`);
    }
    this.size = size;
    this.heads = heads;
    this.dropout = dropout;
    this.batchFirst = batchFirst;
    this.rng = rng;
    this.inWeight = parameter([3 * size, size], xavierUniform, rng);
    this.inBias = bias ? parameter([3 * size], zeros, rng) : null;
    this.out = new Linear(size, size, { rng, bias, biasInit: zeros });
  }

  /** Attention of the query to the key's places, of the query to itself by default. */
  forward(query: Tensor, key: Tensor = query, value: Tensor = key, mask: AttentionMask = {}): Tensor {
    return this.attend(query, key, value, mask).output;
  }

  /** The same with the weights of every head, (B,heads,L,S). */
  attend(
    query: Tensor,
    key: Tensor = query,
    value: Tensor = key,
    { mask, causal }: AttentionMask = {},
  ): { readonly output: Tensor; readonly weights: Tensor } {
    const [q, k, v] = [query, key, value].map((x, part) => this.intoHeads(x, part));
    const dropout = this.training && this.dropout > 0 ? { p: this.dropout, rng: this.rng } : undefined;
    const weights = attentionWeights(q, k, { mask, causal, dropout });
    return { output: this.out.forward(this.outOfHeads(matmul(weights, v))), weights };
  }

  // (B,L,E), or (L,B,E), through the part of the weights for queries, keys or values → (B,heads,L,E/heads)
  private intoHeads(x: Tensor, part: number): Tensor {
    const { size, heads } = this;
    if (x.rank !== 3 || x.shape[2] !== size) {
      const axes = this.batchFirst ? "(B,L" : "(L,B";
      throw new ShapeError(`MultiHeadAttention needs sequences ${axes},${size}), got ${formatShape(x.shape)}`);
    }
    const rows = (weights: Tensor) => slice(weights, 0, part * size, (part + 1) * size);
    const projected = linear(x, rows(this.inWeight), this.inBias === null ? undefined : rows(this.inBias));
    const split = reshape(projected, [x.shape[0], x.shape[1], heads, size / heads]);
    return permute(split, this.batchFirst ? [0, 2, 1, 3] : [1, 2, 0, 3]);
  }

  private outOfHeads(x: Tensor): Tensor {
    const [batch, heads, length, width] = x.shape;
    const joined = reshape(transpose(x, 1, 2), [batch, length, heads * width]);
    return this.batchFirst ? joined : transpose(joined, 0, 1);
  }

  override ownParameters(): ReadonlyMap<string, Tensor> {
    return named({ in_proj_weight: this.inWeight, in_proj_bias: this.inBias });
  }

  override children(): ReadonlyMap<string, AnyModule> {
    return new Map([["out_proj", this.out]]);
  }
}

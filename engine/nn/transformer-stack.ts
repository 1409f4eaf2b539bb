import type { Tensor } from "../tensor.ts";
import type { AttentionMask } from "./attention.ts";
import { type AnyModule, Module } from "./module.ts";
import type { LayerNorm } from "./normalization.ts";
import type { TransformerDecoderLayer, TransformerEncoderLayer } from "./transformer.ts";

/** Encoder layers one after another, and a last norm where one is given, as pre-norm layers need: (L,B,E) → (L,B,E). */
export class TransformerEncoder extends Module<[x: Tensor, mask?: AttentionMask]> {
  readonly layers: readonly TransformerEncoderLayer[];
  readonly norm: LayerNorm | null;

  constructor(layers: readonly TransformerEncoderLayer[], norm: LayerNorm | null = null) {
    super();
    this.layers = layers;
    this.norm = norm;
  }

  forward(x: Tensor, mask: AttentionMask = {}): Tensor {
    const output = this.layers.reduce((value, layer) => layer.forward(value, mask), x);
    return this.norm?.forward(output) ?? output;
  }

  override children(): ReadonlyMap<string, AnyModule> {
    return childrenOf(this.layers, this.norm);
  }
}

/** Decoder layers one after another, all looking at the same memory, else like `TransformerEncoder`. */
export class TransformerDecoder extends Module<
  [x: Tensor, memory: Tensor, mask?: AttentionMask, memoryMask?: AttentionMask]
> {
  readonly layers: readonly TransformerDecoderLayer[];
  readonly norm: LayerNorm | null;

  constructor(layers: readonly TransformerDecoderLayer[], norm: LayerNorm | null = null) {
    super();
    this.layers = layers;
    this.norm = norm;
  }

  forward(x: Tensor, memory: Tensor, mask: AttentionMask = {}, memoryMask: AttentionMask = {}): Tensor {
    const output = this.layers.reduce((value, layer) => layer.forward(value, memory, mask, memoryMask), x);
    return this.norm?.forward(output) ?? output;
  }

  override children(): ReadonlyMap<string, AnyModule> {
    return childrenOf(this.layers, this.norm);
  }
}

function childrenOf(layers: readonly AnyModule[], norm: AnyModule | null): ReadonlyMap<string, AnyModule> {
  const children = new Map(layers.map((layer, i) => [`layers.${i}`, layer]));
  return norm === null ? children : children.set("norm", norm);
}

import { assign } from "../autograd.ts";
import { arange } from "../create.ts";
import { ArgumentError } from "../errors.ts";
import { equal, where } from "../ops/comparison.ts";
import { embedding } from "../ops/embedding.ts";
import { unsqueeze } from "../ops/layout.ts";
import type { Rng } from "../random.ts";
import { noGrad } from "../tape.ts";
import type { Tensor } from "../tensor.ts";
import { type Initializer, normal } from "./init.ts";
import { Module, named, parameter } from "./module.ts";

export interface EmbeddingSettings {
  readonly rng: Rng;
  /** The row that stands for nothing: it starts as 0 and gets no gradient. */
  readonly paddingIndex?: number;
  /** Standard normal otherwise, as in PyTorch. */
  readonly weightInit?: Initializer;
}

/** A row of `size` numbers for each of `count` indices: indices (…) → (…,size), weight (count,size). */
export class Embedding extends Module {
  readonly weight: Tensor;
  readonly paddingIndex: number | undefined;

  /** Throws an ArgumentError for a padding index that is no row. */
  constructor(count: number, size: number, { rng, paddingIndex, weightInit = normal(1) }: EmbeddingSettings) {
    super();
    if (paddingIndex !== undefined && !(Number.isInteger(paddingIndex) && paddingIndex >= 0 && paddingIndex < count)) {
      throw new ArgumentError(`the padding index needs to be a row of ${count}, got ${paddingIndex}`);
    }
    this.paddingIndex = paddingIndex;
    this.weight = parameter([count, size], weightInit, rng);
    if (paddingIndex !== undefined) noGrad(() => assign(this.weight, withoutRow(this.weight, paddingIndex)));
  }

  forward(indices: Tensor): Tensor {
    return embedding(indices, this.weight, { paddingIndex: this.paddingIndex });
  }

  override ownParameters(): ReadonlyMap<string, Tensor> {
    return named({ weight: this.weight });
  }
}

function withoutRow(table: Tensor, row: number): Tensor {
  const isRow = equal(arange(0, table.shape[0], 1, { backend: table.backend }), row);
  return where(unsqueeze(isRow, -1), 0, table);
}

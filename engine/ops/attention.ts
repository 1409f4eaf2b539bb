import { ones } from "../create.ts";
import { ShapeError } from "../errors.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { add, mul } from "./arithmetic.ts";
import { equal, maskedFill } from "./comparison.ts";
import { dropout, type DropoutOptions } from "./dropout.ts";
import { transpose } from "./layout.ts";
import { matmul } from "./matmul.ts";
import { softmax } from "./softmax.ts";
import { tril } from "./triangle.ts";

export interface AttentionOptions {
  /** Broadcasts to the scores (…,L,S): 1 where a query may look at a key, 0 where not (PyTorch's boolean mask). */
  readonly mask?: Tensor;
  /** Added to the scores (…,L,S) before the softmax, such as a position bias (PyTorch's mask of floats). */
  readonly bias?: Tensor;
  /** Query i looks at keys 0 to i only. */
  readonly causal?: boolean;
  /** What the products are multiplied by: 1/√E by default. */
  readonly scale?: number;
  /** Drops weights after the softmax. */
  readonly dropout?: DropoutOptions;
}

/**
 * softmax(query·keyᵀ · scale) for query (…,L,E) and key (…,S,E): how much each query looks at each key, (…,L,S); rows sum
 * to 1. A row where all keys are masked is NaN. Throws a ShapeError where shapes do not fit.
 */
export function attentionWeights(
  query: Tensor,
  key: Tensor,
  {
    mask,
    bias,
    causal = false,
    scale = 1 / Math.sqrt(query.shape[query.rank - 1]),
    dropout: drop,
  }: AttentionOptions = {},
): Tensor {
  if (query.rank < 2 || key.rank < 2 || query.shape[query.rank - 1] !== key.shape[key.rank - 1]) {
    throw new ShapeError(
      `attention needs query (…,L,E) and key (…,S,E), got ${formatShape(query.shape)} and ${formatShape(key.shape)}`,
    );
  }
  let scores = mul(matmul(query, transpose(key)), scale);
  if (bias !== undefined) scores = add(scores, bias);
  if (mask !== undefined) scores = maskedFill(scores, equal(mask, 0), -Infinity);
  if (causal)
    scores = maskedFill(scores, equal(tril(ones(scores.shape.slice(-2), { backend: query.backend })), 0), -Infinity);
  const weights = softmax(scores);
  return drop === undefined ? weights : dropout(weights, drop);
}

/**
 * Attention: the values (…,S,V) mixed by `attentionWeights` of query (…,L,E) and key (…,S,E), (…,L,V); leading axes, such
 * as batch and heads, broadcast. Vaswani et al. 2017. Throws a ShapeError where shapes do not fit.
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): Tensor {
  if (value.rank < 2 || key.shape[key.rank - 2] !== value.shape[value.rank - 2]) {
    throw new ShapeError(
      `attention needs a value for each key, got keys ${formatShape(key.shape)} and values ${formatShape(value.shape)}`,
    );
  }
  return matmul(attentionWeights(query, key, options), value);
}

import { tensor } from "../create.ts";
import { ShapeError } from "../errors.ts";
import { formatShape } from "../shape.ts";
import { type NestedNumbers, Tensor } from "../tensor.ts";
import { equal, where } from "./comparison.ts";
import { indexSelect } from "./gather.ts";
import { flatten, reshape, unsqueeze } from "./layout.ts";

export interface EmbeddingOptions {
  /** The row of this index gets no gradient. */
  readonly paddingIndex?: number;
}

/**
 * Row of the table for each index: indices (…) and weight (V,D) give (…,D). A row that is used several times gets the
 * sum of its gradients. Throws an IndexError for an index outside 0 to V − 1, a ShapeError for a table that is none.
 */
export function embedding(
  indices: Tensor | NestedNumbers,
  weight: Tensor,
  { paddingIndex }: EmbeddingOptions = {},
): Tensor {
  if (weight.rank !== 2) throw new ShapeError(`embedding needs a table (V,D), got ${formatShape(weight.shape)}`);
  const list = indices instanceof Tensor ? indices : tensor(indices, { backend: weight.backend });
  const rows = reshape(indexSelect(weight, 0, flatten(list)), [...list.shape, weight.shape[1]]);
  if (paddingIndex === undefined) return rows;
  return where(unsqueeze(equal(list, paddingIndex), -1), rows.detach(), rows);
}

import { ArgumentError } from "../errors.ts";
import { defineOperation } from "../operation.ts";
import { formatShape, normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { gather } from "./gather.ts";
import { slice } from "./layout.ts";
import { alongLast } from "./scan.ts";

const argsortOperation = defineOperation("argsort", {
  forward: ([x], { axis, descending }) => alongLast(x, axis, (last) => last.backend.kernels.argsort(last, descending)),
  backward: null,
});

export interface SortOptions {
  readonly descending?: boolean;
}

/** Entries in order, and the positions they had; gradients of the values go back to those positions. */
export interface Sorted {
  readonly values: Tensor;
  readonly indices: Tensor;
}

/** The positions of the entries in their order along an axis; equal entries stay as they stood, NaN counts as largest. */
export function argsort(x: Tensor, axis = -1, { descending = false }: SortOptions = {}): Tensor {
  return argsortOperation([x], { axis: normalizeAxis(axis, x.rank, "argsort"), descending });
}

/** The entries in order along an axis, and their positions as from `argsort`. */
export function sort(x: Tensor, axis = -1, options: SortOptions = {}): Sorted {
  const indices = argsort(x, axis, options);
  return { values: gather(x, axis, indices), indices };
}

/**
 * The k largest entries along an axis (the smallest with `largest: false`), in order, and their positions. Throws an
 * ArgumentError unless k is a whole number from 0 to the size of the axis.
 */
export function topk(x: Tensor, k: number, axis = -1, { largest = true }: { readonly largest?: boolean } = {}): Sorted {
  const normal = normalizeAxis(axis, x.rank, "topk");
  if (!Number.isInteger(k) || k < 0 || k > x.shape[normal]) {
    throw new ArgumentError(`topk along axis ${normal} of ${formatShape(x.shape)} cannot give ${k} entries`);
  }
  const indices = slice(argsort(x, normal, { descending: largest }), normal, 0, k);
  return { values: gather(x, normal, indices), indices };
}

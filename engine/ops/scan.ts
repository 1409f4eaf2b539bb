import { defineOperation } from "../operation.ts";
import { normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { fromStorage } from "./kernel-call.ts";
import { transpose } from "./layout.ts";

const cumsumOperation = defineOperation("cumsum", {
  forward: ([x], { axis, reverse }) => alongLast(x, axis, (last) => last.backend.kernels.cumsum(last, reverse)),
  // An entry is in its own sum and in all later ones.
  backward: ({ attributes: { axis, reverse } }, upstream) => [cumsum(upstream, axis, { reverse: !reverse })],
});

/** What a kernel for the last axis makes of another axis, in x's shape. */
export function alongLast(x: Tensor, axis: number, kernel: (last: Tensor) => Tensor["storage"]): Tensor {
  const last = transpose(x, axis, -1);
  return transpose(fromStorage(kernel(last), last.shape, x), axis, -1);
}

/** Running sums along one axis: entry i is x₀ + … + xᵢ, or with `reverse` xᵢ + … up to the end. */
export function cumsum(x: Tensor, axis: number, { reverse = false }: { readonly reverse?: boolean } = {}): Tensor {
  return cumsumOperation([x], { axis: normalizeAxis(axis, x.rank, "cumsum"), reverse });
}

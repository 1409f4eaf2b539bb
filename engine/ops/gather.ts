import { ShapeError } from "../errors.ts";
import { fromValues, zeros } from "../create.ts";
import { defineOperation } from "../operation.ts";
import { formatShape, normalizeAxes, normalizeAxis, sameShape } from "../shape.ts";
import { type NestedNumbers, Tensor } from "../tensor.ts";
import { equal } from "./comparison.ts";
import { fromStorage } from "./kernel-call.ts";
import { broadcastTo, reshape, unsqueeze } from "./layout.ts";
import { arange, tensor } from "../create.ts";

const gatherOperation = defineOperation("gather", {
  forward: ([x, index], { axis }) => fromStorage(x.backend.kernels.gather(x, axis, index), index.shape, x),
  // What was read several times gets the sum.
  backward: ({ inputs: [x, index], attributes: { axis } }, upstream) => [
    scatterAdd(zeros(x.shape, { backend: x.backend }), axis, index, upstream),
    null,
  ],
});

const scatterAddOperation = defineOperation("scatterAdd", {
  forward: ([x, index, source], { axis }) =>
    fromStorage(x.backend.kernels.scatterAdd(x, axis, index, source), x.shape, x),
  backward: ({ inputs: [, index], attributes: { axis } }, upstream) => [upstream, null, gather(upstream, axis, index)],
});

/**
 * out[i][j] = x[index[i][j]][j] for axis 0, x[i][index[i][j]] for axis 1, and so on. The index has x's rank and on every
 * other axis no more than x's size. Throws an IndexError for an index outside the axis.
 */
export function gather(x: Tensor, axis: number, index: Tensor): Tensor {
  const normal = normalizeAxis(axis, x.rank, "gather");
  checkIndexShape("gather", x, normal, index);
  return gatherOperation([x, index], { axis: normal });
}

/** x with source[i][j] added at [index[i][j]][j] (axis 0), summed where places repeat. Source and index have one shape. */
export function scatterAdd(x: Tensor, axis: number, index: Tensor, source: Tensor): Tensor {
  const normal = normalizeAxis(axis, x.rank, "scatterAdd");
  checkIndexShape("scatterAdd", x, normal, index);
  if (!sameShape(index.shape, source.shape)) {
    throw new ShapeError(
      `scatterAdd needs source and index of one shape, got ${formatShape(source.shape)} and ${formatShape(index.shape)}`,
    );
  }
  return scatterAddOperation([x, index, source], { axis: normal });
}

/** Whole entries of an axis in the order of a list, as rows of an embedding: out[k] = x[indices[k]] for axis 0. */
export function indexSelect(x: Tensor, axis: number, indices: Tensor | readonly number[]): Tensor {
  const normal = normalizeAxis(axis, x.rank, "indexSelect");
  const list = indices instanceof Tensor ? indices : fromValues(indices, [indices.length], { backend: x.backend });
  if (list.rank !== 1)
    throw new ShapeError(`indexSelect needs a list of indices, got shape ${formatShape(list.shape)}`);
  const alongAxis = reshape(
    list,
    x.shape.map((_, a) => (a === normal ? list.size : 1)),
  );
  return gather(x, normal, broadcastTo(alongAxis, x.shape.with(normal, list.size)));
}

/** The entries in reverse order along one axis or several. */
export function flip(x: Tensor, axis: number | readonly number[]): Tensor {
  return normalizeAxes(axis, x.rank, "flip").reduce(
    (turned, one) => indexSelect(turned, one, arange(x.shape[one] - 1, -1, -1, { backend: x.backend })),
    x,
  );
}

/** Class numbers (…) as rows (…,classes) with a 1 at the class and 0 elsewhere. An index outside gives a row of 0. */
export function oneHot(indices: Tensor | NestedNumbers, classes: number): Tensor {
  const list = indices instanceof Tensor ? indices : tensor(indices);
  return equal(unsqueeze(list, -1), arange(0, classes, 1, { backend: list.backend }));
}

function checkIndexShape(operation: string, x: Tensor, axis: number, index: Tensor): void {
  const fits = index.rank === x.rank && index.shape.every((size, a) => a === axis || size <= x.shape[a]);
  if (!fits) {
    throw new ShapeError(
      `${operation} along axis ${axis} of ${formatShape(x.shape)} cannot use an index of ${formatShape(index.shape)}`,
    );
  }
}

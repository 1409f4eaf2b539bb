import { ArgumentError, IndexError, ShapeError } from "../errors.ts";
import { defineOperation } from "../operation.ts";
import { checkShape, formatShape, isContiguous, normalizeAxis, type Shape, sameShape, sizeOf } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { arange, full, zeros } from "../create.ts";
import { scatterAdd } from "./gather.ts";
import { broadcastView, fromStorage, viewOf } from "./kernel-call.ts";
import { sumTo } from "./sum-to.ts";

const reshapeOperation = defineOperation("reshape", {
  forward: ([x], { shape }) =>
    isContiguous(x.shape, x.strides)
      ? new Tensor({ storage: x.storage, offset: x.offset, shape, backend: x.backend })
      : fromStorage(x.backend.kernels.copy(x), shape, x),
  backward: ({ inputs: [x] }, upstream) => [reshape(upstream, x.shape)],
});

const permuteOperation = defineOperation("permute", {
  forward: ([x], { order }) =>
    new Tensor({
      ...viewOf(x),
      shape: order.map((axis) => x.shape[axis]),
      strides: order.map((axis) => x.strides[axis]),
    }),
  backward: ({ attributes: { order } }, upstream) => [permute(upstream, inverseOrder(order))],
});

const broadcastToOperation = defineOperation("broadcastTo", {
  forward: ([x], { shape }) => broadcastView(x, shape),
  backward: ({ inputs: [x] }, upstream) => [sumTo(upstream, x.shape)],
});

const sliceOperation = defineOperation("slice", {
  forward: ([x], { axis, start, end, step }) =>
    new Tensor({
      ...viewOf(x),
      shape: x.shape.with(axis, Math.max(0, Math.ceil((end - start) / step))),
      strides: x.strides.with(axis, x.strides[axis] * step),
      offset: x.offset + start * x.strides[axis],
    }),
  // The gradient goes back to the places that were read; all others get 0.
  backward: ({ inputs: [x], output, attributes: { axis, start, step } }, upstream) => {
    if (step === 1) return [pad(upstream, axis, start, x.shape[axis] - start - output.shape[axis])];
    const read = arange(start, start + output.shape[axis] * step, step, { backend: x.backend });
    const alongAxis = reshape(
      read,
      x.shape.map((_, a) => (a === axis ? output.shape[axis] : 1)),
    );
    const index = broadcastTo(alongAxis, output.shape);
    return [scatterAdd(zeros(x.shape, { backend: x.backend }), axis, index, upstream)];
  },
});

const concatOperation = defineOperation("concat", {
  forward: (parts, { axis }) => {
    const total = parts.reduce((length, part) => length + part.shape[axis], 0);
    const [first] = parts;
    return fromStorage(first.backend.kernels.concat(parts, axis), first.shape.with(axis, total), first);
  },
  backward: ({ inputs, attributes: { axis } }, upstream) => {
    let start = 0;
    return inputs.map((part) => {
      const end = start + part.shape[axis];
      const gradient = slice(upstream, axis, start, end);
      start = end;
      return gradient;
    });
  },
});

/**
 * The same entries, row-major, in another shape; one size may be −1 and is worked out. A view where the entries lie in
 * row-major order, a copy otherwise. Throws a ShapeError if the number of entries differs.
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const inferred = shape.indexOf(-1);
  const known = sizeOf(shape.filter((_, axis) => axis !== inferred));
  const wanted = inferred < 0 ? shape : shape.with(inferred, known === 0 ? 0 : x.size / known);
  if (wanted.some((size) => !Number.isInteger(size) || size < 0) || sizeOf(wanted) !== x.size) {
    throw new ShapeError(`cannot reshape ${formatShape(x.shape)} of ${x.size} entries to ${formatShape(shape)}`);
  }
  return reshapeOperation([x], { shape: [...wanted] });
}

/** The axes from `startAxis` to `endAxis` as one; by default all of them. A scalar becomes one entry. */
export function flatten(x: Tensor, startAxis = 0, endAxis = -1): Tensor {
  if (x.rank === 0) return reshape(x, [1]);
  const start = normalizeAxis(startAxis, x.rank, "flatten");
  const end = normalizeAxis(endAxis, x.rank, "flatten");
  if (end < start) throw new IndexError(`flatten needs axes in order, got ${startAxis} to ${endAxis}`);
  const length = sizeOf(x.shape.slice(start, end + 1));
  return reshape(x, x.shape.toSpliced(start, end + 1 - start, length));
}

/** Axis i of the result is axis order[i] of x; a view. Throws an IndexError unless each axis is named once. */
export function permute(x: Tensor, order: readonly number[]): Tensor {
  const normal = order.map((axis) => normalizeAxis(axis, x.rank, "permute"));
  if (normal.length !== x.rank || new Set(normal).size !== x.rank) {
    throw new IndexError(`permute needs each axis of ${formatShape(x.shape)} once, got (${order.join(",")})`);
  }
  return permuteOperation([x], { order: normal });
}

/** Two axes changed for each other, by default the last two: the transpose of a matrix. A view. */
export function transpose(x: Tensor, axisA = -2, axisB = -1): Tensor {
  const a = normalizeAxis(axisA, x.rank, "transpose");
  const b = normalizeAxis(axisB, x.rank, "transpose");
  const order = x.shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis));
  return permuteOperation([x], { order });
}

/** x read as if repeated along its axes of size 1 and along new leading axes; a view. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  checkShape(shape);
  return broadcastToOperation([x], { shape: [...shape] });
}

/**
 * Entries start, start+step, … below `end` along one axis; a view. Negative bounds count from the end and bounds beyond
 * the axis are cut, as in Python. Throws an ArgumentError unless the step is a whole number ≥ 1.
 */
export function slice(x: Tensor, axis: number, start: number, end?: number, step = 1): Tensor {
  const normal = normalizeAxis(axis, x.rank, "slice");
  const length = x.shape[normal];
  if (!Number.isInteger(step) || step < 1)
    throw new ArgumentError(`slice needs a whole step of 1 or more, got ${step}`);
  const within = (bound: number) => Math.min(Math.max(bound < 0 ? bound + length : bound, 0), length);
  return sliceOperation([x], { axis: normal, start: within(start), end: within(end ?? length), step });
}

/** The entries at one index of an axis, without that axis. Throws an IndexError outside the axis. */
export function select(x: Tensor, axis: number, index: number): Tensor {
  const normal = normalizeAxis(axis, x.rank, "select");
  const length = x.shape[normal];
  if (!Number.isInteger(index) || index < -length || index >= length) {
    throw new IndexError(`index ${index} is outside axis ${normal} of size ${length}`);
  }
  const position = index < 0 ? index + length : index;
  return squeeze(slice(x, normal, position, position + 1), normal);
}

/** A new axis of size 1 before `axis` of x, or at the end for −1. A view. */
export function unsqueeze(x: Tensor, axis: number): Tensor {
  const normal = normalizeAxis(axis, x.rank + 1, "unsqueeze");
  return reshape(x, x.shape.toSpliced(normal, 0, 1));
}

/** Without an axis of size 1, or without all that are. Throws a ShapeError if the axis is of another size. */
export function squeeze(x: Tensor, axis?: number): Tensor {
  if (axis === undefined) {
    return reshape(
      x,
      x.shape.filter((size) => size !== 1),
    );
  }
  const normal = normalizeAxis(axis, x.rank, "squeeze");
  if (x.shape[normal] !== 1) {
    throw new ShapeError(`squeeze needs size 1 on axis ${normal}, got ${formatShape(x.shape)}`);
  }
  return reshape(x, x.shape.toSpliced(normal, 1));
}

/** The parts one after another along an existing axis. Throws a ShapeError unless all other sizes are equal. */
export function concat(parts: readonly Tensor[], axis = 0): Tensor {
  if (parts.length === 0) throw new ShapeError("concat needs at least one tensor, got none");
  const normal = normalizeAxis(axis, parts[0].rank, "concat");
  const others = (part: Tensor) => part.shape.toSpliced(normal, 1);
  const odd = parts.find((part) => part.rank !== parts[0].rank || !sameShape(others(part), others(parts[0])));
  if (odd !== undefined) {
    throw new ShapeError(
      `concat along axis ${normal} cannot join ${formatShape(parts[0].shape)} and ${formatShape(odd.shape)}`,
    );
  }
  return concatOperation(parts, { axis: normal });
}

/** Tensors of one shape side by side along a new axis. */
export function stack(parts: readonly Tensor[], axis = 0): Tensor {
  const odd = parts.find((part) => !sameShape(part.shape, parts[0].shape));
  if (odd !== undefined) {
    throw new ShapeError(`stack needs equal shapes, got ${formatShape(parts[0].shape)} and ${formatShape(odd.shape)}`);
  }
  return concat(
    parts.map((part) => unsqueeze(part, axis)),
    axis,
  );
}

/** `before` and `after` entries of `value` added at the two ends of one axis. */
export function pad(x: Tensor, axis: number, before: number, after: number, value = 0): Tensor {
  const normal = normalizeAxis(axis, x.rank, "pad");
  const border = (length: number) => full(x.shape.with(normal, length), value, { backend: x.backend });
  return concat([border(before), x, border(after)], normal);
}

function inverseOrder(order: readonly number[]): number[] {
  const inverse = new Array<number>(order.length);
  order.forEach((from, to) => {
    inverse[from] = to;
  });
  return inverse;
}

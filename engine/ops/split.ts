import { ArgumentError, ShapeError } from "../errors.ts";
import { formatShape, normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { select, slice } from "./layout.ts";

/**
 * Parts of an axis one after another, as views: all of one size but the last, which may be shorter, or of the sizes
 * listed. Throws a ShapeError where listed sizes do not add up to the axis, an ArgumentError for a size below 1.
 */
export function split(x: Tensor, sizes: number | readonly number[], axis = 0): Tensor[] {
  const normal = normalizeAxis(axis, x.rank, "split");
  const length = x.shape[normal];
  const list = typeof sizes === "number" ? equalSizes(length, sizes) : sizes;
  if (list.some((size) => !Number.isInteger(size) || size < 0) || list.reduce((a, b) => a + b, 0) !== length) {
    throw new ShapeError(`split of axis ${normal} of ${formatShape(x.shape)} into parts of ${list.join(",")}`);
  }
  let start = 0;
  return list.map((size) => {
    const part = slice(x, normal, start, start + size);
    start += size;
    return part;
  });
}

/** At most `count` parts of equal size ⌈length / count⌉, the last one shorter where it does not come out even. */
export function chunk(x: Tensor, count: number, axis = 0): Tensor[] {
  if (!Number.isInteger(count) || count < 1) throw new ArgumentError(`chunk needs 1 or more parts, got ${count}`);
  const length = x.shape[normalizeAxis(axis, x.rank, "chunk")];
  return split(x, length === 0 ? new Array<number>(count).fill(0) : Math.ceil(length / count), axis);
}

/** Every index of an axis by itself, without that axis. */
export function unbind(x: Tensor, axis = 0): Tensor[] {
  const normal = normalizeAxis(axis, x.rank, "unbind");
  const length = x.shape[normal];
  if (length <= 1) return length === 0 ? [] : [select(x, normal, 0)];
  // By halves: the gradient of a part is as large as what it was cut from, so n cuts from the whole would cost n².
  const half = Math.ceil(length / 2);
  return [...unbind(slice(x, normal, 0, half), normal), ...unbind(slice(x, normal, half), normal)];
}

function equalSizes(length: number, size: number): number[] {
  if (!Number.isInteger(size) || size < 1) throw new ArgumentError(`split needs parts of 1 or more, got ${size}`);
  const count = Math.max(1, Math.ceil(length / size));
  return Array.from({ length: count }, (_, i) => Math.min(size, length - i * size));
}

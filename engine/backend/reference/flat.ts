import { isContiguous, sizeOf } from "../../shape.ts";
import type { View } from "../backend.ts";

export type Numbers = View<Float64Array>;

/** The view's entries in row-major order: the storage itself where it already lies so, a copy otherwise. */
export function flat(view: Numbers): Float64Array {
  const size = sizeOf(view.shape);
  if (isContiguous(view.shape, view.strides)) return view.storage.subarray(view.offset, view.offset + size);
  return flatCopy(view);
}

/** The view's entries in row-major order, always in a new array. */
export function flatCopy({ storage, shape, strides, offset }: Numbers): Float64Array {
  const out = new Float64Array(sizeOf(shape));
  if (strides.every((stride) => stride === 0)) return out.fill(storage[offset]);
  const index = new Array<number>(shape.length).fill(0);
  let from = offset;
  for (let to = 0; to < out.length; to++) {
    out[to] = storage[from];
    // Count up like an odometer: the last axis first, carrying to the left.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}

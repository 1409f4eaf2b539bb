import { IndexError } from "../../errors.ts";
import { contiguousStrides, sizeOf } from "../../shape.ts";
import type { Kernels } from "../backend.ts";
import { flat, flatCopy, type Numbers } from "./flat.ts";

// For every entry of the index, row-major: the row-major position in a tensor of `shape` which has the same
// coordinates but the index's value on `axis`.
function positions(shape: readonly number[], axis: number, index: Numbers): number[] {
  const strides = contiguousStrides(shape);
  const own = contiguousStrides(index.shape);
  return Array.from(flat(index), (value, i) => {
    if (!Number.isInteger(value) || value < 0 || value >= shape[axis]) {
      throw new IndexError(`index ${value} is outside axis ${axis} of size ${shape[axis]}`);
    }
    let position = 0;
    for (let a = 0; a < shape.length; a++) {
      const coordinate = a === axis ? value : Math.floor(i / own[a]) % index.shape[a];
      position += coordinate * strides[a];
    }
    return position;
  });
}

export const movement: Pick<Kernels<Float64Array>, "copy" | "gather" | "scatterAdd" | "concat"> = {
  copy: flatCopy,

  gather(x, axis, index) {
    const values = flat(x);
    return Float64Array.from(positions(x.shape, axis, index), (position) => values[position]);
  },

  scatterAdd(x, axis, index, source) {
    const out = flatCopy(x);
    const added = flat(source);
    positions(x.shape, axis, index).forEach((position, i) => {
      out[position] += added[i];
    });
    return out;
  },

  concat(parts, axis) {
    // Along `axis` each part contributes one unbroken block for every index of the axes before it.
    const blocks = parts.map((part) => ({ values: flat(part), length: sizeOf(part.shape.slice(axis)) }));
    const outer = sizeOf(parts[0].shape.slice(0, axis));
    const out = new Float64Array(blocks.reduce((total, { values }) => total + values.length, 0));
    let to = 0;
    for (let i = 0; i < outer; i++) {
      for (const { values, length } of blocks) {
        out.set(values.subarray(i * length, (i + 1) * length), to);
        to += length;
      }
    }
    return out;
  },
};

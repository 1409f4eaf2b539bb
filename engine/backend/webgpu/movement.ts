import { contiguousStrides, sizeOf } from "../../shape.ts";
import type { Kernels } from "../backend.ts";
import type { WebGpuStorage } from "./buffers.ts";
import { copy, copyInto, wholeOf } from "./copying.ts";
import { addByIndex, gather } from "./indexing.ts";
import type { Machine } from "./machine.ts";

type Movement = Pick<Kernels<WebGpuStorage>, "copy" | "gather" | "scatterAdd" | "concat">;

export function movement(machine: Machine): Movement {
  return {
    copy: (x) => copy(machine, x),

    concat(parts, axis) {
      const total = parts.reduce((length, part) => length + part.shape[axis], 0);
      const shape = parts[0].shape.with(axis, total);
      const out = machine.pool.allocate(sizeOf(shape));
      const strides = contiguousStrides(shape);
      let start = 0;
      for (const part of parts) {
        copyInto(machine, part, { storage: out, shape: part.shape, strides, offset: start * strides[axis] });
        start += part.shape[axis];
      }
      return out;
    },

    gather: (x, axis, index) => gather(machine, x, axis, index),

    scatterAdd(x, axis, index, source) {
      const out = copy(machine, x);
      addByIndex(machine, wholeOf(out, x.shape), axis, index, source);
      return out;
    },
  };
}

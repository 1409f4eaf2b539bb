import type { Shape, Strides } from "../../shape.ts";
import { planAxisBytes } from "./emit/rows.ts";

/** Axes walked together by several operands, with as few axes as possible. */
export interface Arrangement {
  readonly shape: number[];
  /** For each operand its strides along `shape`, in entries. */
  readonly strides: number[][];
}

/**
 * Drops axes of size 1 and joins neighbours that every operand steps through evenly, so that (2,3,4) of contiguous operands
 * is one axis of 24.
 */
export function arrange(shape: Shape, operands: readonly Strides[]): Arrangement {
  const sizes: number[] = [];
  const strides: number[][] = operands.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 1) continue;
    const last = sizes.length - 1;
    const joins = last >= 0 && operands.every((own, i) => strides[i][last] === own[axis] * shape[axis]);
    if (joins) {
      sizes[last] *= shape[axis];
      operands.forEach((own, i) => {
        strides[i][last] = own[axis];
      });
    } else {
      sizes.push(shape[axis]);
      operands.forEach((own, i) => strides[i].push(own[axis]));
    }
  }
  return { shape: sizes, strides };
}

/** Writes the plan of the first `axes` axes (see emit/rows.ts) at byte `plan`. */
export function writePlan(memory: Int32Array, plan: number, { shape, strides }: Arrangement, axes: number): void {
  const record = planAxisBytes(strides.length) / 4;
  let at = plan / 4;
  for (let axis = axes - 1; axis >= 0; axis--) {
    memory[at] = shape[axis];
    memory[at + 1] = 0;
    for (let operand = 0; operand < strides.length; operand++) memory[at + 2 + operand] = strides[operand][axis] * 4;
    at += record;
  }
}

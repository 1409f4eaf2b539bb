import type { Shape, Strides } from "../shape.ts";

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

import { contiguousStrides, isContiguous, type Shape, sizeOf, type Strides } from "../../shape.ts";
import { arrange } from "../arrangement.ts";

/** Something read or written along a walk. */
export interface Walked {
  readonly strides: Strides;
  readonly offset: number;
}

/** How the entries of several operands of one shape are found from their row-major position. */
export interface Walk {
  /** The same for walks that have the same code. */
  readonly key: string;
  /** The numbers that the code is given. */
  readonly numbers: Record<string, number>;
  /** Statements that find the coordinates of a position, which `position` is a name of. */
  coordinates(position: string): string;
  /** Where operand `i` has the entry of a position. */
  index(i: number, position: string): string;
}

/** A walk over a shape. Names of its numbers and coordinates begin with `prefix`, so that a kernel can have several walks. */
export function walk(shape: Shape, operands: readonly Walked[], prefix = ""): Walk {
  const ways = operands.map(({ strides }) => wayOf(shape, strides));
  const numbers: Record<string, number> = {};
  operands.forEach(({ offset }, i) => {
    numbers[`${prefix}start${i}`] = offset;
  });
  const strided = operands.flatMap(({ strides }, i) => (ways[i] === "strided" ? [{ strides, i }] : []));
  const arranged =
    strided.length === 0 ? null : arrange(shape, [contiguousStrides(shape), ...strided.map((one) => one.strides)]);
  const rank = arranged === null ? 0 : arranged.shape.length;
  arranged?.shape.forEach((size, axis) => {
    // The first coordinate is what is left.
    if (axis > 0) numbers[`${prefix}size${axis}`] = size;
    strided.forEach(({ i }, at) => {
      numbers[`${prefix}step${i}_${axis}`] = arranged.strides[at + 1][axis];
    });
  });
  return {
    key: `${rank}${ways.map((way) => way[0]).join("")}`,
    numbers,
    coordinates(position) {
      if (rank === 0) return "";
      const lines = [`  var ${prefix}remaining = ${position};`];
      for (let axis = rank - 1; axis > 0; axis--) {
        lines.push(`  let ${prefix}c${axis} = ${prefix}remaining % u.${prefix}size${axis};`);
        lines.push(`  ${prefix}remaining /= u.${prefix}size${axis};`);
      }
      return [...lines, `  let ${prefix}c0 = ${prefix}remaining;`].join("\n");
    },
    index(i, position) {
      const start = `u.${prefix}start${i}`;
      if (ways[i] === "repeated") return start;
      if (ways[i] === "entries") return `${start} + ${position}`;
      const steps = Array.from({ length: rank }, (_, axis) => `${prefix}c${axis} * u.${prefix}step${i}_${axis}`);
      return [start, ...steps].join(" + ");
    },
  };
}

type Way = "entries" | "repeated" | "strided";

function wayOf(shape: Shape, strides: Strides): Way {
  if (shape.every((size, axis) => size === 1 || strides[axis] === 0)) return "repeated";
  return isContiguous(shape, strides) || sizeOf(shape) === 0 ? "entries" : "strided";
}

import { planAxisBytes } from "../emit/rows.ts";
import { TILE_COLUMNS, TILE_ROWS } from "../gemm-layout.ts";
import { MOST } from "./layout.ts";
import type { Piece } from "./pool.ts";

type Values = readonly number[];

/** How the launches of a kernel are divided among threads. Every entry is computed as it would be without. */
export interface Cutter {
  /** About how many operations a launch takes: multiplications and additions, or what takes as long. */
  work(values: Values, memory: Int32Array): number;
  /** How it can be cut; null if it cannot. */
  cut(values: Values, memory: Int32Array): Cut | null;
}

export interface Cut {
  /** It can be cut between any two of so many units. */
  readonly units: number;
  /** The part from unit `from` to before unit `to`. */
  piece(from: number, to: number): Piece;
  /**
   * What to call the kernel with when all is done, where a piece begins: only for kernels which write up to 12 bytes past
   * the end of a row, so that the entries there may be those of the piece before.
   */
  mend?(from: number): Values;
}

/**
 * What an entry takes, in operations of a product that is at its peak (some 40 in a nanosecond), as measured: one that is summed
 * or compared, copied, copied to where rows are columns, filled, in a window that is folded, brought to a place; and each operand
 * of an elementwise kernel.
 */
const COST = { folded: 10, copied: 12, turned: 40, filled: 8, inWindow: 25, scattered: 90, operand: 4 } as const;

/** c (m,n) = a·b: by columns of c if there are more of them than rows, else by rows, so that less is packed twice. */
const gemm: Cutter = {
  work: (values) => 2 * values[0] * values[1] * values[2],
  cut(values) {
    const [m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow] = values;
    if (n >= m) {
      return strips(n, TILE_COLUMNS, (first, columns) => ({
        values: [m, columns, k, a, aRow, aColumn, b + first * bColumn, bRow, bColumn, c + 4 * first, cRow],
      }));
    }
    return strips(m, TILE_ROWS, (first, rows) => ({
      values: [rows, n, k, a + first * aRow, aRow, aColumn, b, bRow, bColumn, c + first * cRow, cRow],
    }));
  },
};

/** By images; where they are summed in one c, by its columns, or its rows if there are more of them. */
const convolve: Cutter = {
  work: (values) => 2 * values[0] * values[1] * values[2] * values[3],
  cut(values) {
    const [images, m, n, k, a, aImage, aRow, aColumn, x, xImage, depths, columns, c, cRow, cImage] = values;
    const patches = [x, xImage, depths, columns] as const;
    if (cImage !== 0 && images > 1) {
      return strips(images, 1, (first, count) => ({
        values: [
          count,
          m,
          n,
          k,
          a + first * aImage,
          aImage,
          aRow,
          aColumn,
          x + first * xImage,
          ...patches.slice(1),
        ].concat([c + first * cImage, cRow, cImage]),
      }));
    }
    if (n >= m) {
      return strips(n, TILE_COLUMNS, (first, count) => ({
        values: [images, m, count, k, a, aImage, aRow, aColumn, x, xImage, depths, columns + 4 * first].concat([
          c + 4 * first,
          cRow,
          cImage,
        ]),
      }));
    }
    return strips(m, TILE_ROWS, (first, count) => ({
      values: [
        images,
        count,
        n,
        k,
        a + first * aRow,
        aImage,
        aRow,
        aColumn,
        ...patches,
        c + first * cRow,
        cRow,
        cImage,
      ],
    }));
  },
};

/** Each column is folded by itself, so columns can be parted; where there are several such results, they are. */
const foldColumns: Cutter = {
  work: (values, memory) => COST.folded * values[0] * values[1] * rowsOf(walkIn(values, memory, 3, 1)),
  cut(values, memory) {
    const [columns, rows, stride, axes, plan, out, x] = values;
    if (axes === 0) {
      return strips(columns, 16, (first, count) => ({
        values: [count, rows, stride, 0, plan, out + 4 * first, x + 4 * first],
      }));
    }
    if (columns % 4 !== 0) return null;
    const walk = walkIn(values, memory, 3, 1);
    return alongWalk(walk, 4, (first) => [
      columns,
      rows,
      stride,
      axes,
      plan,
      out + 4 * columns * rowsWithin(walk) * first,
      x + strideOf(walk, 0) * first,
    ]);
  },
};

/** Rows are folded each by itself. */
const foldRows: Cutter = {
  work: (values, memory) => COST.folded * values[0] * rowsOf(walkIn(values, memory, 1, 1)),
  cut(values, memory) {
    const [length, axes, plan, out, x] = values;
    if (axes === 0) return null;
    const walk = walkIn(values, memory, 1, 1);
    return alongWalk(walk, 2, (first) => [
      length,
      axes,
      plan,
      out + 4 * rowsWithin(walk) * first,
      x + strideOf(walk, 0) * first,
    ]);
  },
};

const copyRows: Cutter = {
  work: (values, memory) => COST.copied * values[0] * rowsOf(walkIn(values, memory, 2, 2)),
  cut(values, memory) {
    const [length, stride, axes, plan, out, x] = values;
    if (axes === 0) {
      return strips(length, 16, (first, count) => ({
        values: [count, stride, 0, plan, out + 4 * first, x + stride * first],
      }));
    }
    const walk = walkIn(values, memory, 2, 2);
    return alongWalk(walk, 3, (first) => [
      length,
      stride,
      axes,
      plan,
      out + strideOf(walk, 0) * first,
      x + strideOf(walk, 1) * first,
    ]);
  },
};

const copyTransposed: Cutter = {
  work: (values, memory) => COST.turned * values[0] * values[1] * rowsOf(walkIn(values, memory, 4, 2)),
  cut(values, memory) {
    const [rows, columns, outRow, stride, axes, plan, out, x] = values;
    if (axes === 0) {
      return strips(rows, 4, (first, count) => ({
        values: [count, columns, outRow, stride, 0, plan, out + outRow * first, x + 4 * first],
      }));
    }
    const walk = walkIn(values, memory, 4, 2);
    return alongWalk(walk, 5, (first) => [
      rows,
      columns,
      outRow,
      stride,
      axes,
      plan,
      out + strideOf(walk, 0) * first,
      x + strideOf(walk, 1) * first,
    ]);
  },
};

const fill: Cutter = {
  work: (values) => COST.filled * values[1],
  cut: ([pointer, length, bits]) =>
    strips(length, 16, (first, count) => ({ values: [pointer + 4 * first, count, bits] })),
};

/** Planes are parted; the values after the twelve that all have stay as they are. */
const windows: Cutter = {
  work: (values) => COST.inWindow * values[0] * values[2] * values[3] * values[4] * values[5],
  cut(values) {
    const [planes, plane, down, across, sizeDown, sizeAcross] = values;
    if (across < 4) return null;
    const [rowStep, columnStep, rowDilation, columnDilation, x, out, ...rest] = values.slice(6);
    const steps = [rowStep, columnStep, rowDilation, columnDilation];
    const part = (first: number, count: number, rows: number, columns: number) => [
      count,
      plane,
      rows,
      columns,
      sizeDown,
      sizeAcross,
      ...steps,
      x + plane * first,
      out + 4 * down * across * first,
      ...rest,
    ];
    return {
      units: planes,
      piece: (from, to) => ({ values: part(from, to - from, down, across) }),
      mend: (from) => part(from, 1, 1, 4),
    };
  },
};

const scatterToPositions: Cutter = {
  work: (values) => values[0] * ((COST.filled * values[1]) / 4 + COST.scattered * values[2]),
  cut: ([planes, plane, places, dy, positions, x]) =>
    strips(planes, 1, (first, count) => ({
      values: [count, plane, places, dy + 4 * places * first, positions + 4 * places * first, x + plane * first],
    })),
};

/** The cutters of kernels that have a name; elementwise kernels have their own. */
export const CUTTERS: Readonly<Record<string, Cutter>> = {
  gemm,
  convolve,
  sumColumns: foldColumns,
  maxColumns: foldColumns,
  sumRows: foldRows,
  maxRows: foldRows,
  argmaxRows: foldRows,
  copyRows,
  copyTransposed,
  fill,
  sumWindows: windows,
  maxWindows: windows,
  positionsInWindows: windows,
  scatterToPositions,
};

/**
 * Of an elementwise kernel (elementwise-kernels.ts): a row is cut anywhere, several are parted along the outermost axis.
 * `steps` says for each pointer, those of the outputs first, whether it moves along a row, `cost` about how many operations an
 * entry takes.
 */
export function elementwiseCutter(outputs: number, steps: readonly boolean[], cost: number): Cutter {
  const perEntry = cost + COST.operand * steps.length;
  return {
    work: (values, memory) => (perEntry * values[0] * rowsOf(walkIn(values, memory, 1, steps.length))) / 4,
    cut(values, memory) {
      const [bytes, axes, plan, numbers, ...pointers] = values;
      if (axes === 0) {
        const inPlace = pointers.some((at, i) => i >= outputs && pointers.indexOf(at) < outputs);
        return strips(bytes / 4, 16, (first, count) => ({
          values: [4 * count, 0, plan, numbers, ...pointers.map((at, i) => (steps[i] ? at + 4 * first : at))],
          inPlace,
        }));
      }
      if (bytes < 16) return null;
      const walk = walkIn(values, memory, 1, steps.length);
      const moved = (first: number) => pointers.map((at, i) => at + strideOf(walk, i) * first);
      const cut = alongWalk(walk, 2, (first) => [bytes, axes, plan, numbers, ...moved(first)]);
      if (cut === null || bytes % 16 === 0) return cut;
      return { ...cut, mend: (from) => [16, 0, plan, numbers, ...moved(from)] };
    },
  };
}

/** The plan of a walk as it lies in memory (emit/rows.ts): a record of words for each axis, the outermost last. */
interface Walk {
  readonly memory: Int32Array;
  /** Its first word. */
  readonly begin: number;
  readonly axes: number;
  /** Words of an axis. */
  readonly record: number;
}

const SIZE = 0;
const STRIDES = 2;

// `axesValue` is the place of the number of axes among the values; the plan's address comes after it.
function walkIn(values: Values, memory: Int32Array, axesValue: number, operands: number): Walk {
  const record = planAxisBytes(operands) / 4;
  return { memory, begin: values[axesValue + 1] / 4, axes: values[axesValue], record };
}

function rowsOf({ memory, begin, axes, record }: Walk): number {
  let rows = 1;
  for (let axis = 0; axis < axes; axis++) rows *= memory[begin + axis * record + SIZE];
  return rows;
}

// Rows in one step along the outermost axis.
function rowsWithin(walk: Walk): number {
  return rowsOf({ ...walk, axes: walk.axes - 1 });
}

function strideOf({ memory, begin, axes, record }: Walk, operand: number): number {
  return memory[begin + (axes - 1) * record + STRIDES + operand];
}

function alongWalk({ memory, begin, axes, record }: Walk, planValue: number, valuesFrom: (first: number) => Values) {
  if (axes * record > MOST.planWords) return null;
  const outermost = (axes - 1) * record + SIZE;
  const words = Array.from(memory.subarray(begin, begin + axes * record));
  const piece = (from: number, to: number): Piece => ({
    values: valuesFrom(from),
    plan: words.with(outermost, to - from),
    planValue,
  });
  return { units: words[outermost], piece };
}

// Parts of `length` that begin at multiples of `unit`.
function strips(length: number, unit: number, part: (first: number, count: number) => Piece): Cut {
  return {
    units: Math.ceil(length / unit),
    piece: (from, to) => part(from * unit, Math.min(to * unit, length) - from * unit),
  };
}

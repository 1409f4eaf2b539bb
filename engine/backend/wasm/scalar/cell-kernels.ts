import { elementwiseKernels } from "../../elementwise.ts";
import { contiguousStrides, type Shape, sizeOf, type Strides } from "../../../shape.ts";
import type { BinaryKernelName, Kernels, Storage, UnaryKernelName, View } from "../../backend.ts";
import { type Cell, type Graph, NotScalar } from "./graph.ts";

/** A storage whose every entry is a number of the graph. */
export interface Cells extends Storage {
  readonly cells: readonly Cell[];
}

type CellView = View<Cells>;

/** An index that the program must find to be a whole number from 0 to below the size. */
export interface IndexCheck {
  readonly cell: Cell;
  readonly size: number;
}

/**
 * The kernels on single numbers, written as loops over entries that add nodes to the graph. Sums add in the order of the fast
 * kernels. What has no kernel here throws a NotScalar.
 */
export function cellKernels<S extends object>(graph: Graph<S>, checks: IndexCheck[]): Kernels<Cells> {
  const mapUnary = (name: UnaryKernelName) => (x: CellView) =>
    stored(entriesOf(x).map((cell) => graph.unary(name, cell)));
  const mapBinary = (name: BinaryKernelName) => (a: CellView, b: CellView) => {
    const right = entriesOf(b);
    return stored(entriesOf(a).map((cell, i) => graph.binary(name, cell, right[i])));
  };
  const add = (a: Cell, b: Cell) => graph.binary("add", a, b);
  const unsupported = (name: string) => () => {
    throw new NotScalar(`${name} is not made of single numbers`);
  };

  const matmul = (a: CellView, b: CellView): Cells => {
    const rank = a.shape.length;
    const batch = a.shape.slice(0, -2);
    const [m, k] = a.shape.slice(-2);
    const n = b.shape[rank - 1];
    graph.require(sizeOf(batch) * m * n * k);
    const out: Cell[] = [];
    const [left, right] = [entriesOf(a), entriesOf(b)];
    for (let product = 0; product < sizeOf(batch); product++) {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          const terms = Array.from({ length: k }, (_, d) =>
            graph.binary("mul", left[(product * m + i) * k + d], right[(product * k + d) * n + j]),
          );
          out.push(terms.length === 0 ? graph.constant(0) : terms.reduce(add));
        }
      }
    }
    return stored(out);
  };

  const fold = (x: CellView, kept: number, one: (row: readonly Cell[], strides: Strides) => Cell): Cells => {
    const entries = entriesOf(x);
    const length = sizeOf(x.shape.slice(kept));
    const rows = sizeOf(x.shape.slice(0, kept));
    const strides = x.strides.filter((_, axis) => x.shape[axis] > 1);
    return stored(Array.from({ length: rows }, (_, i) => one(entries.slice(i * length, (i + 1) * length), strides)));
  };

  const transfer = (
    dense: CellView,
    index: CellView,
    found: CellView,
    axis: number,
    visit: (dense: number, index: Cell, placeOf: (chosen: number) => number) => void,
  ): void => {
    const size = found.shape[axis];
    const [indices, strides] = [entriesOf(index), contiguousStrides(found.shape)];
    graph.require(indices.length * size * 2);
    forEachIndex(dense.shape, (at, i) => {
      const cell = indices[i];
      const value = graph.valueOf(cell);
      if (
        value === null ? graph.nodes[cell].kind !== "load" : !(Number.isInteger(value) && value >= 0 && value < size)
      ) {
        throw new NotScalar("an index that is computed");
      }
      if (value === null) checks.push({ cell, size });
      visit(i, cell, (chosen) => at.reduce((sum, step, a) => sum + (a === axis ? chosen : step) * strides[a], 0));
    });
  };
  const isIndex = (cell: Cell, chosen: number) => graph.binary("equal", cell, graph.constant(chosen));

  return {
    copy: (x) => stored(entriesOf(x)),
    ...elementwiseKernels(mapUnary, mapBinary),
    // For large angles these are not what the vectors compute.
    sin: unsupported("sin"),
    cos: unsupported("cos"),
    where(condition, a, b) {
      const [yes, no] = [entriesOf(a), entriesOf(b)];
      return stored(entriesOf(condition).map((cell, i) => graph.where(cell, yes[i], no[i])));
    },
    sum: (x, kept) =>
      fold(x, kept, (row, strides) => {
        if (row.length === 0) return graph.constant(0);
        return strides.at(-1) === 1 || strides.length === 0 ? sumOfRow(row, add) : row.reduce(add);
      }),
    max: (x, kept) => fold(x, kept, (row) => row.reduce((a, b) => graph.binary("maximum", a, b))),
    argmax: unsupported("argmax"),
    cumsum: unsupported("cumsum"),
    argsort: unsupported("argsort"),
    matmul,
    conv2d: unsupported("conv2d"),
    conv2dInputGradient: unsupported("conv2d"),
    conv2dWeightGradient: unsupported("conv2d"),
    maxPool2d: unsupported("maxPool2d"),
    maxPool2dPositions: unsupported("maxPool2d"),
    maxPool2dGradient: unsupported("maxPool2d"),
    avgPool2d: unsupported("avgPool2d"),
    avgPool2dGradient: unsupported("avgPool2d"),
    gather(x, axis, index) {
      const entries = entriesOf(x);
      const out: Cell[] = [];
      transfer(index, index, x, axis, (_, cell, placeOf) => {
        let chosen = entries[placeOf(0)];
        for (let i = 1; i < x.shape[axis]; i++) chosen = graph.where(isIndex(cell, i), entries[placeOf(i)], chosen);
        out.push(chosen);
      });
      return stored(out);
    },
    scatterAdd(x, axis, index, source) {
      const out = entriesOf(x);
      const added = entriesOf(source);
      transfer(source, index, x, axis, (dense, cell, placeOf) => {
        for (let i = 0; i < x.shape[axis]; i++) {
          const place = placeOf(i);
          out[place] = graph.where(isIndex(cell, i), add(out[place], added[dense]), out[place]);
        }
      });
      return stored(out);
    },
    concat(parts, axis) {
      const outer = sizeOf(parts[0].shape.slice(0, axis));
      const all = parts.map((part) => ({ entries: entriesOf(part), run: sizeOf(part.shape.slice(axis)) }));
      return stored(
        Array.from({ length: outer }, (_, i) =>
          all.flatMap(({ entries, run }) => entries.slice(i * run, (i + 1) * run)),
        ).flat(),
      );
    },
  };
}

export function stored(cells: readonly Cell[]): Cells {
  return { length: cells.length, cells };
}

/** The entries of a view in row-major order. */
export function entriesOf({ storage, shape, strides, offset }: CellView): Cell[] {
  const out: Cell[] = [];
  forEachIndex(shape, (at) => out.push(storage.cells[at.reduce((sum, i, axis) => sum + i * strides[axis], offset)]));
  return out;
}

function forEachIndex(shape: Shape, visit: (at: readonly number[], position: number) => void): void {
  const at = shape.map(() => 0);
  const size = sizeOf(shape);
  for (let position = 0; position < size; position++) {
    visit(at, position);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at[axis]++;
      if (at[axis] < shape[axis]) break;
      at[axis] = 0;
    }
  }
}

// As reduce-kernels.ts adds a row: sixteen parts, whole vectors that are left to the first four, then these, then the rest.
function sumOfRow(row: readonly Cell[], add: (a: Cell, b: Cell) => Cell): Cell {
  const whole = row.length - (row.length % 16);
  const vectors = row.length - (row.length % 4);
  const parts: (Cell | null)[] = Array.from({ length: 16 }, () => null);
  const put = (part: number, cell: Cell) => {
    const before = parts[part];
    parts[part] = before === null ? cell : add(before, cell);
  };
  row.slice(0, whole).forEach((cell, i) => put(i % 16, cell));
  row.slice(whole, vectors).forEach((cell, i) => put(i % 4, cell));
  const join = (a: Cell | null, b: Cell | null) => (a === null || b === null ? (a ?? b) : add(a, b));
  const lane = (l: number) => join(join(parts[l], parts[4 + l]), join(parts[8 + l], parts[12 + l]));
  const total = join(join(lane(0), lane(1)), join(lane(2), lane(3)));
  return row.slice(vectors).reduce((sum: Cell | null, cell) => join(sum, cell), total) as Cell;
}

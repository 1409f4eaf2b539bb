import {
  copyMemory,
  f32,
  f32x4,
  i32,
  i32x4,
  type Local,
  type Statement,
  v128,
  type Value,
} from "./emit/instructions.ts";
import {
  count,
  defineFunction,
  defineFunctionWithResult,
  giveBack,
  increase,
  type Locals,
  set,
  when,
} from "./emit/builder.ts";
import type { FunctionDefinition } from "./emit/encoder.ts";
import { forEachRow } from "./emit/rows.ts";
import { transpose } from "./pack-kernels.ts";

const WALK = { axes: "i32", plan: "i32" } as const;

export function copyKernels(): FunctionDefinition[] {
  return [copyRows(), copyTransposed(), fill()];
}

export function gatherKernels(): FunctionDefinition[] {
  return [indexEntries("gatherEntries", take), indexRuns("gatherRuns", takeRun)];
}

export function scatterKernels(): FunctionDefinition[] {
  return [indexEntries("scatterEntries", give), indexRuns("scatterRuns", giveRun)];
}

/** Rows of `length` entries of x, `stride` bytes apart, to rows of neighbouring entries. Walks out and x. */
function copyRows(): FunctionDefinition {
  const parameters = { length: "i32", stride: "i32", ...WALK, out: "i32", x: "i32" } as const;
  return defineFunction("copyRows", parameters, ({ length, stride, axes, plan, out, x }, locals) => {
    const [at, to, from] = [locals.i32(), locals.i32(), locals.i32()];
    const oneByOne = [
      set(to, out),
      set(from, x),
      count(at, { below: length }, [f32.store(to, f32.load(from)), increase(to, 4), increase(from, stride)]),
    ];
    const together = [copyMemory(out, x, i32.shiftLeft(length, i32.const(2)))];
    const row = when(i32.equal(stride, i32.const(4)), together, oneByOne);
    return forEachRow(locals, { plan, axes, pointers: [out, x] }, [row]);
  });
}

/**
 * Matrices (rows,columns) of x whose columns are neighbours and begin `stride` bytes apart, to rows `outRow` bytes apart. Walks
 * out and x over matrices. Tiles of 4×4 are turned in registers.
 */
function copyTransposed(): FunctionDefinition {
  const parameters = {
    rows: "i32",
    columns: "i32",
    outRow: "i32",
    stride: "i32",
    ...WALK,
    out: "i32",
    x: "i32",
  } as const;
  return defineFunction(
    "copyTransposed",
    parameters,
    ({ rows, columns, outRow, stride, axes, plan, out, x }, locals) => {
      const [row, column, to, from, here] = Array.from({ length: 5 }, () => locals.i32());
      const lanes = Array.from({ length: 4 }, () => locals.v128());
      const tile = transpose(locals, lanes);
      const inBytes = (entries: Value<"i32">) => i32.shiftLeft(entries, i32.const(2));
      const startAt = (r: Value<"i32">, c: Value<"i32">) => [
        set(to, i32.add(out, i32.add(i32.mul(r, outRow), inBytes(c)))),
        set(from, i32.add(x, i32.add(inBytes(r), i32.mul(c, stride)))),
      ];
      const wholeRows = i32.and(rows, i32.const(-4));
      const wholeColumns = i32.and(columns, i32.const(-4));
      const four = i32.const(4);
      const tiles = count(row, { below: wholeRows, step: four }, [
        ...startAt(row, i32.const(0)),
        count(column, { below: wholeColumns, step: four }, [
          ...lanes.flatMap((lane) => [set(lane, v128.load(from)), increase(from, stride)]),
          ...tile.prepare,
          set(here, to),
          ...tile.rows.flatMap((value) => [v128.store(here, value), increase(here, outRow)]),
          increase(to, 16),
        ]),
      ]);
      const rest = count(row, { below: rows }, [
        set(column, i32.select(wholeColumns, i32.const(0), i32.less(row, wholeRows))),
        ...startAt(row, column),
        count(column, { from: column, below: columns }, [
          f32.store(to, f32.load(from)),
          increase(to, 4),
          increase(from, stride),
        ]),
      ]);
      return forEachRow(locals, { plan, axes, pointers: [out, x] }, [tiles, rest]);
    },
  );
}

/** Every one of `length` entries becomes the float32 of these bits, in whole vectors and then one by one. */
function fill(): FunctionDefinition {
  const parameters = { out: "i32", length: "i32", bits: "i32" } as const;
  return defineFunction("fill", parameters, ({ out, length, bits }, locals) => {
    const [at, whole, four] = [locals.i32(), locals.i32(), locals.v128()];
    return [
      set(four, i32x4.splat(bits)),
      set(whole, i32.and(length, i32.const(-4))),
      count(at, { below: whole, step: i32.const(4) }, [v128.store(out, four), increase(out, 16)]),
      count(at, { from: at, below: length }, [i32.store(out, bits), increase(out, 4)]),
    ];
  });
}

/** What is done with an entry (or a run of them) found by index: `dense` is where the walk is, `found` what the index names. */
type Transfer = (dense: Value<"i32">, found: Value<"i32">) => Statement;
type RunTransfer = (locals: Locals, run: Value<"i32">) => (dense: Local<"i32">, found: Local<"i32">) => Statement[];

const take: Transfer = (dense, found) => f32.store(dense, f32.load(found));
const give: Transfer = (dense, found) => f32.store(found, f32.add(f32.load(found), f32.load(dense)));
const takeRun: RunTransfer = (_, run) => (dense, found) => [copyMemory(dense, found, i32.shiftLeft(run, i32.const(2)))];
const giveRun: RunTransfer = (locals, run) => {
  const [at, whole, to, from] = [locals.i32(), locals.i32(), locals.i32(), locals.i32()];
  return (dense, found) => [
    set(whole, i32.and(run, i32.const(-4))),
    set(to, found),
    set(from, dense),
    count(at, { below: whole, step: i32.const(4) }, [
      v128.store(to, f32x4.add(v128.load(to), v128.load(from))),
      increase(to, 16),
      increase(from, 16),
    ]),
    count(at, { from: whole, below: run }, [give(from, to), increase(to, 4), increase(from, 4)]),
  ];
};

const INDEXED = {
  /** Size of the axis that is indexed, and the bytes from one of its entries to the next. */
  size: "f32",
  axisStride: "i32",
  ...WALK,
  dense: "i32",
  index: "i32",
  found: "i32",
} as const;

/**
 * For every entry of the index: `transfer` between the dense operand's entry and the other's at that index. Walks dense, index
 * and found over the rows; within a row of `length` their steps are given in bytes. Gives the address of the first index
 * that is not a whole number below the size, 0 if all are.
 */
function indexEntries(name: string, transfer: Transfer): FunctionDefinition {
  const steps = { length: "i32", denseStep: "i32", indexStep: "i32", foundStep: "i32" } as const;
  return defineFunctionWithResult(name, { ...steps, ...INDEXED }, (given, locals) => {
    const [at, dense, index, found] = Array.from({ length: 4 }, () => locals.i32());
    const position = locals.make("f32");
    const row = [
      set(dense, given.dense),
      set(index, given.index),
      set(found, given.found),
      count(at, { below: given.length }, [
        set(position, f32.load(index)),
        when(isOutside(position, given.size), [giveBack(index)]),
        transfer(dense, i32.add(found, i32.mul(i32.fromF32(position), given.axisStride))),
        increase(dense, given.denseStep),
        increase(index, given.indexStep),
        increase(found, given.foundStep),
      ]),
    ];
    const pointers = [given.dense, given.index, given.found];
    return {
      statements: forEachRow(locals, { plan: given.plan, axes: given.axes, pointers }, row),
      result: i32.const(0),
    };
  });
}

/** The same where one index names `run` neighbouring entries, as a row of an embedding. */
function indexRuns(name: string, transfer: RunTransfer): FunctionDefinition {
  return defineFunctionWithResult(name, { run: "i32", ...INDEXED }, (given, locals) => {
    const place = locals.i32();
    const position = locals.make("f32");
    const { dense, index, found } = given;
    const row = [
      set(position, f32.load(index)),
      when(isOutside(position, given.size), [giveBack(index)]),
      set(place, i32.add(found, i32.mul(i32.fromF32(position), given.axisStride))),
      ...transfer(locals, given.run)(dense, place),
    ];
    const pointers = [dense, index, found];
    return {
      statements: forEachRow(locals, { plan: given.plan, axes: given.axes, pointers }, row),
      result: i32.const(0),
    };
  });
}

function isOutside(position: Local<"f32">, size: Value<"f32">): Value<"i32"> {
  // NaN is not equal to itself truncated.
  const fractional = f32.notEqual(f32.truncate(position), position);
  return i32.or(fractional, i32.or(f32.less(position, f32.const(0)), f32.atLeast(position, size)));
}

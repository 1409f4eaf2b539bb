import { count, defineFunction, increase, type Locals, set, when } from "./emit/builder.ts";
import type { FunctionDefinition } from "./emit/encoder.ts";
import { f32, f32x4, i32, type Local, type Statement, v128, type Value } from "./emit/instructions.ts";
import { forEachRow } from "./emit/rows.ts";

/** How two numbers become one, for single ones and for vectors, and what to begin with. */
interface Fold {
  readonly name: "sum" | "max";
  readonly start: number;
  readonly single: (a: Value<"f32">, b: Value<"f32">) => Value<"f32">;
  readonly vectors: (a: Value<"v128">, b: Value<"v128">) => Value<"v128">;
}

const SUM: Fold = { name: "sum", start: 0, single: f32.add, vectors: f32x4.add };
const MAX: Fold = { name: "max", start: -Infinity, single: f32.max, vectors: f32x4.max };

export function reduceKernels(): FunctionDefinition[] {
  return [...[SUM, MAX].flatMap((fold) => [foldRows(fold), foldColumns(fold)]), argmaxRows()];
}

/** Vectors folded side by side; the partial results are folded at the end, always in the same order. */
const SIDE_BY_SIDE = 4;

/**
 * Folds each row of `length` neighbouring entries to one number. Walks x; the results are neighbours. A row is folded in
 * sixteen parts: entry i belongs to part i mod 16.
 */
function foldRows(fold: Fold): FunctionDefinition {
  const parameters = { length: "i32", axes: "i32", plan: "i32", out: "i32", x: "i32" } as const;
  return defineFunction(`${fold.name}Rows`, parameters, ({ length, axes, plan, out, x }, locals) => {
    const [at, from, left] = [locals.i32(), locals.i32(), locals.i32()];
    const parts = Array.from({ length: SIDE_BY_SIDE }, () => locals.v128());
    const [total, rest] = [locals.v128(), locals.make("f32")];
    const add = (part: Local<"v128">, offset: number) => set(part, fold.vectors(part, v128.load(from, offset)));
    const wide = 4 * SIDE_BY_SIDE;
    const folded = [
      set(from, x),
      ...parts.map((part) => set(part, f32x4.const(fold.start))),
      set(left, i32.and(length, i32.const(-wide))),
      count(at, { below: left, step: i32.const(wide) }, [
        ...parts.map((part, i) => add(part, 16 * i)),
        increase(from, 4 * wide),
      ]),
      set(left, i32.and(length, i32.const(-4))),
      count(at, { from: at, below: left, step: i32.const(4) }, [add(parts[0], 0), increase(from, 16)]),
      set(total, fold.vectors(fold.vectors(parts[0], parts[1]), fold.vectors(parts[2], parts[3]))),
      set(rest, fold.single(pairOf(fold, total, 0, 1), pairOf(fold, total, 2, 3))),
      count(at, { from: at, below: length }, [set(rest, fold.single(rest, f32.load(from))), increase(from, 4)]),
      f32.store(out, rest),
      increase(out, 4),
    ];
    return forEachRow(locals, { plan, axes, pointers: [x] }, folded);
  });
}

function pairOf(fold: Fold, vector: Value<"v128">, a: number, b: number): Value<"f32"> {
  return fold.single(f32x4.lane(vector, a), f32x4.lane(vector, b));
}

/**
 * Folds `rows` rows of `columns` neighbouring entries, `stride` bytes apart, to one row, each column in order. Walks x; the
 * results are neighbours and may be written up to 12 bytes past their end.
 */
function foldColumns(fold: Fold): FunctionDefinition {
  const parameters = {
    columns: "i32",
    rows: "i32",
    stride: "i32",
    axes: "i32",
    plan: "i32",
    out: "i32",
    x: "i32",
  } as const;
  return defineFunction(`${fold.name}Columns`, parameters, (given, locals) => {
    const { columns, rows, stride, axes, plan, out, x } = given;
    const [at, to] = [locals.i32(), locals.i32()];
    const strip = (vectors: number) =>
      foldStrip(locals, fold, { vectors, rows, stride, from: i32.add(x, i32.shiftLeft(at, i32.const(2))), to });
    const wide = 4 * SIDE_BY_SIDE;
    const wholeStrips = i32.and(columns, i32.const(-wide));
    const folded = [
      set(to, out),
      count(at, { below: wholeStrips, step: i32.const(wide) }, strip(SIDE_BY_SIDE)),
      count(at, { from: at, below: columns, step: i32.const(4) }, strip(1)),
      increase(out, i32.shiftLeft(columns, i32.const(2))),
    ];
    return forEachRow(locals, { plan, axes, pointers: [x] }, folded);
  });
}

function foldStrip(
  locals: Locals,
  fold: Fold,
  strip: { vectors: number; rows: Value<"i32">; stride: Value<"i32">; from: Value<"i32">; to: Local<"i32"> },
): Statement[] {
  const [row, from] = [locals.i32(), locals.i32()];
  const parts = Array.from({ length: strip.vectors }, () => locals.v128());
  return [
    set(from, strip.from),
    ...parts.map((part) => set(part, f32x4.const(fold.start))),
    count(row, { below: strip.rows }, [
      ...parts.map((part, i) => set(part, fold.vectors(part, v128.load(from, 16 * i)))),
      increase(from, strip.stride),
    ]),
    ...parts.map((part, i) => v128.store(strip.to, part, 16 * i)),
    increase(strip.to, 16 * strip.vectors),
  ];
}

/** Position in each row of its first largest entry, or of its first NaN. Walks x; the results are neighbours. */
function argmaxRows(): FunctionDefinition {
  const parameters = { length: "i32", axes: "i32", plan: "i32", out: "i32", x: "i32" } as const;
  return defineFunction("argmaxRows", parameters, ({ length, axes, plan, out, x }, locals) => {
    const [at, from, best] = [locals.i32(), locals.i32(), locals.i32()];
    const [largest, entry] = [locals.make("f32"), locals.make("f32")];
    const firstNaN = i32.and(f32.notEqual(entry, entry), f32.equal(largest, largest));
    const found = [
      set(from, x),
      set(best, i32.const(0)),
      set(largest, f32.load(x)),
      count(at, { below: length }, [
        set(entry, f32.load(from)),
        when(i32.or(f32.greater(entry, largest), firstNaN), [set(largest, entry), set(best, at)]),
        increase(from, 4),
      ]),
      f32.store(out, f32.fromI32(best)),
      increase(out, 4),
    ];
    return forEachRow(locals, { plan, axes, pointers: [x] }, found);
  });
}

import { count, defineFunction, increase, type Locals, set, when } from "./emit/builder.ts";
import { type FunctionDefinition, raw } from "./emit/encoder.ts";
import {
  f32,
  f32x4,
  fillMemory,
  i32,
  i32x4,
  type Local,
  type Statement,
  v128,
  type Value,
} from "./emit/instructions.ts";
import { bytes } from "./tile-kernels.ts";

/**
 * Windows sliding over planes that hold their padding already. Sizes and places are numbers of entries; `rowStep`,
 * `rowDilation`, `columnDilation` and `plane` are in bytes, `columnStep` in entries.
 */
const WINDOWS = {
  planes: "i32",
  plane: "i32",
  placesDown: "i32",
  placesAcross: "i32",
  sizeDown: "i32",
  sizeAcross: "i32",
  rowStep: "i32",
  columnStep: "i32",
  rowDilation: "i32",
  columnDilation: "i32",
  x: "i32",
  out: "i32",
} as const;

type WindowParameters = { readonly [Name in keyof typeof WINDOWS]: Local<"i32"> };

export function windowKernels(): FunctionDefinition[] {
  return [
    foldWindows("sumWindows", 0, f32x4.add),
    foldWindows("maxWindows", -Infinity, f32x4.max),
    positionsInWindows(),
    scatterToPositions(),
  ];
}

/** The sum or the largest entry of every window, in whole vectors: up to 12 bytes past the end may be written. */
function foldWindows(
  name: string,
  start: number,
  fold: (a: Value<"v128">, b: Value<"v128">) => Value<"v128">,
): FunctionDefinition {
  return defineFunction(name, WINDOWS, (given, locals) => {
    const total = locals.v128();
    return forFourWindows(locals, given, {
      before: () => [set(total, f32x4.const(start))],
      entry: ({ entries }) => [set(total, fold(total, entries))],
      after: (out) => [v128.store(out, total)],
    });
  });
}

/**
 * The position, row·width + column in the plane without its padding, of each window's largest entry: the first at ties, the
 * last NaN if there is one; −1 if nothing is above −∞. `firstPosition` is that of the padded plane's first entry,
 * `width` that of the plane without padding.
 */
function positionsInWindows(): FunctionDefinition {
  const parameters = { ...WINDOWS, firstPosition: "i32", width: "i32", stepDown: "i32", dilationDown: "i32" } as const;
  return defineFunction("positionsInWindows", parameters, (given, locals) => {
    const { firstPosition, width, stepDown, dilationDown, columnStep, columnDilation } = given;
    const [largest, best, entries, wins, position] = Array.from({ length: 5 }, () => locals.v128());
    const inLanes = locals.v128();
    const acrossLanes = i32x4.mul(v128.const(raw(Int32Array.of(0, 1, 2, 3))), i32x4.splat(columnStep));
    return [
      set(inLanes, acrossLanes),
      ...forFourWindows(locals, given, {
        before: () => [set(largest, f32x4.const(-Infinity)), set(best, i32x4.const(-1))],
        entry: (at) => {
          const row = i32.add(i32.mul(at.placeDown, stepDown), i32.mul(at.entryDown, dilationDown));
          const column = i32.add(
            i32.mul(at.placeAcross, columnStep),
            i32.divide(i32.mul(at.entryAcross, columnDilation), i32.const(4)),
          );
          const first = i32.add(firstPosition, i32.add(i32.mul(row, width), column));
          return [
            set(entries, at.entries),
            set(position, i32x4.add(inLanes, i32x4.splat(first))),
            set(wins, v128.or(f32x4.greater(entries, largest), f32x4.notEqual(entries, entries))),
            set(largest, v128.select(entries, largest, wins)),
            set(best, v128.select(position, best, wins)),
          ];
        },
        after: (out) => [v128.store(out, f32x4.fromI32(best))],
      }),
    ];
  });
}

/** Planes of x of zeros, to which each of `places` entries of dy is added at its position. */
function scatterToPositions(): FunctionDefinition {
  const parameters = { planes: "i32", plane: "i32", places: "i32", dy: "i32", positions: "i32", x: "i32" } as const;
  return defineFunction("scatterToPositions", parameters, ({ planes, plane, places, dy, positions, x }, locals) => {
    const [p, at, target] = [locals.i32(), locals.i32(), locals.i32()];
    return [
      count(p, { below: planes }, [
        fillMemory(x, i32.const(0), plane),
        count(at, { below: places }, [
          set(target, i32.add(x, bytes(i32.fromF32(f32.load(positions))))),
          f32.store(target, f32.add(f32.load(target), f32.load(dy))),
          increase(dy, 4),
          increase(positions, 4),
        ]),
        increase(x, plane),
      ]),
    ];
  });
}

/** Where the loops are: window (placeDown, placeAcross …+3), entry (entryDown, entryAcross), and the four entries there. */
interface At {
  readonly placeDown: Value<"i32">;
  readonly placeAcross: Value<"i32">;
  readonly entryDown: Value<"i32">;
  readonly entryAcross: Value<"i32">;
  readonly entries: Value<"v128">;
}

interface FourWindows {
  before(): readonly Statement[];
  entry(at: At): readonly Statement[];
  after(out: Local<"i32">): readonly Statement[];
}

// Visits every plane, every row of windows, four windows of a row at a time, and every entry in them in reading order.
function forFourWindows(locals: Locals, given: WindowParameters, visit: FourWindows): Statement[] {
  const { planes, plane, placesDown, placesAcross, sizeDown, sizeAcross } = given;
  const [p, placeDown, placeAcross, entryDown, entryAcross] = Array.from({ length: 5 }, () => locals.i32());
  const [row, windowRow, here, out, rowOut] = Array.from({ length: 5 }, () => locals.i32());
  const step = given.columnStep;
  const overEntries = (entries: Value<"v128">) =>
    count(entryDown, { below: sizeDown }, [
      set(here, windowRow),
      count(entryAcross, { below: sizeAcross }, [
        ...visit.entry({ placeDown, placeAcross, entryDown, entryAcross, entries }),
        increase(here, given.columnDilation),
      ]),
      increase(windowRow, given.rowDilation),
    ]);
  const byStep = when(
    i32.equal(step, i32.const(1)),
    [overEntries(v128.load(here))],
    [
      when(
        i32.equal(step, i32.const(2)),
        [overEntries(v128.shuffle(v128.load(here), v128.load(here, 16), EVEN_WORDS))],
        [overEntries(fourApart(here, bytes(step)))],
      ),
    ],
  );
  return [
    set(rowOut, given.out),
    count(p, { below: planes }, [
      set(row, given.x),
      count(placeDown, { below: placesDown }, [
        set(out, rowOut),
        count(placeAcross, { below: placesAcross, step: i32.const(4) }, [
          set(windowRow, i32.add(row, bytes(i32.mul(placeAcross, step)))),
          ...visit.before(),
          byStep,
          ...visit.after(out),
          increase(out, 16),
        ]),
        increase(rowOut, bytes(placesAcross)),
        increase(row, given.rowStep),
      ]),
      increase(given.x, plane),
    ]),
  ];
}

const EVEN_WORDS = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];

function fourApart(first: Value<"i32">, stride: Value<"i32">): Value<"v128"> {
  const at = (lane: number) => f32.load(i32.add(first, i32.mul(stride, i32.const(lane))));
  return [1, 2, 3].reduce((vector, lane) => f32x4.withLane(vector, lane, at(lane)), f32x4.splat(at(0)));
}

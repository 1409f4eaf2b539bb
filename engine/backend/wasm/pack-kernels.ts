import { count, defineFunction, increase, type Locals, set, when } from "./emit/builder.ts";
import type { FunctionDefinition } from "./emit/encoder.ts";
import { f32, i32, type Local, type Statement, v128, type Value } from "./emit/instructions.ts";

type I32 = Value<"i32">;

/**
 * Copies a block of `lanes` × `depth` entries into strips of `width` lanes: a strip holds, depth after depth, its lanes'
 * entries next to each other. Missing lanes of the last strip are 0. Strides are in bytes.
 */
export function packKernel(name: string, width: number): FunctionDefinition {
  const parameters = {
    to: "i32",
    from: "i32",
    lanes: "i32",
    depth: "i32",
    laneStride: "i32",
    depthStride: "i32",
  } as const;
  return defineFunction(name, parameters, ({ to, from, lanes, depth, laneStride, depthStride }, locals) => {
    const [lane, at, source, here, wholeDepth] = Array.from({ length: 5 }, () => locals.i32());
    const groups = Array.from({ length: width / 4 }, (_, group) => 4 * group);
    const contiguous = i32.const(4);

    const lanesSideBySide = count(at, { below: depth }, [
      ...groups.map((first) => v128.store(to, v128.load(source, 4 * first), 4 * first)),
      increase(source, depthStride),
      increase(to, 4 * width),
    ]);
    const fourDeep = count(at, { below: wholeDepth, step: i32.const(4) }, [
      set(here, source),
      ...groups.flatMap((first) => transposeFour(locals, { here, laneStride, to, offset: 4 * first, row: 4 * width })),
      increase(source, 16),
      increase(to, 16 * width),
    ]);
    const oneByOne = count(at, { from: at, below: depth }, [
      set(here, source),
      ...Array.from({ length: width }, (_, l) => l).flatMap((l) => [
        when(
          i32.less(i32.add(lane, i32.const(l)), lanes),
          [f32.store(to, f32.load(here), 4 * l)],
          [f32.store(to, f32.const(0), 4 * l)],
        ),
        increase(here, laneStride),
      ]),
      increase(source, depthStride),
      increase(to, 4 * width),
    ]);
    const wholeStrip = i32.less(i32.add(lane, i32.const(width - 1)), lanes);
    return [
      count(lane, { below: lanes, step: i32.const(width) }, [
        set(source, i32.add(from, i32.mul(lane, laneStride))),
        set(at, i32.const(0)),
        set(wholeDepth, i32.and(depth, i32.const(-4))),
        when(wholeStrip, [
          when(
            i32.equal(laneStride, contiguous),
            [lanesSideBySide],
            [when(i32.equal(depthStride, contiguous), [fourDeep])],
          ),
        ]),
        oneByOne,
      ]),
    ];
  });
}

// Four lanes, each with four entries one after another, become four rows of four lanes.
function transposeFour(
  locals: Locals,
  { here, laneStride, to, offset, row }: { here: Local<"i32">; laneStride: I32; to: I32; offset: number; row: number },
): Statement[] {
  const lanes = Array.from({ length: 4 }, () => locals.v128());
  const load = lanes.flatMap((lane) => [set(lane, v128.load(here)), increase(here, laneStride)]);
  return [...load, ...storeTransposed(locals, lanes, { to, offset, row })];
}

/** Stores four vectors as the columns of four rows, which lie `row` bytes apart. */
export function storeTransposed(
  locals: Locals,
  lanes: readonly Local<"v128">[],
  { to, offset, row }: { to: I32; offset: number; row: number },
): Statement[] {
  const { prepare, rows } = transpose(locals, lanes);
  return [...prepare, ...rows.map((value, depth) => v128.store(to, value, offset + depth * row))];
}

/** The four rows whose columns are the given vectors, once `prepare` has been carried out. */
export function transpose(locals: Locals, columns: readonly Local<"v128">[]) {
  const pairs = Array.from({ length: 4 }, () => locals.v128());
  const words = (...choice: number[]) => choice.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte));
  const [LOW, HIGH] = [words(0, 4, 1, 5), words(2, 6, 3, 7)];
  const [FRONT, BACK] = [words(0, 1, 4, 5), words(2, 3, 6, 7)];
  return {
    prepare: [
      set(pairs[0], v128.shuffle(columns[0], columns[1], LOW)),
      set(pairs[1], v128.shuffle(columns[0], columns[1], HIGH)),
      set(pairs[2], v128.shuffle(columns[2], columns[3], LOW)),
      set(pairs[3], v128.shuffle(columns[2], columns[3], HIGH)),
    ],
    rows: [
      v128.shuffle(pairs[0], pairs[2], FRONT),
      v128.shuffle(pairs[0], pairs[2], BACK),
      v128.shuffle(pairs[1], pairs[3], FRONT),
      v128.shuffle(pairs[1], pairs[3], BACK),
    ],
  };
}

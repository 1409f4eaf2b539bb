import { call, count, defineFunction, increase, type Locals, repeatWhile, set, when } from "./emit/builder.ts";
import type { FunctionDefinition } from "./emit/encoder.ts";
import { f32, f32x4, i32, type Local, type Statement, v128, type Value } from "./emit/instructions.ts";
import { VectorCode } from "./emit/vector-code.ts";

/**
 * Matrix multiplication in the manner of BLIS (Van Zee & van de Geijn 2015, "BLIS: A Framework for Rapidly Instantiating
 * BLAS Functionality"): blocks of both matrices are packed so that the innermost kernel reads them in order, and sized so that
 * a strip of b stays in the first cache, the block of a in the second. The kernel holds 4×8 results in registers.
 */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;
/** Depth of a block, rows of a block of a, columns of a block of b. */
export const BLOCK = { depth: 256, rows: 128, columns: 1024 } as const;

/** Bytes for the packed block of a, the packed block of b, and one tile. */
export const GEMM_ROOM = {
  a: BLOCK.rows * BLOCK.depth * 4,
  b: BLOCK.depth * BLOCK.columns * 4,
  tile: TILE_ROWS * TILE_COLUMNS * 4,
} as const;

type I32 = Value<"i32">;
const bytes = (entries: I32 | number): I32 =>
  typeof entries === "number" ? i32.const(entries * 4) : i32.shiftLeft(entries, i32.const(2));
const minimum = (a: I32, b: I32): I32 => i32.select(a, b, i32.less(a, b));

const POSITION = { packRows: 0, packColumns: 1, tile: 2 } as const;

/** The functions of the module, in the order in which they call each other. */
export function gemmKernels(room: { a: number; b: number; tile: number }, fused: boolean): FunctionDefinition[] {
  return [
    packKernel("packRows", TILE_ROWS),
    packKernel("packColumns", TILE_COLUMNS),
    tileKernel(fused),
    gemmKernel(room),
  ];
}

/**
 * c (m,n) = a (m,k) · b (k,n), all sizes ≥ 1, with any strides of a and b in bytes; rows of c follow each other. Every entry
 * of c is a sum in a fixed order: over the depth of each block, and over the blocks.
 */
function gemmKernel(room: { a: number; b: number; tile: number }): FunctionDefinition {
  const parameters = {
    m: "i32",
    n: "i32",
    k: "i32",
    a: "i32",
    aRow: "i32",
    aColumn: "i32",
    b: "i32",
    bRow: "i32",
    bColumn: "i32",
    c: "i32",
  } as const;
  return defineFunction("gemm", parameters, ({ m, n, k, a, aRow, aColumn, b, bRow, bColumn, c }, locals) => {
    const [column, columns, depthAt, depth, row, rows] = Array.from({ length: 6 }, () => locals.i32());
    const [stripB, stripA, j, i, out, cRow] = Array.from({ length: 6 }, () => locals.i32());
    const tile = i32.const(room.tile);

    const wholeTile = call(POSITION.tile, [depth, stripA, stripB, out, cRow, depthAt]);
    const edgeTile = [
      call(POSITION.tile, [depth, stripA, stripB, tile, bytes(TILE_COLUMNS), i32.const(0)]),
      ...copyEdge(locals, { tile, out, cRow, rows: i32.sub(rows, i), columns: i32.sub(columns, j), add: depthAt }),
    ];
    const fits = i32.and(
      i32.less(i32.const(TILE_ROWS - 1), i32.sub(rows, i)),
      i32.less(i32.const(TILE_COLUMNS - 1), i32.sub(columns, j)),
    );
    const tiles = [
      set(stripB, i32.const(room.b)),
      count(j, { below: columns, step: i32.const(TILE_COLUMNS) }, [
        set(stripA, i32.const(room.a)),
        count(i, { below: rows, step: i32.const(TILE_ROWS) }, [
          set(out, i32.add(c, i32.add(i32.mul(i32.add(row, i), cRow), bytes(i32.add(column, j))))),
          when(fits, [wholeTile], edgeTile),
          increase(stripA, i32.mul(depth, bytes(TILE_ROWS))),
        ]),
        increase(stripB, i32.mul(depth, bytes(TILE_COLUMNS))),
      ]),
    ];
    const blockOfA = i32.add(a, i32.add(i32.mul(row, aRow), i32.mul(depthAt, aColumn)));
    const blockOfB = i32.add(b, i32.add(i32.mul(depthAt, bRow), i32.mul(column, bColumn)));
    return [
      set(cRow, bytes(n)),
      count(column, { below: n, step: i32.const(BLOCK.columns) }, [
        set(columns, minimum(i32.sub(n, column), i32.const(BLOCK.columns))),
        count(depthAt, { below: k, step: i32.const(BLOCK.depth) }, [
          set(depth, minimum(i32.sub(k, depthAt), i32.const(BLOCK.depth))),
          call(POSITION.packColumns, [i32.const(room.b), blockOfB, columns, depth, bColumn, bRow]),
          count(row, { below: m, step: i32.const(BLOCK.rows) }, [
            set(rows, minimum(i32.sub(m, row), i32.const(BLOCK.rows))),
            call(POSITION.packRows, [i32.const(room.a), blockOfA, rows, depth, aRow, aColumn]),
            ...tiles,
          ]),
        ]),
      ]),
    ];
  });
}

// The part of a tile that lies inside c; added to what is there unless `add` is 0.
function copyEdge(
  locals: Locals,
  edge: { tile: I32; out: I32; cRow: I32; rows: I32; columns: I32; add: I32 },
): Statement[] {
  const [row, column, from, to] = Array.from({ length: 4 }, () => locals.i32());
  const [rows, columns] = [locals.i32(), locals.i32()];
  const before = f32.load(to);
  return [
    set(rows, minimum(edge.rows, i32.const(TILE_ROWS))),
    set(columns, minimum(edge.columns, i32.const(TILE_COLUMNS))),
    count(row, { below: rows }, [
      set(from, i32.add(edge.tile, i32.mul(row, bytes(TILE_COLUMNS)))),
      set(to, i32.add(edge.out, i32.mul(row, edge.cRow))),
      count(column, { below: columns }, [
        when(edge.add, [f32.store(to, f32.add(before, f32.load(from)))], [f32.store(to, f32.load(from))]),
        increase(from, 4),
        increase(to, 4),
      ]),
    ]),
  ];
}

/** out (4,8) = Σ over depth of a strip of a (depth,4) and a strip of b (depth,8), plus what is there unless `add` is 0. */
function tileKernel(fused: boolean): FunctionDefinition {
  const parameters = { depth: "i32", a: "i32", b: "i32", out: "i32", outRow: "i32", add: "i32" } as const;
  return defineFunction("tile", parameters, ({ depth, a, b, out, outRow, add }, locals) => {
    const sums = Array.from({ length: TILE_ROWS }, () => [locals.v128(), locals.v128()]);
    const code = new VectorCode(locals, fused);
    const columns = [code.keep(v128.load(b)), code.keep(v128.load(b, 16))];
    sums.forEach((row, r) => {
      const factor = code.keep(v128.loadSplat(a, 4 * r));
      row.forEach((sum, half) => code.statements.push(set(sum, code.multiplyAdd(factor, columns[half], sum))));
    });
    const eachRow = (statement: (sum: Local<"v128">, half: number) => Statement): Statement[] =>
      sums.flatMap((row, r) => [
        ...row.map((sum, half) => statement(sum, half)),
        ...(r < TILE_ROWS - 1 ? [increase(out, outRow)] : []),
      ]);
    return [
      repeatWhile(
        [...code.statements, increase(a, 4 * TILE_ROWS), increase(b, 4 * TILE_COLUMNS), increase(depth, -1)],
        depth,
      ),
      when(
        add,
        eachRow((sum, half) => v128.store(out, f32x4.add(v128.load(out, 16 * half), sum), 16 * half)),
        eachRow((sum, half) => v128.store(out, sum, 16 * half)),
      ),
    ];
  });
}

/**
 * Copies a block of `lanes` × `depth` entries into strips of `width` lanes: a strip holds, depth after depth, its lanes'
 * entries next to each other. Missing lanes of the last strip are 0. Strides are in bytes.
 */
function packKernel(name: string, width: number): FunctionDefinition {
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
      ...Array.from({ length: width }, (_, l) => [
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
  const pairs = Array.from({ length: 4 }, () => locals.v128());
  const words = (...choice: number[]) => choice.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte));
  const [LOW, HIGH] = [words(0, 4, 1, 5), words(2, 6, 3, 7)];
  const [FRONT, BACK] = [words(0, 1, 4, 5), words(2, 3, 6, 7)];
  const rows = [
    v128.shuffle(pairs[0], pairs[2], FRONT),
    v128.shuffle(pairs[0], pairs[2], BACK),
    v128.shuffle(pairs[1], pairs[3], FRONT),
    v128.shuffle(pairs[1], pairs[3], BACK),
  ];
  return [
    ...lanes.flatMap((lane) => [set(lane, v128.load(here)), increase(here, laneStride)]),
    set(pairs[0], v128.shuffle(lanes[0], lanes[1], LOW)),
    set(pairs[1], v128.shuffle(lanes[0], lanes[1], HIGH)),
    set(pairs[2], v128.shuffle(lanes[2], lanes[3], LOW)),
    set(pairs[3], v128.shuffle(lanes[2], lanes[3], HIGH)),
    ...rows.map((value, depth) => v128.store(to, value, offset + depth * row)),
  ];
}

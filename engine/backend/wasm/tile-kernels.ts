import { call, count, defineFunction, increase, type Locals, repeatWhile, set, when } from "./emit/builder.ts";
import type { FunctionDefinition } from "./emit/encoder.ts";
import { f32, f32x4, i32, type Local, type Statement, v128, type Value } from "./emit/instructions.ts";
import { VectorCode } from "./emit/vector-code.ts";
import { POSITION, ROOM, TILE_COLUMNS, TILE_ROWS } from "./gemm-layout.ts";

type I32 = Value<"i32">;

export function bytes(entries: I32 | number): I32 {
  return typeof entries === "number" ? i32.const(entries * 4) : i32.shiftLeft(entries, i32.const(2));
}

export function minimum(a: I32, b: I32): I32 {
  return i32.select(a, b, i32.less(a, b));
}

/**
 * out (rows,columns) = the packed block of a (rows,depth) · that of b (depth,columns), plus what is there unless `add` is 0.
 */
export function blockKernel(): FunctionDefinition {
  const parameters = {
    rows: "i32",
    columns: "i32",
    depth: "i32",
    out: "i32",
    outRow: "i32",
    add: "i32",
  } as const;
  return defineFunction("block", parameters, ({ rows, columns, depth, out, outRow, add }, locals) => {
    const [stripB, stripA, j, i, here] = Array.from({ length: 5 }, () => locals.i32());
    const tile = ROOM.tile;
    const wholeTile = call(POSITION.tile, [depth, stripA, stripB, here, outRow, add]);
    const edgeTile = [
      call(POSITION.tile, [depth, stripA, stripB, tile, bytes(TILE_COLUMNS), i32.const(0)]),
      ...copyEdge(locals, { tile, out: here, outRow, rows: i32.sub(rows, i), columns: i32.sub(columns, j), add }),
    ];
    const fits = i32.and(
      i32.less(i32.const(TILE_ROWS - 1), i32.sub(rows, i)),
      i32.less(i32.const(TILE_COLUMNS - 1), i32.sub(columns, j)),
    );
    return [
      set(stripB, ROOM.b),
      count(j, { below: columns, step: i32.const(TILE_COLUMNS) }, [
        set(stripA, ROOM.a),
        count(i, { below: rows, step: i32.const(TILE_ROWS) }, [
          set(here, i32.add(out, i32.add(i32.mul(i, outRow), bytes(j)))),
          when(fits, [wholeTile], edgeTile),
          increase(stripA, i32.mul(depth, bytes(TILE_ROWS))),
        ]),
        increase(stripB, i32.mul(depth, bytes(TILE_COLUMNS))),
      ]),
    ];
  });
}

// The part of a tile that lies inside c; added to what is there unless `add` is 0.
function copyEdge(
  locals: Locals,
  edge: { tile: I32; out: I32; outRow: I32; rows: I32; columns: I32; add: I32 },
): Statement[] {
  const [row, column, from, to] = Array.from({ length: 4 }, () => locals.i32());
  const [rows, columns] = [locals.i32(), locals.i32()];
  const before = f32.load(to);
  return [
    set(rows, minimum(edge.rows, i32.const(TILE_ROWS))),
    set(columns, minimum(edge.columns, i32.const(TILE_COLUMNS))),
    count(row, { below: rows }, [
      set(from, i32.add(edge.tile, i32.mul(row, bytes(TILE_COLUMNS)))),
      set(to, i32.add(edge.out, i32.mul(row, edge.outRow))),
      count(column, { below: columns }, [
        when(edge.add, [f32.store(to, f32.add(before, f32.load(from)))], [f32.store(to, f32.load(from))]),
        increase(from, 4),
        increase(to, 4),
      ]),
    ]),
  ];
}

/** out (4,8) = Σ over depth of a strip of a (depth,4) and a strip of b (depth,8), plus what is there unless `add` is 0. */
export function tileKernel(fused: boolean): FunctionDefinition {
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

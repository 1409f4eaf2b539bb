import { call, count, defineFunction, set } from "./emit/builder.ts";
import type { FunctionDefinition } from "./emit/encoder.ts";
import { i32 } from "./emit/instructions.ts";
import { BLOCK, POSITION, ROOM, TILE_COLUMNS, TILE_ROWS } from "./gemm-layout.ts";
import { packKernel } from "./pack-kernels.ts";
import { blockKernel, bytes, minimum, tileKernel } from "./tile-kernels.ts";

/**
 * Matrix multiplication in the manner of BLIS (Van Zee & van de Geijn 2015, "BLIS: A Framework for Rapidly Instantiating
 * BLAS Functionality"): blocks of both matrices are packed so that the innermost kernel reads them in order, and sized so that
 * a strip of b stays in the first cache, the block of a in the second.
 */
export function gemmKernels(fused: boolean): FunctionDefinition[] {
  return [
    packKernel("packRows", TILE_ROWS),
    packKernel("packColumns", TILE_COLUMNS),
    tileKernel(fused),
    blockKernel(),
    gemmKernel(),
  ];
}

/**
 * c (m,n) = a (m,k) · b (k,n), all sizes ≥ 1, with any strides of a and b in bytes; rows of c are `cRow` bytes apart. Every
 * entry of c is a sum in a fixed order, over the depth of each block and over the blocks, whichever part of c is computed.
 */
function gemmKernel(): FunctionDefinition {
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
    cRow: "i32",
  } as const;
  return defineFunction("gemm", parameters, ({ m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow }, locals) => {
    const [column, columns, depthAt, depth, row, rows] = Array.from({ length: 6 }, () => locals.i32());
    const blockOfA = i32.add(a, i32.add(i32.mul(row, aRow), i32.mul(depthAt, aColumn)));
    const blockOfB = i32.add(b, i32.add(i32.mul(depthAt, bRow), i32.mul(column, bColumn)));
    const blockOfC = i32.add(c, i32.add(i32.mul(row, cRow), bytes(column)));
    return [
      count(column, { below: n, step: i32.const(BLOCK.columns) }, [
        set(columns, minimum(i32.sub(n, column), i32.const(BLOCK.columns))),
        count(depthAt, { below: k, step: i32.const(BLOCK.depth) }, [
          set(depth, minimum(i32.sub(k, depthAt), i32.const(BLOCK.depth))),
          call(POSITION.packOther, [ROOM.b, blockOfB, columns, depth, bColumn, bRow]),
          count(row, { below: m, step: i32.const(BLOCK.rows) }, [
            set(rows, minimum(i32.sub(m, row), i32.const(BLOCK.rows))),
            call(POSITION.packRows, [ROOM.a, blockOfA, rows, depth, aRow, aColumn]),
            call(POSITION.block, [rows, columns, depth, blockOfC, cRow, depthAt]),
          ]),
        ]),
      ]),
    ];
  });
}

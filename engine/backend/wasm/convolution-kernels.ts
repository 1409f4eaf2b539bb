import { call, count, defineFunction, increase, type Locals, loopWhile, set, when } from "./emit/builder.ts";
import type { FunctionDefinition } from "./emit/encoder.ts";
import { f32, i32, type Local, type Statement, v128, type Value } from "./emit/instructions.ts";
import { BLOCK, POSITION, ROOM, TILE_COLUMNS, TILE_ROWS } from "./gemm-layout.ts";
import { packKernel, storeTransposed } from "./pack-kernels.ts";
import { blockKernel, bytes, minimum, tileKernel } from "./tile-kernels.ts";

/** Convolution is a product of matrices (gemm-kernels.ts) that differs only in how b is packed. */
export function convolutionKernels(fused: boolean): FunctionDefinition[] {
  return [
    packKernel("packRows", TILE_ROWS),
    packByTableKernel(TILE_COLUMNS),
    tileKernel(fused),
    blockKernel(),
    convolveKernel(),
  ];
}

/**
 * c[image] (m,n) = a[image] (m,k) · b[image] (k,n), where entry (d,j) of b[image] lies at x + image·xImage + depths[d] +
 * columns[j]: a matrix of patches which is never written down but read by two tables of byte offsets. With cImage = 0 all
 * images are summed in one c. Strides are in bytes.
 */
function convolveKernel(): FunctionDefinition {
  const parameters = {
    images: "i32",
    m: "i32",
    n: "i32",
    k: "i32",
    a: "i32",
    aImage: "i32",
    aRow: "i32",
    aColumn: "i32",
    x: "i32",
    xImage: "i32",
    depths: "i32",
    columns: "i32",
    c: "i32",
    cRow: "i32",
    cImage: "i32",
  } as const;
  return defineFunction("convolve", parameters, (given, locals) => {
    const { images, m, n, k, a, aImage, aRow, aColumn, x, xImage, c, cRow, cImage } = given;
    const [column, columns, depthAt, depth, row, rows, image] = Array.from({ length: 7 }, () => locals.i32());
    const ofImage = (stride: Value<"i32">) => i32.mul(image, stride);
    const blockOfA = i32.add(i32.add(a, ofImage(aImage)), i32.add(i32.mul(row, aRow), i32.mul(depthAt, aColumn)));
    const blockOfC = i32.add(i32.add(c, ofImage(cImage)), i32.add(i32.mul(row, cRow), bytes(column)));
    const [depthTable, columnTable] = [i32.add(given.depths, bytes(depthAt)), i32.add(given.columns, bytes(column))];
    const source = i32.add(x, ofImage(xImage));
    // The first product in an entry of c is written, the others are added to it.
    const addsToImages = i32.and(i32.equalsZero(cImage), i32.less(i32.const(0), image));
    const aChanges = i32.or(i32.equalsZero(image), aImage);
    return [
      count(depthAt, { below: k, step: i32.const(BLOCK.depth) }, [
        set(depth, minimum(i32.sub(k, depthAt), i32.const(BLOCK.depth))),
        count(row, { below: m, step: i32.const(BLOCK.rows) }, [
          set(rows, minimum(i32.sub(m, row), i32.const(BLOCK.rows))),
          count(image, { below: images }, [
            when(aChanges, [call(POSITION.packRows, [ROOM.a, blockOfA, rows, depth, aRow, aColumn])]),
            count(column, { below: n, step: i32.const(BLOCK.columns) }, [
              set(columns, minimum(i32.sub(n, column), i32.const(BLOCK.columns))),
              call(POSITION.packOther, [ROOM.b, source, columns, depth, columnTable, depthTable]),
              call(POSITION.block, [rows, columns, depth, blockOfC, cRow, i32.or(depthAt, addsToImages)]),
            ]),
          ]),
        ]),
      ]),
    ];
  });
}

/**
 * Packs as `packColumns` does (pack-kernels.ts), entry (d,lane) being at from + depths[d] + lanes[lane]. Groups of four lanes
 * whose entries are neighbours are copied together; groups of four depths whose entries are neighbours are transposed.
 */
function packByTableKernel(width: number): FunctionDefinition {
  const parameters = {
    to: "i32",
    from: "i32",
    lanes: "i32",
    depth: "i32",
    laneTable: "i32",
    depthTable: "i32",
  } as const;
  return defineFunction("packByTable", parameters, ({ to, from, lanes, depth, laneTable, depthTable }, locals) => {
    const [lane, strip, table] = [locals.i32(), locals.i32(), locals.i32()];
    const group = packGroup(locals, { width, from, depth, depthTable });
    return [
      set(strip, to),
      count(lane, { below: lanes, step: i32.const(width) }, [
        ...Array.from({ length: width / 4 }, (_, g) => g).flatMap((g) => [
          set(table, i32.add(laneTable, bytes(i32.add(lane, i32.const(4 * g))))),
          ...group({
            table,
            to: i32.add(strip, i32.const(16 * g)),
            left: i32.sub(lanes, i32.add(lane, i32.const(4 * g))),
          }),
        ]),
        increase(strip, i32.mul(depth, bytes(width))),
      ]),
    ];
  });
}

interface Block {
  readonly width: number;
  readonly from: Value<"i32">;
  readonly depth: Value<"i32">;
  readonly depthTable: Value<"i32">;
}

// Packs four lanes, `left` of which exist (none if negative); `table` is where their offsets are.
function packGroup(locals: Locals, { width, from, depth, depthTable }: Block) {
  const [at, out, depths, source, offset] = Array.from({ length: 5 }, () => locals.i32());
  const offsets = Array.from({ length: 4 }, () => locals.i32());
  const vectors = Array.from({ length: 4 }, () => locals.v128());
  const row = 4 * width;
  const step = [increase(depths, 4), increase(out, row)];

  const neighbours = count(at, { below: depth }, [
    v128.store(out, v128.load(i32.add(source, i32.load(depths)))),
    ...step,
  ]);
  const isRun = i32.equal(i32.sub(i32.load(depths, 12), i32.load(depths)), i32.const(12));
  const four = [
    set(offset, i32.load(depths)),
    ...vectors.map((vector, l) => set(vector, v128.load(i32.add(offsets[l], offset)))),
    ...storeTransposed(locals, vectors, { to: out, offset: 0, row }),
    increase(at, 4),
    increase(depths, 16),
    increase(out, 4 * row),
  ];
  const single = [
    set(offset, i32.load(depths)),
    ...offsets.map((address, l) => f32.store(out, f32.load(i32.add(address, offset)), 4 * l)),
    increase(at, 1),
    ...step,
  ];
  const wholeGroupLeft = i32.less(i32.add(at, i32.const(3)), depth);
  const apart = [
    set(at, i32.const(0)),
    loopWhile(i32.less(at, depth), [when(i32.and(wholeGroupLeft, isRun), four, single)]),
  ];

  return ({ table, to, left }: { table: Local<"i32">; to: Value<"i32">; left: Value<"i32"> }): Statement[] => {
    const exists = (l: number) => i32.lessSigned(i32.const(l), left);
    const whole = [
      set(source, i32.add(from, i32.load(table))),
      ...offsets.map((address, l) => set(address, i32.add(from, i32.load(table, 4 * l)))),
      when(i32.equal(i32.sub(offsets[3], offsets[0]), i32.const(12)), [neighbours], apart),
    ];
    const partial = count(at, { below: depth }, [
      ...[0, 1, 2, 3].map((l) =>
        when(
          exists(l),
          [f32.store(out, f32.load(i32.add(from, i32.add(i32.load(table, 4 * l), i32.load(depths)))), 4 * l)],
          [f32.store(out, f32.const(0), 4 * l)],
        ),
      ),
      ...step,
    ]);
    return [set(out, to), set(depths, depthTable), when(exists(3), whole, [partial])];
  };
}

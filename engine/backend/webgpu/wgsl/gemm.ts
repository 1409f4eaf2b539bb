import type { KernelCode } from "./shader.ts";

/** How a workgroup shares out the product of two matrices. */
export interface Tiling {
  /** Rows and columns of a workgroup's tile, and how much of the depth it holds at a time; multiples of 4. */
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Rows and columns of it that a thread computes: 4 or 8. */
  readonly own: 4 | 8;
}

/** Where the entries of two matrices come from, and where those of their product go, in WGSL. */
export interface ProductCode {
  /** Statements once for each workgroup, which know `batch`. */
  readonly setUp: string;
  /** What is known of `batch` when entries of the left and of the right are read: two u32 in terms of `setUp`. */
  readonly bases: readonly [string, string];
  /** The body of a function of (base, row, k) that returns the left matrix's entry as f32. */
  readonly left: string;
  /** The body of a function of (base, k, column) that returns the right matrix's entry. */
  readonly right: string;
  /** The body of a function of (batch, row, column) that returns where in `y0` the product's entry goes. */
  readonly place: string;
  /** Which of its two positions neighbours in memory differ in. */
  readonly leftAlong: "row" | "k";
  readonly rightAlong: "column" | "k";
}

/**
 * A workgroup brings a tile of the left and of the right matrix into its own memory, a slice of the depth at a time; each thread
 * multiplies its rows with its columns, by fours, and keeps their products in registers. Its numbers are `rows`, `columns`,
 * `depth` and `batches`; the depth is cut into `parts` of `chunk`, each of which has a product of its own, `partSize` apart.
 */
export function gemmCode(tiling: Tiling, code: ProductCode): KernelCode {
  const { rows, columns, depth, own } = tiling;
  const across = columns / own;
  const threads = (rows / own) * across;
  const fours = own / 4;
  const cells = Array.from({ length: own }, (_, i) => Array.from({ length: fours }, (_, j) => ({ i, j }))).flat();
  const each = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join("\n");
  return {
    groupSize: threads,
    declarations: `
var<workgroup> leftTile: array<vec4<f32>, ${(rows * depth) / 4}>;
var<workgroup> rightTile: array<vec4<f32>, ${(columns * depth) / 4}>;
fn leftEntry(base: u32, row: u32, k: u32, end: u32) -> f32 {
  if (row >= u.rows || k >= end) { return 0.0; }
${code.left}
}
fn rightEntry(base: u32, k: u32, column: u32, end: u32) -> f32 {
  if (column >= u.columns || k >= end) { return 0.0; }
${code.right}
}
fn placeOf(batch: u32, row: u32, column: u32) -> u32 {
${code.place}
}
fn put(batch: u32, part: u32, row: u32, column: u32, value: f32) {
  if (row < u.rows && column < u.columns) { y0[part * u.partSize + placeOf(batch, row, column)] = bitcast<u32>(value); }
}`,
    body: `
  let down = (u.rows + ${rows - 1}u) / ${rows}u;
  let across = (u.columns + ${columns - 1}u) / ${columns}u;
  var rest = group;
  let firstColumn = (rest % across) * ${columns}u;
  rest /= across;
  let firstRow = (rest % down) * ${rows}u;
  rest /= down;
  let part = rest % u.parts;
  let batch = rest / u.parts;
  if (batch >= u.batches) { return; }
${code.setUp}
  let leftBase = ${code.bases[0]};
  let rightBase = ${code.bases[1]};
  let ownRow = local / ${across}u;
  let ownColumn = local % ${across}u;
${each(cells.length, (c) => `  var sum${cells[c].i}_${cells[c].j} = vec4<f32>(0.0);`)}
  let end = min((part + 1u) * u.chunk, u.depth);
  for (var k = part * u.chunk; k < end; k += ${depth}u) {
${loading("left", { width: rows, depth, threads, alongDepth: code.leftAlong === "k" })}
${loading("right", { width: columns, depth, threads, alongDepth: code.rightAlong === "k" })}
    workgroupBarrier();
    for (var i = 0u; i < ${depth}u; i++) {
${each(fours, (j) => `      let a${j} = leftTile[i * ${rows / 4}u + ownRow + ${(j * rows) / own}u];`)}
${each(fours, (j) => `      let b${j} = rightTile[i * ${columns / 4}u + ownColumn + ${(j * columns) / own}u];`)}
${each(cells.length, (c) => multiplyAdd(cells[c]))}
    }
    workgroupBarrier();
  }
${each(cells.length, (c) => storing(cells[c], rows / own, columns / own))}`,
  };
}

// Row i of a thread is component i % 4 of its four i / 4.
function multiplyAdd({ i, j }: { i: number; j: number }): string {
  const sum = `sum${i}_${j}`;
  return `      ${sum} = fma(vec4<f32>(a${Math.floor(i / 4)}.${"xyzw"[i % 4]}), b${j}, ${sum});`;
}

// A thread's fours lie apart, so that neighbouring threads read neighbouring fours.
function storing({ i, j }: { i: number; j: number }, rowFours: number, columnFours: number): string {
  const row = `firstRow + (ownRow + ${Math.floor(i / 4) * rowFours}u) * 4u + ${i % 4}u`;
  return Array.from({ length: 4 }, (_, c) => {
    const column = `firstColumn + (ownColumn + ${j * columnFours}u) * 4u + ${c}u`;
    return `  put(batch, part, ${row}, ${column}, sum${i}_${j}.${"xyzw"[c]});`;
  }).join("\n");
}

// Each thread brings four neighbours of the width at a time, threads one after another along what lies together in memory.
function loading(
  side: "left" | "right",
  { width, depth, threads, alongDepth }: { width: number; depth: number; threads: number; alongDepth: boolean },
): string {
  const fours = width / 4;
  const entries = Array.from({ length: 4 }, (_, c) =>
    side === "left"
      ? `leftEntry(leftBase, firstRow + four * 4u + ${c}u, k + slice, end)`
      : `rightEntry(rightBase, k + slice, firstColumn + four * 4u + ${c}u, end)`,
  );
  return `    for (var e = local; e < ${fours * depth}u; e += ${threads}u) {
      let four = ${alongDepth ? `e / ${depth}u` : `e % ${fours}u`};
      let slice = ${alongDepth ? `e % ${depth}u` : `e / ${fours}u`};
      ${side}Tile[slice * ${fours}u + four] = vec4<f32>(
        ${entries.join(",\n        ")});
    }`;
}

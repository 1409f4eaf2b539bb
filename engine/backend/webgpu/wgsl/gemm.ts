import type { KernelCode } from "./shader.ts";

/** How the product of two matrices is shared out among threads. */
export interface Tiling {
  /** Rows and columns of a workgroup's tile: multiples of `own`. */
  readonly rows: number;
  readonly columns: number;
  /** Rows and columns of it that a thread computes: 4 or 8. */
  readonly own: 4 | 8;
  /** How much of the depth a workgroup brings into memory of its own at a time, a multiple of 4; null if each thread reads alone. */
  readonly depth: number | null;
}

/** Where a matrix has its entries, in WGSL. */
export interface MatrixCode {
  /** Of (base, line), the number of a row of the left or a column of the right: up to three i32 that its entries have in common. */
  readonly line: string;
  /** The same of (k), a place along the depth. */
  readonly place: string;
  /** The entry as f32, of those two as `line` and `place`. */
  readonly entry: string;
  /**
   * Whether the entries lie in the buffer in fours that begin at multiples of four, line.x + place.x being where. The left is `x0`,
   * the right `x1`.
   */
  readonly inFours: boolean;
  /** Which of the two neighbours in memory differ in. */
  readonly along: "line" | "depth";
}

/** Where the entries of two matrices come from, and where those of their product go. */
export interface ProductCode {
  /** Statements once for each thread, which know `batch`. */
  readonly setUp: string;
  /** What of `batch` matters for the entries of the left and of the right: two u32 in terms of `setUp`. */
  readonly bases: readonly [string, string];
  readonly left: MatrixCode;
  readonly right: MatrixCode;
  /** The body of a function of (batch, row, column) that returns where in `y0` the product's entry goes. */
  readonly place: string;
}

/**
 * The kernel of a product. Each thread multiplies its rows with its columns, by fours, and keeps their products in registers.
 * Its numbers are `rows`, `columns`, `depth` and `batches`; the depth is cut into `parts` of `chunk`, each of which has a product
 * of its own, `partSize` after the one before.
 */
export function gemmCode(tiling: Tiling, code: ProductCode): KernelCode {
  const { rows, columns, depth, own } = tiling;
  const across = columns / own;
  const threads = (rows / own) * across;
  // Only what a workgroup brings into its own memory is read in fours.
  const inFours = { left: depth !== null && code.left.inFours, right: depth !== null && code.right.inFours };
  const cells = list(own).flatMap((i) => list(own / 4).map((four) => ({ i, four })));
  return {
    groupSize: threads,
    fourfold: [...(inFours.left ? [0] : []), ...(inFours.right ? [1] : [])],
    declarations: [
      ...(depth === null ? [] : [tileOf("left", rows, depth), tileOf("right", columns, depth)]),
      findingCode("left", code.left, inFours.left),
      findingCode("right", code.right, inFours.right),
      `
fn indexOf(batch: u32, row: u32, column: u32) -> u32 {
${code.place}
}
fn put(batch: u32, part: u32, row: u32, column: u32, value: f32) {
  if (row < u.rows && column < u.columns) { y0[part * u.partSize + indexOf(batch, row, column)] = bitcast<u32>(value); }
}`,
    ].join("\n"),
    body: `
  let tilesDown = (u.rows + ${rows - 1}u) / ${rows}u;
  let tilesAcross = (u.columns + ${columns - 1}u) / ${columns}u;
  var rest = group;
  let firstColumn = (rest % tilesAcross) * ${columns}u;
  rest /= tilesAcross;
  let firstRow = (rest % tilesDown) * ${rows}u;
  rest /= tilesDown;
  let part = rest % u.parts;
  let batch = rest / u.parts;
  if (batch >= u.batches) { return; }
${code.setUp}
  let leftBase = ${code.bases[0]};
  let rightBase = ${code.bases[1]};
  let ownRow = local / ${across}u;
  let ownColumn = local % ${across}u;
${cells.map(({ i, four }) => `  var sum${i}_${four} = vec4<f32>(0.0);`).join("\n")}
  let end = min((part + 1u) * u.chunk, u.depth);
${depth === null ? alone(tiling, cells) : together(tiling, depth, threads, code, cells)}
${cells.map((cell) => storing(cell, tiling)).join("\n")}`,
  };
}

interface Cell {
  /** A row of a thread, and four of its columns. */
  readonly i: number;
  readonly four: number;
}

function list(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function tileOf(side: "left" | "right", width: number, depth: number): string {
  return `var<workgroup> ${side}Tile: array<vec4<f32>, ${(width * depth) / 4}>;`;
}

function findingCode(side: "left" | "right", { line, place, entry }: MatrixCode, inFours: boolean): string {
  const buffer = side === "left" ? "x0" : "x1";
  const found = inFours
    ? `fn ${side}Four(line: vec3<i32>, place: vec3<i32>) -> vec4<f32> {
  return bitcast<vec4<f32>>(${buffer}[u32(line.x + place.x) >> 2u]);
}`
    : `fn ${side}Entry(line: vec3<i32>, place: vec3<i32>) -> f32 {
${entry}
}`;
  return `
fn ${side}Line(base: u32, line: u32) -> vec3<i32> {
${line}
}
fn ${side}Place(k: u32) -> vec3<i32> {
${place}
}
${found}`;
}

// Lines that there are not are read as the last one: what comes of them is not stored.
function alone({ rows, columns, own }: Tiling, cells: readonly Cell[]): string {
  const lines = (side: string, first: string, ownName: string, size: number, last: string) =>
    list(own).map(
      (i) =>
        `  let ${side}${i} = ${side}Line(${side}Base, min(${lineOf(first, ownName, i, size / own)}, ${last} - 1u));`,
    );
  const entries = (side: string, name: string) =>
    list(own / 4).map((four) => {
      const each = list(4).map((c) => `${side}Entry(${side}${four * 4 + c}, ${side}At)`);
      return `    let ${name}${four} = vec4<f32>(${each.join(", ")});`;
    });
  return `
${lines("left", "firstRow", "ownRow", rows, "u.rows").join("\n")}
${lines("right", "firstColumn", "ownColumn", columns, "u.columns").join("\n")}
  for (var k = part * u.chunk; k < end; k++) {
    let leftAt = leftPlace(k);
    let rightAt = rightPlace(k);
${entries("left", "a").join("\n")}
${entries("right", "b").join("\n")}
${cells.map(multiplyAdd).join("\n")}
  }`;
}

// A workgroup brings a slice of the left and of the right into its own memory, all multiply, and so on.
function together(
  { rows, columns, own }: Tiling,
  depth: number,
  threads: number,
  code: ProductCode,
  cells: readonly Cell[],
): string {
  const fours = list(own / 4);
  const slice = { depth, threads };
  return `
  for (var k = part * u.chunk; k < end; k += ${depth}u) {
${load("left", { ...slice, width: rows, along: code.left.along, first: "firstRow", count: "u.rows" }, code.left.inFours)}
${load("right", { ...slice, width: columns, along: code.right.along, first: "firstColumn", count: "u.columns" }, code.right.inFours)}
    workgroupBarrier();
    for (var i = 0u; i < ${depth}u; i++) {
${fours.map((j) => `      let a${j} = leftTile[i * ${rows / 4}u + ownRow + ${(j * rows) / own}u];`).join("\n")}
${fours.map((j) => `      let b${j} = rightTile[i * ${columns / 4}u + ownColumn + ${(j * columns) / own}u];`).join("\n")}
${cells.map(multiplyAdd).join("\n")}
    }
    workgroupBarrier();
  }`;
}

/** What a workgroup brings into its own memory. */
interface Slice {
  readonly width: number;
  readonly depth: number;
  readonly threads: number;
  readonly along: "line" | "depth";
  readonly first: string;
  readonly count: string;
}

function load(side: "left" | "right", slice: Slice, inFours: boolean): string {
  if (!inFours) return loadEntries(side, slice);
  return slice.along === "line" ? loadLines(side, slice) : loadSquares(side, slice);
}

// Four neighbouring lines at a time, threads one after another along what lies together in memory.
function loadEntries(side: "left" | "right", { width, depth, threads, along, first, count }: Slice): string {
  const fours = width / 4;
  const entries = list(4).map((c) => `${side}Entry(${side}Line(${side}Base, min(line + ${c}u, ${count} - 1u)), at)`);
  return `    for (var e = local; e < ${fours * depth}u; e += ${threads}u) {
      let four = ${along === "depth" ? `e / ${depth}u` : `e % ${fours}u`};
      let slice = ${along === "depth" ? `e % ${depth}u` : `e / ${fours}u`};
      var loaded = vec4<f32>(0.0);
      if (k + slice < end) {
        let line = ${first} + four * 4u;
        let at = ${side}Place(k + slice);
        loaded = vec4<f32>(
          ${entries.join(",\n          ")});
      }
      ${side}Tile[slice * ${fours}u + four] = loaded;
    }`;
}

// The same where four lines lie together: of lines that there are not, there are not any of the four.
function loadLines(side: "left" | "right", { width, depth, threads, first, count }: Slice): string {
  const fours = width / 4;
  return `    for (var e = local; e < ${fours * depth}u; e += ${threads}u) {
      let four = e % ${fours}u;
      let slice = e / ${fours}u;
      var loaded = vec4<f32>(0.0);
      if (k + slice < end) {
        let line = ${side}Line(${side}Base, min(${first} + four * 4u, ${count} - 4u));
        loaded = ${side}Four(line, ${side}Place(k + slice));
      }
      ${side}Tile[slice * ${fours}u + four] = loaded;
    }`;
}

// Where four places of a line lie together: a square of four lines, turned round on the way.
function loadSquares(side: "left" | "right", { width, depth, threads, first, count }: Slice): string {
  const [fours, steps] = [width / 4, depth / 4];
  const lines = list(4).map(
    (c) => `          ${side}Four(${side}Line(${side}Base, min(line + ${c}u, ${count} - 1u)), at)`,
  );
  return `    for (var e = local; e < ${fours * steps}u; e += ${threads}u) {
      let four = e / ${steps}u;
      let slice = (e % ${steps}u) * 4u;
      var square = mat4x4<f32>();
      if (k + slice < end) {
        let line = ${first} + four * 4u;
        let at = ${side}Place(k + slice);
        square = transpose(mat4x4<f32>(
${lines.join(",\n")}));
      }
${list(4)
  .map((c) => `      ${side}Tile[(slice + ${c}u) * ${fours}u + four] = square[${c}];`)
  .join("\n")}
    }`;
}

// Row i of a thread is component i % 4 of its four i / 4.
function multiplyAdd({ i, four }: Cell): string {
  const sum = `sum${i}_${four}`;
  return `      ${sum} = fma(vec4<f32>(a${Math.floor(i / 4)}.${"xyzw"[i % 4]}), b${four}, ${sum});`;
}

// A thread's fours lie apart, so that neighbouring threads read neighbouring fours.
function lineOf(first: string, ownName: string, i: number, apart: number): string {
  return `${first} + (${ownName} + ${Math.floor(i / 4) * apart}u) * 4u + ${i % 4}u`;
}

function storing({ i, four }: Cell, { rows, columns, own }: Tiling): string {
  const row = lineOf("firstRow", "ownRow", i, rows / own);
  return list(4)
    .map((c) => {
      const column = lineOf("firstColumn", "ownColumn", four * 4 + c, columns / own);
      return `  put(batch, part, ${row}, ${column}, sum${i}_${four}.${"xyzw"[c]});`;
    })
    .join("\n");
}

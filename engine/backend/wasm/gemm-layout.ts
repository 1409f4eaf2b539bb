import { i32, room, type Value } from "./emit/instructions.ts";

/** The innermost kernel holds 4×8 results in registers. */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;

/** Depth of a block, rows of a block of a, columns of a block of b. */
export const BLOCK = { depth: 256, rows: 128, columns: 1024 } as const;

const BYTES = {
  a: BLOCK.rows * BLOCK.depth * 4,
  b: BLOCK.depth * BLOCK.columns * 4,
  tile: TILE_ROWS * TILE_COLUMNS * 4,
} as const;

/** Bytes of the room that every thread has for itself. */
export const THREAD_ROOM = BYTES.a + BYTES.b + BYTES.tile;

/** Where in it the packed block of a, the packed block of b, and one tile lie. */
export const ROOM: Readonly<Record<keyof typeof BYTES, Value<"i32">>> = {
  a: room,
  b: i32.add(room, i32.const(BYTES.a)),
  tile: i32.add(room, i32.const(BYTES.a + BYTES.b)),
};

/** The functions' places in their module, by which they call each other; there `packOther` is what packs blocks of b. */
export const POSITION = { packRows: 0, packOther: 1, tile: 2, block: 3 } as const;

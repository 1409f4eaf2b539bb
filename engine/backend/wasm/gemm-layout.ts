/** The innermost kernel holds 4×8 results in registers. */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;

/** Where the packed block of a, the packed block of b, and one tile lie. */
export interface GemmRoom {
  readonly a: number;
  readonly b: number;
  readonly tile: number;
}

/** Depth of a block, rows of a block of a, columns of a block of b. */
export const BLOCK = { depth: 256, rows: 128, columns: 1024 } as const;

/** Bytes for the packed block of a, the packed block of b, and one tile. */
export const GEMM_ROOM: GemmRoom = {
  a: BLOCK.rows * BLOCK.depth * 4,
  b: BLOCK.depth * BLOCK.columns * 4,
  tile: TILE_ROWS * TILE_COLUMNS * 4,
};

/** The functions' places in their module, by which they call each other. */
export const POSITION = { packRows: 0, packColumns: 1, packByTable: 2, tile: 3, block: 4 } as const;

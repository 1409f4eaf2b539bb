import type { Cutter } from "./cuts.ts";
import { MOST } from "./layout.ts";
import type { Piece, Pool, SharedKernel } from "./pool.ts";

/** For each thread there are this many pieces, so that one that is held up leaves some to the others. */
const PIECES_OF_A_THREAD = 2;

export interface DivisibleKernel extends SharedKernel {
  readonly cutter: Cutter;
}

/**
 * Carries out a launch by the pool's threads, in pieces of at least `leastPiece` operations. False if it has not been carried out
 * since it is too small or cannot be cut.
 */
export function divide(
  pool: Pool,
  kernel: DivisibleKernel,
  values: readonly number[],
  memory: Int32Array,
  { leastPiece, threads }: { readonly leastPiece: number; readonly threads: number },
): boolean {
  const work = kernel.cutter.work(values, memory);
  const wanted = Math.min(Math.floor(work / Math.max(leastPiece, 1)), threads * PIECES_OF_A_THREAD, MOST.pieces);
  if (wanted < 2 || values.length > MOST.values) return false;
  const cut = kernel.cutter.cut(values, memory);
  if (cut === null || cut.units < 2) return false;
  const count = Math.min(wanted, cut.units);
  const begins = Array.from({ length: count + 1 }, (_, i) => Math.floor((i * cut.units) / count));
  const pieces: Piece[] = begins.slice(1).map((end, i) => cut.piece(begins[i], end));
  pool.run(kernel, pieces);
  if (cut.mend !== undefined) for (const begin of begins.slice(1, -1)) kernel.run(...cut.mend(begin));
  return true;
}

import type { WebGpuStorage } from "./buffers.ts";
import type { AdapterInfo } from "./device.ts";
import type { Machine } from "./machine.ts";
import { foldParts } from "./reduce.ts";
import { gemmCode, type ProductCode, type Tiling } from "./wgsl/gemm.ts";

/** The product of two matrices (rows,depth)·(depth,columns), or of several, whose entries are found by code. */
export interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly batches: number;
  /** The same for products that have the same code. */
  readonly key: string;
  readonly reads: readonly WebGpuStorage[];
  /** Numbers that the code knows besides these. */
  readonly numbers: Readonly<Record<string, number>>;
  code(): ProductCode;
}

/** For small products, and for adapters without fast memory of workgroups: those that are no GPU. */
const ALONE: Tiling = { rows: 32, columns: 32, own: 4, depth: null };
const MIDDLE: Tiling = { rows: 64, columns: 64, own: 4, depth: 16 };
/** 16 KiB of a workgroup's memory, which every adapter has; 64 sums in the registers of each thread. */
const LARGE: Tiling = { rows: 128, columns: 128, own: 8, depth: 16 };

/**
 * Adapters whose threads have few registers: 64 sums and what they are made of would not fit, and lie in memory instead.
 * Intel's have 128 of 32 bytes for 8 or 16 threads, those of telephones less.
 */
const SMALL_THREADS = new Set(["intel", "qualcomm", "arm", "img-tec"]);
/** So many workgroups keep a large GPU busy. */
const ENOUGH_GROUPS = 128;
/** A workgroup's part of the depth is no shorter than this. */
const SHORTEST_CHUNK = 128;

/** All products, in a new storage, where the code puts them. */
export function multiply(machine: Machine, product: Product): WebGpuStorage {
  const { rows, columns, depth, batches } = product;
  const size = rows * columns * batches;
  const tiling = machine.tiling ?? tilingFor(product, machine.open.info);
  const tiles = Math.ceil(rows / tiling.rows) * Math.ceil(columns / tiling.columns) * batches;
  // A deep product with few tiles is made of several, which are added up in order.
  const wanted = Math.min(Math.floor(depth / SHORTEST_CHUNK), Math.floor(ENOUGH_GROUPS / Math.max(1, tiles)));
  const chunk = Math.ceil(depth / Math.max(1, wanted) / 16) * 16;
  const parts = Math.max(1, Math.ceil(depth / Math.max(1, chunk)));
  const out = machine.pool.allocate(size * parts);
  const { rows: tileRows, columns: tileColumns, own, depth: slice } = tiling;
  machine.run(
    `product ${tileRows}x${tileColumns}/${own},${slice} ${product.key}`,
    {
      reads: product.reads,
      writes: [out],
      numbers: { rows, columns, depth, batches, parts, chunk, partSize: size, ...product.numbers },
      groups: size === 0 ? 0 : tiles * parts,
    },
    () => gemmCode(tiling, product.code()),
  );
  if (parts === 1) return out;
  const total = foldParts(machine, out, size, parts);
  machine.pool.release(out);
  return total;
}

/** The largest tiles of which there are enough to keep the adapter busy. */
export function tilingFor(
  { rows, columns, batches }: Pick<Product, "rows" | "columns" | "batches">,
  { software, vendor }: Pick<AdapterInfo, "software" | "vendor">,
): Tiling {
  if (software) return ALONE;
  const tiles = (size: number) => Math.ceil(rows / size) * Math.ceil(columns / size) * batches;
  const fits = (size: number) => rows > size / 2 && columns > size / 2 && tiles(size) >= ENOUGH_GROUPS / 2;
  if (fits(LARGE.rows) && !SMALL_THREADS.has(vendor.toLowerCase())) return LARGE;
  return fits(MIDDLE.rows) ? MIDDLE : ALONE;
}

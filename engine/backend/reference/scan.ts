import { sizeOf } from "../../shape.ts";
import type { Kernels } from "../backend.ts";
import { flat, type Numbers } from "./flat.ts";

// Puts in place of every run along the last axis what `change` makes of it.
function mapRuns(x: Numbers, change: (run: Float64Array) => ArrayLike<number>): Float64Array {
  const values = flat(x);
  const out = new Float64Array(sizeOf(x.shape));
  const length = x.shape[x.shape.length - 1];
  for (let start = 0; start < out.length; start += length) {
    out.set(change(values.subarray(start, start + length)), start);
  }
  return out;
}

function runningSums(run: Float64Array): Float64Array {
  let total = 0;
  return run.map((value) => (total += value));
}

// NaN after every number, as the largest.
function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : Number(a > b);
}

export const scan: Pick<Kernels<Float64Array>, "cumsum" | "argsort"> = {
  cumsum: (x, reverse) =>
    mapRuns(x, (run) => (reverse ? runningSums(run.slice().reverse()).reverse() : runningSums(run))),

  argsort: (x, descending) =>
    mapRuns(x, (run) => {
      const sign = descending ? -1 : 1;
      return Array.from(run, (_, position) => position).sort((a, b) => sign * compare(run[a], run[b]));
    }),
};

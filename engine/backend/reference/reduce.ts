import { sizeOf } from "../../shape.ts";
import type { Kernels } from "../backend.ts";
import { flat, type Numbers } from "./flat.ts";

// Splits the entries into one run for each kept index and folds every run to one number.
function reduceRuns(x: Numbers, kept: number, fold: (run: Float64Array) => number): Float64Array {
  const values = flat(x);
  const length = sizeOf(x.shape.slice(kept));
  const out = new Float64Array(sizeOf(x.shape.slice(0, kept)));
  return out.map((_, i) => fold(values.subarray(i * length, (i + 1) * length)));
}

function positionOfLargest(run: Float64Array): number {
  let best = 0;
  for (let i = 0; i < run.length; i++) {
    if (Number.isNaN(run[i])) return i;
    if (run[i] > run[best]) best = i;
  }
  return best;
}

export const reduce: Pick<Kernels<Float64Array>, "sum" | "max" | "argmax"> = {
  sum: (x, kept) =>
    reduceRuns(x, kept, (run) => {
      let total = 0;
      for (const value of run) total += value;
      return total;
    }),
  max: (x, kept) => reduceRuns(x, kept, (run) => run[positionOfLargest(run)]),
  argmax: (x, kept) => reduceRuns(x, kept, positionOfLargest),
};

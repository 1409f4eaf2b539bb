import type { Backend } from "../backend.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { flatCopy } from "./flat.ts";
import { matmul } from "./matmul.ts";
import { movement } from "./movement.ts";
import { pooling } from "./pooling.ts";
import { reduce } from "./reduce.ts";
import { scan } from "./scan.ts";

/**
 * The specification: float64, one plain loop per kernel, no cleverness. Faster backends are tested against it, gradient
 * checks and faults run on it.
 */
export const referenceBackend: Backend<Float64Array> = {
  name: "reference",
  kernels: { ...elementwise, ...reduce, ...movement, ...scan, ...convolution, ...pooling, matmul },
  upload: (values) => values.slice(),
  read: async (view) => flatCopy(view),
  readSync: flatCopy,
};

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Rng } from "#engine/index.ts";
import { type Gemm, parameterShapes, type Training, type Workload } from "./workloads.ts";

const SEED = 20_261_121;

/**
 * Writes a workload's numbers for every contestant alike, as raw float32 in a folder of its own: `a` and `b` of a GEMM;
 * `x`, `target` (classes, or values) and the parameters `p0`, `p1`, … of a network. Gives the folder.
 */
export function writeData(workload: Workload, folder: string): string {
  const own = join(folder, workload.name);
  mkdirSync(own, { recursive: true });
  const numbers =
    workload.kind === "gemm" ? operands(workload) : workload.kind === "training" ? training(workload) : {};
  for (const [name, values] of Object.entries(numbers)) writeFileSync(join(own, `${name}.f32`), values);
  return own;
}

// Scaled so that the entries of the product are about 1.
function operands({ m, k, n }: Gemm): Record<string, Float32Array> {
  const rng = new Rng(SEED);
  return { a: draw(rng, m * k, 1), b: draw(rng, k * n, Math.sqrt(9 / k)) };
}

function training({ inputShape, outputs, layers, loss }: Training): Record<string, Float32Array> {
  const rng = new Rng(SEED);
  const batch = inputShape[0];
  const target =
    loss === "crossEntropy"
      ? Float32Array.from({ length: batch }, () => rng.integer(0, outputs))
      : draw(rng, batch * outputs, 1);
  const parameters = parameterShapes(layers);
  // PyTorch's default: uniform within ±1/√inputs, for a weight and its bias.
  const values = parameters.map((shape, i) => {
    const weight = parameters[i - (i % 2)];
    return draw(rng, size(shape), 1 / Math.sqrt(size(weight) / weight[0]));
  });
  return {
    x: draw(rng, size(inputShape), 1),
    target,
    ...Object.fromEntries(values.map((parameter, i) => [`p${i}`, parameter])),
  };
}

function draw(rng: Rng, length: number, bound: number): Float32Array {
  return Float32Array.from({ length }, () => rng.uniform(-bound, bound));
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

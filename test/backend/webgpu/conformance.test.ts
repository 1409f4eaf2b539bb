import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWebGpuBackend, type Kernels, type WebGpuBackend, type WebGpuOptions } from "#engine/index.ts";
import { CASES, conformanceCase, kernelNames } from "../conformance.ts";
import { disagreement } from "../disagreement.ts";
import { isArithmetic } from "./arithmetic.ts";
import { softwareGpu } from "./software-gpu.ts";

async function disagreements(backend: WebGpuBackend, kernel: keyof Kernels, cases: number): Promise<string[]> {
  const tinyIsZero = isArithmetic(kernel);
  const seeds = Array.from({ length: cases }, (_, seed) => seed);
  const words = await Promise.all(
    seeds.map((seed) => disagreement(backend, conformanceCase(kernel, seed), { tinyIsZero })),
  );
  return words.filter((word) => word !== null);
}

describe("the WebGPU backend", () => {
  let backend: WebGpuBackend;
  beforeAll(async () => {
    backend = await createWebGpuBackend({ gpu: await softwareGpu() });
  });
  afterAll(() => backend.close());

  test.each(kernelNames)(`%s agrees with the reference in ${CASES} cases`, async (kernel) => {
    expect(await disagreements(backend, kernel, CASES)).toEqual([]);
  });
});

// Those for GPUs, which a program on the CPU does not choose; it takes long to compile them.
describe.each<[string, Required<WebGpuOptions>["tiling"], number]>([
  ["a small tile together, by fours", { rows: 16, columns: 32, own: 4, depth: 8 }, 6],
  ["a middle tile together, by fours", { rows: 64, columns: 64, own: 4, depth: 16 }, 1],
  ["a large tile together, by eights", { rows: 128, columns: 128, own: 8, depth: 16 }, 1],
  ["a tile of one's own, by eights", { rows: 32, columns: 64, own: 8, depth: null }, 6],
])("products in %s", (_, tiling, cases) => {
  let backend: WebGpuBackend;
  beforeAll(async () => {
    backend = await createWebGpuBackend({ gpu: await softwareGpu(), tiling });
  });
  afterAll(() => backend.close());

  test.each(["matmul", "conv2dInputGradient"] as const)("%s", async (kernel) => {
    expect(await disagreements(backend, kernel, cases)).toEqual([]);
  });
});

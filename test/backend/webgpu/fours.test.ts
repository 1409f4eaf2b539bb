import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Backend,
  conv2d,
  createWebGpuBackend,
  matmul,
  randn,
  referenceBackend,
  Rng,
  type Tensor,
  type WebGpuBackend,
  type WebGpuOptions,
} from "#engine/index.ts";
import { tilingFor } from "#engine/backend/webgpu/gemm.ts";
import { withChanges, withDevice } from "./changed-gpu.ts";
import { softwareGpu } from "./software-gpu.ts";

/** The largest difference of a result on a GPU from the reference's. */
async function apart(backend: WebGpuBackend, compute: (on: Backend) => Tensor): Promise<number> {
  const [got, wanted] = await Promise.all([compute(backend).values(), compute(referenceBackend).values()]);
  expect(got).toHaveLength(wanted.length);
  return wanted.reduce((most, value, i) => Math.max(most, Math.abs(got[i] - value)), 0);
}

const draw = (shape: number[], seed: number, on: Backend) => randn(shape, new Rng(seed), { backend: on });

function weightGradient(on: Backend): Tensor {
  const weight = draw([8, 4, 3, 3], 2, on);
  weight.requiresGrad = true;
  conv2d(draw([2, 4, 6, 6], 1, on), weight, { padding: 1 })
    .sum()
    .backward();
  return weight.grad as Tensor;
}

type Case = readonly [string, (on: Backend) => Tensor, readonly [left: boolean, right: boolean]];

const byRows: Case = ["both by rows", (on) => matmul(draw([36, 20], 1, on), draw([20, 44], 2, on)), [true, true]];
const cases: readonly Case[] = [
  byRows,
  ["the right by columns", (on) => matmul(draw([36, 20], 1, on), draw([44, 20], 2, on).transpose()), [true, true]],
  ["the left by columns", (on) => matmul(draw([20, 36], 1, on).transpose(), draw([20, 44], 2, on)), [true, true]],
  ["the left alone, with any rows", (on) => matmul(draw([37, 24], 1, on), draw([24, 43], 2, on)), [true, false]],
  ["the right alone", (on) => matmul(draw([37, 23], 1, on), draw([23, 44], 2, on)), [false, true]],
  ["several of them", (on) => matmul(draw([3, 12, 8], 1, on), draw([3, 8, 16], 2, on)), [true, true]],
  ["a part from a four on", (on) => matmul(draw([20, 16], 1, on).slice(0, 4, 20), draw([16, 8], 2, on)), [true, true]],
  ["a part from elsewhere", (on) => matmul(draw([16, 17], 1, on).slice(1, 1, 17), draw([16, 8], 2, on)), [false, true]],
  ["deep ones, in parts", (on) => matmul(draw([8, 1036], 1, on), draw([1036, 12], 2, on)), [true, true]],
  ["the gradient of a convolution", weightGradient, [true, false]],
  ["a convolution", (on) => conv2d(draw([2, 4, 6, 6], 1, on), draw([8, 4, 3, 3], 2, on)), [true, false]],
];

describe.each<[string, Required<WebGpuOptions>["tiling"], readonly Case[]]>([
  ["small tiles", { rows: 16, columns: 32, own: 4, depth: 8 }, cases],
  // It takes long to compile them.
  ["large tiles", { rows: 128, columns: 128, own: 8, depth: 16 }, [byRows]],
])("matrices that lie in fours, in %s", (_, tiling, cases) => {
  let backend: WebGpuBackend;
  const shaders: string[] = [];
  // One that has compiled nothing yet.
  beforeEach(async () => {
    const gpu = withDevice(await softwareGpu(), (device) =>
      withChanges(device, {
        createShaderModule(wanted) {
          if (wanted.label.startsWith("product")) shaders.push(wanted.code);
          return device.createShaderModule(wanted);
        },
      }),
    );
    backend = await createWebGpuBackend({ gpu, tiling });
  });
  afterEach(() => backend.close());

  test.each(cases)("%s", async (_, compute, inFours) => {
    expect(await apart(backend, compute)).toBeLessThan(3e-4);
    const found = ["x0", "x1"].map((name) => shaders.at(-1)?.includes(`${name}: array<vec4<u32>>`));
    expect(found).toEqual(inFours);
  });
});

describe("tiles of a product", () => {
  const large = { rows: 4096, columns: 4096, batches: 1 };

  test.each([
    ["nvidia", large, 128],
    ["apple", large, 128],
    ["intel", large, 64],
    ["qualcomm", large, 64],
    ["nvidia", { rows: 512, columns: 512, batches: 1 }, 64],
    ["nvidia", { rows: 512, columns: 512, batches: 8 }, 128],
    ["nvidia", { rows: 64, columns: 256, batches: 1 }, 32],
    ["nvidia", { rows: 10, columns: 100_000, batches: 1 }, 32],
  ])("on %s, of %j, have %i rows", (vendor, product, rows) => {
    expect(tilingFor(product, { vendor, software: false }).rows).toBe(rows);
  });

  test("on a program in place of a GPU are a thread's own", () => {
    expect(tilingFor(large, { vendor: "google", software: true }).depth).toBeNull();
  });
});

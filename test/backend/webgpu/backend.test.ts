import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  BackendError,
  createWebGpuBackend,
  fromValues,
  IndexError,
  OutOfMemoryError,
  randn,
  referenceBackend,
  Rng,
  scope,
  type Tensor,
  tensor,
  type WebGpuBackend,
  zeros,
} from "#engine/index.ts";
import { fuse } from "#engine/fuse.ts";
import type { GpuDevice, GpuInterface } from "#engine/backend/webgpu/web-gpu.ts";
import { withChanges, withDevice as withChangedDevice, withErrors } from "./changed-gpu.ts";
import { softwareGpu } from "./software-gpu.ts";

let gpu: GpuInterface;
beforeAll(async () => {
  gpu = await softwareGpu();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const withDevice = (change: (device: GpuDevice) => GpuDevice) => withChangedDevice(gpu, change);

function withLimits(limits: Partial<GpuDevice["limits"]>): GpuInterface {
  return withDevice((device) => withChanges(device, { limits: withChanges(device.limits, limits) }));
}

describe("creation", () => {
  test("says what the backend runs on", async () => {
    const backend = await createWebGpuBackend({ gpu, memoryLimit: 2 ** 24 });
    const { adapter, limits, memory } = backend.info();
    expect(adapter.vendor).not.toBe("");
    expect(adapter.features).toContain("core-features-and-limits");
    expect(limits.maxStorageBufferBindingSize).toBeGreaterThanOrEqual(2 ** 27);
    expect(memory).toEqual({ used: 0, reserved: 0, limit: 2 ** 24, blocks: 0 });
    backend.close();
  });

  test.each([
    ["without WebGPU", undefined, "this runtime has no WebGPU"],
    [
      "without an adapter",
      { requestAdapter: async () => null },
      "WebGPU has no adapter here: there is no GPU that it can use",
    ],
    [
      "where none may be asked for",
      {
        requestAdapter: async () => {
          throw new TypeError("not allowed");
        },
      },
      "WebGPU: no adapter was found: TypeError: not allowed",
    ],
  ])("is refused %s", async (_, gpu, words) => {
    vi.stubGlobal("navigator", {});
    await expect(createWebGpuBackend({ gpu })).rejects.toThrow(new BackendError(words));
  });

  test("takes the runtime's own WebGPU", async () => {
    vi.stubGlobal("navigator", { gpu });
    const backend = await createWebGpuBackend();
    expect(await tensor([1, 2], { backend }).add(1).array()).toEqual([2, 3]);
    backend.close();
  });
});

describe("memory", () => {
  test("beyond the limit is an error with sizes, and useable again once something is given back", async () => {
    const backend = await createWebGpuBackend({ gpu, memoryLimit: 2 ** 24 });
    const large = () => zeros([2 ** 20], { backend });
    expect(() => scope(() => Array.from({ length: 8 }, large))).toThrow(OutOfMemoryError);
    expect(() => scope(() => Array.from({ length: 8 }, large))).toThrow(
      "no room for 4.0 MiB: 16.0 MiB in 4 buffers are in use, 16.0 MiB is the limit; run each step in scope()",
    );
    expect(await scope(() => ({ sum: large().add(1).sum().item() })).sum).toBe(2 ** 20);
    expect(backend.info().memory.blocks).toBe(0);
    backend.close();
  });

  test("that nobody uses makes room for other sizes", async () => {
    const backend = await createWebGpuBackend({ gpu, memoryLimit: 2 ** 20 });
    const sum = (length: number) => scope(() => ({ sum: zeros([length], { backend }).add(1).sum().item() })).sum;
    for (const length of [100_000, 50_000, 110_000, 100_000]) expect(await sum(length)).toBe(length);
    expect(backend.info().memory.reserved).toBeLessThanOrEqual(2 ** 20);
    backend.close();
  });

  test("of one buffer has the adapter's limit", async () => {
    const backend = await createWebGpuBackend({ gpu: withLimits({ maxStorageBufferBindingSize: 2 ** 20 }) });
    expect(() => zeros([2 ** 20], { backend })).toThrow(
      new OutOfMemoryError("no buffer for 4.0 MiB: 1.0 MiB is the most that this adapter gives at once"),
    );
    expect(
      await zeros([2 ** 18], { backend })
        .add(1)
        .sum()
        .item(),
    ).toBe(2 ** 18);
    backend.close();
  });

  test("that the GPU does not have is told by the next reading, and by all that follows", async () => {
    let isFull = false;
    const backend = await createWebGpuBackend({
      gpu: withDevice((device) => withErrors(device, "out-of-memory", () => (isFull ? { message: "full" } : null))),
    });
    isFull = true;
    const x = tensor([1, 2], { backend });
    const words = "the GPU has no room for 0.0 MiB: 0.0 MiB in 0 buffers are in use, 0.0 MiB are reserved";
    await expect(x.array()).rejects.toThrow(new OutOfMemoryError(words));
    expect(() => x.add(1)).toThrow(words);
    backend.close();
  });
});

describe("faults", () => {
  test("a device that is lost is told by whatever is asked of the backend then", async () => {
    let device: GpuDevice | undefined;
    const backend = await createWebGpuBackend({ gpu: withDevice((own) => (device = own)) });
    const x = tensor([1, 2], { backend });
    device?.destroy();
    await device?.lost;
    await expect(x.array()).rejects.toThrow(/^the GPU was lost \(destroyed\): .+; make another backend$/);
    expect(() => x.add(1)).toThrow(BackendError);
    expect(() => tensor([1], { backend })).toThrow("the GPU was lost");
  });

  test("a reading under way when the device goes is an error of the backend", async () => {
    let device: GpuDevice | undefined;
    const backend = await createWebGpuBackend({ gpu: withDevice((own) => (device = own)) });
    const reading = tensor([1, 2], { backend }).array();
    device?.destroy();
    await expect(reading).rejects.toThrow(BackendError);
  });

  test("a closed backend says so", async () => {
    const backend = await createWebGpuBackend({ gpu });
    const x = tensor([1, 2], { backend });
    backend.close();
    expect(() => x.add(1)).toThrow(new BackendError("this WebGPU backend was closed"));
    await expect(x.array()).rejects.toThrow("this WebGPU backend was closed");
  });

  // A shader that is changed on its way to the GPU.
  const withShader = (name: string, change: (code: string) => string) =>
    withDevice((device) =>
      withChanges(device, {
        createShaderModule: ({ label, code }) =>
          device.createShaderModule({ label, code: label.includes(name) ? change(code) : code }),
      }),
    );

  test("a kernel that the GPU does not take is named by the next reading", async () => {
    const backend = await createWebGpuBackend({
      gpu: withShader("sin", (code) => code.replace("fn main", "fn main main")),
    });
    const x = tensor([1, 2], { backend });
    expect(await x.neg().array()).toEqual([-1, -2]);
    const y = x.sin();
    await expect(y.array()).rejects.toThrow(/^the GPU does not take the kernel map .*sin\(x0\): /);
    expect(() => x.neg()).toThrow(BackendError);
    backend.close();
  });

  test.each([
    ["exp", "exp", "1.66666655e-1", "1.6e-1"],
    ["maximum", "maximum", "select(select(b, a, aFirst || isNan(a)), b, isNan(b))", "select(b, a, a > b)"],
    ["matmul", "product", "= fma(", "= abs(vec4<f32>(1.0)) + fma("],
    ["sum", "sum", "total + bitcast", "total - bitcast"],
    ["gather", "gather", "place * u.step", "place * u.step + 1u"],
  ])("a GPU that computes %s wrongly is refused", async (kernel, name, right, wrong) => {
    const gpu = withShader(name, (code) => code.replace(right, wrong));
    await expect(createWebGpuBackend({ gpu })).rejects.toThrow(
      `the backend webgpu computes ${kernel} wrongly on this GPU: `,
    );
  });

  test("a GPU that does not take a kernel is refused", async () => {
    const gpu = withShader("gather", () => "fn main(");
    await expect(createWebGpuBackend({ gpu })).rejects.toThrow(/^the GPU does not take the kernel gather/);
  });
});

describe("an index outside its axis", () => {
  let backend: WebGpuBackend;
  beforeAll(async () => {
    backend = await createWebGpuBackend({ gpu });
  });
  afterAll(() => backend.close());

  const numbers = (data: number[][]) => tensor(data, { backend });

  test.each([2, -1, 0.5, NaN, 1e9])("%f is told by the next reading, and by no other", async (wrong) => {
    const x = numbers([
      [1, 2],
      [3, 4],
    ]);
    const picked = x.gather(1, numbers([[0], [wrong]]));
    await expect(picked.array()).rejects.toThrow(new IndexError(`index ${wrong} is outside axis 1 of size 2`));
    expect(await x.gather(1, numbers([[0], [1]])).array()).toEqual([[1], [4]]);
  });

  test("is told of what is added there too", async () => {
    const sum = numbers([[1, 2]]).scatterAdd(1, numbers([[0, 7]]), numbers([[5, 6]]));
    await expect(sum.array()).rejects.toThrow("index 7 is outside axis 1 of size 2");
  });
});

describe("more tensors than the adapter binds at once", () => {
  const rule = (w: Tensor, g: Tensor, m: Tensor, v: Tensor) => {
    const mean = m.mul(0.9).add(g.mul(0.1));
    const square = v.mul(0.99).add(g.square().mul(0.01));
    return { mean, square, moved: w.sub(mean.div(square.sqrt().add(1e-3))), same: g.neg() };
  };

  test("are read in several passes", async () => {
    const backend = await createWebGpuBackend({ gpu: withLimits({ maxStorageBuffersPerShaderStage: 5 }) });
    const [got, wanted] = [backend, referenceBackend].map((on) => {
      const inputs = [1, 2, 3, 4].map((seed) => randn([37], new Rng(seed), { backend: on }));
      return fuse(rule, [inputs[0], inputs[1], inputs[2], inputs[3].abs()]);
    });
    for (const name of ["mean", "square", "moved", "same"] as const) {
      const [values, right] = await Promise.all([got[name].values(), wanted[name].values()]);
      right.forEach((value, i) =>
        expect(Math.abs(values[i] - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value))),
      );
    }
    backend.close();
  });

  test("in a single expression are refused", async () => {
    const backend = await createWebGpuBackend({ gpu: withLimits({ maxStorageBuffersPerShaderStage: 4 }) });
    const inputs = [1, 2, 3, 4].map((seed) => randn([37], new Rng(seed), { backend }));
    expect(() => fuse(rule, inputs)).toThrow("an expression of 4 tensors is too long, this adapter binds 4 buffers");
    backend.close();
  });
});

describe("larger than one kernel's reach", () => {
  let backend: WebGpuBackend;
  beforeAll(async () => {
    backend = await createWebGpuBackend({ gpu });
  });
  afterAll(() => backend.close());

  test("a sum of a million entries is folded in parts, the same each time", async () => {
    const values = Float64Array.from({ length: 2 ** 20 + 3 }, (_, i) => Math.fround(Math.sin(i)));
    const x = backend.upload(values);
    const view = { storage: x, shape: [values.length], strides: [1], offset: 0 };
    const whole = { shape: [], strides: [], offset: 0 };
    const [first, second] = [1, 2].map(() => backend.read({ ...whole, storage: backend.kernels.sum(view, 0) }));
    const wanted = values.reduce((a, b) => a + b, 0);
    expect(Math.abs((await first)[0] - wanted)).toBeLessThan(0.05);
    expect(await first).toEqual(await second);
  });

  test("rows of 5,000 entries are sorted as on the reference", async () => {
    const values = Float64Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 613) - 300);
    values[17] = NaN;
    for (const descending of [false, true]) {
      const [got, wanted] = [backend, referenceBackend].map((on) => {
        const shape = [2, 5000];
        const x = { storage: on.upload(values), shape, strides: [5000, 1], offset: 0 };
        return on.read({ ...x, storage: on.kernels.argsort(x as never, descending) } as never);
      });
      expect(await got).toEqual(await wanted);
    }
  });

  test.each([
    ["the same for all columns", [100, 1]],
    ["of each column", [100, 7]],
  ])("a long index, %s, adds as on the reference", async (_, indexShape) => {
    const [got, wanted] = [backend, referenceBackend].map((on) => {
      const rng = new Rng(5);
      const length = indexShape[0] * indexShape[1];
      const places = Float64Array.from({ length }, () => rng.integer(0, 11));
      const index = fromValues(places, indexShape, { backend: on }).broadcastTo([100, 7]);
      const x = randn([11, 7], rng, { backend: on });
      return x.scatterAdd(0, index, randn([100, 7], rng, { backend: on })).values();
    });
    const right = await wanted;
    (await got).forEach((value, i) => expect(Math.abs(value - right[i])).toBeLessThan(1e-5));
  });

  test("hundreds of rules with two hundred numbers each", async () => {
    const rule = (x: Tensor) => {
      let y = x;
      for (let i = 1; i <= 100; i++) y = y.mul(1 - i / 1009).add(i / 211);
      return { y };
    };
    const [got, wanted] = [backend, referenceBackend].map((on) =>
      scope(() => {
        let x = randn([3, 5], new Rng(7), { backend: on }).transpose();
        for (let i = 0; i < 150; i++)
          x = fuse(rule, [x])
            .y.sub(i / 100)
            .transpose();
        return { values: x.values() };
      }),
    );
    const right = await wanted.values;
    (await got.values).forEach((value, i) => expect(Math.abs(value - right[i])).toBeLessThan(1e-4));
  });

  test("a row of 5,000 entries has running sums as on the reference", async () => {
    for (const reverse of [false, true]) {
      const [got, wanted] = [backend, referenceBackend].map((on) => {
        const x = Float64Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 613) - 306);
        return fromValues(x, [2, 5000], { backend: on }).cumsum(1, { reverse }).values();
      });
      // Whole numbers: exact.
      expect(await got).toEqual(await wanted);
    }
  });

  test("a deep product with few rows is summed in parts", async () => {
    const [got, wanted] = [backend, referenceBackend].map((on) => {
      const [a, b] = [1, 2].map((seed) => randn([5, 3000], new Rng(seed), { backend: on }));
      return a.matmul(b.transpose()).values();
    });
    const right = await wanted;
    (await got).forEach((value, i) => expect(Math.abs(value - right[i])).toBeLessThan(2e-4));
  });
});

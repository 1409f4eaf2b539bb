import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  BackendError,
  createEngine,
  type GpuInterface,
  GPU_PAYS_FROM,
  referenceBackend,
  tensor,
} from "#engine/index.ts";
import { softwareGpu } from "./software-gpu.ts";

let software: GpuInterface;
beforeAll(async () => {
  software = await softwareGpu();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const CPU = { fma: false, threads: 1 } as const;
const noAdapter: GpuInterface = { requestAdapter: async () => null };

/** The software adapter, that says it were a GPU. */
const seeming: GpuInterface = {
  async requestAdapter() {
    const adapter = await software.requestAdapter();
    if (adapter === null) return null;
    const info = { vendor: "ACME", architecture: "rocket", device: "one", description: "ACME Rocket One" };
    return {
      info,
      features: adapter.features,
      limits: adapter.limits,
      requestDevice: (wanted) => adapter.requestDevice(wanted),
    };
  },
};

describe("the engine", () => {
  test("takes WebGPU where it was asked for, and names the adapter with its limits as plain data", async () => {
    const engine = await createEngine({ prefer: "webgpu", gpu: seeming, memoryLimit: 2 ** 24 });
    const info = engine.info();
    expect(JSON.parse(JSON.stringify(info))).toEqual(info);
    expect(info).toMatchObject({
      backend: "webgpu",
      reason: "WebGPU was asked for, and WebGPU works here",
      gpu: { adapter: { vendor: "ACME", description: "ACME Rocket One", software: false } },
      memory: { used: 0, limit: 2 ** 24 },
      threads: 1,
    });
    expect(info.gpu?.adapter.features).toContain("core-features-and-limits");
    expect(info.gpu?.limits.maxStorageBufferBindingSize).toBeGreaterThanOrEqual(2 ** 27);
    expect(await tensor([1, 2], { backend: engine.backend }).mul(2).array()).toEqual([2, 4]);
    engine.close();
    expect(() => tensor([1], { backend: engine.backend })).toThrow("this WebGPU backend was closed");
  });

  test("takes the GPU for much work, and says so", async () => {
    const engine = await createEngine({ work: 1.01e9, gpu: async () => seeming });
    expect(engine.info()).toMatchObject({
      backend: "webgpu",
      reason: "1.0 GFLOP at a time pay on a GPU, and WebGPU works here",
    });
    engine.close();
  });

  test("does not even look for a GPU for little work, or where the CPU was asked for", async () => {
    const gpu = () => Promise.reject(new Error("was looked for"));
    for (const options of [{}, { work: GPU_PAYS_FROM - 1 }, { work: 1e12, prefer: "wasm" as const }]) {
      expect((await createEngine({ ...CPU, ...options, gpu })).info()).toMatchObject({
        backend: "wasm",
        reason: "WebAssembly works here",
        gpu: null,
        withoutGpu: null,
      });
    }
    expect((await createEngine({ prefer: "reference", work: 1e12, gpu })).backend).toBe(referenceBackend);
  });

  test("leaves a GPU that is a program on the CPU alone, unless it was asked for", async () => {
    const engine = await createEngine({ ...CPU, work: 1e9, gpu: software });
    expect(engine.info()).toMatchObject({
      backend: "wasm",
      reason: "1.0 GFLOP at a time pay on a GPU, but the only one here is a program on the CPU; WebAssembly works here",
    });
    const asked = await createEngine({ prefer: "webgpu", gpu: software });
    expect(asked.info().gpu?.adapter.software).toBe(true);
    asked.close();
  });

  test.each([
    ["without an adapter", noAdapter, "WebGPU has no adapter here: there is no GPU that it can use"],
    ["without WebGPU", undefined, "this runtime has no WebGPU"],
    [
      "without the package",
      () => Promise.reject(new BackendError("the package is not installed")),
      "the package is not installed",
    ],
  ])("falls back to WebAssembly %s", async (_, gpu, why) => {
    vi.stubGlobal("navigator", {});
    const { backend, info } = await createEngine({ ...CPU, prefer: "webgpu", ...(gpu === undefined ? {} : { gpu }) });
    expect(backend.name).toBe("wasm");
    expect(info()).toMatchObject({
      backend: "wasm",
      reason: `WebGPU was asked for, but ${why}; WebAssembly works here`,
      withoutGpu: `WebGPU was asked for, but ${why}`,
      gpu: null,
    });
  });

  test("falls back to the reference where there is no WebAssembly either", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    const { backend, info } = await createEngine({ work: 1e9, gpu: noAdapter });
    expect(backend).toBe(referenceBackend);
    expect(info().reason).toBe(
      "1.0 GFLOP at a time pay on a GPU, but WebGPU has no adapter here: there is no GPU that it can use; " +
        "this runtime has no WebAssembly",
    );
  });

  test("takes the runtime's own WebGPU", async () => {
    vi.stubGlobal("navigator", { gpu: software });
    const engine = await createEngine({ prefer: "webgpu" });
    expect(engine.info().backend).toBe("webgpu");
    engine.close();
  });
});

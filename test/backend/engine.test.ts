import { afterEach, describe, expect, test, vi } from "vitest";
import { createEngine, referenceBackend, tensor, type WasmBackend } from "#engine/index.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the engine", () => {
  test("takes the WASM backend and says on what it runs", async () => {
    const engine = await createEngine({ fma: false, memoryLimit: 2 ** 24 });
    expect(engine.backend.name).toBe("wasm");
    expect(engine.info()).toMatchObject({
      backend: "wasm",
      reason: "WebAssembly works here",
      simd: true,
      fma: false,
      memory: { used: 0, limit: 2 ** 24 },
    });
    const twice = tensor([1, 2, 3], { backend: engine.backend }).mul(2);
    expect([...twice.valuesSync()]).toEqual([2, 4, 6]);
    expect(engine.info().memory?.blocks).toBeGreaterThan(0);
  });

  test("passes on what it is told of threads, and ends them", async () => {
    const alone = await createEngine({ threads: 1 });
    expect(alone.info()).toMatchObject({ backend: "wasm", threads: 1, note: "one thread was asked for" });
    const engine = await createEngine({ threads: 2 });
    await (engine.backend as WasmBackend).startThreads();
    expect(engine.info().threads).toBe(2);
    engine.close();
    expect(engine.info().threads).toBe(1);
    await expect(createEngine({ threads: 0.5 })).rejects.toThrow("threads is a whole number above 0, got 0.5");
  });

  test("takes the reference where that was asked for", async () => {
    const engine = await createEngine({ prefer: "reference" });
    expect(engine.backend).toBe(referenceBackend);
    expect(engine.info()).toEqual({
      backend: "reference",
      reason: "the reference was asked for",
      simd: false,
      fma: false,
      threads: 1,
      note: null,
      gpu: null,
      withoutGpu: null,
      memory: null,
    });
  });

  test("takes the reference where there is no WebAssembly", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    const engine = await createEngine();
    expect(engine.backend).toBe(referenceBackend);
    expect(engine.info().reason).toBe("this runtime has no WebAssembly");
  });

  test("takes the reference where a page's policy forbids compiling", async () => {
    function Module() {
      throw new TypeError("violates the policy");
    }
    const { Memory, Instance, validate } = WebAssembly;
    vi.stubGlobal("WebAssembly", { Memory, Instance, validate, Module });
    const engine = await createEngine();
    expect(engine.backend).toBe(referenceBackend);
    expect(engine.info().reason).toBe(
      "this runtime does not run the engine's WebAssembly: TypeError: violates the policy",
    );
  });

  test("takes the reference where the system has no memory to give", async () => {
    const { Module, Instance, validate } = WebAssembly;
    function Memory() {
      throw new RangeError("could not allocate memory");
    }
    vi.stubGlobal("WebAssembly", { Memory, Module, Instance, validate });
    const engine = await createEngine();
    expect(engine.backend).toBe(referenceBackend);
    expect(engine.info().reason).toBe(
      "this runtime does not run the engine's WebAssembly: RangeError: could not allocate memory",
    );
  });

  test("takes the reference where a result is wrong", async () => {
    const { Memory, Module, Instance: Genuine, validate } = WebAssembly;
    class Instance {
      readonly exports: object;
      constructor(module: WebAssembly.Module, imports: WebAssembly.Imports) {
        const names = Object.keys(new Genuine(module, imports).exports);
        // Kernels that leave their memory as it was.
        this.exports = Object.fromEntries(names.map((name) => [name, () => 0]));
      }
    }
    vi.stubGlobal("WebAssembly", { Memory, Module, Instance, validate });
    const engine = await createEngine();
    expect(engine.backend).toBe(referenceBackend);
    expect(engine.info().reason).toBe("vectors are computed wrongly on this runtime");
  });
});

import { describe, expect, test } from "vitest";
import { BackendError } from "#engine/index.ts";
import { type BackendTrial, testBackends } from "#lib/training/self-test.ts";
import { nameOf, wordsFor } from "#lib/training/engine-words.ts";

const adapter = { vendor: "nvidia", architecture: "ada", device: "", description: "", features: [], software: false };
const limits = {} as NonNullable<Parameters<typeof wordsFor>[0]["gpu"]>["limits"];

describe("a test of the backends", () => {
  test("finds WebAssembly in agreement with the reference and faster, and says what is not there", async () => {
    const trials: BackendTrial[] = [];
    const noGpu = () => Promise.reject(new BackendError("there is no GPU for miles"));
    await testBackends({ seconds: 0.05, gpu: noGpu }, (trial) => trials.push(trial));
    const [reference, wasm, webgpu] = trials;
    expect(reference).toMatchObject({ backend: "reference", missing: null, difference: 0, speed: { batch: 2 } });
    expect(wasm).toMatchObject({ backend: "wasm", missing: null, speed: { batch: 64 } });
    expect(wasm.difference).toBeGreaterThan(0);
    expect(wasm.difference).toBeLessThan(1e-5);
    expect(wasm.speed!.images).toBeGreaterThan(5 * reference.speed!.images);
    expect(webgpu).toEqual({
      backend: "webgpu",
      on: null,
      missing: "there is no GPU for miles",
      difference: null,
      speed: null,
    });
  });
});

describe("what computes, in words,", () => {
  test("is a GPU by its name", () => {
    const named = { ...adapter, description: "NVIDIA GeForce RTX 4070" };
    const on = (told: typeof adapter) =>
      wordsFor({ backend: "webgpu", gpu: { adapter: told, limits }, threads: 1, note: null }, "browser");
    expect(on(named)).toBe("on your GPU: NVIDIA GeForce RTX 4070");
    expect(on(adapter)).toBe("on your GPU: nvidia ada");
    expect(on({ ...adapter, software: true })).toBe("on a GPU made of software: nvidia ada");
    expect(nameOf({ ...adapter, vendor: "", architecture: "" })).toBe("of a maker that is not named");
  });

  test("is the CPU with its threads", () => {
    expect(wordsFor({ backend: "wasm", gpu: null, threads: 2, note: null }, "browser")).toBe(
      "on this CPU: WASM, 2 threads",
    );
    expect(wordsFor({ backend: "wasm", gpu: null, threads: 1, note: null }, "browser")).toBe(
      "on this CPU: WASM, 1 thread",
    );
    expect(wordsFor({ backend: "wasm", gpu: null, threads: 1, note: "there is one core" }, "server")).toBe(
      "on the server's CPU: WASM, 1 thread (there is one core)",
    );
    expect(wordsFor({ backend: "reference", gpu: null, threads: 1, note: null }, "browser")).toBe(
      "on this CPU: the reference, which is slow",
    );
  });
});

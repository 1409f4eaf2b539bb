import { afterEach, describe, expect, test, vi } from "vitest";
import {
  type Backend,
  BackendError,
  createWasmBackend,
  full,
  maxPool2d,
  ones,
  OutOfMemoryError,
  referenceBackend,
  scope,
  type Tensor,
  tensor,
  zeros,
} from "#engine/index.ts";
import { WasmMemory } from "#engine/backend/wasm/memory.ts";
import { findWebAssembly, type WebAssemblyInterface } from "#engine/backend/wasm/web-assembly.ts";

const api = findWebAssembly() as WebAssemblyInterface;
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("creation", () => {
  test("says what the backend runs on", async () => {
    const backend = await createWasmBackend({ fma: false, memoryLimit: 2 ** 24 });
    expect(backend.info()).toMatchObject({
      simd: true,
      fma: false,
      threads: 1,
      memory: { used: 0, blocks: 0, limit: 2 ** 24 },
    });
  });

  test("is refused without WebAssembly", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    await expect(createWasmBackend()).rejects.toThrow(new BackendError("this runtime has no WebAssembly"));
  });

  test("is refused without SIMD", async () => {
    vi.stubGlobal("WebAssembly", { Module: WebAssembly.Module, validate: () => false });
    await expect(createWasmBackend()).rejects.toThrow(new BackendError("this runtime's WebAssembly has no SIMD"));
  });

  test("is refused where a page's policy forbids compiling", async () => {
    function Module() {
      throw new TypeError("violates the policy");
    }
    const { Memory, Instance, validate } = WebAssembly;
    vi.stubGlobal("WebAssembly", { Memory, Instance, validate, Module });
    await expect(createWasmBackend()).rejects.toThrow(
      new BackendError("this runtime does not run the engine's WebAssembly: TypeError: violates the policy"),
    );
  });
});

describe("memory", () => {
  test("a full memory is an error with sizes, and useable again once something is given back", async () => {
    const backend = await createWasmBackend({ memoryLimit: 2 ** 24 });
    const large = () => zeros([2 ** 20], { backend });
    expect(() => scope(() => Array.from({ length: 8 }, large))).toThrow(OutOfMemoryError);
    expect(() => scope(() => Array.from({ length: 8 }, large))).toThrow(
      /^no room for 4.0 MiB: \d+.\d MiB in \d blocks are in use, 16.0 MiB is the limit; run each step in scope\(\)/,
    );
    expect(scope(() => large().add(1).sum().itemSync())).toBe(2 ** 20);
    expect(backend.info().memory.blocks).toBe(0);
  });

  test("a block that was given back is the next of its size", () => {
    const memory = new WasmMemory(api, { limit: 2 ** 24, reserved: 0 });
    const [first, second] = [memory.allocate(100), memory.allocate(100)];
    memory.release(first);
    expect(memory.allocate(110).pointer).toBe(first.pointer);
    expect(second.pointer - first.pointer).toBe(448);
    expect(() => memory.release(first)).toThrow("a block of 100 entries was given back twice");
  });

  test("blocks never overlap, whatever is taken and given back", () => {
    const memory = new WasmMemory(api, { limit: 2 ** 26, reserved: 1000 });
    const held = new Map<number, { storage: ReturnType<WasmMemory["allocate"]>; mark: number }>();
    let seed = 1;
    const draw = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let i = 0; i < 3000; i++) {
      const slot = draw(60);
      const before = held.get(slot);
      if (before !== undefined) {
        const floats = memory.asFloats.subarray(
          before.storage.pointer / 4,
          before.storage.pointer / 4 + before.storage.length,
        );
        expect(floats.every((value) => value === before.mark)).toBe(true);
        memory.release(before.storage);
        held.delete(slot);
      } else {
        const storage = memory.allocate(draw(3) === 0 ? draw(20_000) : draw(40));
        memory.asFloats.fill(i, storage.pointer / 4, storage.pointer / 4 + storage.length);
        held.set(slot, { storage, mark: i });
      }
    }
  });

  // 16 rows of 3 entries fill three units of 64 bytes to the last; the last row's vector reaches beyond.
  test.each<[string, number, (backend: Backend) => Tensor]>([
    ["a sum of a row and a column", 2, (on) => ones([16, 1], { backend: on }).add(ones([3], { backend: on }))],
    ["the largest in each window", 1, (on) => maxPool2d(ones([1, 1, 16, 5], { backend: on }), [1, 3], { stride: 1 })],
    ["sums over a middle axis", 4, (on) => ones([16, 4, 3], { backend: on }).sum(1)],
  ])("%s leaves its neighbour alone", async (_, expected, make) => {
    const backend = await createWasmBackend();
    // A block that is free again, right before one in use.
    const neighbour = scope(() => {
      zeros([48], { backend });
      return full([48], 7, { backend });
    });
    const made = make(backend);
    expect(made.storage.length).toBe(48);
    expect(neighbour.valuesSync().every((value) => value === 7)).toBe(true);
    expect(made.valuesSync().every((value) => value === expected)).toBe(true);
  });

  test("outlives growth", async () => {
    const backend = await createWasmBackend();
    const early = tensor([1, 2, 3], { backend });
    for (let i = 0; i < 6; i++) zeros([2 ** 20], { backend });
    expect(early.arraySync()).toEqual([1, 2, 3]);
  });
});

test("what the backend cannot find by index is the reference's error", async () => {
  const backend = await createWasmBackend();
  for (const on of [backend, referenceBackend]) {
    const x = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      { backend: on },
    );
    for (const wrong of [2, -1, 0.5, NaN]) {
      expect(() => x.gather(1, tensor([[0], [wrong]], { backend: on }))).toThrow(
        `index ${wrong} is outside axis 1 of size 2`,
      );
    }
    expect(() => x.indexSelect(0, [0, 5])).toThrow("index 5 is outside axis 0 of size 2");
  }
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWebGpuBackend, optim, ReleasedError, scope, tensor, type WebGpuBackend } from "#engine/index.ts";
import { softwareGpu } from "./software-gpu.ts";

let backend: WebGpuBackend;
beforeEach(async () => {
  backend = await createWebGpuBackend({ gpu: await softwareGpu() });
});
afterEach(() => backend.close());

const on = (data: number[], requiresGrad = false) => tensor(data, { backend, requiresGrad });
const blocks = () => backend.info().memory.blocks;

describe("memory", () => {
  test("stays the same over 1,000 steps", async () => {
    const w = on([1, 2, 3], true);
    const optimizer = optim.momentum([w], { lr: 0.1 });
    const step = () =>
      scope(() => {
        optimizer.zeroGrad();
        const loss = w
          .sub(on([4, -1, 2]))
          .square()
          .sum();
        loss.backward();
        optimizer.step();
        return loss.detach();
      });
    for (let i = 0; i < 20; i++) scope(() => void step());
    const early = backend.info().memory;
    let last = Infinity;
    for (let i = 1; i <= 1000; i++) {
      const { reading } = scope(() => ({ reading: i % 50 === 0 ? step().item() : void step() }));
      last = (await reading) ?? last;
    }
    const { used, blocks, reserved } = backend.info().memory;
    expect({ used, blocks }).toEqual({ used: early.used, blocks: early.blocks });
    // Uploads take buffers that no pending command uses: a few more.
    expect(reserved).toBeLessThan(early.reserved + 64 * 1024);
    expect(last).toBeLessThan(1e-9);
  });

  test("of intermediate results inside an operation is given back at once", async () => {
    const x = on([1, 2, 3, 4]);
    const before = blocks();
    const p = x.softmax();
    expect(blocks()).toBe(before + 1);
    expect((await p.values())[3]).toBeCloseTo(0.643914, 6);
  });

  test("of a backward pass is given back but for the leaves' gradients", async () => {
    const w = on([1, 2], true);
    const loss = w.mul(w).tanh().sum();
    const before = blocks();
    loss.backward();
    expect(blocks()).toBe(before + 1);
    expect((await w.grad?.values())?.[0]).toBeCloseTo(2 * (1 - Math.tanh(1) ** 2), 6);
  });

  test("of a kernel that throws is given back", () => {
    const before = blocks();
    expect(() => scope(() => on([1, 2]).add(on([1, 2, 3])))).toThrow("add cannot broadcast (2) with (3)");
    expect(blocks()).toBe(before);
  });
});

describe("single numbers", () => {
  test("that are the same lie in one place", async () => {
    const [first, second, other] = [on([3]), on([3]), on([4])];
    expect(first.storage).toBe(second.storage);
    expect(other.storage).not.toBe(first.storage);
    expect(await scope(() => ({ sum: first.add(second).mul(other).item() })).sum).toBe(24);
    expect(await second.item()).toBe(3);
  });

  test("stay what they are when a thousand others have come", async () => {
    const kept = on([0.5]);
    for (let i = 0; i < 1000; i++) scope(() => void on([i]));
    const again = on([0.5]);
    expect([await kept.item(), await again.item(), await on([999]).item()]).toEqual([0.5, 0.5, 999]);
    expect(blocks()).toBe(1);
    expect(backend.info().memory.reserved).toBeLessThan(1100 * 256);
  });
});

describe("numbers", () => {
  test("read in a scope are those of then, whatever becomes of their memory", async () => {
    const readings = Array.from(
      { length: 30 },
      (_, i) =>
        scope(() => ({
          values: on([i, i + 1])
            .mul(2)
            .array(),
        })).values,
    );
    for (const [i, reading] of readings.entries()) expect(await reading).toEqual([2 * i, 2 * i + 2]);
  });

  test("uploaded while commands are pending do not change what these read", async () => {
    const sums = Array.from({ length: 300 }, (_, i) => scope(() => on([i, i, i]).sum()));
    expect(await Promise.all(sums.map((sum) => sum.item()))).toEqual(sums.map((_, i) => 3 * i));
  });

  test("of a tensor whose scope has ended are not to be had", async () => {
    let lost = on([0]);
    scope(() => {
      lost = on([1, 2]).mul(3);
    });
    await expect(lost.array()).rejects.toThrow(ReleasedError);
  });
});

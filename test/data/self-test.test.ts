import { relative } from "node:path";
import { expect, test } from "vitest";
import { testThisMachine } from "#lib/training/self-test-process.ts";

test("this machine is tested in a process of its own, which has fused multiply-adds", async () => {
  const [reference, wasm, webgpu] = await testThisMachine(0.1);
  expect(reference).toMatchObject({ backend: "reference", difference: 0, speed: { batch: 2 } });
  expect(wasm).toMatchObject({ backend: "wasm", on: { backend: "wasm" }, missing: null });
  expect(wasm.difference).toBeLessThan(1e-5);
  expect(webgpu.backend).toBe("webgpu");
  expect(webgpu.speed === null).toBe(webgpu.missing !== null);
});

test("a driver that crashes or does not answer is said not to work, beside what was found before", async () => {
  const program = (name: string) => relative("lib/training", `test/data/drivers/${name}`);
  const crashed = await testThisMachine(null, { program: program("crashing.mjs") });
  expect(crashed.map(({ backend }) => backend)).toEqual(["reference", "wasm", "webgpu"]);
  expect(crashed[1].missing).toBe(null);
  expect(crashed[2]).toMatchObject({ on: null, missing: "the test's process was ended by SIGABRT" });
  const silent = await testThisMachine(null, { program: program("silent.mjs"), patience: 1500 });
  expect(silent[2]).toMatchObject({ on: null, missing: "the test's process was ended by SIGKILL" });
});

test("what works here is found without computing anything", async () => {
  const [reference, wasm] = await testThisMachine(null);
  expect(reference).toEqual({
    backend: "reference",
    on: { backend: "reference", gpu: null, threads: 1, note: null },
    missing: null,
    difference: null,
    speed: null,
  });
  expect(wasm).toMatchObject({ backend: "wasm", on: { backend: "wasm" }, difference: null, speed: null });
});

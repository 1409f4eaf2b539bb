import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { BackendError } from "#engine/index.ts";
import { nodeGpu } from "#lib/training/node-gpu.ts";

const folder = mkdtempSync(join(tmpdir(), "epoch-gpu-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a package that is not installed is a sentence", async () => {
  await expect(nodeGpu("webgpu-that-is-not-there")).rejects.toThrow(
    new BackendError("the optional package webgpu-that-is-not-there is not installed (npm install --include=optional)"),
  );
});

test("a package made for another machine is a sentence", async () => {
  const file = join(folder, "other.mjs");
  writeFileSync(file, 'throw new Error("GLIBC_2.99 not found");');
  await expect(nodeGpu(pathToFileURL(file).href)).rejects.toThrow(
    /does not work on this machine: GLIBC_2\.99 not found$/,
  );
});

test("what the package creates is created once", async () => {
  const file = join(folder, "counted.mjs");
  writeFileSync(file, "let count = 0; export const create = () => ({ count: ++count });");
  const name = pathToFileURL(file).href;
  const first = await nodeGpu(name);
  expect(first).toMatchObject({ count: 1 });
  expect(await nodeGpu(name)).toBe(first);
});

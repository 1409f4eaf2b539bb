import { existsSync, realpathSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import type { GpuInterface } from "#engine/index.ts";
import { nodeGpu } from "#lib/training/node-gpu.ts";

const { findChromium } = (await import(new URL("../../../scripts/chromium.mjs", import.meta.url).href)) as {
  findChromium: () => Promise<string | undefined>;
};

/** Not among Node's constants: a library stays although nothing in it is used. */
const RTLD_NODELETE = 0x1000;
const FOLDERS = ["/usr/lib/chromium", "/usr/lib/chromium-browser", "/opt/google/chrome"];

/**
 * WebGPU in Node, from the package `webgpu`. On Linux it runs on SwiftShader, a Vulkan driver that computes on the CPU and comes
 * with every Chromium; a driver named by VK_ICD_FILENAMES comes first. Throws where there is none: tests on WebGPU never pass
 * by being left out.
 */
export async function softwareGpu(): Promise<GpuInterface> {
  await provideDriver();
  return nodeGpu();
}

/** Names the driver, for this process and those that it starts. */
export async function provideDriver(): Promise<void> {
  if (process.platform !== "linux" || process.env["VK_ICD_FILENAMES"] !== undefined) return;
  const chromium = await findChromium();
  const folders = [...(chromium === undefined ? [] : [dirname(realpathSync(chromium))]), ...FOLDERS];
  const folder = folders.find((folder) => existsSync(join(folder, "vk_swiftshader_icd.json")));
  if (folder === undefined) {
    throw new Error(`no Chromium with SwiftShader was found in ${folders.join(", ")}: name one by CHROMIUM_PATH`);
  }
  process.env["VK_ICD_FILENAMES"] = join(folder, "vk_swiftshader_icd.json");
  // Where the system has no Vulkan, Chromium's own: once it is loaded, whoever asks for it by name gets it.
  const library = join(folder, "libvulkan.so.1");
  if (!existsSync(library)) return;
  // A process that is yet to start looks there itself.
  process.env["LD_LIBRARY_PATH"] = [folder, process.env["LD_LIBRARY_PATH"] ?? ""].filter(Boolean).join(":");
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
  } catch {
    // Node says that it is no module of its own; the library stays loaded.
  }
}

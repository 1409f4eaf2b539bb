import { BackendError, type GpuInterface } from "#engine/index.ts";

interface GpuPackage {
  /** WebGPU with these settings of its implementation. What it gives has to be kept for as long as devices of it are used. */
  create(settings: readonly string[]): GpuInterface;
}

const opened = new Map<string, GpuInterface>();

/**
 * WebGPU in Node, from the optional package of that name. Throws a BackendError, whose message is a sentence without its full
 * stop, where the package is not installed or does not work on this machine.
 */
export async function nodeGpu(name = "webgpu"): Promise<GpuInterface> {
  let gpu = opened.get(name);
  if (gpu === undefined) {
    const code = await loadPackage(name);
    gpu = code.create([]);
    opened.set(name, gpu);
  }
  return gpu;
}

async function loadPackage(name: string): Promise<GpuPackage> {
  try {
    return (await import(/* turbopackIgnore: true */ name)) as GpuPackage;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const words =
      code === "ERR_MODULE_NOT_FOUND"
        ? `the optional package ${name} is not installed (npm install --include=optional)`
        : `the package ${name} does not work on this machine: ${message}`;
    throw new BackendError(words, { cause });
  }
}

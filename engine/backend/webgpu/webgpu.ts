import type { WebGpuBackend, WebGpuOptions } from "./backend.ts";

/**
 * A backend in float32 on a GPU, by WebGPU, whose code is loaded when it is asked for. Operations are recorded and carried out
 * later, so that what goes wrong on the GPU is told late: by the next reading, or by whatever is asked of the backend after it
 * is known. An index outside its axis is an IndexError of the next reading; a device that was lost, a kernel that the GPU
 * refuses, and memory that has run out there end the backend, and every later use throws that error. Numbers below 2⁻¹²⁶ count
 * as 0 in arithmetic.
 * It compares a handful of results with the reference first. Throws a BackendError where there is no WebGPU or no adapter, or a
 * result is wrong: the caller takes another backend.
 */
export async function createWebGpuBackend(options: WebGpuOptions = {}): Promise<WebGpuBackend> {
  const { openWebGpuBackend } = await import("./backend.ts");
  return openWebGpuBackend(options);
}

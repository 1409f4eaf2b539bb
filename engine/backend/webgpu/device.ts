import { BackendError } from "../../errors.ts";
import type { GpuAdapter, GpuDevice, GpuInterface, GpuLimits } from "./web-gpu.ts";

/** What the adapter may allow beyond every adapter's minimum, and the engine makes use of. */
const WANTED_LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
] as const satisfies readonly (keyof GpuLimits)[];

/** The limits as plain data. */
export function limitsOf({ limits }: GpuDevice): GpuLimits {
  const { maxBufferSize, maxStorageBufferBindingSize, maxStorageBuffersPerShaderStage } = limits;
  const { maxComputeWorkgroupStorageSize, maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX } = limits;
  return {
    maxBufferSize,
    maxStorageBufferBindingSize,
    maxStorageBuffersPerShaderStage,
    maxComputeWorkgroupStorageSize,
    maxComputeInvocationsPerWorkgroup,
    maxComputeWorkgroupSizeX,
    maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
  };
}

export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly features: readonly string[];
  /** Whether it is a program on the CPU and no GPU. */
  readonly software: boolean;
}

export interface OpenDevice {
  /** In Node the device ends with what it came from, so that is kept. */
  readonly gpu: GpuInterface;
  readonly device: GpuDevice;
  readonly info: AdapterInfo;
}

/** The fastest adapter's device, with the adapter's own limits. Throws a BackendError where there is none. */
export async function openDevice(gpu: GpuInterface): Promise<OpenDevice> {
  const adapter = await orBackendError("no adapter was found", () =>
    gpu.requestAdapter({ powerPreference: "high-performance" }),
  );
  if (adapter === null) throw new BackendError("WebGPU has no adapter here: there is no GPU that it can use");
  const requiredLimits = Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]]));
  const device = await orBackendError("the adapter gave no device", () =>
    adapter.requestDevice({ label: "engine", requiredLimits }),
  );
  return { gpu, device, info: describe(adapter) };
}

function describe({ info, features }: GpuAdapter): AdapterInfo {
  const { vendor, architecture, device, description } = info;
  const software =
    info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe/i.test(`${architecture} ${description}`);
  return { vendor, architecture, device, description, features: [...features].sort(), software };
}

async function orBackendError<T>(what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new BackendError(`WebGPU: ${what}: ${String(error)}`, { cause: error });
  }
}

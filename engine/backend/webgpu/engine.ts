import type { Engine, EngineOptions } from "../../engine.ts";
import { EngineError } from "../../errors.ts";
import { openWebGpuBackend, type WebGpuBackend } from "./backend.ts";

interface Wish extends Pick<EngineOptions, "gpu" | "memoryLimit"> {
  /** Floating-point operations at a time. */
  readonly work: number;
  /** Whether WebGPU was asked for, so that a program on the CPU in place of a GPU will do. */
  readonly isWanted: boolean;
}

/** The engine on a GPU; or in words why it cannot be had there. */
export async function openEngine({ work, gpu, memoryLimit, isWanted }: Wish): Promise<Engine | string> {
  const wish = isWanted ? "WebGPU was asked for" : `${(work / 1e9).toFixed(1)} GFLOP at a time pay on a GPU`;
  try {
    const given = typeof gpu === "function" ? await gpu() : gpu;
    const backend = await openWebGpuBackend({
      ...(given === undefined ? {} : { gpu: given }),
      ...(memoryLimit === undefined ? {} : { memoryLimit }),
    });
    if (isWanted || !backend.info().adapter.software) return engineOn(backend, `${wish}, and WebGPU works here`);
    backend.close();
    return `${wish}, but the only one here is a program on the CPU`;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return `${wish}, but ${error.message}`;
  }
}

function engineOn(backend: WebGpuBackend, reason: string): Engine {
  return {
    backend,
    info() {
      const { memory, ...gpu } = backend.info();
      return {
        backend: "webgpu",
        reason,
        gpu,
        withoutGpu: null,
        simd: false,
        fma: false,
        threads: 1,
        note: null,
        memory,
      };
    },
    close: () => backend.close(),
  };
}

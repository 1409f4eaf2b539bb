import type { Backend } from "./backend/backend.ts";
import { referenceBackend } from "./backend/reference/reference.ts";
import { createWasmBackend, type WasmInfo, type WasmOptions } from "./backend/wasm/backend.ts";
import type { WebGpuInfo } from "./backend/webgpu/backend.ts";
import type { GpuInterface } from "./backend/webgpu/web-gpu.ts";
import { BackendError } from "./errors.ts";

export interface EngineOptions extends WasmOptions {
  /** The backend to take if it works here; by default `work` decides. */
  readonly prefer?: "webgpu" | "wasm" | "reference";
  /** Floating-point operations of what is carried out at a time, such as a step of training; few by default. */
  readonly work?: number;
  /** The runtime's WebGPU, or where to get it once it is needed: `navigator.gpu` by default. */
  readonly gpu?: GpuInterface | (() => Promise<GpuInterface>);
}

/** Which backend computes, why this one, and on what. */
export interface EngineInfo extends Omit<WasmInfo, "memory"> {
  readonly backend: "webgpu" | "wasm" | "reference";
  /** Why this backend was taken, in words for people. */
  readonly reason: string;
  /** The GPU that computes, with what it allows; null on the CPU. */
  readonly gpu: Pick<WebGpuInfo, "adapter" | "limits"> | null;
  /** Why none does, where one was tried. */
  readonly withoutGpu: string | null;
  /** What the backend has taken of its memory; null on the reference, whose numbers the runtime keeps. */
  readonly memory: WasmInfo["memory"] | null;
}

/** A backend that works on this runtime. */
export interface Engine {
  readonly backend: Backend;
  info(): EngineInfo;
  /** Ends threads, so that one goes on computing, and gives a GPU back, which computes no more. */
  close(): void;
}

/**
 * From so many operations at a time on a GPU pays: where a CPU needs as long for the operations as a GPU needs to be told of
 * them. Two cores took 4 to 6 ms for so many (31 to 53 GFLOP/s, docs/bench.md). A step of training is about a hundred kernels,
 * each of which costs 12 to 31 µs here and 24 to 71 µs in the driver, whatever it computes: 4 to 10 ms, less when replayed.
 */
export const GPU_PAYS_FROM = 2e8;

/**
 * Takes the backend that was asked for, or else the GPU where there is one and so much `work` that it pays, or else the WASM
 * backend. Where a backend does not work the next one is taken, of WebGPU, WASM and the reference: a runtime that lacks what it
 * needs, a page whose policy forbids it, a system without the memory, and a result that the self-test finds wrong all lead
 * there; `info()` says which it was. A GPU that is a program on the CPU is taken only where it was asked for. The other options
 * are those of the WASM backend; `memoryLimit` holds on a GPU too.
 */
export async function createEngine({ prefer, work = 0, gpu, ...options }: EngineOptions = {}): Promise<Engine> {
  if (prefer === "reference") return onReference("the reference was asked for");
  const isLarge = work >= GPU_PAYS_FROM;
  if (prefer !== "webgpu" && (prefer === "wasm" || !isLarge)) return onCpu(options, null);
  const code = await import("./backend/webgpu/engine.ts").catch(String);
  const found =
    typeof code === "string" ? code : await code.openEngine({ work, gpu, isWanted: prefer === "webgpu", ...options });
  return typeof found === "string" ? onCpu(options, found) : found;
}

// `withoutGpu` says why no GPU computes, where one was tried.
async function onCpu(options: WasmOptions, withoutGpu: string | null): Promise<Engine> {
  const before = withoutGpu === null ? "" : `${withoutGpu}; `;
  try {
    const backend = await createWasmBackend(options);
    const { fma } = backend.info();
    const reason = `${before}WebAssembly ${fma ? "with fused multiply-add " : ""}works here`;
    return {
      backend,
      info: () => ({ backend: "wasm", reason, gpu: null, withoutGpu, ...backend.info() }),
      close: () => backend.close(),
    };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return onReference(`${before}${error.message}`, withoutGpu);
  }
}

function onReference(reason: string, withoutGpu: string | null = null): Engine {
  return {
    backend: referenceBackend,
    info: () => ({
      backend: "reference",
      reason,
      gpu: null,
      withoutGpu,
      simd: false,
      fma: false,
      threads: 1,
      note: null,
      memory: null,
    }),
    close() {},
  };
}

import type { Backend } from "./backend/backend.ts";
import { referenceBackend } from "./backend/reference/reference.ts";
import { createWasmBackend, type WasmInfo, type WasmOptions } from "./backend/wasm/backend.ts";
import { BackendError } from "./errors.ts";

export interface EngineOptions extends WasmOptions {
  /** Which backend to take where there is a choice: the fast one by default. */
  readonly prefer?: "wasm" | "reference";
}

/** Which backend computes, why this one, and on what. */
export interface EngineInfo extends Omit<WasmInfo, "memory"> {
  readonly backend: "wasm" | "reference";
  /** Why this backend was taken, in words for people. */
  readonly reason: string;
  /** What the WASM backend has taken of its memory; null on the reference, whose numbers the runtime keeps. */
  readonly memory: WasmInfo["memory"] | null;
}

/** A backend that works on this runtime. */
export interface Engine {
  readonly backend: Backend;
  info(): EngineInfo;
  /** Ends the threads, if there are any; what is computed afterwards is computed on one. */
  close(): void;
}

/**
 * Takes the WASM backend where it works, else the reference: a runtime without WebAssembly, a page whose policy forbids it, a
 * system without the memory, and a result that the self-test finds wrong all lead there; `info()` says which it was. The other
 * options are those of the WASM backend.
 */
export async function createEngine({ prefer = "wasm", ...options }: EngineOptions = {}): Promise<Engine> {
  if (prefer === "reference") return onReference("the reference was asked for");
  try {
    const backend = await createWasmBackend(options);
    const { fma } = backend.info();
    const reason = `WebAssembly ${fma ? "with fused multiply-add " : ""}works here`;
    return { backend, info: () => ({ backend: "wasm", reason, ...backend.info() }), close: () => backend.close() };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return onReference(error.message);
  }
}

function onReference(reason: string): Engine {
  return {
    backend: referenceBackend,
    info: () => ({ backend: "reference", reason, simd: false, fma: false, threads: 1, note: null, memory: null }),
    close() {},
  };
}

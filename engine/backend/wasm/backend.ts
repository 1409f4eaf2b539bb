import { BackendError, EngineError, ReleasedError } from "../../errors.ts";
import type { Backend, View } from "../backend.ts";
import { mapEntries } from "./elementwise.ts";
import { findFeatures } from "./features.ts";
import { makeKernels, numbersOf } from "./kernels.ts";
import { Machine } from "./machine.ts";
import type { MemoryUse, WasmStorage } from "./memory.ts";
import { withContiguous } from "./movement.ts";
import { selfTest } from "./self-test.ts";
import { findWebAssembly } from "./web-assembly.ts";

export interface WasmOptions {
  /** Bytes of memory that may be taken; 2 GiB by default, 4 GiB at most. */
  readonly memoryLimit?: number;
  /** Fused multiply-add where the runtime has it (true by default). */
  readonly fma?: boolean;
}

/** What the backend is running on. */
export interface WasmInfo {
  readonly simd: boolean;
  readonly fma: boolean;
  readonly threads: number;
  readonly memory: MemoryUse;
}

export interface WasmBackend extends Backend<WasmStorage> {
  info(): WasmInfo;
}

/**
 * A backend in float32 on WebAssembly SIMD, with kernels that the engine emits itself. It checks a handful of results against
 * the reference first. Throws a BackendError where the runtime has no WebAssembly SIMD, or a result is wrong: the caller
 * takes another backend.
 */
export async function createWasmBackend({ memoryLimit = 2 ** 31, fma = true }: WasmOptions = {}): Promise<WasmBackend> {
  const api = findWebAssembly();
  if (api === undefined) throw new BackendError("this runtime has no WebAssembly");
  const found = findFeatures(api);
  if (!found.simd) throw new BackendError("this runtime's WebAssembly has no SIMD");
  try {
    const machine = new Machine(api, { ...found, fma: fma && found.fma }, Math.min(memoryLimit, 2 ** 32 - 2 ** 16));
    const backend = makeBackend(machine);
    selfTest(backend);
    machine.memory.clear();
    return backend;
  } catch (error) {
    if (error instanceof EngineError) throw error;
    // A page's policy may forbid compiling, or the system have no memory to give.
    throw new BackendError(`this runtime does not run the engine's WebAssembly: ${String(error)}`, { cause: error });
  }
}

function makeBackend(machine: Machine): WasmBackend {
  const readSync = (view: View<WasmStorage>): Float64Array =>
    withContiguous(machine, view, (whole) => Float64Array.from(numbersOf(machine, whole)));
  return {
    name: "wasm",
    kernels: makeKernels(machine),
    upload(values) {
      const storage = machine.memory.allocate(values.length);
      machine.write(storage, values);
      if (values.length === 1) storage.number = Math.fround(values[0]);
      return storage;
    },
    read: async (view) => readSync(view),
    readSync,
    map: (expressions, views, values) =>
      machine.memory.undoOnError(() => mapEntries(machine, expressions, views, values)),
    counts: {
      retain: (storage) => void storage.tensors++,
      release(storage) {
        if (storage.free) throw new ReleasedError(`a storage of ${storage.length} entries was let go once too often`);
        storage.tensors--;
        if (storage.tensors === 0) machine.memory.release(storage);
      },
    },
    info: () => ({ simd: true, fma: machine.features.fma, threads: 1, memory: machine.memory.use() }),
  };
}

import { ArgumentError, BackendError, EngineError, ReleasedError } from "../../errors.ts";
import type { Backend, View } from "../backend.ts";
import { mapEntries } from "./elementwise.ts";
import { type Features, findFeatures } from "./features.ts";
import { makeKernels, numbersOf } from "./kernels.ts";
import { Machine, machines } from "./machine.ts";
import type { MemoryUse, WasmStorage } from "./memory.ts";
import { withContiguous } from "./movement.ts";
import { selfTest } from "./self-test.ts";
import { findThreadHost } from "./threads/host.ts";
import { MOST } from "./threads/layout.ts";
import type { TeamOptions } from "./threads/team.ts";
import { findWebAssembly, type WebAssemblyInterface } from "./web-assembly.ts";

export interface WasmOptions {
  /** Bytes of memory that may be taken; 2 GiB by default, 4 GiB at most. */
  readonly memoryLimit?: number;
  /** Fused multiply-add where the runtime has it (true by default). */
  readonly fma?: boolean;
  /**
   * How many threads compute, the calling one among them; by default as many as there are cores, at most 8. They are started by
   * the first work that is large enough, and take part once they have begun. Results are the same for every number.
   */
  readonly threads?: number;
  /**
   * The URL of a file with the text of `THREAD_SCRIPT`, from which a page starts its threads: only for one whose policy forbids
   * workers made of a blob.
   */
  readonly threadScript?: string;
  /** Operations of the smallest piece that a kernel's work is divided into among threads (750,000 by default; 0 for tests). */
  readonly leastPiece?: number;
  /** Milliseconds after which a thread that does not answer is done without (2,000 by default). */
  readonly threadPatience?: number;
}

/** What the backend is running on. */
export interface WasmInfo {
  readonly simd: boolean;
  readonly fma: boolean;
  /** How many threads compute now, the calling one among them. */
  readonly threads: number;
  /** Why there are not as many threads as there were to be; null while there are, or they are only to be started. */
  readonly note: string | null;
  readonly memory: MemoryUse;
}

export interface WasmBackend extends Backend<WasmStorage> {
  info(): WasmInfo;
  /** Starts the threads, if that has not been done, and resolves when all that will take part do. */
  startThreads(): Promise<void>;
  /** Ends the threads; the backend goes on with one. Programs of Node end without. */
  close(): void;
}

const MOST_THREADS_BY_DEFAULT = 8;
const LEAST_PIECE = 750_000;
const PATIENCE = 2000;

/**
 * A backend in float32 on WebAssembly SIMD, with kernels that the engine emits itself. It carries out every vector instruction of
 * theirs first. Throws a BackendError where the runtime has no WebAssembly SIMD, or a result is wrong: the caller takes another
 * backend.
 */
export async function createWasmBackend(options: WasmOptions = {}): Promise<WasmBackend> {
  const { memoryLimit = 2 ** 31, fma = true } = options;
  const api = findWebAssembly();
  if (api === undefined) throw new BackendError("this runtime has no WebAssembly");
  const found = findFeatures(api);
  if (!found.simd) throw new BackendError("this runtime's WebAssembly has no SIMD");
  try {
    const features = { ...found, fma: fma && found.fma };
    const limit = Math.min(memoryLimit, 2 ** 32 - 2 ** 16);
    const threads = threadsFor(options);
    const several = typeof threads === "string" ? threads : tryMachine(api, features, limit, threads);
    if (typeof several !== "string") return several;
    const machine = new Machine(api, features, limit);
    const backend = makeBackend(machine, several);
    selfTest(machine);
    machine.memory.clear();
    return backend;
  } catch (error) {
    if (error instanceof EngineError) throw error;
    // A page's policy may forbid compiling, or the system have no memory to give.
    throw new BackendError(`this runtime does not run the engine's WebAssembly: ${String(error)}`, { cause: error });
  }
}

// The threads there are to be, or in words why there is but one.
function threadsFor(options: WasmOptions): TeamOptions | string {
  const { leastPiece = LEAST_PIECE, threadPatience: patience = PATIENCE } = options;
  if (options.threads === 1) return "one thread was asked for";
  if (options.threads !== undefined && !(Number.isInteger(options.threads) && options.threads > 1)) {
    throw new ArgumentError(`threads is a whole number above 0, got ${options.threads}`);
  }
  const host = findThreadHost(options.threadScript);
  if (typeof host === "string") return host;
  const threads = Math.min(options.threads ?? Math.min(host.cores, MOST_THREADS_BY_DEFAULT), MOST.threads);
  return threads === 1 ? "there is one core" : { host, threads, leastPiece, patience };
}

// A backend of several threads, or in words why it cannot be had.
function tryMachine(
  api: WebAssemblyInterface,
  features: Features,
  limit: number,
  threads: TeamOptions,
): WasmBackend | string {
  try {
    const machine = new Machine(api, features, limit, threads);
    const backend = makeBackend(machine, null);
    selfTest(machine);
    machine.memory.clear();
    machine.team?.open();
    return backend;
  } catch (error) {
    return `no shared memory works here: ${error instanceof Error ? error.message : String(error)}`;
  }
}

// `note` says why there is but one thread.
function makeBackend(machine: Machine, note: string | null): WasmBackend {
  const readSync = (view: View<WasmStorage>): Float64Array =>
    machine.read(() => withContiguous(machine, view, (whole) => new Float64Array(numbersOf(machine, whole))));
  const backend: WasmBackend = {
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
    map(expressions, views, values) {
      const results = machine.memory.undoOnError(() => mapEntries(machine, expressions, views, values));
      machine.observer?.mapped(expressions, views, values, results);
      return results;
    },
    counts: {
      retain: (storage) => void storage.tensors++,
      release(storage) {
        if (storage.free) throw new ReleasedError(`a storage of ${storage.length} entries was let go once too often`);
        storage.tensors--;
        if (storage.tensors === 0) machine.memory.release(storage);
      },
    },
    info: () => ({
      simd: true,
      fma: machine.features.fma,
      threads: machine.team?.pool.size ?? 1,
      note: machine.team?.pool.note ?? note,
      memory: machine.memory.use(),
    }),
    startThreads: async () => machine.team?.gathered(),
    close: () => machine.team?.pool.close(),
  };
  machines.set(backend, machine);
  return backend;
}

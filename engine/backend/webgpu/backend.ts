import { BackendError, ReleasedError } from "../../errors.ts";
import { sizeOf } from "../../shape.ts";
import type { Backend, View } from "../backend.ts";
import type { BufferUse, WebGpuStorage } from "./buffers.ts";
import { type AdapterInfo, limitsOf, openDevice } from "./device.ts";
import { mapEntries } from "./elementwise.ts";
import { makeKernels } from "./kernels.ts";
import { Machine } from "./machine.ts";
import { withContiguous } from "./copying.ts";
import { recorders } from "./replay/recorders.ts";
import { WebGpuStepRecorder } from "./replay/step-recorder.ts";
import { selfTest } from "./self-test.ts";
import { findWebGpu, type GpuInterface, type GpuLimits } from "./web-gpu.ts";
import type { Tiling } from "./wgsl/gemm.ts";

export interface WebGpuOptions {
  /** The runtime's WebGPU: `navigator.gpu` by default; in Node what a package's `create` gives. */
  readonly gpu?: GpuInterface;
  /** Bytes of the GPU's memory that may be taken; 4 GiB by default. WebGPU does not tell how much there is. */
  readonly memoryLimit?: number;
  /** How products of matrices and convolutions are shared out; their sizes decide by default. */
  readonly tiling?: Tiling;
}

/** What the backend is running on. */
export interface WebGpuInfo {
  readonly adapter: AdapterInfo;
  readonly limits: GpuLimits;
  readonly memory: BufferUse;
}

export interface WebGpuBackend extends Backend<WebGpuStorage> {
  info(): WebGpuInfo;
  /** Gives the device back. Every later use throws a BackendError. */
  close(): void;
}

/** See webgpu.ts. */
export async function openWebGpuBackend({
  gpu = findWebGpu(),
  memoryLimit = 2 ** 32,
  tiling,
}: WebGpuOptions = {}): Promise<WebGpuBackend> {
  if (gpu === undefined) throw new BackendError("this runtime has no WebGPU");
  const machine = new Machine(await openDevice(gpu), { memoryLimit, tiling });
  const backend = makeBackend(machine);
  try {
    await selfTest(backend);
  } catch (error) {
    backend.close();
    throw error;
  }
  machine.pool.trim();
  return backend;
}

function makeBackend(machine: Machine): WebGpuBackend {
  const { pool } = machine;
  const backend: WebGpuBackend = {
    name: "webgpu",
    kernels: makeKernels(machine),
    upload: (values) => machine.upload(values),
    read: (view) => readView(machine, view),
    map: (expressions, views, values) => pool.undoOnError(() => mapEntries(machine, expressions, views, values)),
    counts: {
      retain: (storage) => void storage.tensors++,
      release(storage) {
        if (storage.free) throw new ReleasedError(`a storage of ${storage.length} entries was let go once too often`);
        storage.tensors--;
        if (storage.tensors === 0) pool.release(storage);
      },
    },
    info: () => ({ adapter: machine.open.info, limits: limitsOf(machine.open.device), memory: pool.use() }),
    close: () => machine.close(),
  };
  recorders.set(backend, () => new WebGpuStepRecorder(machine));
  return backend;
}

// Recorded at once: the view's memory may be given back before the numbers are here.
async function readView(machine: Machine, view: View<WebGpuStorage>): Promise<Float64Array> {
  const count = sizeOf(view.shape);
  const numbers = await withContiguous(machine, view, ({ storage, offset }) => machine.read(storage, offset, count));
  return Float64Array.from(numbers);
}

import { BackendError, type EngineError, IndexError, OutOfMemoryError } from "../../errors.ts";
import { BufferPool, type PooledBuffer, type WebGpuStorage } from "./buffers.ts";
import { Constants } from "./constants.ts";
import type { OpenDevice } from "./device.ts";
import { type Kernel, Pipelines, SLOT, type Watch } from "./pipelines.ts";
import { Readings } from "./readings.ts";
import {
  type BindGroup,
  type CommandEncoder,
  type ComputePass,
  type ComputePipeline,
  type GpuBuffer,
  type GpuDevice,
  USAGE,
} from "./web-gpu.ts";
import type { Tiling } from "./wgsl/gemm.ts";
import { type KernelCode, ROW_OF_GROUPS } from "./wgsl/shader.ts";

/** One use of a kernel. */
export interface Dispatch {
  readonly reads: readonly WebGpuStorage[];
  readonly writes: readonly WebGpuStorage[];
  /** What the code knows as `u.name`: whole numbers, or the bits of float32. The same names for the same kernel. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Where the last of the numbers come from, as float32. */
  readonly values?: readonly number[];
  readonly groups: number;
}

/** Told what happens on a machine while a step is recorded. */
export interface DispatchObserver {
  dispatched(kernel: Kernel, dispatch: Dispatch): void;
  /** The host gave a storage these numbers. */
  wrote(storage: WebGpuStorage, values: Float64Array): void;
  reading(): void;
}

/** A dispatch with all that it needs in its place. */
export interface ReadyDispatch {
  readonly pipeline: ComputePipeline;
  readonly buffers: BindGroup;
  readonly numbers: BindGroup;
  /** Where in their buffer its numbers begin. */
  readonly offset: number;
  readonly groups: number;
}

/** So many places there are for the numbers of dispatches in one submission. */
const SLOTS = 256;
/** So many repeated dispatches are submitted together at most, so that the GPU has begun before all are told. */
const MOST_REPEATED = 1024;
/** A record of a wrong index: whether there is one, the axis, its size, and the index as float32. */
const WRONG_WORDS = 4;
const WRONG_BYTES = WRONG_WORDS * 4;

export interface MachineOptions {
  readonly memoryLimit: number;
  readonly tiling?: Tiling;
}

/**
 * A device, its buffers, and the commands that are yet to be submitted to it. Commands are collected in one pass, where they
 * are carried out in order, and submitted when numbers are read or many have come together.
 */
export class Machine {
  readonly pool: BufferPool;
  readonly open: OpenDevice;
  /** How all products are shared out, or null where their sizes decide. */
  readonly tiling: Tiling | null;
  /** Where kernels note the first wrong index, for the next reading to tell. */
  readonly wrong: WebGpuStorage;
  readonly pipelines: Pipelines;
  observer: DispatchObserver | null = null;
  private readonly device: GpuDevice;
  private readonly readings: Readings;
  private readonly constants: Constants;
  private readonly uniforms: GpuBuffer;
  private readonly slots = new Uint32Array((SLOTS * SLOT) / 4);
  private usedSlots = 0;
  private repeated = 0;
  private encoder: CommandEncoder | null = null;
  private pass: ComputePass | null = null;
  /** The submission that present commands will be part of. */
  submission = 0;
  private failure: EngineError | null = null;
  /** Checks of what the device was asked for that have not come back. */
  private readonly unsettled = new Set<Promise<void>>();

  constructor(open: OpenDevice, { memoryLimit, tiling }: MachineOptions) {
    this.open = open;
    this.tiling = tiling ?? null;
    this.device = open.device;
    const watch: Watch = (filter, run, describe) => this.watch(filter, run, describe);
    this.pool = new BufferPool(this.device, memoryLimit, watch, () => {
      this.submit();
      this.pipelines.forgetBuffers();
    });
    const usage = USAGE.storage | USAGE.copyFrom | USAGE.copyTo;
    const gpu = this.device.createBuffer({ label: "wrong index", size: WRONG_BYTES, usage });
    const buffer = { gpu, id: -1, bytes: WRONG_BYTES, usedIn: -1, arena: null };
    this.wrong = { length: WRONG_WORDS, buffer, tensors: 1, free: false };
    this.uniforms = this.device.createBuffer({
      label: "numbers of dispatches",
      size: SLOTS * SLOT,
      usage: USAGE.uniform | USAGE.copyTo,
    });
    this.pipelines = new Pipelines(this.device, watch);
    this.readings = new Readings(this.device);
    this.constants = new Constants(this.pool);
    this.device.addEventListener("uncapturederror", ({ error }) =>
      this.fail(new BackendError(`the GPU refused something: ${error.message}`)),
    );
    void this.device.lost.then(({ message, reason }) =>
      this.fail(new BackendError(`the GPU was lost (${reason}): ${message}; make another backend`)),
    );
  }

  /** Records the use of a kernel, which is made by `define` the first time its name occurs. */
  run(name: string, dispatch: Dispatch, define: () => KernelCode): void {
    this.requireWorking();
    const { reads, writes, numbers, groups } = dispatch;
    if (groups === 0) return;
    const kernel = this.pipelines.kernel(
      name,
      () => ({ reads: reads.length, writes: writes.length, numbers: Object.keys(numbers) }),
      define,
    );
    const offset = this.writeNumbers(kernel, numbers);
    const buffers: PooledBuffer[] = [];
    for (const { buffer } of reads) buffers.push(buffer);
    for (const { buffer } of writes) buffers.push(buffer);
    for (const buffer of buffers) buffer.usedIn = this.submission;
    const pass = this.openPass();
    pass.setPipeline(kernel.pipeline);
    pass.setBindGroup(0, this.pipelines.group(kernel.layout, buffers));
    pass.setBindGroup(1, this.pipelines.numbersGroup(this.uniforms, kernel.slots), [offset]);
    pass.dispatchWorkgroups(Math.min(groups, ROW_OF_GROUPS), Math.ceil(groups / ROW_OF_GROUPS));
    this.observer?.dispatched(kernel, dispatch);
  }

  /** Records dispatches of which everything is ready, and which use these buffers. */
  repeat(dispatches: readonly ReadyDispatch[], using: Iterable<PooledBuffer>): void {
    this.requireWorking();
    if (this.repeated > 0 && this.repeated + dispatches.length > MOST_REPEATED) this.submit();
    for (const buffer of using) buffer.usedIn = this.submission;
    const pass = this.openPass();
    let before: ComputePipeline | null = null;
    for (const { pipeline, buffers, numbers, offset, groups } of dispatches) {
      if (pipeline !== before) pass.setPipeline(pipeline);
      before = pipeline;
      pass.setBindGroup(0, buffers);
      pass.setBindGroup(1, numbers, [offset]);
      pass.dispatchWorkgroups(Math.min(groups, ROW_OF_GROUPS), Math.ceil(groups / ROW_OF_GROUPS));
    }
    this.repeated += dispatches.length;
  }

  /** A buffer for numbers of dispatches. */
  createUniforms(bytes: number): GpuBuffer {
    return this.watch(
      "out-of-memory",
      () => this.device.createBuffer({ label: "numbers of a step", size: bytes, usage: USAGE.uniform | USAGE.copyTo }),
      () => new OutOfMemoryError(`the GPU has no room for ${bytes} bytes that describe a recorded step`),
    );
  }

  /** Gives a buffer new numbers, which only what is recorded from now on finds there. */
  overwrite(gpu: GpuBuffer, numbers: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>, start = 0): void {
    this.requireWorking();
    this.submit();
    if (numbers.length > 0) this.device.queue.writeBuffer(gpu, start * 4, numbers, 0, numbers.length);
  }

  /** Copies a whole buffer to another of its size. */
  copyBuffer(from: PooledBuffer, to: PooledBuffer): void {
    this.openEncoder().copyBufferToBuffer(from.gpu, 0, to.gpu, 0, from.bytes);
    from.usedIn = to.usedIn = this.submission;
  }

  /** The values in a storage; a single number's may be shared with others that are the same. */
  upload(values: Float64Array): WebGpuStorage {
    this.requireWorking();
    // A recorded step's numbers may be others in each replay.
    if (values.length !== 1 || this.observer !== null) return this.write(values);
    return this.constants.get(values[0], () => this.write(values));
  }

  /**
   * `length` entries of a storage from the given one on, as they are after all that has been recorded: what is recorded later
   * does not change them. Rejects with what has gone wrong on the GPU since.
   */
  async read({ buffer }: WebGpuStorage, start: number, length: number): Promise<Float32Array> {
    this.requireWorking();
    this.observer?.reading();
    const bytes = length * 4;
    const reading = this.watch(
      "out-of-memory",
      () => this.readings.take(bytes + WRONG_BYTES),
      () => new OutOfMemoryError(`there is no room to read ${length} entries back from the GPU`),
    );
    const encoder = this.openEncoder();
    if (bytes > 0) encoder.copyBufferToBuffer(buffer.gpu, start * 4, reading.gpu, 0, bytes);
    encoder.copyBufferToBuffer(this.wrong.buffer.gpu, 0, reading.gpu, bytes, WRONG_BYTES);
    encoder.clearBuffer(this.wrong.buffer.gpu, 0, WRONG_BYTES);
    this.submit();
    let copy: Float32Array;
    try {
      copy = await this.readings.finish(reading, bytes + WRONG_BYTES);
    } catch (error) {
      throw this.failure ?? new BackendError(`the GPU gave no numbers back: ${String(error)}`, { cause: error });
    }
    await Promise.all(this.unsettled);
    this.requireWorking();
    requireRightIndices(copy.subarray(length));
    return copy.subarray(0, length);
  }

  /** Every use from now on throws the error. The first of several counts. */
  fail(error: EngineError): void {
    this.failure ??= error;
  }

  close(): void {
    this.fail(new BackendError("this WebGPU backend was closed"));
    this.device.destroy();
  }

  requireWorking(): void {
    if (this.failure !== null) throw this.failure;
  }

  /** Sends what has been recorded to the GPU. */
  submit(): void {
    if (this.encoder === null) return;
    this.pass?.end();
    if (this.usedSlots > 0) {
      this.device.queue.writeBuffer(this.uniforms, 0, this.slots, 0, (this.usedSlots * SLOT) / 4);
    }
    const { encoder } = this;
    this.watch(
      "validation",
      () => this.device.queue.submit([encoder.finish()]),
      (message) => new BackendError(`the GPU refused a command: ${message}`),
    );
    this.pass = null;
    this.encoder = null;
    this.usedSlots = 0;
    this.repeated = 0;
    this.submission++;
  }

  private watch<T>(
    filter: "validation" | "out-of-memory",
    run: () => T,
    describe: (message: string) => EngineError,
  ): T {
    this.device.pushErrorScope(filter);
    try {
      return run();
    } finally {
      const settled = this.device.popErrorScope().then(
        (error) => {
          if (error !== null) this.fail(describe(error.message));
        },
        // Only a device that is gone does not answer, and that is told elsewhere.
        () => undefined,
      );
      this.unsettled.add(settled);
      void settled.then(() => this.unsettled.delete(settled));
    }
  }

  private write(values: Float64Array): WebGpuStorage {
    // Pending commands are carried out after this, and may read what a buffer held before.
    const storage = this.pool.allocate(values.length, this.submission);
    if (values.length > 0) {
      this.device.queue.writeBuffer(storage.buffer.gpu, 0, new Float32Array(values), 0, values.length);
    }
    this.observer?.wrote(storage, values);
    return storage;
  }

  private writeNumbers({ slots, names }: Kernel, numbers: Readonly<Record<string, number>>): number {
    if (this.usedSlots + slots > SLOTS) this.submit();
    const offset = this.usedSlots * SLOT;
    let at = offset / 4;
    this.slots[at++] = 0;
    for (const name of names) this.slots[at++] = numbers[name];
    this.usedSlots += slots;
    return offset;
  }

  private openEncoder(): CommandEncoder {
    this.pass?.end();
    this.pass = null;
    this.encoder ??= this.device.createCommandEncoder();
    return this.encoder;
  }

  private openPass(): ComputePass {
    this.encoder ??= this.device.createCommandEncoder();
    this.pass ??= this.encoder.beginComputePass();
    return this.pass;
  }
}

function requireRightIndices(record: Float32Array): void {
  const [any, axis, size] = new Uint32Array(record.buffer, record.byteOffset, WRONG_WORDS);
  if (any !== 0) throw new IndexError(`index ${record[3]} is outside axis ${axis} of size ${size}`);
}

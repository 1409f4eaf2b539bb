import { OutOfMemoryError, ReleasedError } from "../../errors.ts";
import type { Storage } from "../backend.ts";
import type { Watch } from "./pipelines.ts";
import { type GpuBuffer, type GpuDevice, USAGE } from "./web-gpu.ts";

/** Float32 numbers in a buffer of their own on the GPU. */
export interface WebGpuStorage extends Storage {
  /** Another one from step to step for what a replayed step carries on. */
  buffer: PooledBuffer;
  /** How many tensors read them; when the last lets go, the buffer is free for others. */
  tensors: number;
  free: boolean;
}

/** A buffer that is handed out again and again. */
export interface PooledBuffer {
  readonly gpu: GpuBuffer;
  /** Different for each buffer of a pool. */
  readonly id: number;
  readonly bytes: number;
  /** The last submission whose commands use it. */
  usedIn: number;
  /** The recorded step that the buffer belongs to; null for one that all take. */
  arena: Arena | null;
}

/** Buffers of a recorded step: those that are free belong to that step alone, and count as in use. */
export class Arena {
  readonly buffers = new Set<PooledBuffer>();
  /** Those that no other part of the step may use. */
  readonly pinned = new Set<PooledBuffer>();
  /** Free ones. */
  readonly idle = new Set<PooledBuffer>();
  /** Free ones that the step may use again, by size. */
  readonly freeLists = new Map<number, PooledBuffer[]>();
}

export interface BufferUse {
  /** Bytes of buffers that are in use. */
  readonly used: number;
  /** Bytes taken from the GPU. */
  readonly reserved: number;
  /** Bytes that may be taken at most. */
  readonly limit: number;
  /** Buffers in use. */
  readonly blocks: number;
}

const UNIT = 256;
/** Sizes of one class differ from the next by at most a quarter. */
const STEPS = 4;

/** Buffers by size class: a buffer that was given back is the next one of its size. */
export class BufferPool {
  private readonly device: GpuDevice;
  private readonly limit: number;
  /** The most bytes that a kernel can be given as one buffer. */
  private readonly largest: number;
  private readonly watch: Watch;
  private readonly beforeDestroying: () => void;
  private readonly freeLists = new Map<number, PooledBuffer[]>();
  private used = 0;
  private reserved = 0;
  private blocks = 0;
  private made = 0;
  /** Storages taken during the present call of `undoOnError`. */
  private recent: WebGpuStorage[] | null = null;
  /** Of the step that is being recorded. */
  private arena: Arena | null = null;

  /** `beforeDestroying` is called before buffers that nobody uses are destroyed to make room. */
  constructor(device: GpuDevice, limit: number, watch: Watch, beforeDestroying: () => void) {
    this.device = device;
    this.limit = limit;
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    // A little less than a buffer may be, since readings append a record; some kernels read four numbers at once.
    this.largest = Math.floor(Math.min(maxBufferSize - UNIT, maxStorageBufferBindingSize) / 16) * 16;
    this.watch = watch;
    this.beforeDestroying = beforeDestroying;
  }

  /**
   * Room for `length` float32, of any content. With `idleSince` a buffer that commands of that submission use is not taken.
   * Throws an OutOfMemoryError when the limit is reached, or the adapter's for one buffer.
   */
  allocate(length: number, idleSince?: number): WebGpuStorage {
    const bytes = this.sizeFor(length * 4);
    const { arena } = this;
    const again = idleSince === undefined ? arena?.freeLists.get(bytes)?.pop() : undefined;
    if (again !== undefined) arena?.idle.delete(again);
    const buffer = again ?? this.take(bytes, arena, idleSince);
    // What the host writes stays there, and is written before the commands of the whole step.
    if (idleSince !== undefined) arena?.pinned.add(buffer);
    const storage: WebGpuStorage = { length, buffer, tensors: 0, free: false };
    this.recent?.push(storage);
    return storage;
  }

  /** Runs a step with an arena of its own. */
  within<T>(arena: Arena, run: () => T): T {
    const before = this.arena;
    this.arena = arena;
    try {
      return run();
    } finally {
      this.arena = before;
    }
  }

  /** A buffer like a storage's, that belongs to a recorded step and to no storage in it. */
  reserveLike({ buffer }: WebGpuStorage, arena: Arena): PooledBuffer {
    const own = this.take(buffer.bytes, arena);
    arena.pinned.add(own);
    arena.idle.add(own);
    return own;
  }

  /** Puts a storage's numbers into another buffer of the same arena, which holds them already; gives back the former one. */
  move(storage: WebGpuStorage, to: PooledBuffer): PooledBuffer {
    const former = storage.buffer;
    storage.buffer = to;
    to.arena?.idle.delete(to);
    former.arena?.idle.add(former);
    return former;
  }

  /** From now on an arena's buffers are as any others. Commands up to that submission use them. */
  dissolve(arena: Arena, submission: number): void {
    for (const buffer of arena.buffers) {
      buffer.arena = null;
      buffer.usedIn = submission;
      if (arena.idle.has(buffer)) this.giveBack(buffer);
    }
  }

  /** Gives the buffer back. Throws a ReleasedError where that has been done. */
  release(storage: WebGpuStorage): void {
    if (storage.free) throw new ReleasedError(`a buffer of ${storage.length} entries was given back twice`);
    storage.free = true;
    const { buffer } = storage;
    const { arena } = buffer;
    if (arena === null) this.giveBack(buffer);
    else {
      arena.idle.add(buffer);
      if (!arena.pinned.has(buffer)) listed(arena.freeLists, buffer);
    }
  }

  private giveBack(buffer: PooledBuffer): void {
    listed(this.freeLists, buffer);
    this.used -= buffer.bytes;
    this.blocks--;
  }

  private take(bytes: number, arena: Arena | null, idleSince?: number): PooledBuffer {
    const buffer = this.takeFree(bytes, idleSince) ?? this.create(bytes);
    buffer.arena = arena;
    arena?.buffers.add(buffer);
    this.used += bytes;
    this.blocks++;
    return buffer;
  }

  /** Whether a buffer in use counts as such; the machine's own do not. */
  count(storage: WebGpuStorage, counts: boolean): void {
    const sign = counts ? 1 : -1;
    this.used += sign * storage.buffer.bytes;
    this.blocks += sign;
  }

  /** Runs, and gives back every buffer that was taken meanwhile if that throws. */
  undoOnError<T>(run: () => T): T {
    const before = this.recent;
    const taken: WebGpuStorage[] = [];
    this.recent = taken;
    try {
      return run();
    } catch (error) {
      for (const storage of taken) if (!storage.free) this.release(storage);
      throw error;
    } finally {
      this.recent = before;
    }
  }

  use(): BufferUse {
    return { used: this.used, reserved: this.reserved, limit: this.limit, blocks: this.blocks };
  }

  private sizeFor(bytes: number): number {
    if (bytes > this.largest) {
      throw new OutOfMemoryError(
        `no buffer for ${mebibytes(bytes)}: ${mebibytes(this.largest)} is the most that this adapter gives at once`,
      );
    }
    return Math.min(roundUp(bytes), this.largest);
  }

  private takeFree(bytes: number, idleSince: number | undefined): PooledBuffer | undefined {
    const list = this.freeLists.get(bytes);
    if (list === undefined || idleSince === undefined) return list?.pop();
    // The one that has lain longest.
    return list.length > 0 && list[0].usedIn < idleSince ? list.shift() : undefined;
  }

  private create(bytes: number): PooledBuffer {
    if (this.reserved + bytes > this.limit) this.trim();
    if (this.reserved + bytes > this.limit) {
      throw new OutOfMemoryError(
        `no room for ${mebibytes(bytes)}: ${mebibytes(this.used)} in ${this.blocks} buffers are in use, ` +
          `${mebibytes(this.limit)} is the limit; run each step in scope() to give memory back at once`,
      );
    }
    const usage = USAGE.storage | USAGE.copyFrom | USAGE.copyTo;
    const words =
      `the GPU has no room for ${mebibytes(bytes)}: ` +
      `${mebibytes(this.used)} in ${this.blocks} buffers are in use, ${mebibytes(this.reserved)} are reserved`;
    const gpu = this.watch(
      "out-of-memory",
      () => this.device.createBuffer({ label: `${bytes} bytes`, size: bytes, usage }),
      () => new OutOfMemoryError(words),
    );
    this.reserved += bytes;
    return { gpu, id: this.made++, bytes, usedIn: -1, arena: null };
  }

  /** Gives the GPU back what nobody uses. */
  trim(): void {
    this.beforeDestroying();
    for (const list of this.freeLists.values()) {
      for (const buffer of list) {
        buffer.gpu.destroy();
        this.reserved -= buffer.bytes;
      }
    }
    this.freeLists.clear();
  }
}

function listed(lists: Map<number, PooledBuffer[]>, buffer: PooledBuffer): void {
  const list = lists.get(buffer.bytes);
  if (list === undefined) lists.set(buffer.bytes, [buffer]);
  else list.push(buffer);
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

// 256, 512, 768, 1024, then four sizes to each doubling.
function roundUp(bytes: number): number {
  const units = Math.max(1, Math.ceil(bytes / UNIT));
  if (units <= STEPS) return units * UNIT;
  const step = 2 ** (Math.floor(Math.log2(units - 1)) - 2);
  return Math.ceil(units / step) * step * UNIT;
}

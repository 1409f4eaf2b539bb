import type { BufferPool, WebGpuStorage } from "./buffers.ts";
import { bitsOf } from "./wgsl/expression.ts";

/** Numbers that are remembered. */
const MOST = 256;

/** Single numbers on the GPU, each written once: a training step names the same few again and again. */
export class Constants {
  private readonly pool: BufferPool;
  /** By their bits, the one that was made first in front. */
  private readonly known = new Map<number, WebGpuStorage>();

  constructor(pool: BufferPool) {
    this.pool = pool;
  }

  /** The storage of a number, made by `write` where there is none. */
  get(value: number, write: () => WebGpuStorage): WebGpuStorage {
    const bits = bitsOf(value);
    let storage = this.known.get(bits);
    if (storage === undefined) {
      if (this.known.size >= MOST) this.forgetFirst();
      storage = write();
      // Held from here too, beside the tensors that read it.
      storage.tensors++;
      this.pool.count(storage, false);
      this.known.set(bits, storage);
    }
    return storage;
  }

  private forgetFirst(): void {
    const [bits, storage] = this.known.entries().next().value as [number, WebGpuStorage];
    this.known.delete(bits);
    this.pool.count(storage, true);
    storage.tensors--;
    if (storage.tensors === 0) this.pool.release(storage);
  }
}

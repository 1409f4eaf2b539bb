import { type GpuBuffer, type GpuDevice, MAP_READ, USAGE } from "./web-gpu.ts";

/** A buffer that the GPU copies into and the host reads. */
export interface Reading {
  readonly gpu: GpuBuffer;
  readonly bytes: number;
}

/** Buffers of more bytes are not kept. */
const LARGEST_KEPT = 2 ** 24;
const MOST_KEPT = 16;

/** Buffers for reading back, used again by readings of their size. */
export class Readings {
  private readonly device: GpuDevice;
  private readonly free: Reading[] = [];

  constructor(device: GpuDevice) {
    this.device = device;
  }

  /** A buffer with room for so many bytes. */
  take(needed: number): Reading {
    const bytes = needed > LARGEST_KEPT ? needed : 2 ** Math.max(8, Math.ceil(Math.log2(needed)));
    const at = this.free.findLastIndex((reading) => reading.bytes === bytes);
    if (at >= 0) return this.free.splice(at, 1)[0];
    const usage = USAGE.mapRead | USAGE.copyTo;
    return { gpu: this.device.createBuffer({ label: "reading", size: bytes, usage }), bytes };
  }

  /** What the GPU has written there, once it has; the buffer is free again. */
  async finish(reading: Reading, bytes: number): Promise<Float32Array> {
    const { gpu } = reading;
    try {
      await gpu.mapAsync(MAP_READ, 0, bytes);
      const copy = new Float32Array(gpu.getMappedRange(0, bytes)).slice();
      gpu.unmap();
      if (reading.bytes <= LARGEST_KEPT && this.free.length < MOST_KEPT) this.free.push(reading);
      else gpu.destroy();
      return copy;
    } catch (error) {
      gpu.destroy();
      throw error;
    }
  }
}

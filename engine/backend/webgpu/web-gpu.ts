/**
 * As much of the WebGPU interface as the engine uses. Browsers have it as `navigator.gpu`, in workers too; in Node a package
 * brings it. Its types come with those of browsers, which the engine does without.
 */
export interface GpuInterface {
  requestAdapter(options?: { powerPreference?: "high-performance" }): Promise<GpuAdapter | null>;
}

export interface GpuAdapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly features: Iterable<string>;
  readonly limits: GpuLimits;
  requestDevice(wanted: { label: string; requiredLimits: Record<string, number> }): Promise<GpuDevice>;
}

/** How large things may be: bytes, or numbers of them. */
export interface GpuLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxStorageBuffersPerShaderStage: number;
  readonly maxComputeWorkgroupStorageSize: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupSizeX: number;
  readonly maxComputeWorkgroupsPerDimension: number;
}

export interface GpuError {
  readonly message: string;
}

export interface GpuDevice {
  readonly limits: GpuLimits;
  readonly queue: GpuQueue;
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  createBuffer(wanted: { label: string; size: number; usage: number }): GpuBuffer;
  createBindGroupLayout(wanted: { entries: readonly LayoutEntry[] }): BindGroupLayout;
  createPipelineLayout(wanted: { bindGroupLayouts: readonly BindGroupLayout[] }): PipelineLayout;
  createBindGroup(wanted: { layout: BindGroupLayout; entries: readonly BindGroupEntry[] }): BindGroup;
  createShaderModule(wanted: { label: string; code: string }): ShaderModule;
  createComputePipeline(wanted: {
    label: string;
    layout: PipelineLayout;
    compute: { module: ShaderModule; entryPoint: string };
  }): ComputePipeline;
  createCommandEncoder(): CommandEncoder;
  pushErrorScope(filter: "validation" | "out-of-memory" | "internal"): void;
  popErrorScope(): Promise<GpuError | null>;
  addEventListener(type: "uncapturederror", listener: (event: { readonly error: GpuError }) => void): void;
  destroy(): void;
}

export interface GpuQueue {
  writeBuffer(
    to: GpuBuffer,
    offset: number,
    values: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
    start: number,
    length: number,
  ): void;
  submit(commands: readonly CommandBuffer[]): void;
  onSubmittedWorkDone(): Promise<unknown>;
}

export interface GpuBuffer {
  readonly size: number;
  mapAsync(mode: number, offset: number, size: number): Promise<unknown>;
  getMappedRange(offset: number, size: number): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

export interface LayoutEntry {
  readonly binding: number;
  readonly visibility: number;
  readonly buffer: { type: "uniform" | "storage" | "read-only-storage"; hasDynamicOffset?: boolean };
}

export interface BindGroupEntry {
  readonly binding: number;
  readonly resource: { buffer: GpuBuffer; offset?: number; size?: number };
}

export interface CommandEncoder {
  beginComputePass(): ComputePass;
  copyBufferToBuffer(from: GpuBuffer, fromOffset: number, to: GpuBuffer, toOffset: number, size: number): void;
  clearBuffer(buffer: GpuBuffer, offset: number, size: number): void;
  finish(): CommandBuffer;
}

export interface ComputePass {
  setPipeline(pipeline: ComputePipeline): void;
  setBindGroup(index: number, group: BindGroup, dynamicOffsets?: readonly number[]): void;
  dispatchWorkgroups(x: number, y: number): void;
  end(): void;
}

// Things that are only handed on.
interface Opaque {
  readonly label: string;
}
export type BindGroupLayout = Opaque;
export type PipelineLayout = Opaque;
export type BindGroup = Opaque;
export type ShaderModule = Opaque;
export type ComputePipeline = Opaque;
export type CommandBuffer = Opaque;

/** WebGPU's flags of what a buffer is for, of who sees a binding, and of how a buffer is mapped. */
export const USAGE = { mapRead: 0x1, copyFrom: 0x4, copyTo: 0x8, uniform: 0x40, storage: 0x80 } as const;
export const COMPUTE_STAGE = 0x4;
export const MAP_READ = 0x1;

/** The runtime's own WebGPU, or undefined where there is none. */
export function findWebGpu(): GpuInterface | undefined {
  return (globalThis as unknown as { navigator?: { gpu?: GpuInterface } }).navigator?.gpu;
}

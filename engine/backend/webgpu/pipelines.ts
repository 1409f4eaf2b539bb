import { BackendError, type EngineError } from "../../errors.ts";
import type { PooledBuffer } from "./buffers.ts";
import {
  type BindGroup,
  type BindGroupLayout,
  COMPUTE_STAGE,
  type ComputePipeline,
  type GpuBuffer,
  type GpuDevice,
  type PipelineLayout,
} from "./web-gpu.ts";
import { type KernelCode, type KernelInterface, shaderOf } from "./wgsl/shader.ts";

/** How a kernel's buffers are bound: so many to read, and then so many to write. */
interface Layout {
  readonly id: number;
  readonly buffers: BindGroupLayout;
  readonly whole: PipelineLayout;
}

/** A compiled kernel. */
export interface Kernel {
  readonly name: string;
  readonly pipeline: ComputePipeline;
  readonly layout: Layout;
  /** Names of the numbers it takes, in order, and how many slots these fill. */
  readonly names: readonly string[];
  readonly slots: number;
}

/** Runs what the device may turn down, which is known some time later. */
export type Watch = <T>(
  filter: "validation" | "out-of-memory",
  run: () => T,
  describe: (message: string) => EngineError,
) => T;

/** Numbers of a dispatch begin at multiples of this many bytes. */
export const SLOT = 256;
/** Groups of bound buffers that are remembered. */
const MOST_GROUPS = 4096;

/** Kernels by name, and the groups by which buffers are bound to them. */
export class Pipelines {
  private readonly device: GpuDevice;
  private readonly watch: Watch;
  private readonly numbersLayout: BindGroupLayout;
  private readonly layouts = new Map<string, Layout>();
  private readonly kernels = new Map<string, Kernel>();
  private readonly groups = new Map<string, BindGroup>();
  private readonly numbersGroups = new WeakMap<GpuBuffer, Map<number, BindGroup>>();

  constructor(device: GpuDevice, watch: Watch) {
    this.device = device;
    this.watch = watch;
    this.numbersLayout = device.createBindGroupLayout({
      entries: [{ binding: 0, visibility: COMPUTE_STAGE, buffer: { type: "uniform", hasDynamicOffset: true } }],
    });
  }

  /** The kernel of this name, compiled the first time. */
  kernel(name: string, describe: () => KernelInterface, define: () => KernelCode): Kernel {
    let kernel = this.kernels.get(name);
    if (kernel === undefined) {
      kernel = this.compile(name, describe(), define());
      this.kernels.set(name, kernel);
    }
    return kernel;
  }

  /** The buffers bound as a layout has them. */
  group({ id, buffers: layout }: Layout, buffers: readonly PooledBuffer[]): BindGroup {
    let key = String(id);
    for (const buffer of buffers) key += `,${buffer.id}`;
    let group = this.groups.get(key);
    if (group === undefined) {
      if (this.groups.size >= MOST_GROUPS) this.groups.clear();
      const entries = buffers.map(({ gpu }, binding) => ({ binding, resource: { buffer: gpu } }));
      group = this.device.createBindGroup({ layout, entries });
      this.groups.set(key, group);
    }
    return group;
  }

  /** The numbers of a dispatch, which fill so many slots of a buffer, from wherever the dynamic offset says. */
  numbersGroup(buffer: GpuBuffer, slots: number): BindGroup {
    let groups = this.numbersGroups.get(buffer);
    if (groups === undefined) this.numbersGroups.set(buffer, (groups = new Map()));
    let group = groups.get(slots);
    if (group === undefined) {
      const resource = { buffer, offset: 0, size: slots * SLOT };
      group = this.device.createBindGroup({ layout: this.numbersLayout, entries: [{ binding: 0, resource }] });
      groups.set(slots, group);
    }
    return group;
  }

  /** After this buffers may be destroyed. */
  forgetBuffers(): void {
    this.groups.clear();
  }

  private compile(name: string, description: KernelInterface, code: KernelCode): Kernel {
    const { reads, writes, numbers } = description;
    const layout = this.layout(reads, writes);
    const pipeline = this.watch(
      "validation",
      () =>
        this.device.createComputePipeline({
          label: name,
          layout: layout.whole,
          compute: {
            module: this.device.createShaderModule({ label: name, code: shaderOf(code, description) }),
            entryPoint: "main",
          },
        }),
      (message) => new BackendError(`the GPU does not take the kernel ${name}: ${message}`),
    );
    return { name, pipeline, layout, names: numbers, slots: Math.ceil(((numbers.length + 1) * 4) / SLOT) };
  }

  private layout(reads: number, writes: number): Layout {
    const key = `${reads},${writes}`;
    let layout = this.layouts.get(key);
    if (layout === undefined) {
      const entries = Array.from({ length: reads + writes }, (_, binding) => ({
        binding,
        visibility: COMPUTE_STAGE,
        buffer: { type: binding < reads ? ("read-only-storage" as const) : ("storage" as const) },
      }));
      const buffers = this.device.createBindGroupLayout({ entries });
      const whole = this.device.createPipelineLayout({ bindGroupLayouts: [buffers, this.numbersLayout] });
      layout = { id: this.layouts.size, buffers, whole };
      this.layouts.set(key, layout);
    }
    return layout;
  }
}

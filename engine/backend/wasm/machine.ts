import type { Expression } from "../../expr.ts";
import { type Arrangement, writePlan } from "./arrange.ts";
import type { Backend, Kernels, View } from "../backend.ts";
import { convolutionKernels } from "./convolution-kernels.ts";
import type { Features } from "./features.ts";
import type { FunctionDefinition } from "./emit/encoder.ts";
import { encodeModule } from "./emit/encoder.ts";
import { planAxisBytes } from "./emit/rows.ts";
import { gemmKernels } from "./gemm-kernels.ts";
import { THREAD_ROOM } from "./gemm-layout.ts";
import { WasmMemory, type WasmStorage } from "./memory.ts";
import { copyKernels, gatherKernels, scatterKernels } from "./movement-kernels.ts";
import { reduceKernels } from "./reduce-kernels.ts";
import { scanKernels } from "./scan-kernels.ts";
import { type Cutter, CUTTERS } from "./threads/cuts.ts";
import { CONTROL_ROOM } from "./threads/layout.ts";
import type { SharedModule } from "./threads/pool.ts";
import { Team, type TeamOptions } from "./threads/team.ts";
import type { WebAssemblyInterface } from "./web-assembly.ts";
import { windowKernels } from "./window-kernels.ts";

/** What a kernel takes is said where it is defined; what most give is nothing. */
export type CompiledKernel = (...values: number[]) => number | void;

/** Which of a kernel's arguments, counted from 0, are addresses of blocks that it reads or writes. */
export interface Operands {
  readonly reads: readonly number[];
  /** What is written is not read before, unless it is among `reads` too. */
  readonly writes: readonly number[];
  /** Arguments whose entries, where it walks a single row, it may replace by the results as it goes along. */
  readonly inPlace?: readonly number[];
  /** The argument that holds the size of an axis, where the kernel gives the address of the first index outside of it. */
  readonly axisSize?: number;
}

/** A kernel as it is launched: in WebAssembly, or for rare work a function of the host. */
export interface Kernel extends Operands {
  readonly name: string;
  readonly run: CompiledKernel;
  /** How threads divide its launches among each other; absent where they do not. */
  readonly cutter?: Cutter;
  /** Where threads find it: its module, and its place among what that exports. */
  readonly source?: KernelSource;
}

/** What a module of its own is defined by. */
export interface KernelDefinition extends Operands {
  readonly cutter?: Cutter;
  define(): FunctionDefinition;
}

export interface KernelSource {
  readonly bytes: Uint8Array;
  readonly names: readonly string[];
  /** Once threads have been told of the module; null where there was no room for it. */
  shared?: SharedModule | null;
}

/** Told of everything that happens to the memory, so that it can be done again. */
export interface LaunchObserver {
  launched(kernel: Kernel, values: readonly number[]): void;
  /** Numbers of the host are about to be written to a block. */
  writing(storage: WasmStorage, numbers: ArrayLike<number>, from: number): void;
  /** Where `bytes` of a plan, or the values of expressions, are written in place of the common room. */
  room(bytes: number, values: readonly number[] | null): number;
  /** The host is about to look at numbers. */
  reading(): void;
  /** What a kernel of the backend was called with and gave, as a whole. */
  called(name: keyof Kernels, operands: readonly unknown[], result: WasmStorage): void;
  /** The same of expressions. */
  mapped(
    expressions: readonly Expression[],
    inputs: readonly View<WasmStorage>[],
    values: readonly number[],
    results: readonly WasmStorage[],
  ): void;
}

/** A plan that has been written: what the kernels of emit/rows.ts take. */
export interface Plan {
  readonly at: number;
  readonly axes: number;
}

/** Places in memory that are set aside. The first bytes stay empty, so that no block begins at 0. */
const PLAN_AT = 64;
const PLAN_ROOM = 8192;
const VALUES_AT = PLAN_AT + PLAN_ROOM;
const VALUES_ROOM = 1024;
const ROOM_AT = VALUES_AT + VALUES_ROOM;
const CONTROL_AT = ROOM_AT + THREAD_ROOM;

/** The machines of backends, for what records their steps. */
export const machines = new WeakMap<Backend<WasmStorage>, Machine>();

/** The backend's memory, and the kernels compiled to work on it. */
export class Machine {
  readonly memory: WasmMemory;
  readonly features: Features;
  /** Elementwise kernels by the very list of expressions they were made of, and then by how inputs are read. */
  readonly byExpressions = new WeakMap<readonly Expression[], Map<string, Kernel>>();
  private readonly api: WebAssemblyInterface;
  private readonly kernels = new Map<string, Kernel>();
  /** Those who share its work; null where there is but one thread. */
  readonly team: Team | null;
  observer: LaunchObserver | null = null;

  /** With `threads` its memory is shared among them. Throws what the runtime throws where it has no such memory. */
  constructor(api: WebAssemblyInterface, features: Features, limit: number, threads: TeamOptions | null = null) {
    this.api = api;
    this.features = features;
    const reserved = CONTROL_AT + (threads === null ? 0 : CONTROL_ROOM);
    this.memory = new WasmMemory(api, { limit, reserved, shared: threads !== null });
    this.team = threads === null ? null : new Team(this, CONTROL_AT, threads);
  }

  /** The kernel of this name, compiled with the others of its module on first use; one of its own is made by `define`. */
  kernel(name: string, own?: KernelDefinition): Kernel {
    let kernel = this.kernels.get(name);
    if (kernel === undefined) {
      if (own === undefined) {
        const found = moduleWith(name);
        this.add(found.define(this.features), found.kernels);
      } else this.add([{ ...own.define(), name }], { [name]: own });
      kernel = this.kernels.get(name) as Kernel;
    }
    return kernel;
  }

  /** A function of its own, which nobody else will ask for. */
  compile(definition: FunctionDefinition): CompiledKernel {
    const module = new this.api.Module(encodeModule([definition], this.memory.sharedPages));
    const { exports } = new this.api.Instance(module, { engine: { memory: this.memory.memory, room: ROOM_AT } });
    return (exports as Record<string, CompiledKernel>)[definition.name];
  }

  /** The one door by which kernels are carried out. Gives what the kernel gives. */
  launch(kernel: Kernel, ...values: number[]): number | void {
    if (this.observer !== null) this.observer.launched(kernel, values);
    return this.carryOut(kernel, values);
  }

  /** The same unobserved, by all threads where that is worth it. */
  carryOut(kernel: Kernel, values: readonly number[]): number | void {
    if (this.team !== null && this.team.carryOut(kernel, values)) return;
    return kernel.run(...values);
  }

  /** Runs what brings numbers to the host. */
  read<T>(run: () => T): T {
    this.observer?.reading();
    return run();
  }

  /** Every entry of a storage becomes `value`. */
  fill({ pointer, length }: WasmStorage, value: number): void {
    if (length > 0) this.launch(this.kernel("fill"), pointer, length, bitsOf(value));
  }

  /** Writes numbers of the host to the start of a storage: float32, or int32 from an Int32Array. */
  write(storage: WasmStorage, numbers: Float64Array | Int32Array, from = 0): void {
    if (this.observer !== null) this.observer.writing(storage, numbers, from);
    const whole = numbers instanceof Int32Array ? this.memory.asIntegers : this.memory.asFloats;
    whole.set(numbers, storage.pointer / 4 + from);
  }

  /** Writes the plan of all axes but the last `inner` ones, to last until the next launch. */
  plan(arranged: Arrangement, inner: number): Plan {
    const axes = Math.max(0, arranged.shape.length - inner);
    if (axes === 0) return NO_PLAN;
    const bytes = axes * planAxisBytes(arranged.strides.length);
    if (bytes > PLAN_ROOM) {
      throw new RangeError(`a walk over ${axes} axes of ${arranged.strides.length} operands is too long`);
    }
    const at = this.observer === null ? PLAN_AT : this.observer.room(bytes, null);
    writePlan(this.memory.asIntegers, at, arranged, axes);
    return { at, axes };
  }

  /** Writes values for the parameters of expressions, to last until the next launch. Gives their address. */
  values(values: readonly number[]): number {
    if (values.length === 0) return VALUES_AT;
    if (values.length > VALUES_ROOM / 4) {
      throw new RangeError(`an expression with ${values.length} numbers is too long, ${VALUES_ROOM / 4} is the most`);
    }
    const at = this.observer === null ? VALUES_AT : this.observer.room(4 * values.length, values);
    this.memory.asFloats.set(values, at / 4);
    return at;
  }

  private add(
    functions: readonly FunctionDefinition[],
    operands: Readonly<Record<string, Operands & { readonly cutter?: Cutter }>>,
  ): void {
    const bytes = encodeModule(functions, this.memory.sharedPages);
    const module = new this.api.Module(bytes);
    const { exports } = new this.api.Instance(module, { engine: { memory: this.memory.memory, room: ROOM_AT } });
    const source = { bytes, names: functions.map(({ name }) => name) };
    for (const [name, { reads, writes, inPlace, axisSize, cutter = CUTTERS[name] }] of Object.entries(operands)) {
      const run = (exports as Record<string, CompiledKernel>)[name];
      this.kernels.set(name, { name, run, reads, writes, inPlace, axisSize, cutter, source });
    }
  }
}

interface KernelModule {
  readonly kernels: Readonly<Record<string, Operands>>;
  readonly define: (features: Features) => FunctionDefinition[];
}

const MODULES: readonly KernelModule[] = [
  {
    kernels: { gemm: { reads: [3, 6], writes: [9] } },
    define: ({ fma }) => gemmKernels(fma),
  },
  {
    kernels: { convolve: { reads: [4, 8, 10, 11], writes: [12] } },
    define: ({ fma }) => convolutionKernels(fma),
  },
  {
    kernels: {
      sumRows: { reads: [4], writes: [3] },
      maxRows: { reads: [4], writes: [3] },
      argmaxRows: { reads: [4], writes: [3] },
      sumColumns: { reads: [6], writes: [5] },
      maxColumns: { reads: [6], writes: [5] },
    },
    define: reduceKernels,
  },
  {
    kernels: {
      copyRows: { reads: [5], writes: [4] },
      copyTransposed: { reads: [7], writes: [6] },
      fill: { reads: [], writes: [0] },
    },
    define: copyKernels,
  },
  {
    kernels: {
      gatherEntries: { reads: [9, 10], writes: [8], axisSize: 4 },
      gatherRuns: { reads: [6, 7], writes: [5], axisSize: 1 },
    },
    define: gatherKernels,
  },
  {
    kernels: {
      scatterEntries: { reads: [8, 9, 10], writes: [10], axisSize: 4 },
      scatterRuns: { reads: [5, 6, 7], writes: [7], axisSize: 1 },
    },
    define: scatterKernels,
  },
  { kernels: { runningSums: { reads: [4], writes: [5] } }, define: scanKernels },
  {
    kernels: {
      sumWindows: { reads: [10], writes: [11] },
      maxWindows: { reads: [10], writes: [11] },
      positionsInWindows: { reads: [10], writes: [11] },
      scatterToPositions: { reads: [3, 4], writes: [5] },
    },
    define: windowKernels,
  },
];

function bitsOf(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0];
}

const NO_PLAN: Plan = { at: PLAN_AT, axes: 0 };

function moduleWith(name: string): KernelModule {
  const module = MODULES.find(({ kernels }) => name in kernels);
  if (module === undefined) throw new RangeError(`there is no kernel ${name}`);
  return module;
}

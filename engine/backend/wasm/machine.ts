import type { Expression } from "../../expr.ts";
import type { Features } from "./features.ts";
import type { FunctionDefinition } from "./emit/encoder.ts";
import { encodeModule } from "./emit/encoder.ts";
import { gemmKernels } from "./gemm-kernels.ts";
import { GEMM_ROOM } from "./gemm-layout.ts";
import { WasmMemory } from "./memory.ts";
import { movementKernels } from "./movement-kernels.ts";
import { reduceKernels } from "./reduce-kernels.ts";
import { scanKernels } from "./scan-kernels.ts";
import type { WebAssemblyInterface } from "./web-assembly.ts";
import { windowKernels } from "./window-kernels.ts";

/** A compiled kernel. What it takes is said where it is defined. */
export type CompiledKernel = (...values: number[]) => number;

/** Places in memory that are set aside. The first bytes stay empty, so that no block begins at 0. */
const PLAN_AT = 64;
const PLAN_ROOM = 8192;
const VALUES_AT = PLAN_AT + PLAN_ROOM;
const VALUES_ROOM = 1024;
const GEMM_A_AT = VALUES_AT + VALUES_ROOM;
const GEMM_B_AT = GEMM_A_AT + GEMM_ROOM.a;
const GEMM_TILE_AT = GEMM_B_AT + GEMM_ROOM.b;
const RESERVED = GEMM_TILE_AT + GEMM_ROOM.tile;

/** The backend's memory, and the kernels compiled to work on it. */
export class Machine {
  readonly memory: WasmMemory;
  readonly features: Features;
  /** Where plans of walks are written (emit/rows.ts), and how many bytes they may take. */
  readonly plan = { at: PLAN_AT, room: PLAN_ROOM } as const;
  /** Where parameters of expressions are written, and how many there may be. */
  readonly values = { at: VALUES_AT, count: VALUES_ROOM / 4 } as const;
  /** Elementwise kernels by the very list of expressions they were made of, and then by how inputs are read. */
  readonly byExpressions = new WeakMap<readonly Expression[], Map<string, CompiledKernel>>();
  private readonly api: WebAssemblyInterface;
  private readonly kernels = new Map<string, CompiledKernel>();

  constructor(api: WebAssemblyInterface, features: Features, limit: number) {
    this.api = api;
    this.features = features;
    this.memory = new WasmMemory(api, { limit, reserved: RESERVED });
  }

  /** The kernel of this name, compiled with the others of its module on first use; one of its own is made by `define`. */
  kernel(name: string, define?: () => FunctionDefinition): CompiledKernel {
    let kernel = this.kernels.get(name);
    if (kernel === undefined) {
      this.add(define === undefined ? functionsWith(name, this.features) : [{ ...define(), name }]);
      kernel = this.kernels.get(name) as CompiledKernel;
    }
    return kernel;
  }

  private add(functions: readonly FunctionDefinition[]): void {
    const module = new this.api.Module(encodeModule(functions));
    const { exports } = new this.api.Instance(module, { engine: { memory: this.memory.memory } });
    for (const [name, kernel] of Object.entries(exports)) this.kernels.set(name, kernel as CompiledKernel);
  }
}

interface KernelModule {
  readonly kernels: readonly string[];
  define(features: Features): FunctionDefinition[];
}

const MODULES: readonly KernelModule[] = [
  {
    kernels: ["gemm", "convolve"],
    define: ({ fma }) => gemmKernels({ a: GEMM_A_AT, b: GEMM_B_AT, tile: GEMM_TILE_AT }, fma),
  },
  { kernels: ["sumRows", "sumColumns", "maxRows", "maxColumns", "argmaxRows"], define: reduceKernels },
  {
    kernels: ["copyRows", "copyTransposed", "gatherEntries", "gatherRuns", "scatterEntries", "scatterRuns"],
    define: movementKernels,
  },
  { kernels: ["runningSums"], define: scanKernels },
  { kernels: ["sumWindows", "maxWindows", "positionsInWindows", "scatterToPositions"], define: windowKernels },
];

function functionsWith(name: string, features: Features): FunctionDefinition[] {
  const module = MODULES.find(({ kernels }) => kernels.includes(name));
  if (module === undefined) throw new RangeError(`there is no kernel ${name}`);
  return module.define(features);
}

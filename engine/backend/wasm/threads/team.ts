import type { Kernel, Machine } from "../machine.ts";
import type { WasmStorage } from "../memory.ts";
import { now } from "./host.ts";
import { MOST } from "./layout.ts";
import { divide, type DivisibleKernel } from "./divide.ts";
import { Pool, type PoolOptions } from "./pool.ts";

export interface TeamOptions extends Omit<PoolOptions, "control"> {
  /** Launches are divided into pieces of at least this many operations (cuts.ts); with 0 always, if they can be. */
  readonly leastPiece: number;
}

/** After a job whose division cost time, for how many times that time work of its size is not divided. */
const PAUSE = 10;
/** Threads are counted from 1. */
const CALLER = 0;
const LONGEST_PAUSE = 1000;

/** The threads of a machine: which launches they share, and the test that each must pass before. */
export class Team {
  readonly pool: Pool;
  private readonly machine: Machine;
  private readonly options: TeamOptions;
  /** Work below so many operations is the caller's alone until then, since the system has better things to do than its threads. */
  private alone = { below: 0, until: 0 };
  private isOpen = false;
  /** Whether the caller has carried out a launch in pieces, to see that they make the whole. */
  private rehearsed = false;

  constructor(machine: Machine, control: number, options: TeamOptions) {
    this.machine = machine;
    this.options = options;
    this.pool = new Pool(machine.memory, { ...options, control });
  }

  /** From now on launches are shared out. Before, when the backend tests itself, they are the caller's alone. */
  open(): void {
    this.isOpen = true;
  }

  /** Carries out a launch in pieces, by all threads. False if that is left to the caller. */
  carryOut(kernel: Kernel, values: readonly number[]): boolean {
    const { cutter, source } = kernel;
    if (!this.isOpen || cutter === undefined || source === undefined) return false;
    const memory = this.machine.memory.asIntegers;
    const work = cutter.work(values, memory);
    if (work < 2 * this.options.leastPiece || !this.pool.open) return false;
    if (work < this.alone.below && now() < this.alone.until) return false;
    if (!this.gather()) return false;
    const shared = this.share(kernel);
    const { leastPiece } = this.options;
    if (shared === null || !divide(this.pool, shared, values, memory, { leastPiece, threads: this.options.threads })) {
      return false;
    }
    const { loss } = this.pool;
    if (loss > 0 && leastPiece > 0) {
      this.alone = { below: 4 * work, until: now() + Math.min(PAUSE * loss, LONGEST_PAUSE) };
    }
    return true;
  }

  /** Resolves when every thread takes part that will. */
  async gathered(): Promise<void> {
    this.gather();
    await this.pool.begun();
    this.gather();
  }

  // Whether there is anyone beside the caller, now that those who have come since were tested.
  private gather(): boolean {
    if (!this.rehearsed) {
      this.rehearsed = true;
      if (!this.computesRightly(CALLER)) this.pool.close("work in pieces came out wrong");
    }
    this.pool.begin();
    for (const thread of this.pool.newcomers()) {
      this.pool.admit(thread, this.computesRightly(thread));
      if (!this.pool.open) break;
    }
    return this.pool.size > 1;
  }

  // A product of more than one block, by the thread alone, or by the caller in pieces, must have the very bits that it has whole.
  private computesRightly(thread: number): boolean {
    const { memory } = this.machine;
    const [m, k, n] = [13, 261, 21];
    const blocks = [m * k, k * n, m * n, m * n].map((length) => memory.allocate(length));
    try {
      const [a, b, here, there] = blocks;
      for (const [seed, { pointer, length }] of [a, b].entries()) {
        const entries = Float32Array.from({ length }, (_, i) => Math.sin(i * 7 + seed + thread));
        memory.asFloats.set(entries, pointer / 4);
      }
      memory.asFloats.fill(NaN, there.pointer / 4, there.pointer / 4 + there.length);
      const valuesFor = (c: WasmStorage) => [m, n, k, a.pointer, 4 * k, 4, b.pointer, 4 * n, 4, c.pointer, 4 * n];
      const kernel = this.machine.kernel("gemm");
      const shared = this.share(kernel);
      if (shared === null) return false;
      kernel.run(...valuesFor(here));
      if (thread === CALLER) {
        divide(this.pool, shared, valuesFor(there), memory.asIntegers, { leastPiece: 0, threads: MOST.threads });
      } else this.pool.run(shared, [{ values: valuesFor(there) }], thread);
      const [wanted, got] = [here, there].map(({ pointer, length }) =>
        memory.asIntegers.slice(pointer / 4, pointer / 4 + length),
      );
      return got.every((bits, i) => bits === wanted[i]);
    } finally {
      for (const block of blocks) memory.release(block);
    }
  }

  private share({ name, run, source, cutter }: Kernel): DivisibleKernel | null {
    if (source === undefined || cutter === undefined) return null;
    source.shared ??= this.pool.share(source.bytes);
    return source.shared === null ? null : { run, cutter, module: source.shared, position: source.names.indexOf(name) };
  }
}

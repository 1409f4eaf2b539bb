import { ReplayError } from "../../../errors.ts";
import type { HostRecorder, HostWork, Versioned } from "../../../repetition.ts";
import { Arena, type WebGpuStorage } from "../buffers.ts";
import type { Dispatch, DispatchObserver } from "../machine.ts";
import type { Kernel } from "../pipelines.ts";

/** A kernel that was dispatched, with everything that it needs. */
export interface Launch extends Dispatch {
  readonly kind: "launch";
  readonly kernel: Kernel;
  /** What the host does in each step before, to compute `values` anew; null where they stay. */
  readonly renewedBy: HostLine | null;
}

/** Something that the host did, and has to do again in each replay. */
export interface HostLine extends Required<HostWork> {
  readonly kind: "host";
}

/** Numbers that the host gave a storage. */
export interface Written {
  readonly storage: WebGpuStorage;
  /** The very array, and the numbers that were in it. */
  readonly source: ArrayLike<number>;
  readonly numbers: ArrayLike<number>;
  readonly renewedBy: HostLine | null;
}

/** Everything that happened on a machine while a step was carried out, in order. */
export class Recording implements DispatchObserver, HostRecorder {
  readonly arena = new Arena();
  readonly work: (Launch | HostLine)[] = [];
  readonly written: Written[] = [];
  /** What was given new numbers. */
  readonly versioned = new Set<Versioned>();
  /** Why the step cannot be repeated, if that is known already. */
  refusal: ReplayError | null = null;
  private readonly renewals = new Map<ArrayLike<number>, HostLine>();

  dispatched(kernel: Kernel, dispatch: Dispatch): void {
    const { values = [] } = dispatch;
    this.work.push({ kind: "launch", kernel, ...dispatch, values, renewedBy: this.renewals.get(values) ?? null });
  }

  wrote(storage: WebGpuStorage, source: Float64Array): void {
    const renewedBy = this.renewals.get(source) ?? null;
    this.written.push({ storage, source, numbers: source.slice(), renewedBy });
  }

  // A reading is told of its failure late, and by another way.
  reading(): void {
    this.refusal ??= new ReplayError("a recorded step cannot read values: return them, and read them after the step");
    throw this.refusal;
  }

  repeats({ run, renewed = [], isAlike = () => false }: HostWork): void {
    const line: HostLine = { kind: "host", run, renewed, isAlike };
    this.work.push(line);
    for (const numbers of renewed) this.renewals.set(numbers, line);
  }

  versions(thing: Versioned): void {
    this.versioned.add(thing);
  }

  get launches(): readonly Launch[] {
    return this.work.filter((one) => one.kind === "launch");
  }
}

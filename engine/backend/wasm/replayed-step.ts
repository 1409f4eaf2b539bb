import { IndexError } from "../../errors.ts";
import type { Versioned } from "../../repetition.ts";
import type { Kernel, Machine } from "./machine.ts";
import type { WasmStorage } from "./memory.ts";
import type { HostLine, Launch, Recording } from "./recording.ts";
import { compileScalar, type ScalarStep } from "./scalar/scalar-step.ts";
import type { Steady } from "./steady.ts";

/** A launch with the addresses that it has in every replay. */
interface Ready {
  readonly kernel: Kernel;
  readonly values: readonly number[];
}

/** A block that the program holds, by so many tensors at most. */
interface Held {
  readonly block: WasmStorage;
  readonly tensors: number;
  readonly isRead: boolean;
}

/**
 * A step as a flat list of launches. What is carried from step to step has one home: there it is read, and written in place
 * where the kernel allows it, else by a copy at the end; there the program's tensors find it too.
 */
export class ReplayedStep {
  private readonly machine: Machine;
  private readonly work: readonly (Ready | ((replays: number) => void))[];
  private readonly host: readonly { readonly run: (replays: number) => void; readonly isAlike: () => boolean }[];
  /** The whole step as one function, where it is small enough. */
  private readonly scalar: ScalarStep | null;
  private readonly held: readonly Held[];
  private readonly versions: { readonly thing: Versioned; version: number }[];

  /** Right after the step that was recorded, with all that belongs to it. */
  constructor(machine: Machine, recording: Recording, { carried, constant }: Steady) {
    this.machine = machine;
    const homes = [...carried].map(([before, after]) => settle(machine, recording, before, after));
    const places = new Map<WasmStorage, number>();
    for (const { before, after, home, made } of homes) places.set(before, home).set(after, made);
    const copies = homes.filter(({ home, made }) => home !== made);
    const written = new Set(recording.work.flatMap((work) => (work.kind === "launch" ? blocksWritten(work) : [])));
    const results = [...written].filter(({ free }) => !free);
    const hostLines = recording.work.filter((work) => work.kind === "host");
    this.scalar = compileScalar(machine, recording, homes, results);
    this.host = hostLines.map((line) => ({ run: repeated(machine, recording, line), isAlike: line.isAlike }));
    this.work = [
      ...recording.work.map((work) =>
        work.kind === "launch" ? withAddresses(work, places) : this.host[hostLines.indexOf(work)].run,
      ),
      ...copies.map(({ home, made, after }) => (): void => {
        machine.memory.asFloats.copyWithin(home / 4, made / 4, made / 4 + after.length);
      }),
    ];
    const successors = new Set(carried.values());
    const hold = (block: WasmStorage): Held => ({
      block,
      tensors: constant.has(block) ? Infinity : block.tensors,
      isRead: constant.has(block) || successors.has(block),
    });
    this.held = [...constant, ...results].map(hold);
    this.versions = [...recording.versioned].map((thing) => ({ thing, version: thing.version }));
  }

  /**
   * Whether a replay does what the program would do: what it reads is still there, nobody else has given new numbers to what it
   * writes, and nobody has taken a view of that, which would change under him.
   */
  get isValid(): boolean {
    for (const { block, tensors, isRead } of this.held) {
      if (block.tensors > tensors || (isRead && block.free)) return false;
    }
    for (const { thing, version } of this.versions) if (thing.version !== version) return false;
    return true;
  }

  get isCompiled(): boolean {
    return this.scalar !== null;
  }

  /** Carries out so many steps. Throws an IndexError as the step does. */
  run(times: number): void {
    if (this.scalar !== null) this.runScalar(this.scalar, times);
    else for (let i = 0; i < times; i++) this.runLaunches();
    for (const versioned of this.versions) versioned.version = versioned.thing.version += times;
  }

  private runScalar(scalar: ScalarStep, times: number): void {
    const wrong = scalar.findWrongIndex();
    if (wrong !== null) throw outside(this.machine, wrong.address, wrong.size);
    if (this.host.every(({ isAlike }) => isAlike())) {
      for (const { run } of this.host) run(times);
      scalar.run(times);
      return;
    }
    for (let i = 0; i < times; i++) {
      for (const { run } of this.host) run(1);
      scalar.run(1);
    }
  }

  private runLaunches(): void {
    const { machine } = this;
    for (const work of this.work) {
      if (typeof work === "function") work(1);
      else {
        const { kernel, values } = work;
        const wrong = machine.carryOut(kernel, values);
        if (kernel.axisSize !== undefined && wrong !== 0)
          throw outside(machine, Number(wrong), values[kernel.axisSize]);
      }
    }
  }
}

function outside(machine: Machine, address: number, size: number): IndexError {
  return new IndexError(`index ${machine.memory.asFloats[(address >>> 0) / 4]} is outside an axis of size ${size}`);
}

export interface Home {
  readonly before: WasmStorage;
  readonly after: WasmStorage;
  /** Where it is between steps, in bytes. */
  readonly home: number;
  /** Where the step makes it: another place if its last value is read later still. */
  readonly made: number;
}

function settle(machine: Machine, { work, arena }: Recording, before: WasmStorage, after: WasmStorage): Home {
  const launches = work.map((one) => (one.kind === "launch" ? one : null));
  const birth = launches.findIndex((launch) => launch !== null && blocksWritten(launch).includes(after));
  const isReadLate = launches.some(
    (launch, i) =>
      launch !== null &&
      i >= birth &&
      launch.operands.some(
        ({ block, position, offset }) =>
          block === before && !(i === birth && offset === 0 && worksInPlace(launch, position, before, after)),
      ),
  );
  const made = after.pointer;
  machine.memory.settle(after, arena);
  return { before, after, home: after.pointer, made: isReadLate ? made : after.pointer };
}

// Elementwise kernels, the only ones that say so, have the number of axes of their walk as second argument.
function worksInPlace({ kernel, values }: Launch, position: number, before: WasmStorage, after: WasmStorage): boolean {
  return kernel.inPlace?.includes(position) === true && values[1] === 0 && before.length === after.length;
}

function blocksWritten({ operands }: Launch): WasmStorage[] {
  return operands.filter(({ isWritten }) => isWritten).map(({ block }) => block);
}

function withAddresses({ kernel, values, operands }: Launch, places: ReadonlyMap<WasmStorage, number>): Ready {
  const addressed = [...values];
  for (const { position, block, offset } of operands)
    addressed[position] = (places.get(block) ?? block.pointer) + offset;
  return { kernel, values: addressed };
}

// What the host did, and then its new numbers to wherever the step had put them.
function repeated(machine: Machine, { work, written }: Recording, { run, renewed }: HostLine) {
  const rooms = work.flatMap((one) => (one.kind === "launch" ? one.rooms : []));
  const targets = renewed.flatMap((numbers) => [
    ...rooms.filter(({ values }) => values === numbers).map(({ at }) => ({ numbers, at })),
    ...written
      .filter(({ source }) => source === numbers)
      .map(({ block, from }) => ({ numbers, at: block.pointer + 4 * from })),
  ]);
  return (replays: number): void => {
    run(replays);
    for (const { numbers, at } of targets) machine.memory.asFloats.set(numbers, at / 4);
  };
}

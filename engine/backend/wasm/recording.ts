import type { Kernel, LaunchObserver, Machine } from "./machine.ts";
import { Arena, type WasmStorage } from "./memory.ts";
import { ReplayError } from "../../errors.ts";
import type { Expression } from "../../expr.ts";
import type { Kernels, View } from "../backend.ts";
import { Shadow } from "./scalar/shadow.ts";
import type { HostRecorder, HostWork, Versioned } from "../../repetition.ts";

/** An argument of a launch that is an address in a block. */
export interface Operand {
  readonly position: number;
  readonly block: WasmStorage;
  /** Bytes from the start of the block. */
  readonly offset: number;
  readonly isWritten: boolean;
}

/** Numbers that the host wrote for a launch to a place of their own: a plan, or the values of expressions. */
export interface Room {
  readonly at: number;
  readonly bytes: number;
  /** The array that the numbers came from; null for a plan. */
  readonly values: readonly number[] | null;
}

/** A kernel that was carried out, with everything that it needs. */
export interface Launch {
  readonly kind: "launch";
  readonly kernel: Kernel;
  readonly values: readonly number[];
  readonly operands: readonly Operand[];
  readonly rooms: readonly Room[];
}

/** Something that the host did, and has to do again in each replay. */
export interface HostLine extends Required<HostWork> {
  readonly kind: "host";
}

/** Numbers of the host in a block. */
export interface Written {
  readonly block: WasmStorage;
  /** In which entry of the block they begin. */
  readonly from: number;
  /** The very array, and the numbers that were in it. */
  readonly source: ArrayLike<number>;
  readonly numbers: ArrayLike<number>;
}

/** Everything that happened to the memory while a step was carried out, in order. */
export class Recording implements LaunchObserver, HostRecorder {
  readonly arena = new Arena();
  readonly work: (Launch | HostLine)[] = [];
  readonly written: Written[] = [];
  /** What was given new numbers. */
  readonly versioned = new Set<Versioned>();
  /** The step on single numbers, while it is small. */
  readonly shadow = new Shadow();
  /** Arrays that hold other numbers in each replay. */
  readonly renewed = new Set<ArrayLike<number>>();
  private readonly machine: Machine;
  private rooms: Room[] = [];

  constructor(machine: Machine) {
    this.machine = machine;
  }

  launched(kernel: Kernel, values: readonly number[]): void {
    const { memory } = this.machine;
    const operandAt = (position: number, isWritten: boolean): Operand => {
      const block = memory.blockAt(values[position]);
      if (block === null) throw new ReplayError(`the kernel ${kernel.name} reads memory that belongs to nobody`);
      return { position, block, offset: values[position] - block.pointer, isWritten };
    };
    const operands = [
      ...kernel.reads.map((position) => operandAt(position, false)),
      ...kernel.writes.map((position) => operandAt(position, true)),
    ];
    this.work.push({ kind: "launch", kernel, values: [...values], operands, rooms: this.rooms });
    this.rooms = [];
  }

  // What the host writes keeps a place of its own, so that it is still there in the replays.
  writing(block: WasmStorage, source: ArrayLike<number>, from: number): void {
    if (!this.written.some((other) => other.block === block)) this.machine.memory.settle(block, this.arena);
    this.written.push({ block, from, source, numbers: Array.from(source) });
    if (source.length === block.length) this.shadow.uploaded(block, source, this.renewed.has(source));
  }

  called(name: keyof Kernels, operands: readonly unknown[], result: WasmStorage): void {
    this.shadow.called(name, operands, result);
  }

  mapped(
    expressions: readonly Expression[],
    inputs: readonly View<WasmStorage>[],
    values: readonly number[],
    results: readonly WasmStorage[],
  ): void {
    this.shadow.mapped(expressions, inputs, values, results, this.renewed.has(values));
  }

  room(bytes: number, values: readonly number[] | null): number {
    const block = this.machine.memory.allocate(Math.ceil(bytes / 4));
    this.machine.memory.settle(block, this.arena);
    // Its place is handed out to nobody else.
    this.machine.memory.release(block);
    this.rooms.push({ at: block.pointer, bytes, values });
    return block.pointer;
  }

  reading(): void {
    throw new ReplayError("a recorded step cannot read values: return them, and read them after the step");
  }

  repeats({ run, renewed = [], isAlike = () => false }: HostWork): void {
    this.work.push({ kind: "host", run, renewed, isAlike });
    for (const numbers of renewed) this.renewed.add(numbers);
  }

  versions(thing: Versioned): void {
    this.versioned.add(thing);
  }
}

import { ReplayError } from "../../errors.ts";
import { withHostRecorder } from "../../repetition.ts";
import { isContiguous } from "../../shape.ts";
import type { StepRecorder, View } from "../backend.ts";
import type { Machine } from "./machine.ts";
import type { WasmStorage } from "./memory.ts";
import { addressOf, copyInto, wholeOf } from "./movement.ts";
import { Recording } from "./recording.ts";
import { ReplayedStep } from "./replayed-step.ts";
import { compare } from "./steady.ts";

/** A step may begin differently, as momentum does, and be disturbed; it has to settle within so many runs. */
const MOST_RUNS = 8;

export class WasmStepRecorder implements StepRecorder<WasmStorage> {
  private readonly machine: Machine;
  private last: Recording | null = null;
  private beforeLast: Recording | null = null;
  private replayed: ReplayedStep | null = null;
  private runs = 0;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  watch<T>(run: () => T): T {
    const { machine } = this;
    if (machine.observer !== null) throw new ReplayError("a recorded step cannot run another recorded step");
    this.forgetReplay();
    const recording = new Recording(machine);
    machine.observer = recording;
    try {
      const result = withHostRecorder(recording, () => machine.memory.within(recording.arena, run));
      this.dissolve(this.beforeLast);
      this.beforeLast = this.last;
      this.last = recording;
      return result;
    } catch (error) {
      machine.memory.dissolve(recording.arena);
      this.release();
      throw error;
    } finally {
      machine.observer = null;
    }
  }

  compare(): void {
    if (this.last === null || this.beforeLast === null) return;
    this.runs++;
    const found = compare(this.machine, this.beforeLast, this.last);
    if ("difference" in found) {
      if (this.runs < MOST_RUNS) return;
      const { runs } = this;
      this.release();
      throw new ReplayError(
        `a recorded step has to be the same each time, and after ${runs} runs it is not: ${found.difference}`,
      );
    }
    this.replayed = new ReplayedStep(this.machine, this.last, found);
    this.dissolve(this.beforeLast);
    this.beforeLast = null;
    this.runs = 0;
  }

  replay(times: number): "replayed" | "compiled" | null {
    if (this.replayed === null) return null;
    if (this.machine.observer !== null) throw new ReplayError("a recorded step cannot run another recorded step");
    if (!this.replayed.isValid) {
      this.forgetReplay();
      return null;
    }
    this.replayed.run(times);
    return this.replayed.isCompiled ? "compiled" : "replayed";
  }

  fill(storage: WasmStorage, values: View<WasmStorage> | ArrayLike<number>): void {
    const { asFloats } = this.machine.memory;
    if (!("storage" in values)) asFloats.set(values, storage.pointer / 4);
    else if (isContiguous(values.shape, values.strides)) {
      const begin = addressOf(values) / 4;
      asFloats.copyWithin(storage.pointer / 4, begin, begin + storage.length);
    } else copyInto(this.machine, values, wholeOf(storage, values.shape));
  }

  release(): void {
    this.replayed = null;
    this.dissolve(this.last);
    this.dissolve(this.beforeLast);
    this.last = null;
    this.beforeLast = null;
    this.runs = 0;
  }

  private forgetReplay(): void {
    if (this.replayed !== null) this.release();
  }

  private dissolve(recording: Recording | null): void {
    if (recording !== null) this.machine.memory.dissolve(recording.arena);
  }
}

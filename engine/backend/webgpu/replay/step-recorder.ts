import { ReplayError } from "../../../errors.ts";
import { withHostRecorder } from "../../../repetition.ts";
import type { StepRecorder, View } from "../../backend.ts";
import type { WebGpuStorage } from "../buffers.ts";
import { copyInto, wholeOf } from "../copying.ts";
import type { Machine } from "../machine.ts";
import { Recording } from "./recording.ts";
import { ReplayedStep } from "./replayed-step.ts";
import { compare } from "./steady.ts";

/** A step may begin differently, as momentum does, and be disturbed; it has to settle within so many runs. */
const MOST_RUNS = 8;

export class WebGpuStepRecorder implements StepRecorder<WebGpuStorage> {
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
    const recording = new Recording();
    machine.observer = recording;
    try {
      const result = withHostRecorder(recording, () => machine.pool.within(recording.arena, run));
      if (recording.refusal !== null) throw recording.refusal;
      this.dissolve(this.beforeLast);
      this.beforeLast = this.last;
      this.last = recording;
      return result;
    } catch (error) {
      this.dissolve(recording);
      this.release();
      throw error;
    } finally {
      machine.observer = null;
    }
  }

  compare(): void {
    if (this.last === null || this.beforeLast === null) return;
    this.runs++;
    const found = compare(this.beforeLast, this.last);
    if (typeof found === "string") {
      if (this.runs < MOST_RUNS) return;
      const { runs } = this;
      this.release();
      throw new ReplayError(`a recorded step has to be the same each time, and after ${runs} runs it is not: ${found}`);
    }
    this.replayed = new ReplayedStep(this.machine, this.last, found);
    this.dissolve(this.beforeLast);
    this.beforeLast = null;
    this.runs = 0;
  }

  replay(times: number): "replayed" | null {
    if (this.replayed === null) return null;
    if (this.machine.observer !== null) throw new ReplayError("a recorded step cannot run another recorded step");
    if (!this.replayed.isValid) {
      this.forgetReplay();
      return null;
    }
    this.replayed.run(times);
    return "replayed";
  }

  fill(storage: WebGpuStorage, values: View<WebGpuStorage> | ArrayLike<number>): void {
    if ("storage" in values) copyInto(this.machine, values, wholeOf(storage, values.shape));
    else this.machine.overwrite(storage.buffer.gpu, new Float32Array(values));
  }

  release(): void {
    this.replayed?.release();
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
    if (recording !== null) this.machine.pool.dissolve(recording.arena, this.machine.submission);
  }
}

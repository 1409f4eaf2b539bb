import type { Call, InputGradients, OperationName } from "./operation-table.ts";
import type { Tensor } from "./tensor.ts";

/** One line of the tape: an operation that was called, and the rule that takes gradients back through it. */
export interface TapeEntry {
  readonly operation: OperationName;
  /** Position in the order of execution. */
  readonly position: number;
  /** Empty once released. */
  inputs: readonly Tensor[];
  readonly output: Tensor;
  /** The inputs' versions at the time of the call. */
  readonly versions: readonly number[];
  /** Null once released: a backward pass has used the entry and was not asked to retain it. */
  backward: ((upstream: Tensor) => InputGradients) | null;
}

/** Told of every operation a program calls, and of every gradient that passes back through one. */
export interface TapeObserver {
  called(operation: OperationName, call: Call<unknown>): void;
  passedBack(entry: TapeEntry, upstream: Tensor, gradients: InputGradients): void;
}

/** Lets go of everything the entry holds, so that a loss kept for a chart does not keep its whole graph. */
export function release(entry: TapeEntry): void {
  entry.inputs = [];
  entry.backward = null;
}

let recording = true;
let position = 0;
let observers: readonly TapeObserver[] = [];

export function isRecording(): boolean {
  return recording;
}

export function nextPosition(): number {
  return position++;
}

export function currentObservers(): readonly TapeObserver[] {
  return observers;
}

/** Runs without recording: results need no gradient. For evaluation and for changing parameters. */
export function noGrad<T>(run: () => T): T {
  return withRecording(false, run);
}

/** Runs with recording switched on or off and restores what was before, also when `run` throws. */
export function withRecording<T>(on: boolean, run: () => T): T {
  const before = recording;
  recording = on;
  try {
    return run();
  } finally {
    recording = before;
  }
}

/** Runs while `observer` is told of operations and gradients. */
export function withObserver<T>(observer: TapeObserver, run: () => T): T {
  const before = observers;
  observers = [...before, observer];
  try {
    return run();
  } finally {
    observers = before;
  }
}

/** The entries `output` depends on, in the order they were executed. */
export function tapeOf(output: Tensor): TapeEntry[] {
  const seen = new Set<TapeEntry>();
  const waiting = output.origin === null ? [] : [output.origin];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (seen.has(entry)) continue;
    seen.add(entry);
    for (const input of entry.inputs) {
      if (input.origin !== null) waiting.push(input.origin);
    }
  }
  return [...seen].sort((a, b) => a.position - b.position);
}

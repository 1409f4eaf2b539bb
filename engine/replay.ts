import type { Backend } from "./backend/backend.ts";
import { recorderFor } from "./backend/recorder.ts";
import { fromValues } from "./create.ts";
import { defaultBackend } from "./default-backend.ts";
import { ArgumentError, BackendError, ReleasedError, ShapeError } from "./errors.ts";
import { areFaultsActive } from "./faults.ts";
import { disown, inScope, own, see } from "./lifetime.ts";
import { formatShape, sameShape } from "./shape.ts";
import { currentObservers } from "./tape.ts";
import { Tensor } from "./tensor.ts";

/** What a step takes, by name or by position. */
export type StepInputs = Readonly<Record<string, Tensor>> | readonly Tensor[];

/** What it is given: tensors, or their entries in row-major order. */
export type StepValues<Inputs extends StepInputs> = {
  readonly [Name in keyof Inputs]: Tensor | Float64Array | Float32Array;
};

/** What a step gives: a tensor, several, or nothing. */
export type StepResult = Tensor | Readonly<Record<string, Tensor>> | readonly Tensor[] | void;

/** As it is written; by its list of launches; or, small as it is, as one function. */
export type StepWay = "eager" | "replayed" | "compiled";

export interface RecordedStep<Inputs extends StepInputs, Result extends StepResult> {
  /**
   * Carries out the step. The tensors in its result are written anew by the next run. Throws a ShapeError where an input has
   * not the shape of the example, a ReplayError where the step cannot be repeated.
   */
  run(inputs: StepValues<Inputs>): Result;
  /** Carries out the step `times` times on the same inputs, and gives the last result. */
  repeat(times: number, inputs: StepValues<Inputs>): Result;
  /** How the last run was carried out; see `StepWay`. */
  readonly way: StepWay;
  /** Gives back the memory that replays need; the step cannot run any more. */
  release(): void;
}

/**
 * A step of training that is carried out faster when it is repeated. The first runs are carried out as they are written; when two
 * in a row have launched the same kernels, the list of launches alone is repeated: without tensors, tape or allocations, and with
 * the same results to the last bit. A step of some thousand operations on single numbers becomes one function; its results are the
 * same, but for the roundings that fused multiply-adds save the kernels. Where something has changed meanwhile (a parameter was assigned, somebody holds a view of it)
 * the step is carried out as it is written, and recorded anew.
 *
 * What the host computes in the step is done only while it is recorded: conditions, and numbers that become tensors, stay as they
 * were. Optimizers, schedules and dropout go on properly. Values that change are inputs of the step: `example` gives their
 * shapes and backend. On backends without replay, and while a trace or faults are active, every run is carried out as written.
 */
export function record<Inputs extends StepInputs, Result extends StepResult>(
  step: (inputs: Inputs) => Result,
  example: Inputs,
): RecordedStep<Inputs, Result> {
  const names = Object.keys(example) as (keyof Inputs & string)[];
  const given = names.map((name) => example[name] as Tensor);
  const backend = backendOf(given);
  const recorder = recorderFor(backend);
  const inputs = recorder === null ? null : given.map(copyOf);
  let results: { readonly tensors: readonly Tensor[]; readonly result: Result } | null = null;
  let way: StepWay = "eager";
  let isReleased = false;

  const take = (values: StepValues<Inputs>): Inputs => {
    const tensors = names.map((name, i) => {
      const value = values[name] as Tensor | Float64Array | Float32Array | undefined;
      if (value === undefined) throw new ArgumentError(`the step needs the input ${name}, and it was not given`);
      requireFits(name, value, given[i], backend);
      if (recorder === null || inputs === null) {
        return value instanceof Tensor ? value : fromValues(value, given[i].shape, { backend });
      }
      if (value !== inputs[i]) recorder.fill(inputs[i].storage, value);
      return inputs[i];
    });
    return (
      Array.isArray(example) ? tensors : Object.fromEntries(names.map((name, i) => [name, tensors[i]]))
    ) as Inputs;
  };

  const letGoOfResults = (): void => {
    for (const tensor of results?.tensors ?? []) disown(tensor);
    results = null;
  };

  // A trace and faults need the operations themselves.
  const isWatched = () => currentObservers().length > 0 || areFaultsActive();

  // As it is written, and watched if it may be replayed later.
  const carryOut = (values: Inputs): Result => {
    way = "eager";
    if (recorder === null || isWatched()) return step(values);
    letGoOfResults();
    results = inScope(
      () => recorder.watch(() => step(values)),
      (result, inner) => {
        const kept = keep(result);
        inner.end();
        return kept;
      },
    );
    recorder.compare();
    return shown();
  };

  const shown = (): Result => {
    for (const tensor of results?.tensors ?? []) see(tensor);
    return results?.result as Result;
  };

  const repeat = (times: number, values: Inputs): Result => {
    for (let left = times; left > 0; left--) {
      const replayed = isWatched() ? null : (recorder?.replay(left) ?? null);
      if (replayed !== null) {
        way = replayed;
        break;
      }
      const result = carryOut(values);
      if (left === 1) return result;
    }
    return shown();
  };

  const requireLive = (): void => {
    if (isReleased) throw new ReleasedError("a recorded step was run after its release");
  };

  return {
    run(values) {
      requireLive();
      return repeat(1, take(values));
    },
    repeat(times, values) {
      requireLive();
      if (!Number.isInteger(times) || times < 1) {
        throw new ArgumentError(`repeat needs a whole number of times, 1 or more, got ${times}`);
      }
      return repeat(times, take(values));
    },
    get way() {
      return way;
    },
    release() {
      if (isReleased) return;
      isReleased = true;
      letGoOfResults();
      recorder?.release();
      for (const input of inputs ?? []) disown(input);
    },
  };
}

function backendOf(inputs: readonly Tensor[]): Backend {
  const backend = inputs[0]?.backend ?? defaultBackend();
  const stranger = inputs.find((input) => input.backend !== backend);
  if (stranger !== undefined) {
    throw new BackendError(`record got inputs on two backends, ${backend.name} and ${stranger.backend.name}`);
  }
  return backend;
}

// A tensor of the engine's own with a storage of its own.
function copyOf(tensor: Tensor): Tensor {
  const { shape, backend } = tensor;
  return own(() => new Tensor({ storage: backend.kernels.copy(tensor), shape, backend }));
}

function requireFits(
  name: string,
  value: Tensor | Float64Array | Float32Array,
  wanted: Tensor,
  backend: Backend,
): void {
  if (!(value instanceof Tensor)) {
    if (value.length !== wanted.size) {
      throw new ShapeError(`the input ${name} has shape ${formatShape(wanted.shape)}, got ${value.length} entries`);
    }
    return;
  }
  if (!sameShape(value.shape, wanted.shape)) {
    throw new ShapeError(
      `the input ${name} was recorded with shape ${formatShape(wanted.shape)}, got ${formatShape(value.shape)}`,
    );
  }
  if (value.backend !== backend) {
    throw new BackendError(`the input ${name} belongs on ${backend.name}, got it on ${value.backend.name}`);
  }
}

// The result with tensors of the engine's own in place of those that the step made.
function keep<Result extends StepResult>(result: Result): { tensors: readonly Tensor[]; result: Result } {
  const tensors: Tensor[] = [];
  const keepOne = (tensor: Tensor): Tensor => {
    if (!(tensor instanceof Tensor)) {
      throw new ArgumentError(`a recorded step gives tensors, got ${String(tensor)}`);
    }
    const kept = own(() => new Tensor(tensor));
    tensors.push(kept);
    return kept;
  };
  if (result === undefined) return { tensors, result };
  if (result instanceof Tensor) return { tensors, result: keepOne(result) as Result };
  if (Array.isArray(result)) return { tensors, result: result.map(keepOne) as unknown as Result };
  const entries = Object.entries(result as Readonly<Record<string, Tensor>>);
  return { tensors, result: Object.fromEntries(entries.map(([name, tensor]) => [name, keepOne(tensor)])) as Result };
}

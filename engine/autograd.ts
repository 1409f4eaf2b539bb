import { ones } from "./create.ts";
import { AutogradError, BackendError, ShapeError } from "./errors.ts";
import { add } from "./ops/arithmetic.ts";
import { inScope, letGo } from "./lifetime.ts";
import type { InputGradients } from "./operation-table.ts";
import { insideRule } from "./operation.ts";
import { gaveNumbers } from "./repetition.ts";
import { formatShape, isContiguous, sameShape } from "./shape.ts";
import { currentObservers, release, type TapeEntry, tapeOf, withRecording } from "./tape.ts";
import { Tensor } from "./tensor.ts";

export interface BackwardOptions {
  /** Keep the tape for another backward pass. */
  readonly retainGraph?: boolean;
  /** Record the backward pass itself, so that gradients have gradients; retains the tape as well. */
  readonly createGraph?: boolean;
}

/**
 * Reverse-mode differentiation: walks the tape from the end, hands each entry the finished gradient of its output, and
 * adds what its rule gives to the gradients of its inputs. Leaves get the result added to `grad`.
 *
 * `upstream` is ∂loss/∂output, 1 for a scalar. Throws an AutogradError without a graph, with a used-up one, after an
 * in-place change of a value the tape needs, and for a non-scalar without upstream.
 */
export function backward(output: Tensor, upstream?: Tensor, options: BackwardOptions = {}): void {
  const keeps = (tensor: Tensor) => tensor.requiresGrad && (tensor.origin === null || tensor.keepsGrad);
  propagate(output, upstream, options, keeps, (gradients) => {
    for (const [tensor, gradient] of gradients) {
      const before = tensor.ownGradient;
      const total = () => (before === null ? gradient : withRecording(false, () => sumOf(before, gradient)));
      inScope(total, (sum) => {
        tensor.grad = sum;
      });
    }
  });
}

/**
 * ∂output/∂input for each input, without touching anyone's `grad`. An input the output does not depend on gets null.
 * Throws like `backward`.
 */
export function grad(
  output: Tensor,
  inputs: readonly Tensor[],
  options: BackwardOptions & { readonly upstream?: Tensor } = {},
): (Tensor | null)[] {
  const wanted = new Set(inputs);
  return propagate(
    output,
    options.upstream,
    options,
    (tensor) => wanted.has(tensor),
    (gradients, lasting) =>
      inputs.map((input) => {
        const gradient = gradients.get(input);
        return gradient === undefined ? null : lasting(gradient);
      }),
  );
}

/**
 * Walks the tape and hands the gradients of the tensors for which `keeps` holds to `take`. All others are let go as soon as
 * they have been passed on, and the kept ones after `take`, but for those it makes `lasting`.
 */
function propagate<Taken>(
  output: Tensor,
  upstream: Tensor | undefined,
  options: BackwardOptions,
  keeps: (tensor: Tensor) => boolean,
  take: (gradients: ReadonlyMap<Tensor, Tensor>, lasting: (gradient: Tensor) => Tensor) => Taken,
): Taken {
  const { createGraph = false, retainGraph = createGraph } = options;
  const tape = tapeOf(output);
  for (const entry of tape) usable(entry);
  const start = () => startOf(output, upstream);
  // A graph of gradients and the observers of a pass need what arises on the way.
  const isPrivate = !createGraph && currentObservers().length === 0;
  const run = () => withRecording(createGraph, () => passBack(tape, output, start(), keeps, isPrivate));
  const taken = isPrivate
    ? inScope(run, (gradients) => take(gradients, (gradient) => new Tensor(gradient)))
    : take(run(), (gradient) => gradient);
  if (!retainGraph) for (const entry of tape) release(entry);
  return taken;
}

function passBack(
  tape: readonly TapeEntry[],
  output: Tensor,
  start: Tensor,
  keeps: (tensor: Tensor) => boolean,
  isPrivate: boolean,
): Map<Tensor, Tensor> {
  const gradients = new Map<Tensor, Tensor>([[output, start]]);
  const kept = new Map<Tensor, Tensor>();
  const addTo = (tensor: Tensor, gradient: Tensor) => {
    const already = gradients.get(tensor);
    gradients.set(tensor, already === undefined ? gradient : sumOf(already, gradient));
    if (isPrivate && already !== undefined) letGo(already);
  };
  for (const entry of tape.toReversed()) {
    const arriving = gradients.get(entry.output);
    if (arriving === undefined) continue;
    const leaving = leavingFrom(entry, arriving, isPrivate);
    leaving.forEach((gradient, i) => {
      if (gradient !== null && entry.inputs[i].requiresGrad) addTo(entry.inputs[i], gradient);
    });
    for (const observer of currentObservers()) observer.passedBack(entry, arriving, leaving);
    gradients.delete(entry.output);
    if (keeps(entry.output)) kept.set(entry.output, arriving);
    else if (isPrivate && arriving !== start) letGo(arriving);
  }
  for (const [tensor, gradient] of gradients) if (keeps(tensor)) kept.set(tensor, gradient);
  return kept;
}

// What the rule gives for each input, checked where it is wanted. In a private pass its intermediate results are let go.
function leavingFrom(entry: TapeEntry, arriving: Tensor, isPrivate: boolean): InputGradients {
  const carryOut = () => usable(entry)(arriving);
  const checked = (gradients: InputGradients, keep: (gradient: Tensor) => Tensor) =>
    gradients.map((gradient, i) => {
      const input = entry.inputs[i];
      if (gradient === null || !input.requiresGrad) return gradient;
      checkGradient(entry, input, gradient);
      return keep(gradient);
    });
  return isPrivate
    ? inScope(carryOut, (gradients) => checked(gradients, (gradient) => new Tensor(gradient)))
    : checked(carryOut(), (gradient) => gradient);
}

// Sums of gradients are the tape's own work: neither traced nor made faulty.
function sumOf(a: Tensor, b: Tensor): Tensor {
  return insideRule(() => add(a, b));
}

function startOf(output: Tensor, upstream: Tensor | undefined): Tensor {
  if (!output.requiresGrad) {
    throw new AutogradError(
      `backward needs an output that depends on a tensor with requiresGrad, got ${output.toString()}`,
    );
  }
  if (upstream === undefined) {
    if (output.size !== 1) {
      throw new AutogradError(`backward from shape ${formatShape(output.shape)} needs an upstream gradient`);
    }
    return ones(output.shape, { backend: output.backend });
  }
  if (!sameShape(upstream.shape, output.shape)) {
    throw new ShapeError(
      `the upstream gradient needs the output's shape ${formatShape(output.shape)}, got ${formatShape(upstream.shape)}`,
    );
  }
  return upstream;
}

function usable(entry: TapeEntry): (upstream: Tensor) => InputGradients {
  if (entry.backward === null) {
    throw new AutogradError(
      `backward went through ${entry.operation} a second time: pass { retainGraph: true } the first time`,
    );
  }
  entry.inputs.forEach((input, i) => {
    if (input.version !== entry.versions[i]) {
      throw new AutogradError(
        `${input.label ?? "a tensor"} ${formatShape(input.shape)} was assigned new values after ${entry.operation} used it`,
      );
    }
  });
  return entry.backward;
}

function checkGradient(entry: TapeEntry, input: Tensor, gradient: Tensor): void {
  if (!sameShape(gradient.shape, input.shape)) {
    throw new ShapeError(
      `the backward rule of ${entry.operation} gave a gradient ${formatShape(gradient.shape)} ` +
        `for an input ${formatShape(input.shape)}`,
    );
  }
}

/**
 * Gives a leaf new numbers of the same shape. Views taken of it before keep the old ones, and a backward pass that
 * would need the old ones throws. Throws an AutogradError on a tensor that an operation made, a BackendError for values
 * of another backend.
 */
export function assign(target: Tensor, values: Tensor): void {
  if (target.origin !== null) {
    throw new AutogradError(`assign needs a leaf, got the output of ${target.origin.operation}`);
  }
  if (!sameShape(target.shape, values.shape)) {
    throw new ShapeError(`assign needs shape ${formatShape(target.shape)}, got ${formatShape(values.shape)}`);
  }
  if (target.backend !== values.backend) {
    throw new BackendError(`assign needs values on ${target.backend.name}, got some on ${values.backend.name}`);
  }
  if (target.size !== target.storage.length || !isContiguous(target.shape, target.strides)) {
    throw new AutogradError(`assign needs a tensor with a storage of its own, got a view ${formatShape(target.shape)}`);
  }
  // Numbers never change, so a storage that holds these and no others need not be copied.
  const isWhole = values.size === values.storage.length && isContiguous(values.shape, values.strides);
  target.moveTo(isWhole ? values.storage : target.backend.kernels.copy(values));
  target.version++;
  gaveNumbers(target);
}

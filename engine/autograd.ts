import { ones } from "./create.ts";
import { AutogradError, BackendError, ShapeError } from "./errors.ts";
import { add } from "./ops/arithmetic.ts";
import type { InputGradients } from "./operation-table.ts";
import { insideRule } from "./operation.ts";
import { formatShape, isContiguous, sameShape } from "./shape.ts";
import { currentObservers, release, type TapeEntry, tapeOf, withRecording } from "./tape.ts";
import type { Tensor } from "./tensor.ts";

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
  const gradients = propagate(output, upstream, options);
  for (const [tensor, gradient] of gradients) {
    const keeps = tensor.requiresGrad && (tensor.origin === null || tensor.keepsGrad);
    if (!keeps) continue;
    tensor.grad = tensor.grad === null ? gradient : withRecording(false, () => sumOf(tensor.grad as Tensor, gradient));
  }
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
  const gradients = propagate(output, options.upstream, options);
  return inputs.map((input) => gradients.get(input) ?? null);
}

function propagate(output: Tensor, upstream: Tensor | undefined, options: BackwardOptions): Map<Tensor, Tensor> {
  const { createGraph = false, retainGraph = createGraph } = options;
  const tape = tapeOf(output);
  const gradients = new Map<Tensor, Tensor>([[output, startOf(output, upstream)]]);
  for (const entry of tape) usable(entry);
  withRecording(createGraph, () => {
    for (const entry of tape.toReversed()) {
      const arriving = gradients.get(entry.output);
      if (arriving === undefined) continue;
      const leaving = usable(entry)(arriving);
      leaving.forEach((gradient, i) => {
        const input = entry.inputs[i];
        if (gradient === null || !input.requiresGrad) return;
        checkGradient(entry, input, gradient);
        const already = gradients.get(input);
        gradients.set(input, already === undefined ? gradient : sumOf(already, gradient));
      });
      for (const observer of currentObservers()) observer.passedBack(entry, arriving, leaving);
    }
  });
  if (!retainGraph) for (const entry of tape) release(entry);
  return gradients;
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
  target.storage = target.backend.kernels.copy(values);
  target.version++;
}

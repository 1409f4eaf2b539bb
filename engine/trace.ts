import { backward } from "./autograd.ts";
import type { Call, InputGradients, OperationName } from "./operation-table.ts";
import { insideRule } from "./operation.ts";
import { add } from "./ops/arithmetic.ts";
import { noGrad, type TapeEntry, type TapeObserver, withObserver } from "./tape.ts";
import { type NestedNumbers, Tensor } from "./tensor.ts";

/** A tensor as a trace shows it. */
export interface TracedValue {
  /** The label given by `named`; else the number itself for a scalar constant, x1, x2, … for leaves, v1, v2, … for results. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: NestedNumbers;
}

/** One operation of the traced run. */
export interface TraceStep {
  readonly operation: OperationName;
  /** What the operation took besides tensors, such as `{ axis: 1 }`. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly inputs: readonly TracedValue[];
  readonly output: TracedValue;
  /** ∂loss/∂output in full, and what this operation alone passed back to each input; null where no gradient came. */
  readonly gradients: { readonly output: NestedNumbers; readonly inputs: readonly (NestedNumbers | null)[] } | null;
}

/** A tensor the run started from. */
export interface TracedLeaf extends TracedValue {
  /** ∂loss/∂leaf; null where no gradient came. */
  readonly gradient: NestedNumbers | null;
}

/** A run as plain data, fit for JSON but for NaN and ±∞. */
export interface Trace<Result> {
  readonly result: Result;
  readonly steps: readonly TraceStep[];
  readonly leaves: readonly TracedLeaf[];
}

interface Recorded {
  readonly operation: OperationName;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Tensor[];
  /** The inputs' numbers at the time of the call. */
  readonly inputValues: readonly Tensor[];
  readonly output: Tensor;
  gradients: InputGradients | null;
}

/**
 * Records every operation a synchronous function calls, in order, with values and gradients. If the function gives a
 * scalar that wants a gradient and has not called `backward` itself, `backward` is called on it. Several backward passes
 * add up. Reads at once, so it needs a backend that can: the reference backend.
 */
export function trace<Result>(run: () => Result): Trace<Result> {
  const recorder = new Recorder();
  const result = withObserver(recorder, () => {
    const value = run();
    const isLoss = value instanceof Tensor && value.requiresGrad && value.size === 1;
    if (isLoss && !recorder.sawGradients) backward(value);
    return value;
  });
  return { result, ...recorder.report() };
}

class Recorder implements TapeObserver {
  sawGradients = false;
  private readonly recorded: Recorded[] = [];
  private readonly byOutput = new Map<Tensor, Recorded>();
  private readonly gradients = new Map<Tensor, Tensor>();

  called(operation: OperationName, { inputs, attributes, output }: Call<unknown>): void {
    const inputValues = inputs.map((input) => input.detach());
    const step: Recorded = {
      operation,
      attributes: { ...(attributes as Record<string, unknown>) },
      inputs,
      inputValues,
      output,
      gradients: null,
    };
    this.recorded.push(step);
    this.byOutput.set(output, step);
  }

  passedBack({ output, inputs }: TapeEntry, upstream: Tensor, gradients: InputGradients): void {
    this.sawGradients = true;
    this.addGradient(output, upstream);
    const step = this.byOutput.get(output);
    if (step !== undefined) {
      const before = step.gradients;
      step.gradients = gradients.map((gradient, i) => sum(before?.[i] ?? null, gradient));
    }
    inputs.forEach((input, i) => {
      if (input.origin === null && input.requiresGrad) this.addGradient(input, gradients[i]);
    });
  }

  report(): { readonly steps: readonly TraceStep[]; readonly leaves: readonly TracedLeaf[] } {
    const leaves = new Map<Tensor, Tensor>();
    for (const { inputs, inputValues } of this.recorded) {
      inputs.forEach((input, i) => {
        if (!this.byOutput.has(input) && !leaves.has(input)) leaves.set(input, inputValues[i]);
      });
    }
    const names = chooseNames([...leaves.keys()], [...this.byOutput.keys()]);
    const show = (tensor: Tensor, values: Tensor): TracedValue => ({
      name: names.get(tensor) as string,
      shape: tensor.shape,
      values: values.arraySync(),
    });
    return {
      steps: this.recorded.map((step) => ({
        operation: step.operation,
        attributes: step.attributes,
        inputs: step.inputs.map((input, i) => show(input, step.inputValues[i])),
        output: show(step.output, step.output),
        gradients: this.gradientsOf(step),
      })),
      leaves: [...leaves]
        .filter(([leaf]) => leaf.label !== null || leaf.requiresGrad || leaf.rank > 0)
        .map(([leaf, values]) => ({
          ...show(leaf, values),
          gradient: this.gradients.get(leaf)?.arraySync() ?? null,
        })),
    };
  }

  private gradientsOf({ output, gradients, inputs }: Recorded): TraceStep["gradients"] {
    const upstream = this.gradients.get(output);
    if (upstream === undefined || gradients === null) return null;
    return {
      output: upstream.arraySync(),
      inputs: gradients.map((gradient, i) =>
        inputs[i].requiresGrad && gradient !== null ? gradient.arraySync() : null,
      ),
    };
  }

  private addGradient(tensor: Tensor, gradient: Tensor | null): void {
    const total = sum(this.gradients.get(tensor) ?? null, gradient);
    if (total !== null) this.gradients.set(tensor, total);
  }
}

function sum(a: Tensor | null, b: Tensor | null): Tensor | null {
  if (a === null || b === null) return a ?? b;
  return noGrad(() => insideRule(() => add(a, b)));
}

function chooseNames(leaves: readonly Tensor[], results: readonly Tensor[]): Map<Tensor, string> {
  const taken = new Set([...leaves, ...results].map((tensor) => tensor.label));
  const names = new Map<Tensor, string>();
  const count = (prefix: string) => {
    let n = 1;
    return () => {
      while (taken.has(`${prefix}${n}`)) n++;
      return `${prefix}${n++}`;
    };
  };
  const nextLeaf = count("x");
  const nextResult = count("v");
  for (const leaf of leaves) {
    const isConstant = leaf.rank === 0 && !leaf.requiresGrad;
    names.set(leaf, leaf.label ?? (isConstant ? String(leaf.itemSync()) : nextLeaf()));
  }
  for (const result of results) names.set(result, result.label ?? nextResult());
  return names;
}

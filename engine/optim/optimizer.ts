import { ArgumentError } from "../errors.ts";
import { assign } from "../autograd.ts";
import { noGrad } from "../tape.ts";
import type { Tensor } from "../tensor.ts";

/** Makes steps from gradients: `zeroGrad`, then `backward`, then `step`. */
export interface Optimizer<State> {
  /** Changes every parameter that has a gradient. */
  step(): void;
  /** Forgets the gradients of all parameters. */
  zeroGrad(): void;
  /** What is remembered of a parameter, null before its first step. */
  state(parameter: Tensor): State | null;
  /** Goes on from what was remembered of a parameter elsewhere. */
  load(parameter: Tensor, state: State): void;
  /** The learning rate, free to change between steps. */
  learningRate: number;
}

/** One parameter's step: its new values and what to remember, from the value, the gradient and the memory. */
export type UpdateRule<State> = (
  value: Tensor,
  gradient: Tensor,
  state: State | null,
  learningRate: number,
) => { readonly value: Tensor; readonly state: State };

/** An optimizer from the rule for one parameter. Throws an ArgumentError for a learning rate below 0. */
export function makeOptimizer<State>(
  parameters: readonly Tensor[],
  learningRate: number,
  update: UpdateRule<State>,
): Optimizer<State> {
  requireAtLeastZero("lr", learningRate);
  if (parameters.length === 0) throw new ArgumentError("an optimizer needs at least one parameter, got none");
  const states = new Map<Tensor, State>();
  return {
    learningRate,
    step() {
      noGrad(() => {
        for (const parameter of parameters) {
          if (parameter.grad === null) continue;
          const before = states.get(parameter) ?? null;
          const after = update(parameter.detach(), parameter.grad.detach(), before, this.learningRate);
          assign(parameter, after.value);
          states.set(parameter, after.state);
        }
      });
    },
    zeroGrad() {
      for (const parameter of parameters) parameter.grad = null;
    },
    state: (parameter) => states.get(parameter) ?? null,
    load: (parameter, state) => void states.set(parameter, state),
  };
}

export function requireAtLeastZero(name: string, value: number): void {
  if (!(value >= 0)) throw new ArgumentError(`${name} needs to be 0 or more, got ${value}`);
}

/** Throws an ArgumentError unless 0 ≤ value < 1, as decay rates of running means need. */
export function requireDecay(name: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw new ArgumentError(`${name} needs to be in [0, 1), got ${value}`);
}

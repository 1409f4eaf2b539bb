import { ArgumentError, BackendError, ShapeError } from "../errors.ts";
import { formatShape, sameShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import type { Memory, ParameterGroup } from "./optimizer.ts";
import type { OwnedStates } from "./owned-states.ts";

/** An optimizer at one moment, in the shape of PyTorch's `state_dict`: parameters are numbered through all groups. */
export interface OptimizerSnapshot<State, Settings> {
  readonly groups: readonly (Settings & { readonly params: readonly number[] })[];
  /** By the parameter's number; null for one that has not been stepped. */
  readonly memory: readonly (State | null)[];
}

export function takeSnapshot<State, Settings>(
  groups: readonly ParameterGroup<Settings>[],
  states: OwnedStates<State>,
): OptimizerSnapshot<State, Settings> {
  let next = 0;
  return {
    groups: groups.map((group) => ({ ...group, params: group.params.map(() => next++) })),
    memory: groups.flatMap(({ params }) => params.map((parameter) => states.copy(parameter))),
  };
}

export function restoreSnapshot<State extends Memory<State>, Settings>(
  { groups, memory }: OptimizerSnapshot<State, Settings>,
  into: readonly ParameterGroup<Settings>[],
  states: OwnedStates<State>,
): void {
  const counts = (list: readonly { readonly params: { readonly length: number } }[]) =>
    list.map(({ params }) => params.length).join(", ");
  if (counts(groups) !== counts(into)) {
    throw new ArgumentError(
      `the snapshot is of groups with (${counts(groups)}) parameters, the optimizer has groups with (${counts(into)})`,
    );
  }
  const parameters = into.flatMap(({ params }) => params);
  parameters.forEach((parameter, i) => requireFits(parameter, i, memory[i] ?? null));
  into.forEach((group, i) => Object.assign(group, groups[i], { params: group.params }));
  parameters.forEach((parameter, i) => {
    const state = memory[i] ?? null;
    if (state === null) states.delete(parameter);
    else states.set(parameter, state);
  });
}

function requireFits<State extends Memory<State>>(parameter: Tensor, number: number, state: State | null): void {
  for (const [name, value] of Object.entries(state ?? {})) {
    if (!(value instanceof Tensor)) continue;
    if (!sameShape(value.shape, parameter.shape)) {
      throw new ShapeError(
        `parameter ${number} has shape ${formatShape(parameter.shape)}, its ${name} in the snapshot ${formatShape(value.shape)}`,
      );
    }
    if (value.backend !== parameter.backend) {
      throw new BackendError(
        `parameter ${number} is on ${parameter.backend.name}, its ${name} in the snapshot on ${value.backend.name}`,
      );
    }
  }
}

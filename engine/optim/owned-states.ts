import { disown, own, see } from "../lifetime.ts";
import { Tensor } from "../tensor.ts";

/**
 * What an optimizer remembers of each parameter. The tensors in it are the optimizer's own: they last until they are replaced,
 * or for as long as a program that has asked for them may use them.
 */
export class OwnedStates<State> {
  /** Counts the changes, and the occasions on which a program was given the tensors themselves. */
  version = 0;
  private readonly states = new Map<Tensor, State>();

  /** For the optimizer's own use within a step; null before the first. */
  get(parameter: Tensor): State | null {
    return this.states.get(parameter) ?? null;
  }

  /** For the program. */
  show(parameter: Tensor): State | null {
    const state = this.get(parameter);
    this.version++;
    for (const tensor of tensorsIn(state)) see(tensor);
    return state;
  }

  /** For the program, with tensors of its own: they last as long as any that it makes. */
  copy(parameter: Tensor): State | null {
    const state = this.get(parameter);
    return state === null ? null : mapTensors(state, (tensor) => tensor.detach());
  }

  /** The parameter has taken so many steps; before its first there is nothing to count. */
  count(parameter: Tensor, t: number): void {
    const state = this.states.get(parameter);
    if (state !== undefined) this.states.set(parameter, { ...state, t });
  }

  set(parameter: Tensor, state: State): void {
    const before = tensorsIn(this.get(parameter));
    this.states.set(parameter, mapTensors(state, owned));
    this.version++;
    for (const tensor of before) disown(tensor);
  }

  delete(parameter: Tensor): void {
    const before = tensorsIn(this.get(parameter));
    this.states.delete(parameter);
    this.version++;
    for (const tensor of before) disown(tensor);
  }
}

function tensorsIn(state: unknown): Tensor[] {
  return Object.values(state ?? {}).filter((part) => part instanceof Tensor);
}

function mapTensors<State>(state: State, change: (tensor: Tensor) => Tensor): State {
  const entries = Object.entries(state ?? {}).map(([name, part]) => [
    name,
    part instanceof Tensor ? change(part) : part,
  ]);
  return Object.fromEntries(entries) as State;
}

// A tensor of the optimizer's own with the same numbers, where tensors are counted.
function owned(tensor: Tensor): Tensor {
  return tensor.hold === null ? tensor : own(() => new Tensor(tensor));
}

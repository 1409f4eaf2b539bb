import { carryOut, type FusedRule, recordRule } from "../fuse.ts";
import { sameShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";

/** One parameter's new values and what to remember, from its values, its gradient and what was remembered. */
type Update<State> = (value: Tensor, gradient: Tensor, state: State | null) => Updated<State>;

interface Updated<State> {
  readonly value: Tensor;
  readonly state: State;
}

/** The flat form that `fuse` takes: the new values, and each part of the state under its own name. */
type Parts = Readonly<Record<string, unknown>>;
const VALUE = "new value";

/**
 * Carries out one update on several parameters, each in one pass where its backend can, else operation by operation.
 * Parameters whose state has the same numbers share a kernel and what it is given.
 */
export class FusedUpdates<State> {
  private readonly update: Update<State>;
  private readonly recorded = new Map<string, FusedRule<Parts>>();

  constructor(update: Update<State>) {
    this.update = update;
  }

  carryOut(value: Tensor, gradient: Tensor, state: State | null): Updated<State> {
    const entries = Object.entries(state ?? {});
    const remembered = entries.filter((entry): entry is [string, Tensor] => entry[1] instanceof Tensor);
    const inputs = [value, gradient, ...remembered.map(([, tensor]) => tensor)];
    const fits = inputs.every((input) => sameShape(input.shape, value.shape));
    if (value.backend.map === undefined || !fits) return this.update(value, gradient, state);

    const kind = entries.map(([name, part]) => `${name} ${part instanceof Tensor ? "tensor" : String(part)}`).join();
    let rule = this.recorded.get(kind);
    if (rule === undefined) {
      rule = recordRule<Parts>((w, g, ...parts) => {
        const symbols = Object.fromEntries(remembered.map(([name], i) => [name, parts[i]]));
        const after = this.update(w, g, state === null ? null : { ...state, ...symbols });
        return { [VALUE]: after.value, ...after.state };
      }, inputs.length);
      this.recorded.set(kind, rule);
    }
    const { [VALUE]: next, ...after } = carryOut(rule, inputs);
    return { value: next as Tensor, state: after as State };
  }
}

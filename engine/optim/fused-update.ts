import { carryOut, type FusedRule, recordRule } from "../fuse.ts";
import { sameShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import type { Given, Method } from "./optimizer.ts";

/** Parameters that take a step with the same numbers. */
export interface Together<Settings, Numbers> {
  readonly settings: Settings;
  readonly parameters: readonly Tensor[];
  /** Which step it is, from 1 on. */
  t: number;
  /** Null before the step has been counted. */
  numbers: Numbers | null;
  /** The same numbers in a row. */
  readonly values: number[];
}

interface Updated<State> {
  readonly value: Tensor;
  readonly state: Omit<State, "t">;
}

/** The flat form that `fuse` takes: the new values, and each part of the state under its own name. */
type Parts = Readonly<Record<string, unknown>>;
const VALUE = "new value";

/** Carries out one parameter's update, in one pass where its backend can, else operation by operation. */
export class FusedUpdates<State, Settings extends object, Numbers> {
  private readonly method: Pick<Method<State, Settings, never, Numbers>, "update">;
  private readonly recorded = new Map<string, FusedRule<Parts>>();

  constructor(method: Pick<Method<State, Settings, never, Numbers>, "update">) {
    this.method = method;
  }

  carryOut(
    value: Tensor,
    gradient: Tensor,
    state: State | null,
    together: Together<Settings, Numbers>,
  ): Updated<State> {
    const { settings, numbers, values } = together;
    const entries = Object.entries(state ?? {});
    const remembered = entries.filter((entry): entry is [string, Tensor] => entry[1] instanceof Tensor);
    const inputs = [value, gradient, ...remembered.map(([, tensor]) => tensor)];
    const fits = inputs.every((input) => sameShape(input.shape, value.shape));
    if (value.backend.map === undefined || !fits) {
      return this.method.update(value, gradient, state, numbers as Given<Numbers>, settings);
    }

    const kind = `${remembered.map(([name]) => name).join()}|${formOf(settings)}`;
    let rule = this.recorded.get(kind);
    if (rule === undefined) {
      const names = Object.keys(numbers as object);
      rule = recordRule<Parts>(
        (w, g, ...symbols) => {
          const memory = Object.fromEntries(remembered.map(([name], i) => [name, symbols[i]]));
          const given = Object.fromEntries(names.map((name, i) => [name, symbols[remembered.length + i]]));
          const before = state === null ? null : { ...state, ...memory };
          const after = this.method.update(w, g, before, given as Given<Numbers>, settings);
          return { [VALUE]: after.value, ...after.state };
        },
        inputs.length,
        names.length,
      );
      this.recorded.set(kind, rule);
    }
    const { [VALUE]: next, ...after } = carryOut(rule, inputs, values);
    return { value: next as Tensor, state: after as Omit<State, "t"> };
  }
}

// What decides how a step is computed: which settings are on, and which are 0.
function formOf(settings: object): string {
  let form = "";
  for (const setting of Object.values(settings)) {
    if (typeof setting === "number") form += setting === 0 ? "0," : "n,";
    else if (typeof setting !== "object") form += `${String(setting)},`;
  }
  return form;
}

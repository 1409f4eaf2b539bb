import { assign } from "../autograd.ts";
import { StateError } from "../errors.ts";
import { formatShape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

export interface LoadOptions {
  /** Whether the names must be exactly the module's. */
  readonly strict?: boolean;
}

/** Gives every tensor of `into` the numbers saved under its name. See `Module.load`. */
export function loadState(
  into: ReadonlyMap<string, Tensor>,
  state: ReadonlyMap<string, Tensor>,
  { strict = true }: LoadOptions,
): void {
  const missing = [...into.keys()].filter((name) => !state.has(name));
  const unexpected = [...state.keys()].filter((name) => !into.has(name));
  const shared = [...into].flatMap(([name, tensor]) => {
    const saved = state.get(name);
    return saved === undefined ? [] : [{ name, tensor, saved }];
  });
  const misfits = shared
    .filter(({ tensor, saved }) => !sameShape(tensor.shape, saved.shape))
    .map(({ name, tensor, saved }) => `${name} is ${formatShape(tensor.shape)}, saved ${formatShape(saved.shape)}`);
  const faults = [
    strict && missing.length > 0 ? `missing: ${missing.join(", ")}` : "",
    strict && unexpected.length > 0 ? `unexpected: ${unexpected.join(", ")}` : "",
    misfits.length > 0 ? `of another shape: ${misfits.join(", ")}` : "",
  ].filter((fault) => fault !== "");
  if (faults.length > 0) throw new StateError(`the state does not fit the module; ${faults.join("; ")}`);
  for (const { tensor, saved } of shared) assign(tensor, saved);
}

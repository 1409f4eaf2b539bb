import { ArgumentError } from "./errors.ts";
import { inScope } from "./lifetime.ts";
import { currentObservers, tapeOf } from "./tape.ts";
import { Tensor } from "./tensor.ts";

/**
 * Runs a synchronous function, and gives back at its end the memory of every tensor made in it, but for those in its result
 * (on their own, in arrays, objects, maps and modules) with what their gradients need, and for what parameters and optimizers
 * hold. A training step belongs in one: memory then stays the same however many there are. Using a tensor after its scope
 * throws a ReleasedError. On the reference backend it only runs the function. While a trace is watching nothing is given back.
 * Throws an ArgumentError if the function turns out to be asynchronous.
 */
export function scope<T>(run: () => T): T {
  return inScope(run, (result, inner) => {
    if (result instanceof Promise) throw new ArgumentError("scope needs a synchronous function, got a promise");
    if (currentObservers().length > 0) inner.endKeepingAll();
    else inner.end(tensorsOf(result));
    return result;
  });
}

// Every tensor that can be reached from a value, with the tensors on their tapes.
function tensorsOf(value: unknown): Set<Tensor> {
  const tensors = new Set<Tensor>();
  const seen = new Set<object>();
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null || seen.has(part) || ArrayBuffer.isView(part)) return;
    seen.add(part);
    if (part instanceof Tensor) addWithTape(part, tensors);
    else if (part instanceof Map) for (const [key, inner] of part) [key, inner].forEach(visit);
    else if (part instanceof Set) part.forEach(visit);
    else Object.values(part).forEach(visit);
  };
  visit(value);
  return tensors;
}

function addWithTape(tensor: Tensor, to: Set<Tensor>): void {
  to.add(tensor);
  for (const { inputs, output } of tapeOf(tensor)) for (const needed of [...inputs, output]) to.add(needed);
}

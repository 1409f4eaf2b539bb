import type { Backend } from "./backend/backend.ts";
import { referenceBackend } from "./backend/reference/reference.ts";
import { ArgumentError } from "./errors.ts";

let standard: Backend = referenceBackend;

/** Where tensors are made unless told otherwise. */
export function defaultBackend(): Backend {
  return standard;
}

/**
 * Runs a synchronous function in which tensors are made on `backend` unless told otherwise, such as the parameters of modules;
 * the former choice is restored also when the run throws. Throws an ArgumentError if the run turns out to be asynchronous.
 */
export function withBackend<T>(backend: Backend, run: () => T): T {
  const before = standard;
  standard = backend;
  try {
    const result = run();
    if (result instanceof Promise) throw new ArgumentError("withBackend needs a synchronous run, got a promise");
    return result;
  } finally {
    standard = before;
  }
}

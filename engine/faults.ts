import { ArgumentError } from "./errors.ts";
import type {
  BackwardRule,
  Call,
  ForwardRule,
  InputGradients,
  OperationAttributes,
  OperationName,
} from "./operation-table.ts";
import type { Tensor } from "./tensor.ts";

/** A forward rule in place of the correct one, which it may call. */
export type FaultyForward<Attributes> = (
  inputs: readonly Tensor[],
  attributes: Attributes,
  correct: ForwardRule<Attributes>,
) => Tensor;

/** A backward rule in place of the correct one, which it may call. */
export type FaultyBackward<Attributes> = (
  call: Call<Attributes>,
  upstream: Tensor,
  correct: BackwardRule<Attributes>,
) => InputGradients;

export interface Fault<Attributes> {
  readonly forward?: FaultyForward<Attributes>;
  readonly backward?: FaultyBackward<Attributes>;
}

/** Faults by the name of the operation they spoil. */
export type FaultTable = { readonly [Name in OperationName]?: Fault<OperationAttributes[Name]> };

let active: FaultTable = {};

/** Whether any operation is faulty at present. */
export function areFaultsActive(): boolean {
  return Object.keys(active).length > 0;
}

/** The fault in force for an operation, if any. */
export function faultOf<Name extends OperationName>(name: Name): FaultTable[Name] {
  return active[name];
}

/**
 * Runs a synchronous function with some operations replaced by faulty ones, on the reference backend only.
 *
 * A fault applies to operations the run itself calls, also by way of composed functions (`linear` calls matmul and add,
 * `mse` calls mean), never to those inside another operation's own rule: softmax stays right while `sum` is faulty.
 * A backward rule is chosen when its operation is called, so the forward pass belongs inside the run.
 * Nested runs add their faults to the outer ones, rule by rule, the inner one winning. The former state is
 * restored also when the run throws. Throws an ArgumentError if the run turns out to be asynchronous.
 */
export function withFaults<T>(faults: FaultTable, run: () => T): T {
  const before = active;
  active = merged(before, faults);
  try {
    const result = run();
    if (result instanceof Promise) throw new ArgumentError("withFaults needs a synchronous run, got a promise");
    return result;
  } finally {
    active = before;
  }
}

function merged(outer: FaultTable, inner: FaultTable): FaultTable {
  const table: Record<string, unknown> = { ...outer };
  for (const [name, fault] of Object.entries(inner)) table[name] = { ...outer[name as OperationName], ...fault };
  return table;
}

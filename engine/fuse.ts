import { ArgumentError, BackendError, ShapeError } from "./errors.ts";
import { type Expression, input, parameter, withParameters } from "./expr.ts";
import { type ExpressionStorage, symbolParts } from "./expression-backend.ts";
import { insideRule } from "./operation.ts";
import { formatShape, sameShape } from "./shape.ts";
import { isRecording, withRecording } from "./tape.ts";
import { Tensor } from "./tensor.ts";

/** A computation on tensors of one shape, made of elementwise operations; tensors in its result become the fused ones. */
type Rule<Result> = (...inputs: Tensor[]) => Result;

/** A rule as expressions, to be carried out on any tensors of one shape. */
export interface FusedRule<Result> {
  readonly result: Result;
  /** The names of the tensors in the result, and an expression for each. */
  readonly names: readonly (keyof Result)[];
  readonly expressions: readonly Expression[];
  /** The numbers in them, unless they are given at each run. */
  readonly values: readonly number[];
}

/**
 * Runs a rule on symbols in place of tensors and keeps the expressions that come out of it. Its numbers are kept apart, so that
 * the same rule with other numbers is the same kernel. With `numbers` they are part of it, and after the inputs the rule takes so
 * many symbols of numbers that are given at each run. Throws a BackendError for an operation that is not elementwise.
 */
export function recordRule<Result extends object>(
  rule: Rule<Result>,
  inputs: number,
  numbers?: number,
): FusedRule<Result> {
  const symbols = Array.from({ length: inputs }, (_, i) => input(i));
  const given = Array.from({ length: numbers ?? 0 }, (_, i) => parameter(i));
  const result = quietly(() => rule(...[...symbols, ...given].map((symbol) => new Tensor(symbolParts(symbol)))));
  const names = (Object.keys(result) as (keyof Result)[]).filter((name) => result[name] instanceof Tensor);
  const expressions = names.map((name) => expressionOf(result[name] as Tensor));
  const parts = numbers === undefined ? withParameters(expressions) : { expressions, values: [] };
  return { result, names, ...parts };
}

/**
 * Carries out a recorded rule as one kernel; `values` are the numbers given at this run. The backend has `map`. Throws unless the
 * inputs are alike.
 */
export function carryOut<Result extends object>(
  rule: FusedRule<Result>,
  inputs: readonly Tensor[],
  values: readonly number[] = rule.values,
): Result {
  const { backend, shape } = requireAlike(inputs);
  if (backend.map === undefined) throw new BackendError(`the backend ${backend.name} does not fuse operations`);
  const storages = backend.map(rule.expressions, inputs, values);
  const tensors = rule.names.map((name, i) => [name, new Tensor({ storage: storages[i], shape, backend })]);
  return { ...rule.result, ...Object.fromEntries(tensors) };
}

/**
 * Carries out a rule made of elementwise operations, in one pass over the inputs where their backend can, else operation by
 * operation. The result is a record of tensors and other values; its tensors have the inputs' shape and no history.
 * Throws a ShapeError unless the inputs have one shape, and a BackendError for inputs on two backends and for an operation
 * that is not elementwise.
 */
export function fuse<Result extends object>(rule: Rule<Result>, inputs: readonly Tensor[]): Result {
  const { backend } = requireAlike(inputs);
  if (backend.map === undefined) return quietly(() => rule(...inputs));
  return carryOut(recordRule(rule, inputs.length), inputs);
}

/**
 * A rule made of elementwise operations, always the same, for use inside the rules of operations: on tensors of one shape it is
 * carried out in one pass where their backend can, and operation by operation while these are recorded.
 */
export function inOnePass(rule: (...inputs: Tensor[]) => Tensor): (...inputs: Tensor[]) => Tensor {
  let expressions: readonly Expression[] | null = null;
  return (...inputs) => {
    const [{ backend, shape }] = inputs;
    const alike = inputs.every((other) => other.backend === backend && sameShape(other.shape, shape));
    if (backend.map === undefined || isRecording() || !alike) return rule(...inputs);
    expressions ??= recordRule((...symbols) => ({ result: rule(...symbols) }), inputs.length, 0).expressions;
    const [storage] = backend.map(expressions, inputs, []);
    return new Tensor({ storage, shape, backend });
  };
}

// Neither traced nor recorded: the rule is one operation for whoever watches.
function quietly<T>(run: () => T): T {
  return insideRule(() => withRecording(false, run));
}

function requireAlike(inputs: readonly Tensor[]): Tensor {
  const [first] = inputs;
  if (first === undefined) throw new ArgumentError("fuse needs at least one tensor, got none");
  const odd = inputs.find((other) => !sameShape(other.shape, first.shape));
  if (odd !== undefined) {
    throw new ShapeError(`fuse needs one shape, got ${formatShape(first.shape)} and ${formatShape(odd.shape)}`);
  }
  const stranger = inputs.find((other) => other.backend !== first.backend);
  if (stranger !== undefined) {
    throw new BackendError(`fuse got tensors on two backends, ${first.backend.name} and ${stranger.backend.name}`);
  }
  return first;
}

function expressionOf(symbol: Tensor): Expression {
  return (symbol.storage as ExpressionStorage).expression;
}

import { type Bytes, type FunctionDefinition, unsigned, type ValueType } from "./encoder.ts";
import { i32, type Local, type Statement, type Value } from "./instructions.ts";

/** Parameters by name, in the order they are passed. */
export type Parameters = Readonly<Record<string, ValueType>>;
type ParameterLocals<P extends Parameters> = { readonly [Name in keyof P]: Local<P[Name]> };

/** Hands out the locals of one function. */
export class Locals {
  readonly types: ValueType[] = [];
  private readonly parameters: number;

  constructor(parameters: number) {
    this.parameters = parameters;
  }

  /** A new local, 0 at first. */
  make<T extends ValueType>(type: T): Local<T> {
    const index = this.parameters + this.types.length;
    this.types.push(type);
    return localAt(type, index);
  }

  i32(): Local<"i32"> {
    return this.make("i32");
  }

  v128(): Local<"v128"> {
    return this.make("v128");
  }
}

/** A function that gives nothing. The body is its statements in order. */
export function defineFunction<P extends Parameters>(
  name: string,
  parameters: P,
  body: (parameters: ParameterLocals<P>, locals: Locals) => readonly Statement[],
): FunctionDefinition {
  const types = Object.values(parameters);
  const locals = new Locals(types.length);
  const statements = body(parameterLocals(parameters), locals);
  return { name, parameters: types, result: null, locals: locals.types, body: statements.join("") };
}

/** A function that gives an integer: the body is its statements, and then the value. */
export function defineFunctionWithResult<P extends Parameters>(
  name: string,
  parameters: P,
  body: (
    parameters: ParameterLocals<P>,
    locals: Locals,
  ) => { readonly statements: readonly Statement[]; readonly result: Value<"i32"> },
): FunctionDefinition {
  const definition = defineFunction(name, parameters, (given, locals) => {
    const { statements, result } = body(given, locals);
    return [...statements, result.bytes];
  });
  return { ...definition, result: "i32" };
}

function parameterLocals<P extends Parameters>(parameters: P): ParameterLocals<P> {
  const entries = Object.entries(parameters).map(([name, type], index) => [name, localAt(type, index)]);
  return Object.fromEntries(entries) as ParameterLocals<P>;
}

function localAt<T extends ValueType>(type: T, index: number): Local<T> {
  return { type, index, bytes: `\x20${unsigned(index)}` };
}

/** local ← value */
export function set<T extends ValueType>(local: Local<T>, value: Value<T>): Statement {
  return `${value.bytes}\x21${unsigned(local.index)}`;
}

/** local ← local + by */
export function increase(local: Local<"i32">, by: Value<"i32"> | number): Statement {
  return set(local, i32.add(local, typeof by === "number" ? i32.const(by) : by));
}

const NO_RESULT = "\x40";
const BLOCK_END = "\x0b";
const branchTo = (depth: number): Bytes => `\x0c${unsigned(depth)}`;
const branchIf = (condition: Value<"i32">, depth: number): Bytes => `${condition.bytes}\x0d${unsigned(depth)}`;

/** Carries out one of two bodies. */
export function when(
  condition: Value<"i32">,
  then: readonly Statement[],
  otherwise: readonly Statement[] = [],
): Statement {
  const otherBody = otherwise.length === 0 ? "" : `\x05${otherwise.join("")}`;
  return `${condition.bytes}\x04${NO_RESULT}${then.join("")}${otherBody}${BLOCK_END}`;
}

/** Carries out the body once, and again as long as the condition holds after it. */
export function repeatWhile(body: readonly Statement[], condition: Value<"i32">): Statement {
  return `\x03${NO_RESULT}${body.join("")}${branchIf(condition, 0)}${BLOCK_END}`;
}

/** Carries out the body as long as the condition holds before it. */
export function loopWhile(condition: Value<"i32">, body: readonly Statement[]): Statement {
  return `\x03${NO_RESULT}${when(condition, [...body, branchTo(1)])}${BLOCK_END}`;
}

/** for (counter = from; counter < below; counter += step), unsigned */
export function count(
  counter: Local<"i32">,
  { from = i32.const(0), below, step = i32.const(1) }: CountRange,
  body: readonly Statement[],
): Statement {
  const within = i32.less(counter, below);
  return set(counter, from) + when(within, [repeatWhile([...body, increase(counter, step)], within)]);
}

export interface CountRange {
  readonly from?: Value<"i32">;
  readonly below: Value<"i32">;
  readonly step?: Value<"i32">;
}

/** Ends the function with this value. */
export function giveBack(value: Value): Statement {
  return `${value.bytes}\x0f`;
}

/** Calls the function at a position in the module's list; one that gives nothing. */
export function call(position: number, values: readonly Value[]): Statement {
  return `${values.map((value) => value.bytes).join("")}\x10${unsigned(position)}`;
}

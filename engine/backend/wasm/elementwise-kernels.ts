import type { BinaryKernelName, UnaryKernelName } from "../backend.ts";
import { type Expression, keyOf, partsOf } from "../../expr.ts";
import { count, defineFunction, set } from "./emit/builder.ts";
import type { FunctionDefinition } from "./emit/encoder.ts";
import { f32x4, i32, type Local, type Statement, v128, type Value } from "./emit/instructions.ts";
import { forEachRow } from "./emit/rows.ts";
import { type Vector, VectorCode } from "./emit/vector-code.ts";
import { erf, sigmoid, tanh } from "./math/bounded.ts";
import { exp, log, log1p } from "./math/exponential.ts";
import { pow } from "./math/power.ts";
import { cos, sin } from "./math/trigonometric.ts";

/** How an input is read along a row: one entry after another, or the same entry all along. */
export type Reading = "entries" | "repeated";

/** Position of the first pointer among the parameters of an elementwise kernel. */
export const POINTERS_FROM = 4;

/**
 * A kernel that carries out expressions on every entry: its parameters are `bytes` of a row, `axes` and `plan` of the walk
 * over rows (emit/rows.ts), where the parameters of the expressions lie, and then a pointer for each output and each input.
 *
 * Rows are written in whole vectors, up to 12 bytes past their end: the next row is written afterwards, and the last one's
 * storage has room. So outputs are row-major and none of them is an input.
 */
export function elementwiseKernel(
  name: string,
  outputs: readonly Expression[],
  readings: readonly Reading[],
  fused: boolean,
): FunctionDefinition {
  const pointerNames = [...outputs.map((_, i) => `out${i}`), ...readings.map((_, i) => `in${i}`)];
  const pointerTypes = Object.fromEntries(pointerNames.map((pointer) => [pointer, "i32" as const]));
  const parameters = { bytes: "i32", axes: "i32", plan: "i32", values: "i32", ...pointerTypes } as const;
  return defineFunction(name, parameters, (given, locals) => {
    const { bytes, axes, plan, values } = given;
    const pointers = pointerNames.map((pointer) => given[pointer as keyof typeof given]);
    const inputs = pointers.slice(outputs.length);
    const at = locals.i32();
    const from = (pointer: Value<"i32">) => i32.add(pointer, at);

    const code = new VectorCode(locals, fused);
    const once: Statement[] = [];
    const eachRow: Statement[] = [];
    const splat = (to: Statement[], address: Value<"i32">, offset: number): Local<"v128"> => {
      const local = locals.v128();
      to.push(set(local, v128.loadSplat(address, offset)));
      return local;
    };
    const repeated = inputs.map((pointer, i) => (readings[i] === "repeated" ? splat(eachRow, pointer, 0) : null));
    const parameterLocals = new Map<number, Local<"v128">>();
    const leaves: Leaves = {
      input: (index) => repeated[index] ?? v128.load(from(inputs[index])),
      parameter: (index) => {
        const local = parameterLocals.get(index) ?? splat(once, values, 4 * index);
        parameterLocals.set(index, local);
        return local;
      },
    };
    const results = translateAll(code, outputs, leaves);
    const stores = results.map((result, i) => v128.store(from(pointers[i]), result));
    const row = count(at, { below: bytes, step: i32.const(16) }, [...code.statements, ...stores]);
    return [...once, ...forEachRow(locals, { plan, axes, pointers }, [...eachRow, row])];
  });
}

interface Leaves {
  input(index: number): Vector;
  parameter(index: number): Vector;
}

/** Vectors of the expressions' values. What occurs more than once is computed once. */
function translateAll(code: VectorCode, expressions: readonly Expression[], leaves: Leaves): Vector[] {
  const uses = countUses(expressions);
  const known = new Map<string, Vector>();
  const translate = (expression: Expression): Vector => {
    const key = keyOf(expression);
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = translateOne(code, expression, leaves, translate);
    if ((uses.get(key) ?? 0) < 2 || expression.kind === "constant") return value;
    const kept = code.keep(value);
    known.set(key, kept);
    return kept;
  };
  // Every output is kept before the first is stored.
  return expressions.map((expression) => code.keep(translate(expression)));
}

function countUses(expressions: readonly Expression[]): Map<string, number> {
  const uses = new Map<string, number>();
  const visit = (expression: Expression) => {
    const key = keyOf(expression);
    const before = uses.get(key) ?? 0;
    uses.set(key, before + 1);
    if (before === 0) for (const part of partsOf(expression)) visit(part);
  };
  for (const expression of expressions) visit(expression);
  return uses;
}

function translateOne(
  code: VectorCode,
  expression: Expression,
  leaves: Leaves,
  translate: (part: Expression) => Vector,
): Vector {
  switch (expression.kind) {
    case "input":
      return leaves.input(expression.index);
    case "parameter":
      return leaves.parameter(expression.index);
    case "constant":
      return f32x4.const(expression.value);
    case "unary":
      return UNARY[expression.name](code, translate(expression.x));
    case "binary":
      return BINARY[expression.name](code, translate(expression.a), translate(expression.b));
    case "where": {
      const mask = code.keep(maskOf(expression.condition, translate));
      return v128.select(translate(expression.a), translate(expression.b), mask);
    }
  }
}

const UNARY: Readonly<Record<UnaryKernelName, (code: VectorCode, x: Vector) => Vector>> = {
  neg: (_, x) => f32x4.neg(x),
  exp,
  log,
  log1p,
  sqrt: (_, x) => f32x4.sqrt(x),
  abs: (_, x) => f32x4.abs(x),
  tanh,
  sigmoid,
  erf,
  sin,
  cos,
};

// All bits set where the condition is not 0; a comparison gives them at once.
function maskOf(condition: Expression, translate: (part: Expression) => Vector): Vector {
  if (condition.kind === "binary" && isComparison(condition.name)) {
    return COMPARISONS[condition.name](translate(condition.a), translate(condition.b));
  }
  return f32x4.notEqual(translate(condition), f32x4.const(0));
}

const COMPARISONS = { equal: f32x4.equal, less: f32x4.less, lessEqual: f32x4.lessEqual } as const;

export function isComparison(name: BinaryKernelName): name is keyof typeof COMPARISONS {
  return name in COMPARISONS;
}

/** The functions that are worth computing on four numbers at once. */
export const PACKED: Readonly<Record<PackedName, (code: VectorCode, a: Vector, b: Vector) => Vector>> = {
  exp,
  log,
  log1p,
  tanh,
  sigmoid,
  erf,
  pow,
};
type PackedName = "exp" | "log" | "log1p" | "tanh" | "sigmoid" | "erf" | "pow";

// All bits set where true: with the bits of 1 that is 1, else 0.
const oneWhere = (mask: Vector): Vector => v128.and(mask, f32x4.const(1));

const BINARY: Readonly<Record<BinaryKernelName, (code: VectorCode, a: Vector, b: Vector) => Vector>> = {
  add: (_, a, b) => f32x4.add(a, b),
  sub: (_, a, b) => f32x4.sub(a, b),
  mul: (_, a, b) => f32x4.mul(a, b),
  div: (_, a, b) => f32x4.div(a, b),
  pow,
  maximum: (_, a, b) => f32x4.max(a, b),
  minimum: (_, a, b) => f32x4.min(a, b),
  equal: (_, a, b) => oneWhere(COMPARISONS.equal(a, b)),
  less: (_, a, b) => oneWhere(COMPARISONS.less(a, b)),
  lessEqual: (_, a, b) => oneWhere(COMPARISONS.lessEqual(a, b)),
};

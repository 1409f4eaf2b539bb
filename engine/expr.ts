import type { BinaryKernelName, UnaryKernelName } from "./backend/backend.ts";

/**
 * A function of a few numbers, to be carried out on every entry of as many tensors: the one language from which fast
 * backends generate their elementwise kernels. It knows no target; `derivative` differentiates it by symbols.
 */
export type Expression =
  | { readonly kind: "input"; readonly index: number }
  | { readonly kind: "constant"; readonly value: number }
  /** A number given anew at each run, so that a changed learning rate does not make another kernel. */
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "unary"; readonly name: UnaryKernelName; readonly x: Expression }
  | { readonly kind: "binary"; readonly name: BinaryKernelName; readonly a: Expression; readonly b: Expression }
  /** a where the condition is not 0 (NaN is not 0), b elsewhere. */
  | { readonly kind: "where"; readonly condition: Expression; readonly a: Expression; readonly b: Expression };

/** The entry of the given input. */
export function input(index: number): Expression {
  return { kind: "input", index };
}

export function constant(value: number): Expression {
  return { kind: "constant", value };
}

export function parameter(index: number): Expression {
  return { kind: "parameter", index };
}

/** name(x), simplified where no value changes by it, special ones included. */
export function unary(name: UnaryKernelName, x: Expression): Expression {
  if (name === "neg") {
    if (x.kind === "constant") return constant(-x.value);
    if (x.kind === "unary" && x.name === "neg") return x.x;
  }
  if (name === "abs" && x.kind === "unary" && (x.name === "neg" || x.name === "abs")) return unary("abs", x.x);
  return { kind: "unary", name, x };
}

const FOLDED: { readonly [Name in BinaryKernelName]?: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: Math.max,
  minimum: Math.min,
};

/**
 * name(a, b), simplified where no value changes by it: constants are folded, x·1, x/1, x − 0 and x + (−0) are x, and small
 * whole powers are products. Not x + 0, which turns −0 into 0, nor x·0, which is NaN for ∞.
 */
export function binary(name: BinaryKernelName, a: Expression, b: Expression): Expression {
  const fold = FOLDED[name];
  if (fold !== undefined && a.kind === "constant" && b.kind === "constant") return constant(fold(a.value, b.value));
  if (b.kind === "constant") {
    if ((name === "mul" || name === "div") && b.value === 1) return a;
    if (name === "mul" && b.value === -1) return unary("neg", a);
    if (name === "sub" && Object.is(b.value, 0)) return a;
    if (name === "add" && Object.is(b.value, -0)) return a;
    if (name === "pow") return wholePower(a, b.value) ?? { kind: "binary", name, a, b };
  }
  if (a.kind === "constant") {
    if (name === "mul" && a.value === 1) return b;
    if (name === "mul" && a.value === -1) return unary("neg", b);
    if (name === "add" && Object.is(a.value, -0)) return b;
  }
  if (name === "add" && b.kind === "unary" && b.name === "neg") return binary("sub", a, b.x);
  if (name === "sub" && b.kind === "unary" && b.name === "neg") return binary("add", a, b.x);
  return { kind: "binary", name, a, b };
}

/** a where the condition is not 0, b elsewhere. */
export function choose(condition: Expression, a: Expression, b: Expression): Expression {
  if (condition.kind === "constant") return condition.value !== 0 ? a : b;
  if (keyOf(a) === keyOf(b)) return a;
  return { kind: "where", condition, a, b };
}

function wholePower(x: Expression, exponent: number): Expression | null {
  if (exponent === 0) return constant(1);
  if (exponent === 1) return x;
  if (exponent === -1) return binary("div", constant(1), x);
  if (exponent === 2) return binary("mul", x, x);
  if (exponent === 3) return binary("mul", binary("mul", x, x), x);
  return null;
}

const keys = new WeakMap<Expression, string>();

/** A text that is the same for equal expressions and for those alone. */
export function keyOf(expression: Expression): string {
  let key = keys.get(expression);
  if (key === undefined) {
    key = writeKey(expression);
    keys.set(expression, key);
  }
  return key;
}

function writeKey(expression: Expression): string {
  switch (expression.kind) {
    case "input":
      return `x${expression.index}`;
    case "parameter":
      return `p${expression.index}`;
    case "constant":
      return Object.is(expression.value, -0) ? "-0" : String(expression.value);
    case "unary":
      return `${expression.name}(${keyOf(expression.x)})`;
    case "binary":
      return `${expression.name}(${keyOf(expression.a)},${keyOf(expression.b)})`;
    case "where":
      return `where(${keyOf(expression.condition)},${keyOf(expression.a)},${keyOf(expression.b)})`;
  }
}

/** What an expression is made of, in order; nothing for inputs, constants and parameters. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "unary":
      return [expression.x];
    case "binary":
      return [expression.a, expression.b];
    case "where":
      return [expression.condition, expression.a, expression.b];
    default:
      return [];
  }
}

/** The expressions with their constants turned into parameters, and the values those have. Equal ones are one. */
export function withParameters(expressions: readonly Expression[]): {
  readonly expressions: readonly Expression[];
  readonly values: readonly number[];
} {
  const values: number[] = [];
  const replaced = new Map<Expression, Expression>();
  const replace = (expression: Expression): Expression => {
    let result = replaced.get(expression);
    if (result === undefined) {
      result = replaceIn(expression);
      replaced.set(expression, result);
    }
    return result;
  };
  const replaceIn = (expression: Expression): Expression => {
    switch (expression.kind) {
      case "constant": {
        const known = values.findIndex((value) => Object.is(value, expression.value));
        return parameter(known >= 0 ? known : values.push(expression.value) - 1);
      }
      case "unary":
        return { ...expression, x: replace(expression.x) };
      case "binary":
        return { ...expression, a: replace(expression.a), b: replace(expression.b) };
      case "where":
        return {
          ...expression,
          condition: replace(expression.condition),
          a: replace(expression.a),
          b: replace(expression.b),
        };
      default:
        return expression;
    }
  };
  return { expressions: expressions.map(replace), values };
}

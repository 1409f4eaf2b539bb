import type { Expression, FunctionName, Operator, Relation } from "./expression.ts";

export type Values = Readonly<Record<string, number>>;

/** A value in float64 and how far rounding may have moved it, in units of 2⁻⁵²; Infinity where it says nothing. */
export interface Approximate {
  value: number;
  error: number;
}

/**
 * The value of a formula in float64, with its own NaN and infinities: 0/0, log(-1) and (-8)^(1/3) are NaN, 1/0 is
 * Infinity. Throws a RangeError where a symbol has no value.
 */
export function evaluate(expression: Expression, values: Values): number {
  return approximate(expression, values).value;
}

/** Roundings add up to no more than this many times the error that is kept. */
const SAFETY = 4;

/** The distance from the true value that rounding may have caused. */
export function roundingBound({ error }: Approximate): number {
  return error === 0 ? 0 : SAFETY * Number.EPSILON * error;
}

/**
 * The value of a formula with its rounding error, propagated to first order: the error of f(a, b) is |∂f/∂a| times that
 * of a, the same of b, and |f| for its own rounding. Values of symbols and numbers count as exact. An overflow, or a
 * value so near to a jump, a pole or the edge of a domain that rounding may have carried it across, has error Infinity.
 */
export function approximate(expression: Expression, values: Values): Approximate {
  switch (expression.kind) {
    case "number":
      return { value: expression.value, error: 0 };
    case "constant":
      return expression.name === "e" ? { value: Math.E, error: Math.E } : { value: Math.PI, error: Math.PI };
    case "symbol":
      if (!Object.hasOwn(values, expression.name))
        throw new RangeError(`no value for ${expression.name}, only for ${Object.keys(values).join(", ")}`);
      return { value: values[expression.name], error: 0 };
    case "negate": {
      const { value, error } = approximate(expression.of, values);
      return { value: -value, error };
    }
    case "binary":
      return BINARY[expression.operator](approximate(expression.left, values), approximate(expression.right, values));
    case "indicator":
      return indicate(expression.relation, approximate(expression.left, values), approximate(expression.right, values));
    case "call": {
      const args = expression.args.map((arg) => approximate(arg, values));
      return expression.name === "max" || expression.name === "min"
        ? extreme(Math[expression.name], args)
        : UNARY[expression.name](args[0]);
    }
  }
}

type Unary = (x: Approximate) => Approximate;
type Binary = (a: Approximate, b: Approximate) => Approximate;

const BINARY: Record<Operator, Binary> = {
  "+": add,
  "-": (a, b) => add(a, { value: -b.value, error: b.error }),
  "*": (a, b) => {
    const value = a.value * b.value;
    const spread = times(b.value, a.error) + times(a.value, b.error);
    const exact = short(a.value) && short(b.value);
    return checked(value, spread + underflow(value, a.value !== 0 && b.value !== 0), [a, b], { exact });
  },
  "/": (a, b) => {
    const value = a.value / b.value;
    if (uncertain(b) || (b.value === 0 && uncertain(a))) return { value, error: Infinity };
    const spread = times(1 / b.value, a.error) + times(value / b.value, b.error);
    const exact = short(value) && short(b.value) && value * b.value === a.value;
    return checked(value, spread + underflow(value, a.value !== 0), [a, b], { exact, pole: b.value === 0 });
  },
  "^": (a, b) => {
    const value = a.value ** b.value;
    const whole = Number.isInteger(b.value) && b.error === 0;
    const nearlyWhole = uncertain({ value: b.value - Math.round(b.value), error: b.error });
    if ((uncertain(a) && !(whole && b.value >= 0)) || (a.value < 0 && nearlyWhole)) return { value, error: Infinity };
    const spread =
      times(b.value * a.value ** (b.value - 1), a.error) +
      times(value === 0 ? 0 : value * Math.log(Math.abs(a.value)), b.error);
    const exact = Number.isInteger(a.value) && whole && Number.isSafeInteger(value);
    return checked(value, spread + underflow(value, a.value !== 0), [a, b], { exact, pole: a.value === 0 });
  },
};

/** A sum, whose rounding is told by taking it apart again (Knuth's TwoSum). */
function add(a: Approximate, b: Approximate): Approximate {
  const value = a.value + b.value;
  const part = value - a.value;
  const exact = a.value - (value - part) === 0 && b.value - part === 0;
  return checked(value, a.error + b.error, [a, b], { exact });
}

/** Whether a number has 24 digits or fewer in base 2, so that the product of two has no more than float64 holds. */
function short(x: number): boolean {
  return Math.fround(x) === x;
}

const UNARY: Record<Exclude<FunctionName, "max" | "min">, Unary> = {
  exp: (x) => {
    const value = Math.exp(x.value);
    return checked(value, times(value, x.error) + underflow(value, Number.isFinite(x.value)), [x]);
  },
  log: (x) => logarithm(x, Math.log, 1),
  log2: (x) => logarithm(x, Math.log2, Math.LOG2E),
  log10: (x) => logarithm(x, Math.log10, Math.LOG10E),
  sqrt: (x) => {
    const value = Math.sqrt(x.value);
    return uncertain(x) ? { value, error: Infinity } : checked(value, times(0.5 / value, x.error), [x]);
  },
  abs: (x) => ({ value: Math.abs(x.value), error: x.error }),
  sign: (x) => ({ value: Math.sign(x.value), error: uncertain(x) ? Infinity : 0 }),
  sin: (x) => checked(Math.sin(x.value), times(Math.cos(x.value), x.error), [x]),
  cos: (x) => checked(Math.cos(x.value), times(Math.sin(x.value), x.error), [x]),
  tanh: (x) => {
    const value = Math.tanh(x.value);
    return checked(value, times(1 - value * value, x.error), [x]);
  },
  sigmoid: (x) => {
    const value = sigmoid(x.value);
    return checked(value, times(value * (1 - value), x.error) + underflow(value, Number.isFinite(x.value)), [x]);
  },
  relu: (x) => ({ value: Math.max(0, x.value), error: x.value > 0 || uncertain(x) ? x.error : 0 }),
  softplus: (x) => {
    const value = Math.max(0, x.value) + Math.log1p(Math.exp(-Math.abs(x.value)));
    return checked(value, times(sigmoid(x.value), x.error) + underflow(value, Number.isFinite(x.value)), [x]);
  },
  step: (x) => indicate(">", x, { value: 0, error: 0 }),
};

/** 1/(1 + exp(-x)), without overflow and without cancellation for negative x. */
function sigmoid(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return x < 0 ? small / (1 + small) : 1 / (1 + small);
}

function logarithm(x: Approximate, log: (x: number) => number, scale: number): Approximate {
  const value = log(x.value);
  return uncertain(x)
    ? { value, error: Infinity }
    : checked(value, times(scale / x.value, x.error), [x], { pole: x.value === 0 });
}

function extreme(of: (...values: number[]) => number, args: Approximate[]): Approximate {
  return { value: of(...args.map((arg) => arg.value)), error: Math.max(...args.map((arg) => arg.error)) };
}

const HOLDS: Record<Relation, (a: number, b: number) => boolean> = {
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

function indicate(relation: Relation, a: Approximate, b: Approximate): Approximate {
  if (Number.isNaN(a.value) || Number.isNaN(b.value)) return { value: NaN, error: a.error + b.error };
  const difference = { value: a.value - b.value, error: a.error + b.error };
  return { value: Number(HOLDS[relation](a.value, b.value)), error: uncertain(difference) ? Infinity : 0 };
}

/** Whether rounding may have carried a value to zero or across it. */
function uncertain(x: Approximate): boolean {
  return x.error > 0 && !(Math.abs(x.value) > roundingBound(x));
}

/**
 * A value with the propagated errors of its operands and, unless it is exact, the rounding of its last step. Infinity
 * or NaN is certain where the operands are, unless finite operands overflowed away from any pole.
 */
function checked(
  value: number,
  spread: number,
  operands: Approximate[],
  { exact = false, pole = false } = {},
): Approximate {
  if (operands.some((x) => x.error === Infinity)) return { value, error: Infinity };
  const rounding = exact ? 0 : Math.abs(value);
  if (Number.isFinite(value)) return { value, error: Number.isNaN(spread) ? Infinity : spread + rounding };
  const overflow = !pole && !Number.isNaN(value) && operands.every((x) => Number.isFinite(x.value));
  return { value, error: overflow ? Infinity : 0 };
}

function times(slope: number, error: number): number {
  return error === 0 ? 0 : Math.abs(slope) * error;
}

const SMALLEST_NORMAL = 2 ** -1022;

/** The error of a value below the normal numbers of float64, in units of 2⁻⁵². */
function underflow(value: number, inexact: boolean): number {
  return inexact && Math.abs(value) < SMALLEST_NORMAL ? SMALLEST_NORMAL / Number.EPSILON : 0;
}

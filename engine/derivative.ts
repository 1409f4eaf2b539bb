import { binary, choose, constant, type Expression, input, keyOf, unary } from "./expr.ts";

const ZERO = constant(0);
const ONE = constant(1);

/** What a term contributes; null where it does not depend on the input, so that no 0·∞ arises. */
type Term = Expression | null;

const add = (a: Expression, b: Expression) => binary("add", a, b);
const sub = (a: Expression, b: Expression) => binary("sub", a, b);
const mul = (a: Expression, b: Expression) => binary("mul", a, b);
const div = (a: Expression, b: Expression) => binary("div", a, b);

/**
 * ∂expression/∂input by the chain rule. At kinks and ties it is what the engine's operations give: 0 for |x| at 0, half for
 * each of two equal numbers in maximum and minimum, 0 for comparisons.
 */
export function derivative(expression: Expression, index: number): Expression {
  const known = new Map<string, Term>();
  const variable = keyOf(input(index));
  const slope = (of: Expression): Term => {
    const key = keyOf(of);
    if (key === variable) return ONE;
    let result = known.get(key);
    if (result === undefined) {
      result = slopeOf(of, slope);
      known.set(key, result);
    }
    return result;
  };
  return slope(expression) ?? ZERO;
}

function slopeOf(of: Expression, slope: (part: Expression) => Term): Term {
  switch (of.kind) {
    case "unary": {
      const inner = slope(of.x);
      return inner === null ? null : unarySlope(of, inner);
    }
    case "binary":
      return binarySlope(of, slope(of.a), slope(of.b));
    case "where": {
      const a = slope(of.a);
      const b = slope(of.b);
      return a === null && b === null ? null : choose(of.condition, a ?? ZERO, b ?? ZERO);
    }
    default:
      return null;
  }
}

function unarySlope(f: Extract<Expression, { kind: "unary" }>, inner: Expression): Expression {
  const { x } = f;
  switch (f.name) {
    case "neg":
      return unary("neg", inner);
    case "exp":
      return mul(inner, f);
    case "log":
      return div(inner, x);
    case "log1p":
      return div(inner, add(ONE, x));
    case "sqrt":
      return div(inner, mul(constant(2), f));
    case "abs":
      return mul(inner, sub(binary("less", ZERO, x), binary("less", x, ZERO)));
    case "tanh":
      return mul(inner, sub(ONE, mul(f, f)));
    case "sigmoid":
      return mul(inner, mul(f, sub(ONE, f)));
    case "sin":
      return mul(inner, unary("cos", x));
    case "cos":
      return unary("neg", mul(inner, unary("sin", x)));
    case "erf":
      return mul(inner, mul(constant(2 / Math.sqrt(Math.PI)), unary("exp", unary("neg", mul(x, x)))));
  }
}

function binarySlope(f: Extract<Expression, { kind: "binary" }>, da: Term, db: Term): Term {
  const { a, b } = f;
  if (da === null && db === null) return null;
  switch (f.name) {
    case "add":
      return sumOf(da, db);
    case "sub":
      return sumOf(da, db === null ? null : unary("neg", db));
    case "mul":
      return sumOf(da === null ? null : mul(da, b), db === null ? null : mul(db, a));
    case "div":
      return sumOf(
        da === null ? null : div(da, b),
        // ∂(a/b)/∂b = −(a/b)/b
        db === null ? null : unary("neg", mul(db, div(f, b))),
      );
    case "pow":
      return sumOf(da === null ? null : mul(da, slopeInBase(f)), db === null ? null : mul(db, slopeInExponent(f)));
    case "maximum":
      return sharedByTies(a, b, da, db);
    case "minimum":
      return sharedByTies(b, a, da, db);
    case "equal":
    case "less":
    case "lessEqual":
      return null;
  }
}

function sumOf(a: Term, b: Term): Term {
  return a === null || b === null ? (a ?? b) : add(a, b);
}

// e·b^(e−1); for e = 0 the power is constantly 1, whatever b^(−1) is.
function slopeInBase({ a, b }: { a: Expression; b: Expression }): Expression {
  const slope = mul(b, binary("pow", a, sub(b, ONE)));
  return choose(b.kind === "constant" ? constant(b.value === 0 ? 1 : 0) : binary("equal", b, ZERO), ZERO, slope);
}

// bᵉ·ln b; for b = 0 the limit is 0 where the power itself is finite.
function slopeInExponent(power: { a: Expression; b: Expression } & Expression): Expression {
  const flatAtZero = mul(binary("equal", power.a, ZERO), sub(ONE, binary("less", power.b, ZERO)));
  return choose(flatAtZero, ZERO, mul(power, unary("log", power.a)));
}

// da counts where first > second, db where second > first, half of each where they tie.
function sharedByTies(first: Expression, second: Expression, da: Term, db: Term): Term {
  const share = (own: Expression, other: Expression, slope: Expression) =>
    choose(binary("less", other, own), slope, choose(binary("equal", own, other), mul(constant(0.5), slope), ZERO));
  return sumOf(da === null ? null : share(first, second, da), db === null ? null : share(second, first, db));
}

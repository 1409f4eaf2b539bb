import { describe, expect, test } from "vitest";
import { derivative } from "#engine/derivative.ts";
import { binary, choose, constant, type Expression, input, parameter, unary, withParameters } from "#engine/expr.ts";

const erf = (x: number) => {
  // ∫ by Simpson's rule: slow, obvious and good to 1e-10.
  const steps = 2000;
  const h = x / steps;
  const f = (t: number) => Math.exp(-t * t);
  let sum = f(0) + f(x);
  for (let i = 1; i < steps; i++) sum += f(i * h) * (i % 2 === 1 ? 4 : 2);
  return ((2 / Math.sqrt(Math.PI)) * sum * h) / 3;
};

const UNARY = {
  neg: (x: number) => -x,
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  abs: Math.abs,
  tanh: Math.tanh,
  sin: Math.sin,
  cos: Math.cos,
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  erf,
};
const BINARY = {
  add: (a: number, b: number) => a + b,
  sub: (a: number, b: number) => a - b,
  mul: (a: number, b: number) => a * b,
  div: (a: number, b: number) => a / b,
  pow: Math.pow,
  maximum: Math.max,
  minimum: Math.min,
  equal: (a: number, b: number) => Number(a === b),
  less: (a: number, b: number) => Number(a < b),
  lessEqual: (a: number, b: number) => Number(a <= b),
};

/** The expression's value in float64, by its definition. */
function valueOf(expression: Expression, inputs: readonly number[], parameters: readonly number[] = []): number {
  const value = (of: Expression) => valueOf(of, inputs, parameters);
  switch (expression.kind) {
    case "input":
      return inputs[expression.index];
    case "parameter":
      return parameters[expression.index];
    case "constant":
      return expression.value;
    case "unary":
      return UNARY[expression.name](value(expression.x));
    case "binary":
      return BINARY[expression.name](value(expression.a), value(expression.b));
    case "where":
      return value(expression.condition) !== 0 ? value(expression.a) : value(expression.b);
  }
}

const [x, y] = [input(0), input(1)];

describe("the derivative by symbols is that by differences", () => {
  const at = [0.7, 1.3];
  const h = 1e-5;
  const cases: [string, Expression][] = [
    ...Object.keys(UNARY).map((name): [string, Expression] => [
      name,
      unary(name as keyof typeof UNARY, binary("mul", x, y)),
    ]),
    ...Object.keys(BINARY).map((name): [string, Expression] => [
      name,
      binary(name as keyof typeof BINARY, binary("mul", x, constant(3)), binary("add", x, y)),
    ]),
    ["where", choose(binary("less", x, y), binary("mul", x, x), y)],
    ["gelu", binary("mul", x, binary("add", constant(0.5), binary("mul", constant(0.5), unary("erf", x))))],
  ];

  test.each(cases)("%s", (_, expression) => {
    for (const index of [0, 1]) {
      const shifted = (by: number) =>
        valueOf(
          expression,
          at.map((value, i) => (i === index ? value + by : value)),
        );
      const quotient = (shifted(h) - shifted(-h)) / (2 * h);
      expect(valueOf(derivative(expression, index), at)).toBeCloseTo(quotient, 7);
    }
  });
});

test("at a kink it is 0, at a tie a half, and where nothing depends on the input 0 whatever stands there", () => {
  expect(valueOf(derivative(unary("abs", x), 0), [0])).toBe(0);
  expect(valueOf(derivative(binary("maximum", x, y), 0), [2, 2])).toBe(0.5);
  expect(derivative(unary("log", y), 0)).toEqual(constant(0));
});

test("constants become parameters, equal ones one, but 0 and −0 two", () => {
  const sum = binary("add", binary("mul", x, constant(3)), binary("div", constant(3), y));
  const { expressions, values } = withParameters([sum, constant(0), constant(-0)]);
  expect(values).toEqual([3, 0, -0]);
  expect(expressions.slice(1)).toEqual([parameter(1), parameter(2)]);
  expect(valueOf(expressions[0], [2, 4], values)).toBe(6.75);
});

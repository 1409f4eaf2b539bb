import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { approximate, evaluate, roundingBound } from "#lib/expression/evaluate.ts";
import { toText } from "#lib/expression/to-text.ts";
import { anyExpression, read, VOCABULARY } from "./formulas.ts";

const value = (text: string, values = {}) => evaluate(read(text), values);

describe("the value of a formula", () => {
  // Values from PyTorch 2 in float64.
  it.each([
    ["sigmoid(z)", -3, 0.04742587317756678],
    ["sigmoid(z)", 1.25, 0.7772998611746911],
    ["softplus(z)", -3, 0.04858735157374206],
    ["softplus(z)", 4, 4.0181499279178094],
    ["tanh(z)", -0.5, -0.46211715726000974],
    ["exp(z)", 1.25, 3.4903429574618414],
    ["sin(z)", 4, -0.7568024953079282],
    ["cos(z)", -3, -0.9899924966004454],
    ["log(z)", 0.25, -1.3862943611198906],
    ["log2(z)", 10, 3.321928094887362],
    ["log10(z)", 0.25, -0.6020599913279624],
    ["sqrt(z)", 10, 3.1622776601683795],
  ])("%s at %d is %d", (text, z, expected) => {
    expect(value(text, { z })).toBeCloseTo(expected, 14);
  });

  it("is exact for whole numbers", () => {
    expect(value("-z^2", { z: 3 })).toBe(-9);
    expect(value("2^3^2")).toBe(512);
    expect(value("1/2*z", { z: 8 })).toBe(4);
    expect(value("y - p - z", { y: 10, p: 3, z: 2 })).toBe(5);
    expect(value("max(z, 1, y) + min(z, y)", { z: -2, y: 5 })).toBe(3);
    expect(value("relu(z) + abs(z) + sign(z)", { z: -4 })).toBe(3);
    expect(value("|z|^3", { z: -2 })).toBe(8);
  });

  it.each([
    ["step(z)", [0, 0, 1]],
    ["1[z > 0]", [0, 0, 1]],
    ["1[z >= 0]", [0, 1, 1]],
    ["1[z < 0]", [1, 0, 0]],
    ["1[z <= 0]", [1, 1, 0]],
    ["1[z = 0]", [0, 1, 0]],
    ["1[z != 0]", [1, 0, 1]],
    ["1[-1 < z < 1]", [0, 1, 0]],
    ["sign(z)", [-1, 0, 1]],
    ["relu(z)", [0, 0, 2]],
  ])("%s at -2, 0 and 2 is %j", (text, expected) => {
    expect([-2, 0, 2].map((z) => value(text, { z }))).toEqual(expected);
  });

  it("is honest about NaN and infinities", () => {
    expect(value("0/0")).toBeNaN();
    expect(value("log(-1)")).toBeNaN();
    expect(value("(-8)^(1/3)")).toBeNaN();
    expect(value("1[0/0 > 1]")).toBeNaN();
    expect(value("1/0")).toBe(Infinity);
    expect(value("log(0)")).toBe(-Infinity);
    expect(value("exp(1000)")).toBe(Infinity);
  });

  it("doesn't overflow where the function doesn't", () => {
    expect(value("sigmoid(z)", { z: -1000 })).toBe(0);
    expect(value("sigmoid(z)", { z: 1000 })).toBe(1);
    expect(value("softplus(z)", { z: 1000 })).toBe(1000);
    expect(value("sigmoid(z)", { z: -700 })).toBeCloseTo(9.85967654375977e-305, 315);
  });

  it("throws where a symbol has no value, even one that every object has", () => {
    expect(() => value("z + y", { z: 1 })).toThrow("no value for y, only for z");
    const toString = read("toString", { symbols: ["toString"], functions: [] });
    expect(() => evaluate(toString, {})).toThrow(RangeError);
  });

  it("is the same after writing and reading", () => {
    const values = { z: 0.7, y: -1.3, p: 0.4, yhat: 0.6, W1: 2.5, x_i: -0.2, beta_1: 0.9, epsilon: 0.01, w_prev: 3 };
    fc.assert(
      fc.property(anyExpression, (expression) => {
        const text = toText(expression);
        fc.pre(text.length <= 500);
        expect(evaluate(read(text), values)).toBe(evaluate(expression, values));
      }),
      { numRuns: 500 },
    );
    expect(Object.keys(values)).toEqual(VOCABULARY.symbols);
  });
});

describe("the rounding error of a value", () => {
  const bound = (text: string, values = {}) => roundingBound(approximate(read(text), values));

  it("covers the digits that a difference loses", () => {
    const exact = value("sigmoid(-z)", { z: 30 });
    const lost = Math.abs(value("1 - sigmoid(z)", { z: 30 }) - exact);
    expect(lost).toBeGreaterThan(1e-9 * exact);
    expect(lost).toBeLessThan(bound("1 - sigmoid(z)", { z: 30 }));
    expect(bound("1 - sigmoid(z)", { z: 30 })).toBeLessThan(1e-14);
  });

  it("covers the distance between two ways to the same value", () => {
    const ways = [
      ["(z + y)^2", "z^2 + 2*z*y + y^2"],
      ["log(1 + exp(z))", "softplus(z)"],
      ["(exp(2*z) - 1)/(exp(2*z) + 1)", "tanh(z)"],
      ["sin(z)^2", "1 - cos(z)^2"],
      ["sqrt(z^2 + y^2 + 1)", "exp(log(z^2 + y^2 + 1)/2)"],
      ["(z - y)*(z + y)", "z^2 - y^2"],
      ["2^z", "exp(z*log(2))"],
      ["log10(1 + z^2)", "log2(1 + z^2)/log2(10)"],
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...ways),
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.double({ min: -8, max: 8, noNaN: true }),
        ([a, b], z, y) => {
          const distance = Math.abs(value(a, { z, y }) - value(b, { z, y }));
          expect(distance).toBeLessThanOrEqual(bound(a, { z, y }) + bound(b, { z, y }) + 1e-300);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("is nothing for what is given and Infinity where rounding may have crossed a jump, a pole or an edge", () => {
    expect(bound("z", { z: 0.1 })).toBe(0);
    expect(bound("1[z > 0]", { z: 0 })).toBe(0);
    expect(bound("1/z", { z: 0 })).toBe(0);
    expect(bound("1/(1 - (2*z + 0.5)/1.5)", { z: 0.5 })).toBe(0);
    expect(bound("z^(1*2)", { z: 0 })).toBe(0);
    expect(bound("0^(1 + 0.1*z)", { z: 3 })).toBe(0);
    expect(bound("(-2)^(0.5*1)")).toBe(0);
    expect(bound("(-2)^(3*(1/3))")).toBe(Infinity);
    const z = 0.1;
    for (const text of [
      "1[z/3*3 > z]",
      "sign(z/3*3 - z)",
      "1/(z/3*3 - z)",
      "log(z/3*3 - z)",
      "sqrt(z/3*3 - z)",
      "exp(z*99999)",
    ])
      expect([text, bound(text, { z })]).toEqual([text, Infinity]);
  });
});

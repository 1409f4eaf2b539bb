import { describe, expect, test } from "vitest";
import { fromValues, grad, gelu, referenceBackend, Rng, type Tensor } from "#engine/index.ts";
import type { BinaryKernelName, UnaryKernelName } from "#engine/backend/backend.ts";
import * as engine from "#engine/index.ts";
import { derivative } from "#engine/derivative.ts";
import { binary, choose, constant, type Expression, input, keyOf, unary, withParameters } from "#engine/expr.ts";
import { expressionBackend, symbolParts } from "#engine/expression-backend.ts";
import { fuse, recordRule } from "#engine/fuse.ts";

const [x, y] = [input(0), input(1)];
const scalarView = (value: number) => ({ storage: Float64Array.of(value), shape: [], strides: [], offset: 0 });

// An expression's value by the reference's kernels.
function valueOf(expression: Expression, inputs: readonly number[]): number {
  const { kernels } = referenceBackend;
  const view = (part: Expression) => scalarView(valueOf(part, inputs));
  switch (expression.kind) {
    case "input":
      return inputs[expression.index];
    case "constant":
      return expression.value;
    case "parameter":
      throw new Error("no parameters here");
    case "unary":
      return kernels[expression.name](view(expression.x))[0];
    case "binary":
      return kernels[expression.name](view(expression.a), view(expression.b))[0];
    case "where":
      return kernels.where(view(expression.condition), view(expression.a), view(expression.b))[0];
  }
}

const UNARY: readonly UnaryKernelName[] = [
  "neg",
  "exp",
  "log",
  "log1p",
  "sqrt",
  "abs",
  "tanh",
  "sigmoid",
  "erf",
  "sin",
  "cos",
];
const BINARY: readonly BinaryKernelName[] = ["add", "sub", "mul", "div", "pow", "maximum", "minimum"];
const VALUES = [-2.5, -1, -0.3, 0, 0.4, 1, 3];

describe("a derivative by symbols", () => {
  test.each(UNARY)("of %s is the one written by hand for the operation", (name) => {
    const slope = derivative(unary(name, x), 0);
    for (const value of VALUES) {
      const leaf = fromValues([value], [], { requiresGrad: true });
      const [byHand] = grad(operation(name)(leaf), [leaf]);
      expect(valueOf(slope, [value]), `${name} at ${value}`).toEqual(near(byHand?.itemSync()));
    }
  });

  test.each(BINARY)("of %s is the one written by hand for each operand, ties included", (name) => {
    const slopes = [derivative(binary(name, x, y), 0), derivative(binary(name, x, y), 1)];
    for (const a of VALUES) {
      for (const b of VALUES) {
        const leaves = [a, b].map((value) => fromValues([value], [], { requiresGrad: true }));
        const byHand = grad(operation(name)(...leaves), leaves).map((gradient) => gradient?.itemSync());
        expect(
          slopes.map((slope) => valueOf(slope, [a, b])),
          `${name} at ${a}, ${b}`,
        ).toEqual(byHand.map((value) => (Number.isFinite(value) ? expect.closeTo(value ?? 0, 12) : value)));
      }
    }
  });

  test("of a composed function follows the chain rule", () => {
    const composed = (t: Tensor) =>
      gelu(t)
        .mul(t.sigmoid())
        .add(engine.where(t.less(0), t.mul(0.1), t.exp()));
    const { expressions } = recordRule((t) => ({ result: composed(t) }), 1);
    expect(expressions).toHaveLength(1);
    const recorded = composed(new engine.Tensor(symbolParts(x)));
    const slope = derivative((recorded.storage as unknown as { expression: Expression }).expression, 0);
    for (const value of [-2, -0.5, 0.3, 1.7]) {
      const leaf = fromValues([value], [], { requiresGrad: true });
      expect(valueOf(slope, [value])).toBeCloseTo(grad(composed(leaf), [leaf])[0]?.itemSync() ?? NaN, 12);
    }
  });

  test("of what does not depend on the input is 0, also where the rest is infinite", () => {
    expect(derivative(unary("exp", y), 0)).toEqual(constant(0));
    expect(valueOf(derivative(binary("add", x, unary("log", y)), 0), [1, 0])).toBe(1);
  });
});

function near(value: number | undefined): unknown {
  return value !== undefined && Number.isFinite(value) ? expect.closeTo(value, 12) : value;
}

function operation(name: UnaryKernelName | BinaryKernelName): (...operands: Tensor[]) => Tensor {
  return (engine as unknown as Record<string, (...operands: Tensor[]) => Tensor>)[name];
}

describe("simplifying", () => {
  test("folds constants and drops what changes nothing", () => {
    const simple: [Expression, string][] = [
      [binary("add", constant(2), constant(3)), "5"],
      [binary("mul", x, constant(1)), "x0"],
      [binary("mul", constant(-1), x), "neg(x0)"],
      [binary("div", x, constant(1)), "x0"],
      [binary("sub", x, constant(0)), "x0"],
      [binary("sub", x, unary("neg", y)), "add(x0,x1)"],
      [binary("add", x, unary("neg", y)), "sub(x0,x1)"],
      [unary("neg", unary("neg", x)), "x0"],
      [unary("abs", unary("neg", x)), "abs(x0)"],
      [binary("pow", x, constant(2)), "mul(x0,x0)"],
      [binary("pow", x, constant(0)), "1"],
      [choose(constant(0), x, y), "x1"],
      [choose(x, y, y), "x1"],
    ];
    expect(simple.map(([expression]) => keyOf(expression))).toEqual(simple.map(([, key]) => key));
  });

  test("keeps what would change −0, ∞ or NaN", () => {
    expect(keyOf(binary("add", x, constant(0)))).toBe("add(x0,0)");
    expect(keyOf(binary("mul", x, constant(0)))).toBe("mul(x0,0)");
    expect(keyOf(binary("sub", x, constant(-0)))).toBe("sub(x0,-0)");
    expect(keyOf(binary("pow", x, constant(0.5)))).toBe("pow(x0,0.5)");
    expect(keyOf(binary("div", x, x))).toBe("div(x0,x0)");
  });

  test("changes no value", () => {
    const rng = new Rng(5);
    const special = [0, -0, 1, -1, 2, Infinity, -Infinity, NaN, 0.5];
    for (let i = 0; i < 300; i++) {
      const value = () => rng.choice(special);
      const [a, b] = [value(), value()];
      const name = rng.choice(BINARY);
      const plain = referenceBackend.kernels[name](scalarView(a), scalarView(b))[0];
      const simplified = binary(name, rng.uniform() < 0.5 ? constant(a) : x, constant(b));
      const got = valueOf(simplified, [a]);
      expect(
        Object.is(got, plain) || (got === 0 && plain === 0 && name === "pow"),
        `${name}(${a}, ${b}) is ${got}`,
      ).toBe(true);
    }
  });
});

describe("fusing", () => {
  const rule = (a: Tensor, b: Tensor) => ({ sum: a.add(b.mul(2)), step: 3, shape: a.sub(b).tanh() });

  test("without a backend that can it runs the operations", () => {
    const result = fuse(rule, [fromValues([1, 2], [2]), fromValues([3, 4], [2])]);
    expect([result.sum.arraySync(), result.step]).toEqual([[7, 10], 3]);
  });

  test("keeps numbers apart, so that other numbers are the same kernel", () => {
    const scaled = (factor: number) => recordRule((a) => ({ result: a.mul(factor).add(7).mul(factor) }), 1);
    expect(scaled(0.25).expressions.map(keyOf)).toEqual(["mul(add(mul(x0,p0),p1),p0)"]);
    expect(scaled(0.5).expressions.map(keyOf)).toEqual(scaled(0.25).expressions.map(keyOf));
    expect(scaled(0.5).values).toEqual([0.5, 7]);
    expect(withParameters([binary("add", constant(0), constant(-0))]).values).toHaveLength(1);
  });

  test("does not take operations over several entries, nor several shapes", () => {
    expect(() => recordRule((a) => ({ result: a.sum() }), 1)).toThrow(
      "only elementwise operations become one expression, sum is none",
    );
    expect(() => fuse(rule, [fromValues([1, 2], [2]), fromValues([1], [1])])).toThrow(
      "fuse needs one shape, got (2) and (1)",
    );
    expect(() => expressionBackend.upload(Float64Array.of(1, 2))).toThrow("single numbers, got 2");
  });
});

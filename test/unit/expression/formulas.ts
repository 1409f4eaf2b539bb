import fc from "fast-check";
import { type Expression, FUNCTION_NAMES, type Operator, type Relation } from "#lib/expression/expression.ts";
import type { Vocabulary } from "#lib/expression/names.ts";
import { parseFormula } from "#lib/expression/parse.ts";

export const VOCABULARY: Vocabulary = {
  symbols: ["z", "y", "p", "yhat", "W1", "x_i", "beta_1", "epsilon", "w_prev"],
  functions: FUNCTION_NAMES,
};

/** The tree of a formula that must be readable. */
export function read(text: string, vocabulary: Vocabulary = VOCABULARY): Expression {
  const parsed = parseFormula(text, vocabulary);
  if (parsed.kind === "invalid") throw new Error(`${text}: ${parsed.says}`);
  return parsed.expression;
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 10, 0.5, 0.25, 1.75).map((value) => ({ kind: "number" as const, value })),
  fc.constantFrom("e" as const, "pi" as const).map((name) => ({ kind: "constant" as const, name })),
  fc.constantFrom(...VOCABULARY.symbols).map((name) => ({ kind: "symbol" as const, name })),
);

/** Any tree that a text can stand for. */
export const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    tie("tree").map((of): Expression => ({ kind: "negate", of })),
    fc
      .tuple(fc.constantFrom<Operator[]>("+", "-", "*", "/", "^"), tie("tree"), tie("tree"))
      .map(([operator, left, right]): Expression => ({ kind: "binary", operator, left, right })),
    fc
      .tuple(fc.constantFrom<Relation[]>(">", ">=", "<", "<=", "=", "!="), tie("tree"), tie("tree"))
      .map(([relation, left, right]): Expression => ({ kind: "indicator", relation, left, right })),
    fc
      .tuple(fc.constantFrom(...FUNCTION_NAMES), tie("tree"), tie("tree"))
      .filter(([name, first]) => name !== "step" || first.kind !== "indicator")
      .map(([name, first, second]): Expression => {
        return { kind: "call", name, args: name === "max" || name === "min" ? [first, second] : [first] };
      }),
  ),
})).tree;

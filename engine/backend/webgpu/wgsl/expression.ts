import { type Expression, keyOf, partsOf } from "../../../expr.ts";
import type { BinaryKernelName, UnaryKernelName } from "../../backend.ts";

const UNARY: Readonly<Record<UnaryKernelName, (x: string) => string>> = {
  neg: (x) => `negative(${x})`,
  exp: (x) => `expOf(${x})`,
  log: (x) => `logOf(${x})`,
  log1p: (x) => `log1pOf(${x})`,
  sqrt: (x) => `sqrt(${x})`,
  abs: (x) => `magnitude(${x})`,
  tanh: (x) => `tanhOf(${x})`,
  sigmoid: (x) => `sigmoidOf(${x})`,
  erf: (x) => `erfOf(${x})`,
  sin: (x) => `sinOf(${x})`,
  cos: (x) => `cosOf(${x})`,
};

const COMPARISONS = { equal: "isEqual", less: "isLess", lessEqual: "isLessOrEqual" } as const;

const BINARY: Readonly<Record<BinaryKernelName, (a: string, b: string) => string>> = {
  add: (a, b) => `(${a} + ${b})`,
  sub: (a, b) => `(${a} - ${b})`,
  mul: (a, b) => `(${a} * ${b})`,
  div: (a, b) => `(${a} / ${b})`,
  pow: (a, b) => `powOf(${a}, ${b})`,
  maximum: (a, b) => `larger(${a}, ${b})`,
  minimum: (a, b) => `smaller(${a}, ${b})`,
  equal: (a, b) => oneWhere(`${COMPARISONS.equal}(${a}, ${b})`),
  less: (a, b) => oneWhere(`${COMPARISONS.less}(${a}, ${b})`),
  lessEqual: (a, b) => oneWhere(`${COMPARISONS.lessEqual}(${a}, ${b})`),
};

function oneWhere(condition: string): string {
  return `select(0.0, 1.0, ${condition})`;
}

/** What stands for the entries of inputs and for parameters. */
export interface Leaves {
  input(index: number): string;
  parameter(index: number): string;
}

/** Statements that compute the expressions, and the name of each result. What occurs more than once is computed once. */
export function translate(
  expressions: readonly Expression[],
  leaves: Leaves,
): { readonly statements: string; readonly results: readonly string[] } {
  const statements: string[] = [];
  const names = new Map<string, string>();
  const visit = (expression: Expression): string => {
    const key = keyOf(expression);
    let name = names.get(key);
    if (name === undefined) {
      const value = translateOne(expression, leaves, visit);
      name = `v${names.size}`;
      names.set(key, name);
      statements.push(`  let ${name} = ${value};`);
    }
    return name;
  };
  const results = expressions.map(visit);
  return { statements: statements.join("\n"), results };
}

function translateOne(expression: Expression, leaves: Leaves, visit: (part: Expression) => string): string {
  switch (expression.kind) {
    case "input":
      return leaves.input(expression.index);
    case "parameter":
      return leaves.parameter(expression.index);
    case "constant":
      return writeConstant(expression.value);
    case "unary":
      return UNARY[expression.name](visit(expression.x));
    case "binary":
      return BINARY[expression.name](visit(expression.a), visit(expression.b));
    case "where":
      return `select(${visit(expression.b)}, ${visit(expression.a)}, ${conditionOf(expression.condition, visit)})`;
  }
}

function conditionOf(condition: Expression, visit: (part: Expression) => string): string {
  if (condition.kind === "binary" && condition.name in COMPARISONS) {
    const [a, b] = partsOf(condition).map(visit);
    return `${COMPARISONS[condition.name as keyof typeof COMPARISONS]}(${a}, ${b})`;
  }
  return `isTrue(${visit(condition)})`;
}

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** The bits of the float32 next to a number. */
export function bitsOf(value: number): number {
  float[0] = value;
  return bits[0];
}

// By its bits, as NaN, ±∞, −0 and the smallest numbers can be written in no other way.
function writeConstant(value: number): string {
  return `fromBits(${bitsOf(value)}u)`;
}

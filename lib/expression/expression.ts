/** The functions a formula may call; `log` is the natural logarithm, `step(x)` is 1 where x > 0 and else 0. */
export const FUNCTION_NAMES = [
  "exp",
  "log",
  "log2",
  "log10",
  "sqrt",
  "abs",
  "sign",
  "max",
  "min",
  "sin",
  "cos",
  "tanh",
  "sigmoid",
  "relu",
  "softplus",
  "step",
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

export type Operator = "+" | "-" | "*" | "/" | "^";
export type Relation = ">" | ">=" | "<" | "<=" | "=" | "!=";

/** A formula as a tree. `max` and `min` take two arguments or more, every other function takes one. */
export type Expression =
  | { kind: "number"; value: number }
  | { kind: "constant"; name: "e" | "pi" }
  | { kind: "symbol"; name: string }
  | { kind: "negate"; of: Expression }
  | { kind: "binary"; operator: Operator; left: Expression; right: Expression }
  | { kind: "call"; name: FunctionName; args: readonly Expression[] }
  /** 1 where the relation holds, else 0. */
  | { kind: "indicator"; relation: Relation; left: Expression; right: Expression };

/** The parts a node is made of, from left to right. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "negate":
      return [expression.of];
    case "binary":
    case "indicator":
      return [expression.left, expression.right];
    case "call":
      return expression.args;
    default:
      return [];
  }
}

/** The node and all nodes below it, in the order they are read. */
export function nodes(expression: Expression): Expression[] {
  return [expression, ...children(expression).flatMap(nodes)];
}

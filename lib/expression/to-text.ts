import type { Expression } from "./expression.ts";

/** How tightly a piece of text holds together: a sum least, a name or a bracket most. */
const SUM = 1;
const PRODUCT = 3;
const POWER = 4;
const ATOM = 5;

/** A formula as plain text with every sign written and no more brackets than needed; `parseFormula` reads it back. */
export function toText(expression: Expression): string {
  return write(expression, SUM);
}

/** Writes a formula, in brackets if it holds less tightly than its place wants. */
function write(expression: Expression, least: number): string {
  const text = plain(expression);
  return strength(expression) < least ? `(${text})` : text;
}

function plain(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "constant":
    case "symbol":
      return expression.name;
    case "negate":
      return `-${write(expression.of, PRODUCT)}`;
    case "call":
      return `${expression.name}(${expression.args.map(toText).join(", ")})`;
    case "indicator":
      return `1[${toText(expression.left)} ${expression.relation} ${toText(expression.right)}]`;
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "^") return `${write(left, ATOM)}^${write(right, POWER)}`;
      if (operator === "*" || operator === "/") return `${write(left, PRODUCT)}${operator}${write(right, POWER)}`;
      return `${write(left, SUM)} ${operator} ${write(right, PRODUCT)}`;
    }
  }
}

function strength(expression: Expression): number {
  if (expression.kind === "negate" || (expression.kind === "number" && expression.value < 0)) return SUM;
  if (expression.kind !== "binary") return ATOM;
  return { "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER }[expression.operator];
}

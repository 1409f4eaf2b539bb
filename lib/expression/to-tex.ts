import { type Expression, type FunctionName, nodes, type Relation } from "./expression.ts";
import { isGreekWord, normalName } from "./names.ts";

const SUM = 1;
const PRODUCT = 3;
const POWER = 4;
const ATOM = 5;

/**
 * A formula for KaTeX, drawn so that it shows how it was read: quotients as fractions, a dot where a product could be
 * taken for a call (`z·(1−z)`), `log` as ln, brackets only where the tree needs them.
 */
export function toTex(expression: Expression): string {
  const sigmaTaken = nodes(expression).some((node) => node.kind === "symbol" && normalName(node.name) === "sigma");
  return new TexWriter(sigmaTaken).write(expression, SUM);
}

const OPERATORS: Partial<Record<FunctionName, string>> = {
  exp: "\\exp",
  log: "\\ln",
  log2: "\\log_2",
  log10: "\\log_{10}",
  max: "\\max",
  min: "\\min",
  sin: "\\sin",
  cos: "\\cos",
  tanh: "\\tanh",
};

const RELATIONS: Record<Relation, string> = {
  ">": ">",
  ">=": "\\ge ",
  "<": "<",
  "<=": "\\le ",
  "=": "=",
  "!=": "\\ne ",
};

class TexWriter {
  readonly #sigmaTaken: boolean;

  constructor(sigmaTaken: boolean) {
    this.#sigmaTaken = sigmaTaken;
  }

  write(expression: Expression, least: number): string {
    const tex = this.#plain(expression);
    return strength(expression) < least ? bracketed(tex) : tex;
  }

  #plain(expression: Expression): string {
    switch (expression.kind) {
      case "number":
        return String(expression.value).replace(/e\+?(-?\d+)$/, "\\cdot 10^{$1}");
      case "constant":
        return expression.name === "e" ? "e" : "\\pi ";
      case "symbol":
        return symbolTex(expression.name);
      case "negate":
        return `-${this.write(expression.of, PRODUCT)}`;
      case "call":
        return this.#call(expression.name, expression.args);
      case "indicator": {
        const { left, relation, right } = expression;
        return `\\mathbf{1}\\left[${this.write(left, SUM)}${RELATIONS[relation]}${this.write(right, SUM)}\\right]`;
      }
      case "binary":
        return this.#binary(expression);
    }
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: "binary" }>): string {
    switch (operator) {
      case "/":
        return `\\frac{${this.write(left, SUM)}}{${this.write(right, SUM)}}`;
      case "^":
        return this.#power(left, this.write(right, SUM));
      case "*":
        return product(this.write(left, PRODUCT), this.write(right, POWER), left);
      default:
        return `${this.write(left, SUM)}${operator}${this.write(right, PRODUCT)}`;
    }
  }

  #power(base: Expression, exponent: string): string {
    const named = base.kind === "call" && ["sin", "cos", "tanh"].includes(base.name);
    if (named && /^\d+$/.test(exponent)) {
      const call = this.#call(base.name, base.args);
      const name = OPERATORS[base.name] ?? "";
      return `${name}^{${exponent}}${call.slice(name.length)}`;
    }
    const framed = base.kind === "call" && base.name !== "abs";
    return `${framed ? bracketed(this.#plain(base)) : this.write(base, ATOM)}^{${exponent}}`;
  }

  #call(name: FunctionName, args: readonly Expression[]): string {
    const inner = args.map((arg) => this.write(arg, SUM)).join(",\\,");
    if (name === "sqrt") return `\\sqrt{${inner}}`;
    if (name === "abs") return `\\left|${inner}\\right|`;
    const operator = name === "sigmoid" && !this.#sigmaTaken ? "\\sigma" : OPERATORS[name];
    return (operator ?? `\\operatorname{${name}}`) + bracketed(inner);
  }
}

function product(left: string, right: string, leftNode: Expression): string {
  if (/^\d/.test(right) || (/\d$/.test(left) && /^\\(frac|mathbf)/.test(right))) return `${left}\\cdot ${right}`;
  if (!right.startsWith("\\left(")) return `${left}\\,${right}`;
  return endsInName(leftNode) ? `${left}\\cdot ${right}` : left + right;
}

/** Whether a bracket after this could be taken for its argument. */
function endsInName(expression: Expression): boolean {
  if (expression.kind === "binary" && expression.operator === "*") return endsInName(expression.right);
  return expression.kind === "symbol" || expression.kind === "constant" || expression.kind === "indicator";
}

function strength(expression: Expression): number {
  if (expression.kind === "number") {
    if (expression.value < 0) return SUM;
    return String(expression.value).includes("e") ? PRODUCT : ATOM;
  }
  if (expression.kind === "negate") return SUM;
  if (expression.kind !== "binary") return ATOM;
  return { "+": SUM, "-": SUM, "*": PRODUCT, "/": POWER, "^": POWER }[expression.operator];
}

function bracketed(tex: string): string {
  return `\\left(${tex}\\right)`;
}

/** A symbol with its accent and subscripts: `yhat_i` is ŷ with index i, `W1` is W with index 1. */
function symbolTex(name: string): string {
  const [head, ...subscripts] = normalName(name).split("_");
  const [, base, accent, digits, primes] = /^(.+?)(hat|bar|tilde)?(\d*)('*)$/.exec(head) ?? ["", head, "", "", ""];
  const letter = isGreekWord(base) ? `\\${base}` : base.length > 1 ? `\\mathrm{${base}}` : base;
  const accented = accent ? `\\${accent}{${letter}}` : letter;
  const index = [...(digits ? [digits] : []), ...subscripts].map(indexTex).join(",");
  return `${accented}${index && `_{${index}}`}${primes}${isGreekWord(base) && !accent && !index && !primes ? " " : ""}`;
}

function indexTex(index: string): string {
  if (isGreekWord(index)) return `\\${index}`;
  return /^([A-Za-z]|\d+)$/.test(index) ? index : `\\mathrm{${index}}`;
}

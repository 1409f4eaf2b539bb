import { Cursor } from "./cursor.ts";
import type { Expression, FunctionName } from "./expression.ts";
import type { Vocabulary } from "./names.ts";
import { placed, quoted } from "./refusal.ts";
import type { Bracket, Token } from "./tokens.ts";

export interface Reading {
  expression: Expression;
  /** Sentences on what might have been meant otherwise. */
  warnings: string[];
}

const CLOSING: Record<Bracket, string> = { "(": ")", "[": "]", "{": "}" };

/** Recursive descent over the tokens, one method for each level of precedence. */
export class Parser extends Cursor {
  readonly #vocabulary: Vocabulary;
  /** Whether the innermost open bracket is a bar. */
  #inBars = false;
  /** The place right after an argument without brackets, and its function. */
  #bare: { end: number; name: string } | null = null;
  /** The place right after an exponent without brackets that a factor might belong to as well. */
  #looseExponent = -1;

  constructor(text: string, tokens: Token[], vocabulary: Vocabulary) {
    super(text, tokens);
    this.#vocabulary = vocabulary;
  }

  run(): Reading {
    const expression = this.#sum();
    const { kind, text } = this.token;
    if (kind === "close") this.refuse("missing-bracket", `${this.quoted()} closes a bracket that was not opened.`);
    if (kind === "relation")
      this.refuse("unexpected", `Please put the comparison with ${this.quoted()} in brackets, like 1[z ${text} 0].`);
    if (kind === "comma") this.strayComma();
    if (kind !== "end") this.refuse("unexpected", `${this.quoted()} is not expected there.`);
    return { expression, warnings: this.warnings };
  }

  #sum(): Expression {
    let left = this.#term();
    for (;;) {
      const operator = this.operator("+", "-");
      if (!operator) return left;
      left = { kind: "binary", operator, left, right: this.#term() };
    }
  }

  /** A product with the signs before it. */
  #term(): Expression {
    const sign = this.operator("+", "-");
    if (!sign) return this.#product();
    const term = this.deeper(() => this.#term());
    return sign === "-" ? { kind: "negate", of: term } : term;
  }

  #product(): Expression {
    let left = this.#power();
    let divided = false;
    for (;;) {
      this.#checkBareArgument();
      this.#checkDividedPower();
      const operator = this.operator("*", "/");
      if (!operator && !this.#startsOperand()) return left;
      if (!operator) this.#checkImplicitProduct(divided);
      left = { kind: "binary", operator: operator ?? "*", left, right: this.#signedPower() };
      divided = operator === "/";
    }
  }

  /** A factor or an exponent, whose signs take nothing but itself. */
  #signedPower(): Expression {
    const sign = this.operator("+", "-");
    if (!sign) return this.#power();
    const power = this.deeper(() => this.#signedPower());
    return sign === "-" ? { kind: "negate", of: power } : power;
  }

  #power(): Expression {
    const left = this.#operand();
    if (!this.operator("^")) return left;
    const right = this.deeper(() => this.#signedPower());
    const open = right.kind !== "number" || (left.kind === "constant" && left.name === "e");
    if (open && this.tokens[this.place - 1].kind !== "close") this.#looseExponent = this.place;
    return { kind: "binary", operator: "^", left, right };
  }

  #operand(): Expression {
    const token = this.token;
    switch (token.kind) {
      case "number":
        return this.#number();
      case "symbol":
        this.place++;
        return { kind: "symbol", name: token.name };
      case "constant":
        this.place++;
        return { kind: "constant", name: token.name };
      case "function":
        this.place++;
        return this.#call(token.name, token);
      case "fraction":
        this.place++;
        return { kind: "binary", operator: "/", left: this.#braced(token), right: this.#braced(token) };
      case "open":
        return this.#group();
      case "bar":
        return this.#bars();
      default:
        return this.missingOperand();
    }
  }

  #number(): Expression {
    const token = this.token;
    if (token.kind !== "number") return this.missingOperand();
    this.place++;
    if (token.value === 1 && this.opensComparison(this.place)) return this.#group();
    if (/\de[+-]/.test(token.text) && !token.text.startsWith("1e"))
      this.warn(token, `was read as the number ${token.value}; for Euler's e, put a * before it`);
    return { kind: "number", value: token.value };
  }

  /** A bracket and what it holds; a comparison in it is an indicator. */
  #group(): Expression {
    return this.#list()[0];
  }

  /** What stands between a bracket and its partner; with a function, separated by commas. */
  #list(of?: FunctionName): Expression[] {
    const open = this.token;
    if (open.kind !== "open") return [this.missingOperand()];
    this.place++;
    const parts: Expression[] = [];
    const commas: Token[] = [];
    const outside = this.#inBars;
    this.#inBars = false;
    this.deeper(() => {
      parts.push(this.#comparison());
      while (this.token.kind === "comma") {
        if (of !== "max" && of !== "min") this.strayComma();
        commas.push(this.token);
        this.place++;
        parts.push(this.#sum());
      }
    });
    this.#inBars = outside;
    this.#close(open.bracket, open);
    const tight = commas.find((comma) => comma.kind === "comma" && comma.tight);
    if (tight && commas.length > 1)
      this.refuse(
        "decimal-comma",
        `The comma at ${placed(this.text, tight.at)} may part two numbers or stand for a decimal point; write a point, or a space after it.`,
        tight,
      );
    return parts;
  }

  #close(bracket: Bracket, open: Token): void {
    const token = this.token;
    if (token.kind === "close" && token.bracket === bracket) {
      this.place++;
      return;
    }
    const wanted = `the “${CLOSING[bracket]}” for ${quoted(open.text, this.text, open.at)}`;
    if (token.kind === "end") this.refuse("missing-bracket", `At the end, ${wanted} is missing.`);
    this.refuse("missing-bracket", `Instead of ${this.quoted()}, ${wanted} is expected.`);
  }

  /** A sum, or a chain of comparisons such as 0 < z <= 6, which holds when all its links do. */
  #comparison(): Expression {
    let left = this.#sum();
    let chain: Expression | null = null;
    for (;;) {
      const token = this.token;
      if (token.kind !== "relation") return chain ?? left;
      if (!this.#vocabulary.functions.includes("step"))
        this.refuse("disallowed-function", `The comparison with ${this.quoted()} may not be used here.`);
      this.place++;
      const right = this.#sum();
      const link: Expression = { kind: "indicator", relation: token.sign, left, right };
      chain = chain ? { kind: "binary", operator: "*", left: chain, right: link } : link;
      left = right;
    }
  }

  #bars(): Expression {
    const open = this.token;
    if (open.kind !== "bar" || open.side === "close") return this.missingOperand();
    if (!this.#vocabulary.functions.includes("abs"))
      this.refuse("disallowed-function", `The absolute value ${this.quoted()} may not be used here.`);
    this.place++;
    const outside = this.#inBars;
    this.#inBars = true;
    const inner = this.deeper(() => this.#sum());
    this.#inBars = outside;
    if (this.token.kind !== "bar")
      this.refuse("missing-bracket", `The bar ${quoted("|", this.text, open.at)} has no partner.`);
    this.place++;
    return { kind: "call", name: "abs", args: [inner] };
  }

  #braced(fraction: Token): Expression {
    const token = this.token;
    if (token.kind !== "open" || token.bracket !== "{")
      this.refuse(
        "missing-bracket",
        `${quoted(fraction.text, this.text, fraction.at)} needs two braces, like \\frac{a}{b}.`,
      );
    return this.#group();
  }

  /** The exponent a function may carry (tanh²(z)) and its argument, in brackets or, if it is one operand, without. */
  #call(name: FunctionName, token: Token): Expression {
    const called = quoted(token.text, this.text, token.at);
    const exponent = this.#functionExponent(called, token);
    let call: Expression;
    if (this.token.kind === "open") call = this.#applied(name, called, this.#list(name));
    else {
      if (!this.#startsOperand() || name === "max" || name === "min")
        this.refuse("missing-argument", `${called} needs its argument in brackets.`);
      const argument = this.deeper(() => this.#power());
      if (token.text === "√" && argument.kind === "binary" && argument.operator === "^")
        this.refuse("ambiguous", `Please use brackets to show how far the root ${called} reaches.`, token);
      this.#bare = { end: this.place, name: called };
      call = { kind: "call", name, args: [argument] };
    }
    return exponent ? { kind: "binary", operator: "^", left: call, right: exponent } : call;
  }

  #applied(name: FunctionName, called: string, args: Expression[]): Expression {
    const several = name === "max" || name === "min";
    if (several && args.length < 2)
      this.refuse("wrong-arguments", `${called} needs two arguments or more, parted by commas.`);
    return name === "step" && args[0].kind === "indicator" ? args[0] : { kind: "call", name, args };
  }

  #functionExponent(called: string, token: Token): Expression | null {
    if (!this.operator("^")) return null;
    const exponent = this.token.kind === "open" ? this.#group() : this.token.kind === "number" ? this.#number() : null;
    if (exponent?.kind !== "number")
      this.refuse(
        "ambiguous",
        `${called} needs its argument right behind it: f(z), its square f(z)^2, one over it 1/f(z).`,
        token,
      );
    return exponent;
  }

  /** Whether a factor can begin here without a sign before it. */
  #startsOperand(): boolean {
    const token = this.token;
    if (token.kind === "bar") return !this.#inBars || token.side === "open";
    return ["number", "symbol", "constant", "function", "fraction", "open"].includes(token.kind);
  }

  /** After log p, neither log(p)/q nor log(p/q) is guessed. */
  #checkBareArgument(): void {
    const token = this.token;
    if (this.#bare?.end !== this.place) return;
    const times = token.kind === "operator" && token.sign === "*";
    if (times) this.warn(token, `was taken not to belong to the argument of ${this.#bare.name}`);
    else if (this.#startsOperand() || (token.kind === "operator" && token.sign === "/"))
      this.refuse(
        "ambiguous",
        `Please use brackets to show how far ${this.#bare.name} reaches: is ${this.quoted()} part of its argument?`,
      );
  }

  #checkDividedPower(): void {
    if (this.#looseExponent === this.place && this.token.kind === "operator" && this.token.sign === "/")
      this.warn(this.token, "was read as dividing the power, not its exponent");
  }

  #checkImplicitProduct(divided: boolean): void {
    const token = this.token;
    const factor = this.quoted();
    const loose = this.#looseExponent === this.place;
    if (token.kind === "number" && !(token.value === 1 && this.opensComparison(this.place + 1)))
      this.refuse("missing-operator", `Before ${factor} a sign is missing; for a product write *.`);
    if (divided && !token.spaced)
      this.refuse("ambiguous", `Is ${factor} below the fraction line? Please use brackets, as in 1/(2*z) or (1/2)*z.`);
    if (loose && !token.spaced)
      this.refuse("ambiguous", `Is ${factor} part of the exponent? Please use brackets, as in e^(2*z) or (e^2)*z.`);
    if (divided) this.warn(token, "was read as a factor beside the fraction, not below its line");
    if (loose) this.warn(token, "was read as a factor beside the power, not as part of its exponent");
  }
}

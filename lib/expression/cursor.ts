import type { Operator } from "./expression.ts";
import { placed, quoted, Refusal, type RefusalReason } from "./refusal.ts";
import type { Token } from "./tokens.ts";

const MAX_DEPTH = 50;

/** A place among the tokens of a text, with words for what is wrong there. */
export class Cursor {
  protected readonly text: string;
  protected readonly tokens: readonly Token[];
  /** Sentences on what might have been meant otherwise. */
  protected readonly warnings: string[] = [];
  protected place = 0;
  #depth = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text;
    this.tokens = tokens;
  }

  protected get token(): Token {
    return this.tokens[this.place];
  }

  /** Steps over an operator if one of these stands here. */
  protected operator<S extends Operator>(...signs: S[]): S | null {
    const token = this.token;
    const sign = token.kind === "operator" ? signs.find((sign) => sign === token.sign) : undefined;
    if (sign === undefined) return null;
    this.place++;
    return sign;
  }

  /** Reads something inside something else, up to a depth. */
  protected deeper<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH)
      this.refuse(
        "too-deep",
        `At ${placed(this.text, this.token.at)} the formula is nested more than ${MAX_DEPTH} deep.`,
      );
    const result = read();
    this.#depth--;
    return result;
  }

  /** Whether at this place a bracket opens that holds a comparison, outside all inner brackets. */
  protected opensComparison(place: number): boolean {
    let depth = 0;
    for (const { kind } of this.tokens.slice(place)) {
      if (kind === "open") depth++;
      if (kind === "close") depth--;
      if (depth === 0) return false;
      if (depth === 1 && kind === "relation") return true;
    }
    return false;
  }

  protected missingOperand(): never {
    const before = this.tokens[this.place - 1];
    if (this.token.kind !== "end") this.refuse("missing-operand", `Before ${this.quoted()} something is missing.`);
    if (!before) this.refuse("empty", "Nothing was written yet.");
    this.refuse("missing-operand", `After ${this.quoted(before)} something is missing.`);
  }

  protected strayComma(): never {
    const token = this.token;
    const where = placed(this.text, token.at);
    if (token.kind === "comma" && token.tight)
      this.refuse("decimal-comma", `Please write a decimal point instead of the comma at ${where}.`);
    this.refuse("wrong-arguments", `The comma at ${where} parts nothing; only max and min take several arguments.`);
  }

  protected quoted(token = this.token): string {
    return token.kind === "end" ? "the end" : quoted(token.text, this.text, token.at);
  }

  protected warn(token: Token, says: string): void {
    this.warnings.push(`${this.quoted(token)} ${says}.`);
  }

  protected refuse(reason: RefusalReason, says: string, token = this.token): never {
    throw new Refusal(reason, token.at, says);
  }
}

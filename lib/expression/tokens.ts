import type { FunctionName, Operator, Relation } from "./expression.ts";
import { type Folded, fold } from "./fold.ts";
import { cutProduct, isGreekWord, type Meaning, meaningOf, nearest, normalName, type Vocabulary } from "./names.ts";
import { quoted, Refusal, type RefusalReason } from "./refusal.ts";

export type Bracket = "(" | "[" | "{";

export type Sign =
  | Meaning
  | { kind: "number"; value: number }
  | { kind: "fraction" }
  | { kind: "operator"; sign: Operator }
  | { kind: "relation"; sign: Relation }
  | { kind: "open" | "close"; bracket: Bracket }
  | { kind: "bar"; side: "open" | "close" | "either" }
  /** `tight`: between two digits, where it might be meant as a decimal comma. */
  | { kind: "comma"; tight: boolean }
  | { kind: "end" };

/** A sign of a formula with what was written for it, where that begins, and whether white space stands before it. */
export type Token = Sign & { text: string; at: number; spaced: boolean };

const SPACE =
  /(?:\s|\\[,;:!> ]|~|\\(?:left|right|q?quad|displaystyle|[bB]igg?[lr]?)(?![A-Za-z])(?!\s*(?:\||\\[lr]?vert)))+/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const SUBSCRIPTS = String.raw`(?:_(?:\{(?:\\(?:mathrm|text)\{[A-Za-z0-9]+\}|\\[A-Za-z]+(?![A-Za-z])|[A-Za-z0-9,Α-ω])+\}|[A-Za-z0-9]+|[Α-ω]))*'*`;
const NAME = new RegExp(`(?:[A-Za-z][A-Za-z0-9]*|[Α-ω](?:hat|bar|tilde)?[0-9]*)${SUBSCRIPTS}`, "y");
const ACCENTED = new RegExp(
  String.raw`\\(hat|widehat|bar|overline|tilde)\s*(?:\{\s*\\?([A-Za-z0-9Α-ω]+)(${SUBSCRIPTS})\s*\}|\\([A-Za-z]+)|\s([A-Za-zΑ-ω]))(${SUBSCRIPTS})`,
  "y",
);
const UPRIGHT = new RegExp(
  String.raw`\\(?:mathrm|mathbf|mathbb|mathit|text|operatorname)\s*\{\s*([A-Za-z][A-Za-z0-9]*|1)\s*\}(${SUBSCRIPTS})`,
  "y",
);
const COMMAND = new RegExp(String.raw`\\(?:([A-Za-z]+)(${SUBSCRIPTS})|([{}]))`, "y");
const BAR = /(\\left|\\right|\\[bB]igg?[lr])?\s*(?:\\(l|r)?vert(?![A-Za-z])|\\?\||\|)/y;
const SYMBOLIC = /\*\*|[-+*/^()[\]{}|,;√]|>=|<=|==|!=|[<>=]/y;

/** What a LaTeX command is short for, where that is a sign; all others are read as names. */
const COMMANDS: Record<string, string> = {
  cdot: "*",
  times: "*",
  ast: "*",
  odot: "*",
  div: "/",
  le: "<=",
  leq: "<=",
  ge: ">=",
  geq: ">=",
  ne: "!=",
  neq: "!=",
  lt: "<",
  gt: ">",
};

/** Cuts a text into tokens, the last of kind `end`. Throws a `Refusal` at what it can't read. */
export function tokenise(text: string, vocabulary: Vocabulary): Token[] {
  return new Tokeniser(text, vocabulary).run();
}

class Tokeniser {
  readonly #original: string;
  readonly #folded: Folded;
  readonly #vocabulary: Vocabulary;
  readonly #tokens: Token[] = [];
  /** Where in the folded text the piece in hand begins and ends. */
  #from = 0;
  #to = 0;
  #spaced = false;

  constructor(text: string, vocabulary: Vocabulary) {
    this.#original = text;
    this.#folded = fold(text);
    this.#vocabulary = vocabulary;
  }

  run(): Token[] {
    while (this.#to < this.#folded.text.length) {
      this.#from = this.#to;
      this.#next();
    }
    this.#from = this.#to;
    this.#push({ kind: "end" });
    return this.#tokens;
  }

  #next(): void {
    let match: RegExpExecArray | null;
    if (this.#take(SPACE)) this.#spaced = true;
    else if ((match = this.#take(NUMBER))) this.#number(match[0]);
    else if ((match = this.#take(NAME))) this.#name(match[0]);
    else if ((match = this.#take(BAR))) this.#push({ kind: "bar", side: side(match) });
    else if ((match = this.#take(ACCENTED))) this.#accented(match);
    else if ((match = this.#take(UPRIGHT))) this.#upright(match);
    else if ((match = this.#take(COMMAND))) this.#command(match);
    else if ((match = this.#take(SYMBOLIC))) this.#symbolic(match[0]);
    else {
      this.#to += String.fromCodePoint(this.#folded.text.codePointAt(this.#from) ?? 0).length;
      this.#refuse("unreadable-character", `${this.#quoted()} can't be read in a formula.`);
    }
  }

  #number(text: string): void {
    const value = Number(text);
    if (value === Infinity) this.#refuse("too-large", `${this.#quoted()} is too large a number.`);
    this.#push({ kind: "number", value });
  }

  #symbolic(text: string): void {
    const around = this.#folded.text.slice(Math.max(0, this.#from - 1), this.#to + 1);
    if (text === ",") this.#push({ kind: "comma", tight: /^\d,\d$/.test(around) });
    else if (text === "√") this.#meant({ kind: "function", name: "sqrt" });
    else this.#push(signOf(text));
  }

  #accented([, accent, braced, inner, command, letter, outer]: RegExpExecArray): void {
    const suffix = accent === "overline" ? "bar" : accent.replace("wide", "");
    this.#name(`${braced ?? command ?? letter}${suffix}${inner ?? ""}${outer}`);
  }

  #upright([, word, subscripts]: RegExpExecArray): void {
    if (word === "1") this.#push({ kind: "number", value: 1 });
    else this.#name(word + subscripts);
  }

  #command([, word, subscripts, escaped]: RegExpExecArray): void {
    const short = escaped ?? (Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined);
    if (short || /^[dt]?frac$/.test(word)) {
      this.#to = this.#from + 1 + (escaped ?? word).length;
      this.#push(short ? signOf(short) : { kind: "fraction" });
    } else if (word === "sqrt" && /^\s*\[/.test(this.#folded.text.slice(this.#to)))
      this.#refuse("unexpected", `${this.#quoted()} with a degree can't be read; write a power, like v^(1/3).`);
    else if (isGreekWord(word) || this.#meaning(word + subscripts)) this.#name(word + subscripts);
    else this.#refuse("unknown-symbol", `The command ${this.#quoted()} is not known here.`);
  }

  #meaning(written: string): Meaning | null {
    return meaningOf(normalName(written), this.#vocabulary);
  }

  #name(written: string): void {
    const meaning = this.#meaning(written);
    if (meaning) return this.#meant(meaning);
    const parts = cutProduct(normalName(written), this.#vocabulary);
    if (parts === "none") this.#unknown(written);
    if (parts === "several")
      this.#refuse("ambiguous", `${this.#quoted()} can be read as several products; please write them with *.`);
    for (const part of parts) this.#meant(part, part.name);
  }

  #meant(meaning: Meaning, text?: string): void {
    if (meaning.kind === "function" && !this.#vocabulary.functions.includes(meaning.name))
      this.#disallowed(meaning.name);
    this.#push(meaning, text);
  }

  #disallowed(name: FunctionName): never {
    const { functions } = this.#vocabulary;
    const instead = functions.length === 0 ? "no function is needed" : `allowed are ${functions.join(", ")}`;
    this.#refuse("disallowed-function", `${this.#quoted()}, the function ${name}, may not be used here; ${instead}.`);
  }

  #unknown(written: string): never {
    const { symbols, functions } = this.#vocabulary;
    const near = nearest(written, [...symbols, ...functions]);
    const known =
      symbols.length === 1 ? `The only symbol here is ${symbols[0]}.` : `The symbols here are ${symbols.join(", ")}.`;
    const hint = near ? ` Did you mean ${near}?` : "";
    this.#refuse("unknown-symbol", `${this.#quoted()} is not known here.${hint} ${known}`);
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#to;
    const match = pattern.exec(this.#folded.text);
    if (match) this.#to += match[0].length;
    return match;
  }

  #push(sign: Sign, text = this.#written()): void {
    this.#tokens.push({ ...sign, text, at: this.#folded.at[this.#from], spaced: this.#spaced });
    this.#spaced = false;
  }

  #written(): string {
    return this.#original.slice(this.#folded.at[this.#from], this.#folded.at[this.#to]);
  }

  #quoted(): string {
    return quoted(this.#written(), this.#original, this.#folded.at[this.#from]);
  }

  #refuse(reason: RefusalReason, says: string): never {
    throw new Refusal(reason, this.#folded.at[this.#from], says);
  }
}

function side([, left, letter]: RegExpExecArray): "open" | "close" | "either" {
  if (letter) return letter === "l" ? "open" : "close";
  if (!left) return "either";
  return left === "\\left" || left.endsWith("l") ? "open" : "close";
}

/** A bracket, an operator or a relation as ASCII writes it. */
function signOf(text: string): Sign {
  if ("([{".includes(text)) return { kind: "open", bracket: text as Bracket };
  if (")]}".includes(text)) return { kind: "close", bracket: "([{"[")]}".indexOf(text)] as Bracket };
  if ("+-*/^**".includes(text)) return { kind: "operator", sign: (text === "**" ? "^" : text) as Operator };
  if (text === ";") return { kind: "comma", tight: false };
  return { kind: "relation", sign: (text === "==" ? "=" : text) as Relation };
}

/** Why a text is no formula. */
export type RefusalReason =
  | "empty"
  | "too-long"
  | "too-deep"
  | "equation"
  | "unreadable-character"
  | "unknown-symbol"
  | "disallowed-function"
  | "decimal-comma"
  | "too-large"
  | "missing-operand"
  | "missing-operator"
  | "missing-bracket"
  | "missing-argument"
  | "wrong-arguments"
  | "unexpected"
  | "ambiguous";

/** Ends the reading of a text. Thrown by its parts, caught by `parseFormula`, never seen outside. */
export class Refusal extends Error {
  readonly reason: RefusalReason;
  /** Index into the text, in UTF-16 units. */
  readonly at: number;

  constructor(reason: RefusalReason, at: number, says: string) {
    super(says);
    this.reason = reason;
    this.at = at;
  }
}

/** A piece of a text with its place, counted in characters from 1: `“q” at character 3`. */
export function quoted(piece: string, text: string, at: number): string {
  return `“${piece}” at ${placed(text, at)}`;
}

export function placed(text: string, at: number): string {
  return `character ${Array.from(text.slice(0, at)).length + 1}`;
}

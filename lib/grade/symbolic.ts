import { Rng } from "#engine/index.ts";
import { compare } from "#lib/expression/equal.ts";
import { type Expression, nodes } from "#lib/expression/expression.ts";
import { isGreekWord, normalName, vocabularyOf } from "#lib/expression/names.ts";
import { parseFormula } from "#lib/expression/parse.ts";

/** How a piece of a formula compares with the accepted writings, or why it can't be read. */
export type Fit = { kind: "fits" } | { kind: "differs" } | { kind: "unreadable"; says: string };

type Read = { kind: "formula"; expression: Expression } | { kind: "invalid"; says: string };

/** Most names that one blank of a formula may hold. */
const MOST_NAMES = 12;
/** The values that names are given to compare two formulas. */
const RANGE = { above: 0.1, below: 2 };
const SEED = 1;

/**
 * Compares what was typed for a blank of a formula with its accepted writings (light LaTeX). Signs and single symbols
 * are compared as written, up to spaces, brackets of LaTeX and spellings of a sign (− and -, × and *, β₁ and beta1);
 * anything that is a formula also as a function of its names. A Latin initial may stand for a Greek letter: b1 for β₁.
 */
export function fitSymbols(text: string, accepted: readonly string[]): Fit {
  if (accepted.some((writing) => plain(writing) === plain(text))) return { kind: "fits" };
  const keys = accepted.flatMap((writing) => {
    const read = readNames(writing, []);
    return read.kind === "formula" ? read.expression : [];
  });
  if (keys.length === 0) return { kind: "differs" };
  const answer = readNames(text, [...new Set(keys.flatMap(namesOf))]);
  if (answer.kind === "invalid") return { kind: "unreadable", says: answer.says };
  return { kind: keys.some((key) => isSame(answer.expression, key)) ? "fits" : "differs" };
}

/** Whether a writing can be compared as a function, and not only as it is written. */
export function isReadable(writing: string): boolean {
  return readNames(writing, []).kind === "formula";
}

/** Reads a formula with whatever names it has, those that are short for one of `known` taken for it. */
function readNames(text: string, known: readonly string[]): Read {
  const names = [...known];
  const meant = new Map<string, string>();
  while (names.length <= known.length + MOST_NAMES) {
    const parsed = parseFormula(text, vocabularyOf(names));
    if (parsed.kind === "formula") return { kind: "formula", expression: rename(parsed.expression, meant) };
    const piece = parsed.reason === "unknown-symbol" ? /“(.+?)”/u.exec(parsed.says)?.[1] : undefined;
    if (piece === undefined || names.includes(piece)) return { kind: "invalid", says: parsed.says };
    names.push(piece);
    const candidates = known.filter((name) => isShortFor(normalName(piece), normalName(name)));
    if (candidates.length === 1) meant.set(piece, candidates[0]);
  }
  return { kind: "invalid", says: `That has more than ${MOST_NAMES} names.` };
}

/** `b1` for beta1, `eps` for epsilon, `pj` for p_j. */
function isShortFor(short: string, name: string): boolean {
  const [flat, whole] = [short.replaceAll("_", ""), name.replaceAll("_", "")];
  if (flat === whole) return true;
  const [, letter, rest] = /^([A-Za-z]+)(.*)$/.exec(name) ?? [];
  const [, initial, end] = /^([A-Za-z]+)(.*)$/.exec(short) ?? [];
  return initial !== undefined && isGreekWord(letter) && letter.startsWith(initial) && end === rest;
}

function rename(expression: Expression, names: ReadonlyMap<string, string>): Expression {
  switch (expression.kind) {
    case "symbol":
      return { ...expression, name: names.get(expression.name) ?? expression.name };
    case "negate":
      return { ...expression, of: rename(expression.of, names) };
    case "binary":
    case "indicator":
      return { ...expression, left: rename(expression.left, names), right: rename(expression.right, names) };
    case "call":
      return { ...expression, args: expression.args.map((part) => rename(part, names)) };
    default:
      return expression;
  }
}

function isSame(answer: Expression, key: Expression): boolean {
  const names = [...namesOf(answer), ...namesOf(key)];
  const symbols = Object.fromEntries(names.map((name) => [name, RANGE]));
  const rng = new Rng(SEED);
  return compare(answer, key, { symbols }, () => rng.uniform()).kind === "equal";
}

function namesOf(expression: Expression): string[] {
  return nodes(expression).flatMap((node) => (node.kind === "symbol" ? node.name : []));
}

/** One spelling for all spellings of a sign or symbol. */
function plain(text: string): string {
  const signs = text
    .normalize("NFC")
    .replace(/[\u2212\u2013\u2010]/gu, "-")
    .replace(/\\(?:cdot|times|odot|ast)(?![A-Za-z])|\*\*|[\u00d7\u00b7\u22c5\u2219\u2299\u2217]/gu, (sign) =>
      sign === "**" ? "^" : "*",
    )
    .replace(/\\(?:left|right|[,;:! ])/g, "");
  return normalName(signs.replace(/[\s$]+/g, ""));
}

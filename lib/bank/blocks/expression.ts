import type { ExpressionItem } from "../../kind/expression.ts";
import type { Directive } from "../directive.ts";
import type { ExpressionDraft } from "../draft.ts";
import { formulaProblems, type WrittenFormula } from "../formula-problems.ts";
import { type Complain, head, joined, numbered } from "./block.ts";

type Range = ExpressionItem["symbols"][string];

const SYMBOL = /^-\s+([^\s:]+)\s*:\s*(.*)$/;
const MISCONCEPTION = /\s*\{m=([^}]*)\}\s*$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * `:::expression{#id}`: a question, the symbols `- z: -3 to 3` with where formulas are compared, the right formula
 * `= …`, formulas known to be wrong `! … {m=…}` with their reasons `  > …`, an explanation `> …`.
 */
export function readExpression(block: Directive, complain: Complain): ExpressionDraft | null {
  const stem: string[] = [];
  const explanation: string[] = [];
  const symbols: Record<string, Range> = {};
  const keys: WrittenFormula[] = [];
  const wrong: WrittenFormula[] = [];
  for (const { text, line, fenced } of numbered(block)) {
    const symbol = fenced ? null : SYMBOL.exec(text);
    const formula = fenced ? null : /^([=!])\s+(.*)$/.exec(text);
    const quote = fenced ? null : /^(\s*)>\s?(.*)$/.exec(text);
    const begun = keys.length + wrong.length > 0;
    if (symbol && !begun) {
      const range = readRange(symbol[2]);
      if (typeof range === "string") complain(line, `${symbol[1]}: ${range}`);
      else if (Object.hasOwn(symbols, symbol[1])) complain(line, `${symbol[1]} already has a range`);
      else symbols[symbol[1]] = range;
    } else if (formula) {
      const misconception = MISCONCEPTION.exec(formula[2]);
      const written = { formula: formula[2].replace(MISCONCEPTION, "").trim(), line };
      if (formula[1] === "!") wrong.push({ ...written, ...(misconception && { misconception: misconception[1] }) });
      else keys.push(written);
      if (formula[1] === "=" && misconception) complain(line, "the right formula shows no misconception: remove {m=…}");
      if (formula[1] === "=" && wrong.length > 0)
        complain(line, "the right formula (= …) stands before the wrong ones");
    } else if (quote && quote[1].length >= 2) {
      const last = wrong.at(-1);
      if (last) last.why = joined(last.why, quote[2]);
      else complain(line, "a reason (  > …) stands below its wrong formula (! …)");
    } else if (quote && begun) {
      explanation.push(quote[2]);
    } else if (!begun && Object.keys(symbols).length === 0) {
      stem.push(text);
    } else if (text.trim() !== "") {
      complain(
        line,
        `"${text.trim()}" is neither a symbol (- z: -3 to 3), a formula (= … or ! …), a reason (  > …) nor the explanation (> …)`,
      );
    }
  }
  if (stem.join("").trim() === "") complain(block.line, "an expression needs a question before its symbols");
  if (Object.keys(symbols).length === 0) complain(block.line, "an expression needs its symbols, as in - z: -3 to 3");
  if (keys.length !== 1) complain(block.line, `an expression has one right formula (= …), not ${keys.length}`);
  const [key] = keys;
  if (!key || Object.keys(symbols).length === 0) return null;
  for (const { line, message } of formulaProblems({ symbols, key, wrong, line: block.line })) complain(line, message);
  return {
    ...head(block),
    kind: "expression",
    stem: stem.join("\n").trim(),
    symbols,
    key: key.formula,
    wrong: wrong.map(({ line: _, ...formula }) => formula),
    ...(explanation.length > 0 ? { explanation: explanation.join("\n").trim() } : {}),
  };
}

/** `-3 to 3` or `1, 2, 5`; otherwise what is wrong with it. */
function readRange(text: string): Range | string {
  const ends = text.split(/\s+to\s+/).map((end) => end.trim());
  const numbers = (ends.length === 2 ? ends : text.split(",")).map((piece) => piece.trim().replace("−", "-"));
  if (!numbers.every((piece) => NUMBER.test(piece)))
    return `"${text}" is neither an interval (-3 to 3) nor a list of numbers (1, 2, 5)`;
  const [first, second] = numbers.map(Number);
  if (ends.length !== 2) return { values: numbers.map(Number) };
  return first < second ? { above: first, below: second } : `the interval from ${first} to ${second} is empty`;
}

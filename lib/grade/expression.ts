import { Rng } from "#engine/index.ts";
import { compare, matches } from "#lib/expression/equal.ts";
import type { Expression } from "#lib/expression/expression.ts";
import { vocabularyOf } from "#lib/expression/names.ts";
import { type NotRead, parseFormula } from "#lib/expression/parse.ts";
import { toText } from "#lib/expression/to-text.ts";
import type { ExpressionAnswer, ExpressionSolution } from "#lib/kind/expression.ts";
import { escapeMarkdown } from "#lib/text/escape.ts";
import { sayCounterExample } from "./counter-example.ts";
import { invalid, type Marked } from "./verdict.ts";

/** The points at which formulas are compared are the same for everyone, so that an answer is marked alike each time. */
const SEED = 1;

/** Right is every formula that is the same function as the key. */
export function markExpression({ text }: ExpressionAnswer, solution: ExpressionSolution): Marked {
  const { symbols } = solution;
  const vocabulary = vocabularyOf(Object.keys(symbols));
  const parsed = parseFormula(text, vocabulary);
  if (parsed.kind === "invalid")
    return invalid(parsed.reason === "empty" ? "empty" : "not-a-formula", sayRefusal(text, parsed));
  const { expression: answer, warnings } = parsed;
  const read = toText(answer);
  const asRead = warnings.map((warning) => escapeMarkdown(warning));

  const compared = compare(answer, known(solution.key), { symbols }, random());
  if (compared.kind === "undecidable")
    return invalid("undecidable", `Read as ${read}, which has a value at too few points to be compared.`);
  if (compared.kind === "equal") return { outcome: "right", read, credit: 1, diagnosis: null, ...noted(asRead) };

  const malRules = solution.wrong.map(({ formula }, i): [string, Expression] => [String(i), known(formula)]);
  const [first, ...others] = matches(answer, Object.fromEntries(malRules), { symbols }, random()).map(
    (i) => solution.wrong[Number(i)],
  );
  const sure = first !== undefined && others.every(({ misconception }) => misconception === first.misconception);
  const { misconception, why } = sure ? first : {};
  return {
    outcome: "wrong",
    read,
    credit: 0,
    diagnosis: misconception === undefined ? null : { misconception, says: why ?? "", notes: [] },
    ...noted([misconception === undefined ? why : undefined, sayCounterExample(compared), ...asRead]),
  };

  /** A formula of the item itself, which the content check has read before. */
  function known(formula: string): Expression {
    const own = parseFormula(formula, vocabulary);
    if (own.kind === "invalid") throw new RangeError(`the item's formula ${formula} can't be read: ${own.says}`);
    return own.expression;
  }
}

function random(): () => number {
  const rng = new Rng(SEED);
  return () => rng.uniform();
}

/** Why a text is no formula, after the part of it that could be read. */
function sayRefusal(text: string, { reason, at, says }: NotRead): string {
  const before = text.slice(0, at).trim();
  const whole = reason === "empty" || reason === "too-long" || reason === "equation";
  return whole || before === "" ? says : `Read as far as “${before}”. ${says}`;
}

function noted(remarks: (string | undefined)[]): { note?: string } {
  const said = remarks.filter((remark) => remark !== undefined);
  return said.length > 0 ? { note: said.join("\n\n") } : {};
}

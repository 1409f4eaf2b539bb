import { Rng } from "#engine/index.ts";
import { compare } from "../expression/equal.ts";
import type { Expression } from "../expression/expression.ts";
import { vocabularyOf } from "../expression/names.ts";
import { parseFormula } from "../expression/parse.ts";
import type { Domain } from "../expression/sampler.ts";
import type { Problem } from "./draft.ts";

/** A formula of a note with the line it stands in. */
export interface WrittenFormula {
  formula: string;
  line: number;
  misconception?: string;
  why?: string;
}

interface Formulas {
  symbols: Domain["symbols"];
  key: WrittenFormula;
  wrong: readonly WrittenFormula[];
  /** Where the block begins. */
  line: number;
}

/** The seeds under which formulas are compared: what one draw of points hides, another shows. */
const SEEDS = [1, 2, 3];

/**
 * What its author must mend in a question for a formula. All formulas can be read, without a warning; the key has
 * values on its domain; each wrong formula is another function than the key, and two of different misconceptions are
 * different from each other; each says what it shows or why it is wrong.
 */
export function formulaProblems({ symbols, key, wrong, line }: Formulas): Omit<Problem, "file">[] {
  const problems: Omit<Problem, "file">[] = [];
  const vocabulary = vocabularyOf(Object.keys(symbols));
  const domain: Domain = { symbols };

  for (const name of vocabulary.symbols) {
    const parsed = parseFormula(name, vocabulary);
    const itself = parsed.kind === "formula" && parsed.expression.kind === "symbol" && parsed.expression.name === name;
    if (!itself) problems.push({ line, message: `"${name}" can't be the name of a symbol` });
  }
  const read = ({ formula, line }: WrittenFormula): Expression | null => {
    const parsed = parseFormula(formula, vocabulary);
    const complaints = parsed.kind === "invalid" ? [parsed.says] : parsed.warnings;
    for (const message of complaints) problems.push({ line, message: `${formula}: ${message}` });
    return parsed.kind === "formula" ? parsed.expression : null;
  };
  const right = read(key);
  const others = wrong.map((written) => ({ ...written, expression: read(written) }));
  if (!right) return problems;

  const comparisons = (a: Expression, b: Expression) => SEEDS.map((seed) => compare(a, b, domain, randomOf(seed)).kind);
  if (comparisons(right, right).includes("undecidable")) {
    problems.push({ line: key.line, message: `${key.formula} has values at too few points of its symbols' ranges` });
    return problems;
  }
  for (const [i, { formula, line, misconception, why, expression }] of others.entries()) {
    if (misconception === undefined && why === undefined)
      problems.push({ line, message: `${formula} needs what it shows ({m=…}) or why it is wrong (  > …)` });
    if (!expression) continue;
    if (comparisons(expression, right).some((kind) => kind !== "different"))
      problems.push({ line, message: `${formula} is not told from the right formula` });
    for (const other of others.slice(0, i)) {
      if (!other.expression || (misconception !== undefined && other.misconception === misconception)) continue;
      if (comparisons(expression, other.expression).some((kind) => kind !== "different"))
        problems.push({
          line,
          message: `${formula} is not told from ${other.formula}, which is wrong for another reason`,
        });
    }
  }
  return problems;
}

function randomOf(seed: number): () => number {
  const rng = new Rng(seed);
  return () => rng.uniform();
}

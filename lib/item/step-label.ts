import type { Program } from "./program.ts";
import type { Run } from "./run.ts";

/** Signs whose right side says how the left is computed, or what it comes to. */
const RELATION = /^(:=|=|\\approx(?![A-Za-z])|\\Rightarrow(?![A-Za-z]))/;
const COLON_IN_TEXT = /^(\\text\{[^{}:]*):.*$/s;

/**
 * What a step is called when it is asked by itself (KaTeX): the program's own label, or else the left side of the
 * step's formula; the asked step is called as in the question. Null for a step that is never asked by itself.
 */
export function stepLabel({ program, given, scope }: Run, step: Program["steps"][number]): string | null {
  if (step.name === program.ask.step && program.ask.kind !== "choice") return program.ask.label;
  const own = program.labels[step.name] ?? leftSide(step.tex(scope as never));
  const label = typeof own === "function" ? own(given) : own;
  return label === false ? null : label;
}

/** A formula up to its first relation sign outside brackets; `\text{sum: a + b}` ends at the colon. */
export function leftSide(formula: string): string {
  let depth = 0;
  let left = formula;
  for (let i = 0; i < formula.length; i++) {
    if ("{[(".includes(formula[i])) depth++;
    if ("}])".includes(formula[i])) depth--;
    if (depth === 0 && RELATION.test(formula.slice(i))) {
      left = formula.slice(0, i);
      break;
    }
  }
  return left.replace(COLON_IN_TEXT, "$1}").trim();
}

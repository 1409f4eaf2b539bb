import type { Answer } from "#lib/grade/answer.ts";
import { mark } from "#lib/grade/mark.ts";
import type { Verdict } from "#lib/grade/verdict.ts";
import { Dice } from "#lib/item/dice.ts";
import type { Program, StepValue } from "#lib/item/program.ts";
import { drawVariant } from "#lib/item/program-variant.ts";
import type { Plain } from "#lib/item/computed.ts";
import type { Variant } from "#lib/item/question.ts";

/** Digits a learner adds when told that an answer is too coarse. */
const MORE_DIGITS = 4;

/** A question as a simulated learner meets it: the variant, and the parameters it was drawn with. */
export type Encounter = { variant: Variant; parameters: Record<string, StepValue> };

export function encounter(program: Program, seed: number): Encounter {
  const { variant, draws } = drawVariant(program, seed);
  const dice = new Dice(seed);
  let parameters: unknown;
  for (let draw = 0; draw < draws; draw++) parameters = program.draw(dice);
  return { variant, parameters: parameters as Record<string, StepValue> };
}

/** Numbers as written on the page, in rows; a single number is 1×1. */
export type Written = string[][];

/**
 * The verdict on a value that a learner has found, written to the decimals that decide, and finer where that is called
 * too coarse. Null when it can't be handed in: another shape, or not a number.
 */
export function handIn(value: Plain, variant: Variant): Verdict | null {
  for (let more = 0; more <= MORE_DIGITS; more++) {
    const written = write(value, variant, more);
    const verdict = written && judge(written, variant);
    if (verdict !== "too-coarse") return verdict;
  }
  return null;
}

/**
 * The misconception that the answer of somebody who follows a mal-rule shows: the rule's value where the variant has the
 * rule; otherwise the answer is right.
 */
export function shownUnder({ variant }: Encounter, rule: string): string | null {
  const { solution } = variant;
  const outcome = "malOutcomes" in solution ? solution.malOutcomes.find((mal) => mal.rule === rule) : undefined;
  if (!outcome) return null;
  if (solution.kind !== "choice") return handIn(outcome.value, variant)?.diagnosis?.misconception ?? null;
  const option = solution.options.findIndex(({ misconception }) => misconception === outcome.misconception);
  if (option < 0) return null;
  const marked = mark({ kind: "choice", option }, variant);
  return marked.outcome === "invalid" ? null : (marked.diagnosis?.misconception ?? null);
}

/** The verdict on numbers already written. */
export function judge(written: Written, variant: Variant): Verdict | "too-coarse" | null {
  const marked = mark(answerOf(written, variant), variant);
  if (marked.outcome !== "invalid") return marked;
  return marked.reason === "too-coarse" ? "too-coarse" : null;
}

export function write(value: Plain, { question, solution }: Variant, moreDigits = 0): Written | null {
  if (question.kind !== "numeric" && question.kind !== "tensor") return null;
  if (solution.kind !== "numeric" && solution.kind !== "tensor") return null;
  const grid = gridOf(value);
  const shape = question.kind === "tensor" ? question.shape : [1, 1];
  if (grid.length !== shape[0] || grid.some((row) => row.length !== shape[1])) return null;
  if (!grid.flat().every((x) => Number.isFinite(x) && Math.abs(x) < 1e20)) return null;
  // A whole number is asked for: nobody writes 3.7 parameters, but a wrong rule may well find them.
  if (question.decimals === null) return grid.map((row) => row.map((x) => String(Math.round(x))));
  const places = question.decimals + moreDigits;
  return grid.map((row) => row.map((x) => x.toFixed(places)));
}

function answerOf(written: Written, { question }: Variant): Answer {
  return question.kind === "tensor" ? { kind: "tensor", cells: written } : { kind: "numeric", text: written[0][0] };
}

function gridOf(value: Plain): number[][] {
  if (typeof value === "number") return [[value]];
  if (typeof value === "string") return [[Number.NaN]];
  return Array.isArray(value[0]) ? (value as number[][]) : [value as number[]];
}

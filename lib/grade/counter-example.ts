import type { Comparison } from "#lib/expression/equal.ts";
import { toTex } from "#lib/expression/to-tex.ts";
import { texNumber } from "#lib/item/format.ts";

const DIGITS = { fewest: 3, most: 15 };

/** A point at which a formula is not the right one, with both values there, as markdown. */
export function sayCounterExample({ at, answer, key }: Extract<Comparison, { kind: "different" }>): string {
  const point = Object.entries(at).map(([name, x]) => `${toTex({ kind: "symbol", name })} = ${texNumber(x)}`);
  const digits = telling(answer, key);
  const yours = Number.isFinite(answer) ? `gives ${show(answer, digits)}` : nothing(answer);
  const right = Number.isFinite(key) ? `${show(key, digits)} is right` : `the right formula ${nothing(key)}`;
  // Commas inside the formulas: behind one, a narrow page could break the line before them.
  return `At $${point.join(",$ $")}$ yours ${yours} where ${right}.`;
}

function show(value: number, digits: number): string {
  return `$${texNumber(value, digits)}$`;
}

function nothing(value: number): string {
  return Number.isNaN(value) ? "has no value" : "is infinite";
}

/** The fewest digits, from three up, that show two numbers to be different. */
function telling(a: number, b: number): number {
  let digits = DIGITS.fewest;
  while (digits < DIGITS.most && texNumber(a, digits) === texNumber(b, digits)) digits++;
  return digits;
}

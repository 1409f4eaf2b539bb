import type { Comparison } from "#lib/expression/equal.ts";
import { toTex } from "#lib/expression/to-tex.ts";
import { texNumber } from "#lib/item/format.ts";

const DIGITS = { fewest: 3, most: 15 };

/** A point at which a formula is not the right one, with both values there, as markdown. */
export function sayCounterExample({ at, answer, key }: Extract<Comparison, { kind: "different" }>): string {
  const point = Object.entries(at).map(([name, x]) => `$${toTex({ kind: "symbol", name })} = ${texNumber(x)}$`);
  const digits = telling(answer, key);
  return `At ${point.join(", ")} yours ${say(answer, digits)}, the right formula ${say(key, digits)}.`;
}

function say(value: number, digits: number): string {
  if (Number.isNaN(value)) return "has no value";
  return Number.isFinite(value) ? `gives $${texNumber(value, digits)}$` : "is infinite";
}

/** The fewest digits, from three up, that show two numbers to be different. */
function telling(a: number, b: number): number {
  let digits = DIGITS.fewest;
  while (digits < DIGITS.most && texNumber(a, digits) === texNumber(b, digits)) digits++;
  return digits;
}

import type { GivenSpec, Program } from "./program.ts";
import { drawVariant } from "./program-variant.ts";
import type { Scope } from "./run.ts";
import { symbolOf } from "./symbol.ts";

/** A number, a vector or a matrix of a question. */
export type Numbers = number | number[] | number[][];

/** A value of the question that a learner may change. */
export interface Given {
  /** Where it stands among the drawn parameters; a dot leads into a list: `units.0.z`. */
  name: string;
  /** KaTeX. */
  symbol: string;
  value: Numbers;
  /** A count or an index: it stays a whole number. */
  whole: boolean;
  /** Bounds of each entry, both included. */
  least: number;
  most: number;
}

const FARTHEST = 1e6;
const MOST_COUNTED = 64;

/** The values of the variant of `seed` that a learner may change, in the order in which they were drawn. */
export function givens(program: Program, seed: number): Given[] {
  return givensOf(program, drawVariant(program, seed).drawn.given);
}

/** The same for parameters at hand. */
export function givensOf(program: Program, given: Scope): Given[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const own = program.givens[name] ?? {};
    if (own === false) return [];
    const spec = typeof own === "string" ? { symbol: own } : own;
    return leaves(name, symbolOf(name), value).map((leaf) => ({ ...leaf, ...boundsOf(spec), ...named(spec) }));
  });
}

type Leaf = Pick<Given, "name" | "symbol" | "value">;

/** The numbers and grids in a drawn value; what is neither, such as a word, can't be changed. */
function leaves(name: string, symbol: string, value: unknown): Leaf[] {
  if (typeof value === "number" || isNumbers(value)) return [{ name, symbol, value: value as Numbers }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((member, i) =>
    Object.entries(member as object).flatMap(([key, inner]) =>
      leaves(`${name}.${i}.${key}`, `${symbolOf(key)}_{${i + 1}}`, inner),
    ),
  );
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.flat().every((x) => typeof x === "number");
}

function boundsOf({ whole = false, least, most }: GivenSpec): Pick<Given, "whole" | "least" | "most"> {
  return { whole, least: least ?? (whole ? 1 : -FARTHEST), most: most ?? (whole ? MOST_COUNTED : FARTHEST) };
}

function named({ symbol }: GivenSpec): { symbol?: string } {
  return symbol === undefined ? {} : { symbol };
}

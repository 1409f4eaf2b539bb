import type { ParsedNumber } from "./parse-number.ts";

/** A writing this many tolerances coarse can still be told right from wrong. */
const COARSEST = 10;

/**
 * Whether a written number is the key: within the tolerance, or the key's rounding to the digits written as long as
 * these are not too coarse. `coarse`: the key rounds to the writing, but so might much else.
 */
export function compare(x: ParsedNumber, key: number, tolerance: number): "within" | "rounded" | "coarse" | "off" {
  if (Math.abs(x.value - key) <= tolerance) return "within";
  if (!rounds(key, x)) return "off";
  return x.half <= COARSEST * tolerance ? "rounded" : "coarse";
}

/** Whether `value`, written with the digits of `x`, is written like `x`. */
export function rounds(value: number, x: ParsedNumber): boolean {
  return Math.abs(x.value - value) <= x.half * (1 + 1e-9);
}

/** Whether a written number is what a mal-rule yields: like a key, or rounded to the decimals that decide. */
export function yields(value: number, x: ParsedNumber, tolerance: number, decimals: number | null): boolean {
  const closeness = compare(x, value, tolerance);
  if (closeness !== "coarse") return closeness !== "off";
  return x.half <= 0.5 * 10 ** -(decimals ?? 0) * (1 + 1e-9);
}

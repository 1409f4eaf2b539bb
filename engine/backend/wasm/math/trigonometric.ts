import { f64x2, i32, i64x2, v128 } from "../emit/instructions.ts";
import type { Vector, VectorCode } from "../emit/vector-code.ts";
import { inFloat64, polynomial64 } from "./power.ts";

/** π/2 in three parts: the first two have 33 bits, so that their products with a whole number below 2²⁰ are exact. */
const HALF_PI = [1.570_796_326_734_125_6, 6.077_100_506_303_966e-11, 2.022_266_248_795_950_6e-21];
/** Up to here `sin` and `cos` are within 1 unit in the last place; beyond, the parts of π/2 no longer suffice. */
export const LARGEST_ANGLE = 2 ** 20;

/** sin x for |x| ≤ 2²⁰, within 1 unit in the last place, in float64. NaN for ±∞. */
export function sin(code: VectorCode, argument: Vector): Vector {
  return inFloat64(code, code.keep(argument), (x) => quarterTurns(code, x, 0n));
}

/** cos x = sin(x + π/2), else like `sin`. */
export function cos(code: VectorCode, argument: Vector): Vector {
  return inFloat64(code, code.keep(argument), (x) => quarterTurns(code, x, 1n));
}

// sin(x + turns·π/2): x = n·π/2 + r with |r| ≤ π/4, and then ±sin r or ±cos r, by n + turns modulo 4.
function quarterTurns(code: VectorCode, x: Vector, turns: bigint): Vector {
  const n = code.keep(f64x2.nearest(f64x2.mul(x, f64x2.const(2 / Math.PI))));
  const r = code.keep(HALF_PI.reduce((rest, part) => f64x2.sub(rest, f64x2.mul(n, f64x2.const(part))), x));
  const square = code.keep(f64x2.mul(r, r));
  const sine = code.keep(f64x2.mul(r, polynomial64(square, series(1))));
  const cosine = code.keep(polynomial64(square, series(0)));
  // The last bits of n + 1.5·2⁵² are n in two's complement.
  const quarter = code.keep(i64x2.add(f64x2.add(n, f64x2.const(1.5 * 2 ** 52)), i64x2.const(turns)));
  const odd = i64x2.sub(i64x2.const(0n), v128.and(quarter, i64x2.const(1n)));
  const sign = i64x2.shiftLeft(v128.and(quarter, i64x2.const(2n)), i32.const(62));
  return v128.xor(v128.select(cosine, sine, odd), sign);
}

// Coefficients of r^(2k) in sin r / r (offset 1) or cos r (offset 0), the highest first: ±1/(2k + offset)!
function series(offset: number): number[] {
  const coefficients: number[] = [];
  let term = 1;
  for (let k = 0; k <= 7; k++) {
    coefficients.unshift(term);
    term /= -(2 * k + offset + 1) * (2 * k + offset + 2);
  }
  return coefficients;
}

import { f32x4, i32, i32x4, v128 } from "../emit/instructions.ts";
import type { Vector, VectorCode } from "../emit/vector-code.ts";

const LOG2_E = Math.LOG2E;
/** ln 2 in two parts: the first has few bits, so that its product with a small whole number is exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.121_944_4e-4;

/**
 * eˣ, within 2 units in the last place. x = n·ln 2 + r with |r| ≤ ½ ln 2; eʳ by a polynomial; times 2ⁿ in two steps, so
 * that results below the normal range are rounded once. 0 below −104, ∞ above 88.73, NaN for NaN.
 * Source: Moshier, Cephes, expf.
 */
export function exp(code: VectorCode, argument: Vector): Vector {
  const x = code.keep(f32x4.pseudoMax(f32x4.pseudoMin(argument, f32x4.const(89)), f32x4.const(-105)));
  const n = code.keep(f32x4.nearest(f32x4.mul(x, f32x4.const(LOG2_E))));
  const high = code.multiplyAdd(n, f32x4.const(-LN2_HIGH), x);
  const r = code.keep(code.multiplyAdd(n, f32x4.const(-LN2_LOW), high));
  const curve = code.keep(
    code.polynomial(
      r,
      [1.987_569_15e-4, 1.398_199_95e-3, 8.333_451_9e-3, 4.166_579_6e-2, 1.666_666_55e-1, 5.000_000_1e-1],
    ),
  );
  const power = f32x4.add(code.multiplyAdd(curve, code.keep(f32x4.mul(r, r)), r), f32x4.const(1));
  const whole = code.keep(i32x4.fromF32(n));
  const half = code.keep(i32x4.shiftRightSigned(whole, i32.const(1)));
  return f32x4.mul(f32x4.mul(power, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
}

// 2ⁿ for −126 ≤ n ≤ 127: n + 127 as the exponent bits of a float32.
function powerOfTwo(n: Vector): Vector {
  return i32x4.shiftLeft(i32x4.add(n, i32x4.const(127)), i32.const(23));
}

const SMALLEST_NORMAL = 2 ** -126;
const SQRT_HALF_BITS = 0x3f3504f3;

/**
 * ln x, within 2 units in the last place. x = m·2ᵉ with √½ ≤ m < √2; ln m by a polynomial in m − 1.
 * −∞ at 0, NaN below, ∞ at ∞; numbers below the normal range count in full. Source: Moshier, Cephes, logf.
 */
export function log(code: VectorCode, argument: Vector): Vector {
  const x = code.keep(argument);
  const tiny = code.keep(f32x4.less(x, f32x4.const(SMALLEST_NORMAL)));
  const scaled = code.keep(v128.select(f32x4.mul(x, f32x4.const(2 ** 23)), x, tiny));
  const e = code.keep(i32x4.shiftRightSigned(i32x4.sub(scaled, i32x4.const(SQRT_HALF_BITS)), i32.const(23)));
  const m = i32x4.sub(scaled, i32x4.shiftLeft(e, i32.const(23)));
  const f = code.keep(f32x4.sub(m, f32x4.const(1)));
  const exponent = code.keep(f32x4.sub(f32x4.fromI32(e), v128.and(tiny, f32x4.const(23))));
  const square = code.keep(f32x4.mul(f, f));
  const curve = code.polynomial(
    f,
    [
      7.037_683_6e-2, -1.151_461_03e-1, 1.167_699_87e-1, -1.242_014_08e-1, 1.424_932_28e-1, -1.666_805_77e-1,
      2.000_071_48e-1, -2.499_999_4e-1, 3.333_333_12e-1,
    ],
  );
  const cubic = f32x4.mul(f32x4.mul(curve, f), square);
  const low = code.multiplyAdd(exponent, f32x4.const(LN2_LOW), cubic);
  const small = code.multiplyAdd(square, f32x4.const(-0.5), low);
  const finite = code.multiplyAdd(exponent, f32x4.const(LN2_HIGH), f32x4.add(f, small));
  return logSpecials(code, x, finite);
}

function logSpecials(code: VectorCode, x: Vector, finite: Vector): Vector {
  const isZero = f32x4.equal(x, f32x4.const(0));
  const positive = code.keep(f32x4.greater(x, f32x4.const(0)));
  const belowInfinity = f32x4.less(x, f32x4.const(Infinity));
  // What is not above 0 is NaN but for 0; ∞ is its own logarithm.
  const special = code.keep(v128.select(x, v128.select(f32x4.const(-Infinity), f32x4.const(NaN), isZero), positive));
  return v128.select(finite, special, v128.and(positive, belowInfinity));
}

/**
 * ln(1 + x), within 3 units in the last place: with u = 1 + x as rounded, ln u plus what the rounding lost, (x − (u − 1))/u.
 * −∞ at −1, NaN below, ∞ at ∞.
 */
export function log1p(code: VectorCode, argument: Vector): Vector {
  const x = code.keep(argument);
  const u = code.keep(f32x4.add(f32x4.const(1), x));
  const lost = f32x4.div(f32x4.sub(x, f32x4.sub(u, f32x4.const(1))), u);
  const exact = v128.and(f32x4.greater(u, f32x4.const(0)), f32x4.less(u, f32x4.const(Infinity)));
  // At −1 and ∞ the correction is 0/0 and ∞ − ∞; ln u is right without it.
  return f32x4.add(log(code, u), v128.and(lost, exact));
}

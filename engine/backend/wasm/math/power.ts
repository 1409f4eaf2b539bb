import { f32x4, f64x2, i32, i64x2, v128 } from "../emit/instructions.ts";
import type { Vector, VectorCode } from "../emit/vector-code.ts";

const SQRT_HALF_BITS = 0x3fe6a09e667f3bcdn;
const ONE_BITS = 0x3ff0000000000000n;
const UPPER_TO_LOWER = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];
const LOWER_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];

/**
 * aᵇ, within 1 unit in the last place: 2^(b·log₂|a|) in float64, two lanes at a time, for in float32 the product would lose
 * the seven bits that b·log₂|a| has before the point. Special values are IEEE 754's: a⁰ = 1ᵇ = 1 for every a and b, NaN for
 * a negative base with a fractional exponent.
 */
export function pow(code: VectorCode, base: Vector, exponent: Vector): Vector {
  const a = code.keep(base);
  const b = code.keep(exponent);
  const lower = code.keep(powerOfHalf(code, a, b));
  const upperA = code.keep(v128.shuffle(a, a, UPPER_TO_LOWER));
  const upperB = code.keep(v128.shuffle(b, b, UPPER_TO_LOWER));
  const upper = powerOfHalf(code, upperA, upperB);
  const magnitude = code.keep(v128.shuffle(lower, upper, LOWER_HALVES));
  return powSpecials(code, a, b, magnitude);
}

// 2^(b·log₂|a|) of the two lower lanes.
function powerOfHalf(code: VectorCode, a: Vector, b: Vector): Vector {
  const logarithm = log2(code, code.keep(f64x2.abs(f64x2.fromLowF32(a))));
  const product = f64x2.mul(f64x2.fromLowF32(b), logarithm);
  return f32x4.fromF64(exp2(code, f64x2.pseudoMax(f64x2.pseudoMin(product, f64x2.const(200)), f64x2.const(-200))));
}

// log₂ x for x ≥ 0 with a relative error of 1e-13: x = m·2ᵉ with √½ ≤ m < √2, and ln m = 2(s + s³/3 + s⁵/5 + …) with
// s = (m − 1)/(m + 1).
function log2(code: VectorCode, x: Vector): Vector {
  const biased = code.keep(i64x2.shiftRight(i64x2.add(x, i64x2.const(ONE_BITS - SQRT_HALF_BITS)), i32.const(52)));
  // A whole number below 2⁵² in the last bits of 2⁵² is the float64 of their sum.
  const e = f64x2.sub(v128.or(biased, f64x2.const(2 ** 52)), f64x2.const(2 ** 52 + 1023));
  const m = code.keep(i64x2.add(i64x2.sub(x, i64x2.shiftLeft(biased, i32.const(52))), i64x2.const(ONE_BITS)));
  const s = code.keep(f64x2.div(f64x2.sub(m, f64x2.const(1)), f64x2.add(m, f64x2.const(1))));
  const square = code.keep(f64x2.mul(s, s));
  const series = [15, 13, 11, 9, 7, 5, 3, 1].map((k) => 2 / (k * Math.LN2));
  const finite = code.keep(f64x2.add(e, f64x2.mul(s, polynomial64(square, series))));
  const atZero = code.keep(f64x2.equal(x, f64x2.const(0)));
  const atInfinity = f64x2.equal(x, f64x2.const(Infinity));
  return v128.select(f64x2.const(-Infinity), v128.select(x, finite, atInfinity), atZero);
}

// 2ᵗ for |t| ≤ 200 with a relative error of 1e-12: t = n + f with |f| ≤ ½, 2ᶠ by its series, n added to the exponent bits.
function exp2(code: VectorCode, argument: Vector): Vector {
  const t = code.keep(argument);
  const n = code.keep(f64x2.nearest(t));
  const f = code.keep(f64x2.sub(t, n));
  let factorial = 1;
  const series = [1];
  for (let k = 1; k <= 10; k++) {
    factorial *= k;
    series.unshift(Math.LN2 ** k / factorial);
  }
  // The last bits of n + 1.5·2⁵² are n in two's complement.
  const exponent = i64x2.shiftLeft(f64x2.add(n, f64x2.const(1.5 * 2 ** 52)), i32.const(52));
  return i64x2.add(polynomial64(f, series), exponent);
}

/** Carries out `compute`, which takes two float64, on all four lanes of x. */
export function inFloat64(code: VectorCode, x: Vector, compute: (half: Vector) => Vector): Vector {
  const lower = code.keep(f32x4.fromF64(compute(code.keep(f64x2.fromLowF32(x)))));
  const upper = f32x4.fromF64(compute(code.keep(f64x2.fromLowF32(v128.shuffle(x, x, UPPER_TO_LOWER)))));
  return v128.shuffle(lower, upper, LOWER_HALVES);
}

/** c₀xⁿ + c₁xⁿ⁻¹ + … + cₙ by Horner's rule. */
export function polynomial64(x: Vector, coefficients: readonly number[]): Vector {
  const [first, ...rest] = coefficients.map(f64x2.const);
  return rest.reduce((sum, coefficient) => f64x2.add(f64x2.mul(sum, x), coefficient), first);
}

function powSpecials(code: VectorCode, a: Vector, b: Vector, magnitude: Vector): Vector {
  const one = f32x4.const(1);
  const infinity = f32x4.const(Infinity);
  const sizeOfA = code.keep(f32x4.abs(a));
  const sizeOfB = code.keep(f32x4.abs(b));
  const isWhole = code.keep(f32x4.equal(f32x4.truncate(b), b));
  const half = code.keep(f32x4.mul(b, f32x4.const(0.5)));
  const isOdd = v128.and(v128.and(isWhole, f32x4.notEqual(f32x4.truncate(half), half)), f32x4.less(sizeOfB, infinity));
  const signOfA = v128.and(a, f32x4.const(-0));
  const signed = code.keep(v128.or(magnitude, v128.and(signOfA, isOdd)));

  const fractional = v128.and(v128.not(isWhole), f32x4.less(sizeOfB, infinity));
  const negative = v128.and(f32x4.less(a, f32x4.const(0)), f32x4.less(sizeOfA, infinity));
  const anyNaN = v128.or(f32x4.notEqual(a, a), f32x4.notEqual(b, b));
  const undefinedAt = code.keep(v128.or(anyNaN, v128.and(fractional, negative)));
  const unitToInfinity = v128.and(f32x4.equal(sizeOfA, one), f32x4.equal(sizeOfB, infinity));
  const always = v128.or(f32x4.equal(b, f32x4.const(0)), f32x4.equal(a, one));
  const isOne = code.keep(v128.or(always, unitToInfinity));
  return v128.select(one, v128.select(f32x4.const(NaN), signed, undefinedAt), isOne);
}

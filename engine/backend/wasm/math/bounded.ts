import { f32x4, v128 } from "../emit/instructions.ts";
import type { Vector, VectorCode } from "../emit/vector-code.ts";
import { exp } from "./exponential.ts";

// The sign of x on the magnitude of y.
function withSignOf(x: Vector, y: Vector): Vector {
  return v128.or(y, v128.and(x, f32x4.const(-0)));
}

/**
 * tanh x, within 3 units in the last place: below 0.625 an odd polynomial (Moshier, Cephes, tanhf), from there on
 * 1 − 2/(e^(2|x|) + 1) with the sign of x.
 */
export function tanh(code: VectorCode, argument: Vector): Vector {
  const x = code.keep(argument);
  const magnitude = code.keep(f32x4.abs(x));
  const square = code.keep(f32x4.mul(x, x));
  const curve = code.polynomial(
    square,
    [-5.704_988_7e-3, 2.063_908_88e-2, -5.373_971_56e-2, 1.333_144_22e-1, -3.333_328_2e-1],
  );
  const near = code.keep(code.multiplyAdd(f32x4.mul(curve, square), x, x));
  const e = exp(code, f32x4.add(magnitude, magnitude));
  const far = f32x4.sub(f32x4.const(1), f32x4.div(f32x4.const(2), f32x4.add(e, f32x4.const(1))));
  return v128.select(near, withSignOf(x, far), f32x4.less(magnitude, f32x4.const(0.625)));
}

/** 1/(1 + e⁻ˣ), within 3 units in the last place, from e = e^(−|x|), which cannot overflow. */
export function sigmoid(code: VectorCode, argument: Vector): Vector {
  const x = code.keep(argument);
  const e = code.keep(exp(code, f32x4.neg(f32x4.abs(x))));
  const share = code.keep(f32x4.div(f32x4.const(1), f32x4.add(e, f32x4.const(1))));
  return v128.select(f32x4.div(e, f32x4.add(e, f32x4.const(1))), share, f32x4.less(x, f32x4.const(0)));
}

/**
 * erf x, within 2 units in the last place: below 0.93 an odd polynomial, from there on 1 − e^(−q(|x|)) with the sign of x.
 * Source of the coefficients: Juffa, "An efficient, accurate erff" (NVIDIA forums, 2017).
 */
export function erf(code: VectorCode, argument: Vector): Vector {
  const x = code.keep(argument);
  // From 4 on erf is 1 in float32.
  const t = code.keep(f32x4.pseudoMin(f32x4.abs(x), f32x4.const(4)));
  const square = code.keep(f32x4.mul(t, t));
  const upper = code.keep(code.polynomial(t, [-1.728_534_7e-5, 3.831_971_26e-4]));
  const lower = code.keep(code.polynomial(t, [-3.883_964_38e-3, 2.425_462_19e-2]));
  let q = code.multiplyAdd(upper, square, lower);
  for (const coefficient of [-1.067_778_77e-1, -6.348_466_87e-1, -1.287_175_12e-1]) {
    q = code.multiplyAdd(q, t, f32x4.const(coefficient));
  }
  const far = f32x4.sub(f32x4.const(1), exp(code, code.multiplyAdd(q, t, f32x4.neg(t))));
  const curve = code.polynomial(
    square,
    [-5.967_617_03e-4, 4.991_194_23e-3, -2.676_813_49e-2, 1.128_199_25e-1, -3.761_253_36e-1, 1.283_791_66e-1],
  );
  const near = code.keep(code.multiplyAdd(curve, x, x));
  return v128.select(near, withSignOf(x, far), f32x4.less(t, f32x4.const(0.927_734_375)));
}

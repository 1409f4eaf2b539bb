/** eˣ and logarithms. */
export const EXPONENTIAL: Readonly<Record<string, string>> = {
  // Within 2 units in the last place. x = n·ln 2 + r with |r| ≤ ½ ln 2; eʳ by a polynomial; times 2ⁿ. ln 2 is in two parts, the
  // first with few bits, so that its product with n is exact. Source: Moshier, Cephes, expf.
  expOf: `fn expOf(argument: f32) -> f32 {
  let x = clamp(argument, -105.0, 89.0);
  let n = round(x * 1.44269504);
  let high = hold(x - n * 0.693359375);
  let r = high + n * 2.1219444e-4;
  var curve = 1.98756915e-4;
  curve = curve * r + 1.39819995e-3;
  curve = curve * r + 8.3334519e-3;
  curve = curve * r + 4.1665796e-2;
  curve = curve * r + 1.66666655e-1;
  curve = curve * r + 5.0000001e-1;
  let power = hold(curve * (r * r) + r) + 1.0;
  let inside = scaled(power, i32(n));
  let bounded = select(select(inside, 0.0, argument < -104.0), infinity(), argument > 88.72284);
  return select(bounded, argument, isNan(argument));
}`,

  // Within 2 units in the last place. x = m·2ᵉ with √½ ≤ m < √2; ln m by a polynomial in m − 1. −∞ at 0, NaN below, ∞ at ∞.
  // Source: Moshier, Cephes, logf.
  logOf: `fn logOf(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  // Below the normal range: shifted up until the first bit is where it always is.
  let shift = select(0u, countLeadingZeros(bits) - 8u, bits < 0x00800000u);
  let whole = bitcast<i32>(bits << shift);
  let e = (whole - 0x3f3504f3) >> 23u;
  let f = hold(bitcast<f32>(whole - (e << 23u))) - 1.0;
  let exponent = f32(e - i32(shift));
  let square = f * f;
  var curve = 7.0376836e-2;
  curve = curve * f - 1.15146103e-1;
  curve = curve * f + 1.16769987e-1;
  curve = curve * f - 1.24201408e-1;
  curve = curve * f + 1.42493228e-1;
  curve = curve * f - 1.66680577e-1;
  curve = curve * f + 2.00007148e-1;
  curve = curve * f - 2.4999994e-1;
  curve = curve * f + 3.33333312e-1;
  let low = exponent * -2.12194440e-4 + curve * f * square;
  let small = hold(square * -0.5 + low);
  let finite = exponent * 0.693359375 + hold(f + small);
  let belowZero = select(finite, nan(), bits > 0x80000000u);
  let ofZero = select(belowZero, negative(infinity()), !isTrue(x));
  // ∞ and NaN are their own logarithms.
  return select(ofZero, x, bits == 0x7f800000u || isNan(x));
}`,

  // Within 3 units in the last place: with w = 1 + x as rounded, ln w plus what the rounding lost, (x − (w − 1))/w.
  log1pOf: `fn log1pOf(x: f32) -> f32 {
  let w = hold(1.0 + x);
  let lost = (x - hold(w - 1.0)) / w;
  // At −1 and ∞ the correction is 0/0 and ∞ − ∞; ln w is right without it.
  let exact = isTrue(w) && isFinite(w) && !isNegative(w);
  return select(select(logOf(w), logOf(w) + lost, exact), x, magnitude(x) < 1e-10);
}`,
};

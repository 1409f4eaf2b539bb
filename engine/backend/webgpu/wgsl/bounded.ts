/** Functions that stay within ±1. */
export const BOUNDED: Readonly<Record<string, string>> = {
  // Within 3 units in the last place: below 0.625 an odd polynomial (Moshier, Cephes, tanhf), from there on
  // 1 − 2/(e^(2|x|) + 1) with the sign of x.
  tanhOf: `fn tanhOf(x: f32) -> f32 {
  let size = magnitude(x);
  let square = x * x;
  var curve = -5.7049887e-3;
  curve = curve * square + 2.06390888e-2;
  curve = curve * square - 5.37397156e-2;
  curve = curve * square + 1.33314422e-1;
  curve = curve * square - 3.3333328e-1;
  let near = (curve * square) * x + x;
  let far = withSignOf(x, 1.0 - 2.0 / (expOf(size + size) + 1.0));
  let bounded = select(select(far, near, size < 0.625), withSignOf(x, 1.0), size > 20.0);
  return select(bounded, x, isNan(x));
}`,

  // 1/(1 + e⁻ˣ), within 3 units in the last place, from e = e^(−|x|), which cannot overflow.
  sigmoidOf: `fn sigmoidOf(x: f32) -> f32 {
  let e = expOf(negative(magnitude(x)));
  return select(1.0 / (e + 1.0), e / (e + 1.0), isNegative(x));
}`,

  // Within 2 units in the last place: below 0.93 an odd polynomial, from there on 1 − e^(−q(|x|)) with the sign of x.
  // Source of the coefficients: Juffa, "An efficient, accurate erff" (NVIDIA forums, 2017).
  erfOf: `fn erfOf(x: f32) -> f32 {
  let t = min(magnitude(x), 4.0);
  let square = t * t;
  let upper = -1.7285347e-5 * t + 3.83197126e-4;
  let lower = -3.88396438e-3 * t + 2.42546219e-2;
  var q = upper * square + lower;
  q = q * t - 1.06777877e-1;
  q = q * t - 6.34846687e-1;
  q = q * t - 1.28717512e-1;
  let far = withSignOf(x, 1.0 - expOf(q * t - t));
  var curve = -5.96761703e-4;
  curve = curve * square + 4.99119423e-3;
  curve = curve * square - 2.67681349e-2;
  curve = curve * square + 1.12819925e-1;
  curve = curve * square - 3.76125336e-1;
  curve = curve * square + 1.28379166e-1;
  // By 2²⁴ and back, so that no product is below the normal range unless the result is.
  let near = (curve * (x * 16777216.0) + x * 16777216.0) * 5.9604644775390625e-8;
  return select(select(far, near, t < 0.927734375), x, isNan(x));
}`,
};

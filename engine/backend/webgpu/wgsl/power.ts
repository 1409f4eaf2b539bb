/** aᵇ. */
export const POWER: Readonly<Record<string, string>> = {
  // Within 1 unit in the last place: 2^(b·log₂|a|), the logarithm in two numbers of which the first has 12 bits, so that its
  // product with half of b is exact. Special values are IEEE 754's: a⁰ = 1ᵇ = 1 for every a and b, NaN for a negative base with
  // a fractional exponent. Source: Sun Microsystems, FDLIBM, e_powf.c.
  powOf: `fn powOf(a: f32, b: f32) -> f32 {
  let size = magnitude(a);
  // Numbers below 2⁻¹²⁶ but 0 are not whole, whatever they count as.
  let isWhole = !isFinite(b) || (trunc(b) == b && (!isTrue(b) || bitcast<u32>(magnitude(b)) >= 0x3f800000u));
  let isOdd = isWhole && magnitude(b) < 16777216.0 && (i32(clamp(b, -16777216.0, 16777216.0)) & 1) != 0;
  let sign = select(0u, bitcast<u32>(a) & 0x80000000u, isOdd);
  let one = !isTrue(b) || bitcast<u32>(a) == 0x3f800000u || (bitcast<u32>(size) == 0x3f800000u && !isFinite(b) && !isNan(b));
  let undefinedHere = isNan(a) || isNan(b) || (isNegative(a) && isTrue(a) && isFinite(a) && !isWhole);
  var value: f32;
  if (!isTrue(a) || !isFinite(a) || !isFinite(b)) {
    // 0, ∞ or neither: |a| above 1 with b above 0, or both below.
    let grows = (bitcast<u32>(size) > 0x3f800000u) != isNegative(b);
    value = select(0.0, infinity(), grows);
  } else {
    value = powerOf(size, b);
  }
  let signed = bitcast<f32>(bitcast<u32>(value) | sign);
  return select(select(signed, nan(), undefinedHere), 1.0, one);
}`,

  // aᵇ for finite a > 0.
  powerOf: `fn powerOf(a: f32, b: f32) -> f32 {
  let logarithm = logarithmOf(a);
  let bHigh = upperHalf(b);
  let low = (b - bHigh) * logarithm.x + b * logarithm.y;
  let high = bHigh * logarithm.x;
  let z = low + high;
  if (z > 200.0) { return infinity(); }
  if (z < -200.0) { return 0.0; }
  // 2^(high + low) = 2ⁿ·e^(v + w)
  let n = round(z);
  let rest = hold(high - n);
  let t = bitcast<f32>(bitcast<u32>(low + rest) & 0xffff8000u);
  let first = t * 6.93145752e-1;
  let second = (low - (t - rest)) * 6.9314718246e-1 + t * 1.42860654e-6;
  let v = hold(first + second);
  let w = second - hold(v - first);
  let square = v * v;
  var curve = 4.1381369442e-8;
  curve = curve * square - 1.6533901999e-6;
  curve = curve * square + 6.6137559770e-5;
  curve = curve * square - 2.7777778450e-3;
  curve = curve * square + 1.6666667163e-1;
  let c = v - square * curve;
  let r = (v * c) / (c - 2.0) - (w + v * w);
  return scaled(1.0 - (r - v), i32(n));
}`,

  // log₂ a in two numbers.
  logarithmOf: `fn logarithmOf(a: f32) -> vec2<f32> {
  var bits = bitcast<u32>(a);
  // Below the normal range: shifted up until the first bit is where it always is.
  let shift = select(0u, countLeadingZeros(bits) - 8u, bits < 0x00800000u);
  bits <<= shift;
  var n = i32(bits >> 23u) - 127 - i32(shift);
  let fraction = bits & 0x7fffffu;
  // m in [√½·…): near 1 for fractions below √(3/2), near 1.5 below √3, else half of it near 1.
  let aboveOne = fraction > 0x1cc471u && fraction < 0x5db3d7u;
  bits = fraction | 0x3f800000u;
  if (fraction >= 0x5db3d7u) { n += 1; bits -= 0x00800000u; }
  let m = bitcast<f32>(bits);
  let base = select(1.0, 1.5, aboveOne);
  let baseLog = select(vec2<f32>(0.0), vec2<f32>(5.84960938e-1, 1.56322085e-6), aboveOne);
  // s = (m − base)/(m + base) in two numbers.
  let above = m - base;
  let inverse = 1.0 / (m + base);
  let s = above * inverse;
  let sHigh = upperHalf(s);
  let sumHigh = bitcast<f32>((((bits >> 1u) & 0xfffff000u) | 0x20000000u) + 0x00400000u + select(0u, 0x00200000u, aboveOne));
  let sumLow = m - (sumHigh - base);
  let sLow = inverse * (hold(above - sHigh * sumHigh) - sHigh * sumLow);
  // (3/2)·ln m = s·(3 + s² + r)
  let square = s * s;
  var r = 2.0697501302e-1;
  r = r * square + 2.3066075146e-1;
  r = r * square + 2.7272811532e-1;
  r = r * square + 3.3333334327e-1;
  r = r * square + 4.2857143283e-1;
  r = r * square + 6.0000002384e-1;
  r = square * square * r + sLow * (sHigh + s);
  let highSquare = sHigh * sHigh;
  let tHigh = upperHalf(hold(3.0 + highSquare) + r);
  let tLow = r - (hold(tHigh - 3.0) - highSquare);
  let first = sHigh * tHigh;
  let second = sLow * tHigh + tLow * s;
  let productHigh = upperHalf(first + second);
  let productLow = second - (productHigh - first);
  // Times 2/(3 ln 2), whose first 12 bits are 0.9619140625.
  let high = 9.6191406250e-1 * productHigh;
  let low = -1.1736857402e-4 * productHigh + productLow * 9.6179670095e-1 + baseLog.y;
  let whole = f32(n);
  let logHigh = upperHalf(((high + low) + baseLog.x) + whole);
  return vec2<f32>(logHigh, low - (hold(hold(logHigh - whole) - baseLog.x) - high));
}`,
};

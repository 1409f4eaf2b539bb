/**
 * What WGSL leaves open, by way of bits: its compilers may assume that NaN and ±∞ do not occur, may take numbers below 2⁻¹²⁶
 * for 0, and may reorder sums. Bits of numbers are whole numbers, with which they may do nothing of the kind.
 */
export const BITS: Readonly<Record<string, string>> = {
  isNan: "fn isNan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }",

  // Neither NaN nor ±∞.
  isFinite: "fn isFinite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }",

  isNegative: "fn isNegative(x: f32) -> bool { return (bitcast<u32>(x) & 0x80000000u) != 0u; }",

  // Not 0; NaN is not.
  isTrue: "fn isTrue(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) != 0u; }",

  // Constants that may not be written down; a compiler may not look into a variable.
  NAN_BITS: "var<private> NAN_BITS: u32 = 0x7fc00000u;",
  nan: "fn nan() -> f32 { return bitcast<f32>(NAN_BITS); }",
  INFINITY_BITS: "var<private> INFINITY_BITS: u32 = 0x7f800000u;",
  infinity: "fn infinity() -> f32 { return bitcast<f32>(INFINITY_BITS); }",
  fromBits: "fn fromBits(bits: u32) -> f32 { return bitcast<f32>(bits ^ u.zero); }",

  // x, of which no compiler can know how it was computed: what is written is what is rounded.
  hold: "fn hold(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) ^ u.zero); }",

  // x with its last 12 bits 0: products of two such numbers are exact.
  upperHalf: "fn upperHalf(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) & 0xfffff000u); }",

  negative: "fn negative(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) ^ 0x80000000u); }",
  magnitude: "fn magnitude(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) & 0x7fffffffu); }",

  // The sign of x on y ≥ 0.
  withSignOf:
    "fn withSignOf(x: f32, y: f32) -> f32 { return bitcast<f32>(bitcast<u32>(y) | (bitcast<u32>(x) & 0x80000000u)); }",

  // Whole numbers in the order of the numbers, 0 for ±0.
  orderOf: `fn orderOf(x: f32) -> i32 {
  let bits = bitcast<i32>(x);
  return select(bits, -(bits & 0x7fffffff), bits < 0);
}`,

  isLess: "fn isLess(a: f32, b: f32) -> bool { return orderOf(a) < orderOf(b) && !isNan(a) && !isNan(b); }",
  isLessOrEqual:
    "fn isLessOrEqual(a: f32, b: f32) -> bool { return orderOf(a) <= orderOf(b) && !isNan(a) && !isNan(b); }",
  isEqual: "fn isEqual(a: f32, b: f32) -> bool { return orderOf(a) == orderOf(b) && !isNan(a) && !isNan(b); }",

  // 0 is larger than −0.
  larger: `fn larger(a: f32, b: f32) -> f32 {
  let aFirst = orderOf(a) > orderOf(b) || (orderOf(a) == orderOf(b) && !isNegative(a));
  return select(select(b, a, aFirst || isNan(a)), b, isNan(b));
}`,
  smaller: `fn smaller(a: f32, b: f32) -> f32 {
  let aFirst = orderOf(a) < orderOf(b) || (orderOf(a) == orderOf(b) && isNegative(a));
  return select(select(b, a, aFirst || isNan(a)), b, isNan(b));
}`,

  // The same with NaN after all numbers.
  rankOf: "fn rankOf(x: f32) -> i32 { return select(orderOf(x), 0x7fffffff, isNan(x)); }",

  // Of (rank, position) the one with the higher rank, of equals the first position.
  firstLargest: `fn firstLargest(a: vec2<i32>, b: vec2<i32>) -> vec2<i32> {
  return select(b, a, a.x > b.x || (a.x == b.x && a.y < b.y));
}`,

  // 2ⁿ for −126 ≤ n ≤ 127.
  powerOfTwo: "fn powerOfTwo(n: i32) -> f32 { return bitcast<f32>(u32(n + 127) << 23u); }",

  // x·2ⁿ in two steps, so that results below the normal range are rounded once.
  scaled: "fn scaled(x: f32, n: i32) -> f32 { return hold(x * powerOfTwo(n >> 1u)) * powerOfTwo(n - (n >> 1u)); }",
};

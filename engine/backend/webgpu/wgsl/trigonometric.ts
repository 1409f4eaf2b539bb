/** sin x and cos x within 1 unit in the last place, for every x: 2/π is multiplied by x as a whole number of as many bits as it takes. */
export const TRIGONOMETRIC: Readonly<Record<string, string>> = {
  // The upper 32 bits of a product.
  upperProduct: `fn upperProduct(a: u32, b: u32) -> u32 {
  let aLow = a & 0xffffu; let aHigh = a >> 16u;
  let bLow = b & 0xffffu; let bHigh = b >> 16u;
  let middle = aHigh * bLow + ((aLow * bLow) >> 16u);
  let other = aLow * bHigh + (middle & 0xffffu);
  return aHigh * bHigh + (middle >> 16u) + (other >> 16u);
}`,

  // 2/π in binary, 32 bits a word, after one word of 0.
  TWO_OVER_PI:
    "var<private> TWO_OVER_PI: array<u32, 7> = array<u32, 7>(0u, 0x28be60dbu, 0x9391054au, 0x7f09d5f4u, 0x7d4d3770u, 0x36d8a566u, 0x4f10e410u);",

  // |x| = quarter·π/2 + high + low with |high| ≤ π/4, for |x| ≥ ½. Source: Payne and Hanek, "Radian reduction for trigonometric
  // functions" (1983), in 64 bits after Juffa.
  QuarterTurn: "struct QuarterTurn { quarter: u32, high: f32, low: f32 }",
  quarterTurn: `fn quarterTurn(x: f32) -> QuarterTurn {
  let bits = bitcast<u32>(x);
  let whole = (bits << 8u) | 0x80000000u;
  let exponent = ((bits >> 23u) & 0xffu) - 126u;
  let word = min(exponent >> 5u, 4u);
  let shift = exponent & 31u;
  var high = TWO_OVER_PI[word];
  var middle = TWO_OVER_PI[word + 1u];
  var low = TWO_OVER_PI[word + 2u];
  if (shift > 0u) {
    high = (high << shift) | (middle >> (32u - shift));
    middle = (middle << shift) | (low >> (32u - shift));
    low = (low << shift) | (TWO_OVER_PI[word + 3u] >> (32u - shift));
  }
  // The product as two bits of whole quarters and 62 of fraction.
  let carried = upperProduct(whole, low);
  var fraction = whole * middle + carried;
  var top = upperProduct(whole, middle) + select(0u, 1u, fraction < carried) + whole * high;
  var quarter = top >> 30u;
  top &= 0x3fffffffu;
  // Above one half: from the next quarter down.
  let down = (top & 0x20000000u) != 0u;
  if (down) {
    quarter += 1u;
    fraction = ~fraction + 1u;
    top = (0x40000000u - top) - select(1u, 0u, fraction == 0u);
  }
  // The first 48 bits that count, as two numbers.
  let zeros = select(32u + countLeadingZeros(fraction), countLeadingZeros(top), top != 0u);
  if (zeros >= 32u) { top = fraction << (zeros & 31u); fraction = 0u; }
  else if (zeros > 0u) { top = (top << zeros) | (fraction >> (32u - zeros)); fraction <<= zeros; }
  let scale = powerOfTwo(-30 - i32(zeros));
  let first = f32(top & 0xffffff00u) * scale;
  let second = (f32(top & 0xffu) + f32(fraction >> 16u) * 1.52587890625e-5) * scale;
  // Times π/2.
  let r = first * 1.57079637;
  let firstHigh = upperHalf(first);
  let firstLow = first - firstHigh;
  let lost = ((firstHigh * 1.5703125 - hold(r)) + firstLow * 1.5703125 + first * 4.837512969970703e-4) ;
  let rest = second * 1.57079637 + first * 7.5497899549e-8 + lost;
  return QuarterTurn(quarter, select(r, -r, down), select(rest, -rest, down));
}`,

  // sin(turns·π/2 + r + low) for |r| ≤ π/4.
  sinAfter: `fn sinAfter(turns: u32, r: f32, low: f32) -> f32 {
  let square = r * r;
  var sine = 2.86567956e-6;
  sine = sine * square - 1.98559923e-4;
  sine = sine * square + 8.33338592e-3;
  sine = sine * square - 1.66666672e-1;
  sine = r + (sine * (square * r) + low);
  var cosine = 2.44677067e-5;
  cosine = cosine * square - 1.38877297e-3;
  cosine = cosine * square + 4.16666567e-2;
  cosine = (1.0 - 0.5 * square) + (cosine * square * square - r * low);
  let value = select(sine, cosine, (turns & 1u) != 0u);
  return select(value, -value, (turns & 2u) != 0u);
}`,

  sinOf: `fn sinOf(x: f32) -> f32 {
  let size = magnitude(x);
  var value: f32;
  if (size < 0.785398) { value = sinAfter(0u, size, 0.0); }
  else {
    let turn = quarterTurn(size);
    value = sinAfter(turn.quarter, turn.high, turn.low);
  }
  let odd = select(value, negative(value), isNegative(x));
  return select(select(nan(), odd, isFinite(x)), x, size < 1e-4);
}`,

  cosOf: `fn cosOf(x: f32) -> f32 {
  let size = magnitude(x);
  var value: f32;
  if (size < 0.785398) { value = sinAfter(1u, size, 0.0); }
  else {
    let turn = quarterTurn(size);
    value = sinAfter(turn.quarter + 1u, turn.high, turn.low);
  }
  return select(nan(), value, isFinite(x));
}`,
};

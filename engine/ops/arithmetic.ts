import { defineOperation } from "../operation.ts";
import type { Tensor, TensorLike } from "../tensor.ts";
import { equal, greater, less, where } from "./comparison.ts";
import { mapBinary, mapUnary } from "./kernel-call.ts";
import { sumTo } from "./sum-to.ts";

const addOperation = defineOperation("add", {
  forward: ([a, b]) => mapBinary("add", a, b, "add"),
  backward: ({ inputs: [a, b] }, upstream) => [sumTo(upstream, a.shape), sumTo(upstream, b.shape)],
});

const subOperation = defineOperation("sub", {
  forward: ([a, b]) => mapBinary("sub", a, b, "sub"),
  backward: ({ inputs: [a, b] }, upstream) => [sumTo(upstream, a.shape), sumTo(neg(upstream), b.shape)],
});

const mulOperation = defineOperation("mul", {
  forward: ([a, b]) => mapBinary("mul", a, b, "mul"),
  backward: ({ inputs: [a, b], wanted }, upstream) => [
    wanted[0] ? sumTo(mul(upstream, b), a.shape) : null,
    wanted[1] ? sumTo(mul(upstream, a), b.shape) : null,
  ],
});

const divOperation = defineOperation("div", {
  forward: ([a, b]) => mapBinary("div", a, b, "div"),
  // ∂(a/b)/∂b = −a/b² = −(a/b)/b
  backward: ({ inputs: [a, b], output, wanted }, upstream) => [
    wanted[0] ? sumTo(div(upstream, b), a.shape) : null,
    wanted[1] ? sumTo(neg(mul(upstream, div(output, b))), b.shape) : null,
  ],
});

const negOperation = defineOperation("neg", {
  forward: ([x]) => mapUnary("neg", x),
  backward: (_, upstream) => [neg(upstream)],
});

const powOperation = defineOperation("pow", {
  forward: ([base, exponent]) => mapBinary("pow", base, exponent, "pow"),
  backward: ({ inputs: [base, exponent], output, wanted }, upstream) => [
    wanted[0] ? sumTo(mul(upstream, slopeInBase(base, exponent)), base.shape) : null,
    wanted[1] ? sumTo(mul(upstream, slopeInExponent(base, exponent, output)), exponent.shape) : null,
  ],
});

// e·b^(e−1); for e = 0 the power is constantly 1, whatever b^(−1) is.
function slopeInBase(base: Tensor, exponent: Tensor): Tensor {
  return where(equal(exponent, 0), 0, mul(exponent, pow(base, sub(exponent, 1))));
}

// bᵉ·ln b; for b = 0 the limit is 0 where the power itself is finite.
function slopeInExponent(base: Tensor, exponent: Tensor, power: Tensor): Tensor {
  const flatAtZero = mul(equal(base, 0), sub(1, less(exponent, 0)));
  return where(flatAtZero, 0, mul(power, log(base)));
}

const expOperation = defineOperation("exp", {
  forward: ([x]) => mapUnary("exp", x),
  backward: ({ output }, upstream) => [mul(upstream, output)],
});

const logOperation = defineOperation("log", {
  forward: ([x]) => mapUnary("log", x),
  backward: ({ inputs: [x] }, upstream) => [div(upstream, x)],
});

const log1pOperation = defineOperation("log1p", {
  forward: ([x]) => mapUnary("log1p", x),
  backward: ({ inputs: [x] }, upstream) => [div(upstream, add(1, x))],
});

const sqrtOperation = defineOperation("sqrt", {
  forward: ([x]) => mapUnary("sqrt", x),
  // d√x/dx = 1/(2√x)
  backward: ({ output }, upstream) => [div(upstream, mul(2, output))],
});

const absOperation = defineOperation("abs", {
  forward: ([x]) => mapUnary("abs", x),
  // The sign of x; 0 at 0.
  backward: ({ inputs: [x] }, upstream) => [mul(upstream, sub(greater(x, 0), less(x, 0)))],
});

const erfOperation = defineOperation("erf", {
  forward: ([x]) => mapUnary("erf", x),
  // d erf x/dx = 2/√π · e^(−x²)
  backward: ({ inputs: [x] }, upstream) => [mul(upstream, mul(2 / Math.sqrt(Math.PI), exp(neg(mul(x, x)))))],
});

const maximumOperation = defineOperation("maximum", {
  forward: ([a, b]) => mapBinary("maximum", a, b, "maximum"),
  backward: ({ inputs: [a, b] }, upstream) => [
    sumTo(toLarger(upstream, a, b), a.shape),
    sumTo(toLarger(upstream, b, a), b.shape),
  ],
});

const minimumOperation = defineOperation("minimum", {
  forward: ([a, b]) => mapBinary("minimum", a, b, "minimum"),
  backward: ({ inputs: [a, b] }, upstream) => [
    sumTo(toLarger(upstream, b, a), a.shape),
    sumTo(toLarger(upstream, a, b), b.shape),
  ],
});

// a's part of the gradient: all of it where a > b, half where they tie, 0 elsewhere.
function toLarger(upstream: Tensor, a: Tensor, b: Tensor): Tensor {
  return where(greater(a, b), upstream, where(equal(a, b), mul(0.5, upstream), 0));
}

/** a + b */
export function add(a: TensorLike, b: TensorLike): Tensor {
  return addOperation([a, b], {});
}

/** a − b */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  return subOperation([a, b], {});
}

/** a · b, entry by entry */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  return mulOperation([a, b], {});
}

/** a / b */
export function div(a: TensorLike, b: TensorLike): Tensor {
  return divOperation([a, b], {});
}

/** −x */
export function neg(x: TensorLike): Tensor {
  return negOperation([x], {});
}

/** baseᵉ for a number or tensor e. A negative base with a fractional exponent gives NaN. */
export function pow(base: TensorLike, exponent: TensorLike): Tensor {
  return powOperation([base, exponent], {});
}

/** x² as pow(x, 2). */
export function square(x: TensorLike): Tensor {
  return pow(x, 2);
}

/** eˣ */
export function exp(x: TensorLike): Tensor {
  return expOperation([x], {});
}

/** Natural logarithm; −∞ at 0, NaN below. */
export function log(x: TensorLike): Tensor {
  return logOperation([x], {});
}

/** log(1 + x), exact for small x. */
export function log1p(x: TensorLike): Tensor {
  return log1pOperation([x], {});
}

/** √x; NaN below 0. Its gradient at 0 is ∞. */
export function sqrt(x: TensorLike): Tensor {
  return sqrtOperation([x], {});
}

/** 1/√x as 1 / sqrt(x); ∞ at 0, NaN below. */
export function rsqrt(x: TensorLike): Tensor {
  return div(1, sqrt(x));
}

/** 1/x as a division; ±∞ at ±0. */
export function reciprocal(x: TensorLike): Tensor {
  return div(1, x);
}

/** |x|, with gradient 0 at 0. */
export function abs(x: TensorLike): Tensor {
  return absOperation([x], {});
}

/** The error function 2/√π · ∫₀ˣ e^(−t²) dt. */
export function erf(x: TensorLike): Tensor {
  return erfOperation([x], {});
}

/** The larger of each pair; where they tie each gets half the gradient, as in PyTorch. */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return maximumOperation([a, b], {});
}

/** The smaller of each pair; where they tie each gets half the gradient, as in PyTorch. */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return minimumOperation([a, b], {});
}

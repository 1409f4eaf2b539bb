import { inOnePass } from "../fuse.ts";
import { defineOperation } from "../operation.ts";
import type { Tensor, TensorLike } from "../tensor.ts";
import { abs, add, div, erf, exp, log1p, maximum, mul, neg, pow, sub } from "./arithmetic.ts";
import { greater, lessEqual, where } from "./comparison.ts";
import { mapUnary } from "./kernel-call.ts";

const reluOperation = defineOperation("relu", {
  forward: ([x]) => maximum(x, 0),
  backward: ({ inputs: [x] }, upstream) => [throughRelu(x, upstream)],
});

const throughRelu = inOnePass((x, upstream) => where(lessEqual(x, 0), 0, upstream));

const leakyReluOperation = defineOperation("leakyRelu", {
  forward: ([x], { slope }) => where(greater(x, 0), x, mul(x, slope)),
  backward: ({ inputs: [x], attributes: { slope } }, upstream) => [mul(upstream, where(greater(x, 0), 1, slope))],
});

const sigmoidOperation = defineOperation("sigmoid", {
  forward: ([x]) => mapUnary("sigmoid", x),
  backward: ({ output }, upstream) => [throughSigmoid(output, upstream)],
});

// σ′ = σ(1 − σ)
const throughSigmoid = inOnePass((output, upstream) => mul(upstream, mul(output, sub(1, output))));

const tanhOperation = defineOperation("tanh", {
  forward: ([x]) => mapUnary("tanh", x),
  backward: ({ output }, upstream) => [throughTanh(output, upstream)],
});

// tanh′ = 1 − tanh²
const throughTanh = inOnePass((output, upstream) => mul(upstream, sub(1, mul(output, output))));

const geluOperation = defineOperation("gelu", {
  forward: ([x], { approximate }) => (approximate === "tanh" ? geluByTanh : geluByErf).value(x),
  backward: ({ inputs: [x], attributes: { approximate } }, upstream) => [
    (approximate === "tanh" ? geluByTanh : geluByErf).through(x, upstream),
  ],
});

const geluByErf = {
  value: inOnePass((x) => mul(x, normalCdf(x))),
  through: inOnePass((x, upstream) => mul(upstream, geluSlope(x))),
};

const geluByTanh = {
  value: inOnePass((x) => mul(x, tanhCdf(x))),
  through: inOnePass((x, upstream) => mul(upstream, geluTanhSlope(x))),
};

// Φ(x) = ½(1 + erf(x/√2))
function normalCdf(x: Tensor): Tensor {
  return mul(0.5, add(1, erf(div(x, Math.SQRT2))));
}

// Φ(x) + x·φ(x), with the normal density φ(x) = e^(−x²/2)/√(2π)
function geluSlope(x: Tensor): Tensor {
  const density = div(exp(mul(-0.5, mul(x, x))), Math.sqrt(2 * Math.PI));
  return add(normalCdf(x), mul(x, density));
}

const TANH_SCALE = Math.sqrt(2 / Math.PI);
const TANH_CUBIC = 0.044715;

// ½(1 + tanh u) with u = √(2/π)·(x + 0.044715 x³)
function tanhCdf(x: Tensor): Tensor {
  const u = mul(TANH_SCALE, add(x, mul(TANH_CUBIC, pow(x, 3))));
  return mul(0.5, add(1, tanh(u)));
}

// c + x·c′ with c = ½(1 + tanh u), so c′ = ½(1 − tanh² u)·u′ = 2c(1 − c)·u′ and u′ = √(2/π)·(1 + 3·0.044715 x²)
function geluTanhSlope(x: Tensor): Tensor {
  const c = tanhCdf(x);
  const innerSlope = mul(TANH_SCALE, add(1, mul(3 * TANH_CUBIC, mul(x, x))));
  return add(c, mul(x, mul(mul(2, mul(c, sub(1, c))), innerSlope)));
}

const siluOperation = defineOperation("silu", {
  forward: ([x]) => siluOf(x),
  backward: ({ inputs: [x] }, upstream) => [throughSilu(x, upstream)],
});

const siluOf = inOnePass((x) => mul(x, sigmoid(x)));

// σ + x·σ(1 − σ)
const throughSilu = inOnePass((x, upstream) => {
  const s = sigmoid(x);
  return mul(upstream, add(s, mul(x, mul(s, sub(1, s)))));
});

const softplusOperation = defineOperation("softplus", {
  forward: ([x]) => softplusOf(x),
  backward: ({ inputs: [x] }, upstream) => [throughSoftplus(x, upstream)],
});

// log(1 + eˣ) = max(x, 0) + log(1 + e^(−|x|)), which cannot overflow
const softplusOf = inOnePass((x) => add(maximum(x, 0), log1p(exp(neg(abs(x))))));
const throughSoftplus = inOnePass((x, upstream) => mul(upstream, sigmoid(x)));

/** max(x, 0), with gradient 0 at 0. */
export function relu(x: TensorLike): Tensor {
  return reluOperation([x], {});
}

/** x above 0, slope·x elsewhere; the gradient at 0 is the slope. */
export function leakyRelu(x: TensorLike, slope = 0.01): Tensor {
  return leakyReluOperation([x], { slope });
}

/** σ(x) = 1 / (1 + e⁻ˣ) */
export function sigmoid(x: TensorLike): Tensor {
  return sigmoidOperation([x], {});
}

/** Hyperbolic tangent. */
export function tanh(x: TensorLike): Tensor {
  return tanhOperation([x], {});
}

/**
 * x·Φ(x) with the normal distribution function Φ, or with `approximate: "tanh"` the usual approximation of it
 * (Hendrycks & Gimpel 2016, "Gaussian Error Linear Units").
 */
export function gelu(x: TensorLike, { approximate = "none" }: { approximate?: "none" | "tanh" } = {}): Tensor {
  return geluOperation([x], { approximate });
}

/** x·σ(x), also called swish. */
export function silu(x: TensorLike): Tensor {
  return siluOperation([x], {});
}

/** log(1 + eˣ) without overflow; its gradient is σ(x), and −softplus(−x) is log σ(x). */
export function softplus(x: TensorLike): Tensor {
  return softplusOperation([x], {});
}

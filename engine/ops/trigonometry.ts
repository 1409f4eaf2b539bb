import { defineOperation } from "../operation.ts";
import type { Tensor, TensorLike } from "../tensor.ts";
import { mul, neg } from "./arithmetic.ts";
import { mapUnary } from "./kernel-call.ts";

const sinOperation = defineOperation("sin", {
  forward: ([x]) => mapUnary("sin", x),
  backward: ({ inputs: [x] }, upstream) => [mul(upstream, cos(x))],
});

const cosOperation = defineOperation("cos", {
  forward: ([x]) => mapUnary("cos", x),
  backward: ({ inputs: [x] }, upstream) => [neg(mul(upstream, sin(x)))],
});

/** Sine of an angle in radians; NaN at ±∞. */
export function sin(x: TensorLike): Tensor {
  return sinOperation([x], {});
}

/** Cosine of an angle in radians; NaN at ±∞. */
export function cos(x: TensorLike): Tensor {
  return cosOperation([x], {});
}

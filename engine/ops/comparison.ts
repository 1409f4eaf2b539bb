import { defineOperation } from "../operation.ts";
import { broadcastShapes } from "../shape.ts";
import type { Tensor, TensorLike } from "../tensor.ts";
import { broadcastView, fromStorage, mapBinary } from "./kernel-call.ts";
import { sumTo } from "./sum-to.ts";

const equalOperation = defineOperation("equal", {
  forward: ([a, b]) => mapBinary("equal", a, b, "equal"),
  backward: null,
});

const notEqualOperation = defineOperation("notEqual", {
  forward: ([a, b]) => equal(equal(a, b), 0),
  backward: null,
});

const lessOperation = defineOperation("less", {
  forward: ([a, b]) => mapBinary("less", a, b, "less"),
  backward: null,
});

const lessEqualOperation = defineOperation("lessEqual", {
  forward: ([a, b]) => mapBinary("lessEqual", a, b, "lessEqual"),
  backward: null,
});

const greaterOperation = defineOperation("greater", {
  forward: ([a, b]) => mapBinary("less", b, a, "greater"),
  backward: null,
});

const greaterEqualOperation = defineOperation("greaterEqual", {
  forward: ([a, b]) => mapBinary("lessEqual", b, a, "greaterEqual"),
  backward: null,
});

const whereOperation = defineOperation("where", {
  forward: ([condition, a, b]) => {
    const shape = broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape, "where"), "where");
    const [c, yes, no] = [condition, a, b].map((x) => broadcastView(x, shape));
    return fromStorage(c.backend.kernels.where(c, yes, no), shape, c);
  },
  // Selected again, not multiplied by a mask: 0 · ∞ would be NaN.
  backward: ({ inputs: [condition, a, b], wanted }, upstream) => [
    null,
    wanted[1] ? sumTo(where(condition, upstream, 0), a.shape) : null,
    wanted[2] ? sumTo(where(condition, 0, upstream), b.shape) : null,
  ],
});

/** 1 where a = b, 0 elsewhere. Like every comparison: broadcasts, has no gradient, and is 0 where either is NaN. */
export function equal(a: TensorLike, b: TensorLike): Tensor {
  return equalOperation([a, b], {});
}

/** 1 where a ≠ b or either is NaN, 0 elsewhere. */
export function notEqual(a: TensorLike, b: TensorLike): Tensor {
  return notEqualOperation([a, b], {});
}

/** 1 where a < b, 0 elsewhere. */
export function less(a: TensorLike, b: TensorLike): Tensor {
  return lessOperation([a, b], {});
}

/** 1 where a ≤ b, 0 elsewhere. */
export function lessEqual(a: TensorLike, b: TensorLike): Tensor {
  return lessEqualOperation([a, b], {});
}

/** 1 where a > b, 0 elsewhere. */
export function greater(a: TensorLike, b: TensorLike): Tensor {
  return greaterOperation([a, b], {});
}

/** 1 where a ≥ b, 0 elsewhere. */
export function greaterEqual(a: TensorLike, b: TensorLike): Tensor {
  return greaterEqualOperation([a, b], {});
}

/** a where the condition is not 0, b elsewhere; all three broadcast. */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  return whereOperation([condition, a, b], {});
}

/** Entries where `mask` is not 0 replaced by `value`, as before a softmax with −∞. */
export function maskedFill(x: TensorLike, mask: TensorLike, value: number): Tensor {
  return where(mask, value, x);
}

import { defineOperation } from "../operation.ts";
import type { Tensor, TensorLike } from "../tensor.ts";
import { maximum, minimum, mul } from "./arithmetic.ts";
import { greaterEqual, lessEqual, where } from "./comparison.ts";

const clampOperation = defineOperation("clamp", {
  forward: ([x], { min, max }) => minimum(maximum(x, min), max),
  backward: ({ inputs: [x], attributes: { min, max } }, upstream) => [
    where(mul(greaterEqual(x, min), lessEqual(x, max)), upstream, 0),
  ],
});

/**
 * x held between two bounds: min below it, max above. The gradient passes from bound to bound, both included, and is 0
 * elsewhere, also at NaN. Where min > max everything becomes max, as in PyTorch.
 */
export function clamp(x: TensorLike, min = -Infinity, max = Infinity): Tensor {
  return clampOperation([x], { min, max });
}

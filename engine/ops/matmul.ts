import { ShapeError } from "../errors.ts";
import { defineOperation } from "../operation.ts";
import { broadcastShapes, formatShape, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { add } from "./arithmetic.ts";
import { broadcastView, fromStorage } from "./kernel-call.ts";
import { reshape, transpose } from "./layout.ts";
import { sumTo } from "./sum-to.ts";

const matmulOperation = defineOperation("matmul", {
  forward: ([a, b]) => {
    const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), "matmul");
    const left = broadcastView(a, [...batch, ...a.shape.slice(-2)]);
    const right = broadcastView(b, [...batch, ...b.shape.slice(-2)]);
    const shape = [...batch, a.shape[a.rank - 2], b.shape[b.rank - 1]];
    return fromStorage(a.backend.kernels.matmul(left, right), shape, a);
  },
  // da (…,m,k) = dc (…,m,n) · bᵀ (…,n,k)      db (…,k,n) = aᵀ (…,k,m) · dc (…,m,n)
  backward: ({ inputs: [a, b], wanted }, upstream) => [
    wanted[0] ? sumTo(productFor(a, upstream, transpose(b)), a.shape) : null,
    wanted[1] ? sumTo(productFor(b, transpose(a), upstream), b.shape) : null,
  ],
});

// left · right for an operand whose gradient it is: where that was read column by column, as a weight by `linear`, it is written
// so too, by (left · right)ᵀ = rightᵀ · leftᵀ, and need not be turned round afterwards.
function productFor(operand: Tensor, left: Tensor, right: Tensor): Tensor {
  const [row, column] = operand.strides.slice(-2);
  return row < column ? transpose(matmul(transpose(right), transpose(left))) : matmul(left, right);
}

/**
 * Matrix product (…,m,k)·(…,k,n) → (…,m,n); leading axes broadcast. A vector (k) on the left counts as a row, on the
 * right as a column, and its axis is dropped from the result. Throws a ShapeError unless the inner sizes agree.
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  if (a.rank === 0 || b.rank === 0) {
    throw new ShapeError(`matmul needs vectors or matrices, got ${product(a, b)}`);
  }
  if (a.shape[a.rank - 1] !== b.shape[Math.max(0, b.rank - 2)]) {
    throw new ShapeError(`matmul needs equal inner sizes, got ${product(a, b)}`);
  }
  if (a.rank >= 2 && b.rank >= 2) return matmulOperation([a, b], {});
  const left = a.rank === 1 ? reshape(a, [1, a.size]) : a;
  const right = b.rank === 1 ? reshape(b, [b.size, 1]) : b;
  const full = matmulOperation([left, right], {});
  const rows = a.rank === 1 ? [] : full.shape.slice(-2, -1);
  const columns = b.rank === 1 ? [] : full.shape.slice(-1);
  return reshape(full, [...full.shape.slice(0, -2), ...rows, ...columns] satisfies Shape);
}

/** y (…,out) = x (…,in) · Wᵀ + b for W (out,in) and b (out), PyTorch's convention. */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  if (weight.rank !== 2 || x.shape[x.rank - 1] !== weight.shape[1]) {
    throw new ShapeError(
      `linear needs x (…,in) and weight (out,in), got ${formatShape(x.shape)} and ${formatShape(weight.shape)}`,
    );
  }
  const product = matmul(x, transpose(weight));
  return bias === undefined ? product : add(product, bias);
}

function product(a: Tensor, b: Tensor): string {
  return `${formatShape(a.shape)}·${formatShape(b.shape)}`;
}

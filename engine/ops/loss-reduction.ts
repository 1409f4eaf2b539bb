import { ShapeError } from "../errors.ts";
import { formatShape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { mean, sum } from "./reduction.ts";

/** How single losses become one: their mean (the default), their sum, or not at all. */
export type Reduction = "mean" | "sum" | "none";

export interface LossOptions {
  readonly reduction?: Reduction;
}

export function reduceLosses(losses: Tensor, reduction: Reduction): Tensor {
  if (reduction === "none") return losses;
  return reduction === "mean" ? mean(losses) : sum(losses);
}

/** Throws a ShapeError naming the loss: broadcasting here is nearly always a mistake. */
export function requireEqualShapes(loss: string, a: Tensor, b: Tensor): void {
  if (!sameShape(a.shape, b.shape)) {
    throw new ShapeError(`${loss} needs equal shapes, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`);
  }
}

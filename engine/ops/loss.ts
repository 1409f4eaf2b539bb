import { fromValues } from "../create.ts";
import { IndexError, ShapeError } from "../errors.ts";
import { defineOperation } from "../operation.ts";
import { formatShape, sameShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { add, div, mul, neg, square, sub } from "./arithmetic.ts";
import { relu, softplus } from "./activation.ts";
import { equal, where } from "./comparison.ts";
import { gather, oneHot } from "./gather.ts";
import { squeeze, unsqueeze } from "./layout.ts";
import { mean, sum } from "./reduction.ts";
import { logSoftmax, softmax } from "./softmax.ts";

/** How single losses become one: their mean (the default), their sum, or not at all. */
export type Reduction = "mean" | "sum" | "none";

export interface LossOptions {
  readonly reduction?: Reduction;
}

function reduceLosses(losses: Tensor, reduction: Reduction): Tensor {
  if (reduction === "none") return losses;
  return reduction === "mean" ? mean(losses) : sum(losses);
}

const crossEntropyOperation = defineOperation("crossEntropy", {
  forward: ([logits, target], { reduction }) => {
    const logP = logSoftmax(logits);
    const losses = isClassNumbers(logits, target)
      ? neg(squeeze(gather(logP, -1, unsqueeze(target, -1)), -1))
      : // 0 · log 0 counts as 0
        neg(sum(where(equal(target, 0), 0, mul(target, logP)), -1));
    return reduceLosses(losses, reduction);
  },
  // dlogits (B,C) = (p·Σy − y) · upstream / B, which is (p − y)/B for probabilities y; dy = −log p · upstream / B
  backward: ({ inputs: [logits, target], attributes: { reduction }, wanted }, upstream) => {
    const byClass = isClassNumbers(logits, target);
    const y = byClass ? oneHot(target, logits.shape[logits.rank - 1]) : target;
    const batch = logits.rank === 2 ? logits.shape[0] : 1;
    const each = reduction === "mean" ? div(upstream, batch) : upstream;
    const perExample = reduction === "none" ? unsqueeze(each, -1) : each;
    const overshoot = sub(mul(softmax(logits), sum(y, -1, { keepDims: true })), y);
    return [mul(overshoot, perExample), wanted[1] && !byClass ? neg(mul(logSoftmax(logits), perExample)) : null];
  },
});

function isClassNumbers(logits: Tensor, target: Tensor): boolean {
  return target.rank === logits.rank - 1;
}

/**
 * −Σ y log softmax(logits) for logits (batch,classes) or (classes). Targets are class numbers (batch), or probabilities
 * of the logits' shape. `mean` divides by the batch size. Throws a ShapeError for other shapes and an IndexError for a
 * class that does not exist.
 */
export function crossEntropy(
  logits: Tensor,
  target: Tensor | number | readonly number[],
  { reduction = "mean" }: LossOptions = {},
): Tensor {
  const goal = asTarget(target, logits);
  const perExample = logits.shape.slice(0, -1);
  const fits = sameShape(goal.shape, perExample) || sameShape(goal.shape, logits.shape);
  if (logits.rank < 1 || logits.rank > 2 || !fits) {
    throw new ShapeError(
      `crossEntropy needs logits (batch,classes) and classes (batch) or probabilities (batch,classes), ` +
        `got ${formatShape(logits.shape)} and ${formatShape(goal.shape)}`,
    );
  }
  return crossEntropyOperation([logits, goal], { reduction });
}

/** −log p of the right class, for log-probabilities (batch,classes) such as `logSoftmax` gives. */
export function nll(
  logProbabilities: Tensor,
  target: Tensor | number | readonly number[],
  { reduction = "mean" }: LossOptions = {},
): Tensor {
  const classes = asTarget(target, logProbabilities);
  if (!sameShape(classes.shape, logProbabilities.shape.slice(0, -1))) {
    throw new ShapeError(
      `nll needs log-probabilities (batch,classes) and classes (batch), ` +
        `got ${formatShape(logProbabilities.shape)} and ${formatShape(classes.shape)}`,
    );
  }
  return reduceLosses(neg(squeeze(gather(logProbabilities, -1, unsqueeze(classes, -1)), -1)), reduction);
}

/** (prediction − target)², reduced over all entries. */
export function mse(prediction: Tensor, target: Tensor, { reduction = "mean" }: LossOptions = {}): Tensor {
  requireEqualShapes("mse", prediction, target);
  return reduceLosses(square(sub(prediction, target)), reduction);
}

/** Binary cross-entropy −[y log σ(z) + (1 − y) log(1 − σ(z))] from logits z, without overflow. */
export function bceWithLogits(logits: Tensor, target: Tensor, { reduction = "mean" }: LossOptions = {}): Tensor {
  requireEqualShapes("bceWithLogits", logits, target);
  // −log σ(z) = softplus(−z) and −log(1 − σ(z)) = softplus(z)
  const losses = add(mul(target, softplus(neg(logits))), mul(sub(1, target), softplus(logits)));
  return reduceLosses(losses, reduction);
}

/** max(0, margin − y·score) for labels y of ±1. */
export function hinge(
  scores: Tensor,
  labels: Tensor,
  { reduction = "mean", margin = 1 }: LossOptions & { readonly margin?: number } = {},
): Tensor {
  requireEqualShapes("hinge", scores, labels);
  return reduceLosses(relu(sub(margin, mul(labels, scores))), reduction);
}

function asTarget(target: Tensor | number | readonly number[], logits: Tensor): Tensor {
  if (target instanceof Tensor) return target;
  const values = typeof target === "number" ? [target] : target;
  const classes = logits.shape[logits.rank - 1];
  const outside = values.find((value) => !Number.isInteger(value) || value < 0 || value >= classes);
  if (outside !== undefined) throw new IndexError(`class ${outside} is not one of 0 to ${classes - 1}`);
  return fromValues(values, typeof target === "number" ? [] : [values.length], { backend: logits.backend });
}

function requireEqualShapes(loss: string, a: Tensor, b: Tensor): void {
  if (!sameShape(a.shape, b.shape)) {
    throw new ShapeError(`${loss} needs equal shapes, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`);
  }
}

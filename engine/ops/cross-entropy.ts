import { fromValues, ones, zeros } from "../create.ts";
import { ArgumentError, IndexError, ShapeError } from "../errors.ts";
import { defineOperation } from "../operation.ts";
import { formatShape, sameShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { add, div, mul, neg, sub } from "./arithmetic.ts";
import { equal, where } from "./comparison.ts";
import { gather, indexSelect, oneHot, scatterAdd } from "./gather.ts";
import { flatten, reshape, squeeze, unsqueeze } from "./layout.ts";
import { type LossOptions, reduceLosses } from "./loss-reduction.ts";
import { sum } from "./reduction.ts";
import { logSoftmax, softmax } from "./softmax.ts";

/** Class numbers (batch), or one number for one example. */
export type Classes = Tensor | number | readonly number[];

const crossEntropyOperation = defineOperation("crossEntropy", {
  forward: ([logits, target], { reduction }) => {
    const logP = logSoftmax(logits);
    const losses = isClassNumbers(logits, target)
      ? pick(logP, target)
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

export interface NllOptions extends LossOptions {
  /** (classes): how much an example of each class counts; `mean` then divides by the sum of what counted. */
  readonly weight?: Tensor;
  /** Examples of this class number count nothing; none by default, where PyTorch ignores −100. */
  readonly ignoreIndex?: number;
}

export interface CrossEntropyOptions extends NllOptions {
  /** ε of the target (1 − ε)·y + ε/classes. Szegedy et al. 2016. */
  readonly labelSmoothing?: number;
}

/**
 * −Σ y log softmax(logits) for logits (batch,classes) or (classes). Targets are class numbers (batch), or probabilities
 * of the logits' shape. `mean` divides by the batch size, or by the weights of the classes that were wanted. Throws a
 * ShapeError for other shapes, an IndexError for a class that does not exist, and an ArgumentError for a smoothing
 * outside [0, 1] or an `ignoreIndex` with probabilities.
 */
export function crossEntropy(logits: Tensor, target: Classes, options: CrossEntropyOptions = {}): Tensor {
  const { reduction = "mean", weight, ignoreIndex, labelSmoothing = 0 } = options;
  const goal = asTarget(target, logits, ignoreIndex);
  const perExample = logits.shape.slice(0, -1);
  const fits = sameShape(goal.shape, perExample) || sameShape(goal.shape, logits.shape);
  if (logits.rank < 1 || logits.rank > 2 || !fits) {
    throw new ShapeError(
      `crossEntropy needs logits (batch,classes) and classes (batch) or probabilities (batch,classes), ` +
        `got ${formatShape(logits.shape)} and ${formatShape(goal.shape)}`,
    );
  }
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new ArgumentError(`crossEntropy needs a labelSmoothing in [0, 1], got ${labelSmoothing}`);
  }
  checkWeight("crossEntropy", weight, logits);
  if (weight === undefined && ignoreIndex === undefined && labelSmoothing === 0) {
    return crossEntropyOperation([logits, goal], { reduction });
  }
  const { shares, count } = weigh(logits, goal, { weight, ignoreIndex, labelSmoothing });
  if (reduction !== "mean") return crossEntropyOperation([logits, shares], { reduction });
  return div(crossEntropyOperation([logits, shares], { reduction: "sum" }), count);
}

// All options are a matter of the target: smoothed, each class by its weight, ignored examples 0. `count` is what the
// mean divides by.
function weigh(
  logits: Tensor,
  goal: Tensor,
  { weight, ignoreIndex, labelSmoothing }: { weight?: Tensor; ignoreIndex?: number; labelSmoothing: number },
): { readonly shares: Tensor; readonly count: Tensor | number } {
  const classes = logits.shape[logits.rank - 1];
  const smooth = (y: Tensor) => (labelSmoothing === 0 ? y : add(mul(1 - labelSmoothing, y), labelSmoothing / classes));
  const byWeight = (y: Tensor) => (weight === undefined ? y : mul(y, weight));
  if (!isClassNumbers(logits, goal)) {
    if (ignoreIndex !== undefined) {
      throw new ArgumentError(`crossEntropy takes ignoreIndex with class numbers only, got ${ignoreIndex}`);
    }
    return { shares: byWeight(smooth(goal)), count: logits.rank === 2 ? logits.shape[0] : 1 };
  }
  const { known, counts } = knownClasses(goal, ignoreIndex);
  const { backend } = logits;
  const rows = unsqueeze(known, -1);
  // Not oneHot, which lets classes pass that do not exist.
  const y = scatterAdd(zeros(logits.shape, { backend }), -1, rows, ones(rows.shape, { backend }));
  const counted = unsqueeze(counts, -1);
  return { shares: mul(byWeight(smooth(y)), counted), count: sum(mul(byWeight(y), counted)) };
}

/** −log p of the right class, for log-probabilities (batch,classes) such as `logSoftmax` gives. Throws like them. */
export function nll(
  logProbabilities: Tensor,
  target: Classes,
  { reduction = "mean", weight, ignoreIndex }: NllOptions = {},
): Tensor {
  const classes = asTarget(target, logProbabilities, ignoreIndex);
  if (!sameShape(classes.shape, logProbabilities.shape.slice(0, -1))) {
    throw new ShapeError(
      `nll needs log-probabilities (batch,classes) and classes (batch), ` +
        `got ${formatShape(logProbabilities.shape)} and ${formatShape(classes.shape)}`,
    );
  }
  checkWeight("nll", weight, logProbabilities);
  if (weight === undefined && ignoreIndex === undefined)
    return reduceLosses(pick(logProbabilities, classes), reduction);
  const { known, counts } = knownClasses(classes, ignoreIndex);
  const shares =
    weight === undefined ? counts : mul(counts, reshape(indexSelect(weight, 0, flatten(known)), known.shape));
  const losses = where(counts, mul(shares, pick(logProbabilities, known)), 0);
  return reduction === "mean" ? div(sum(losses), sum(shares)) : reduceLosses(losses, reduction);
}

// −log p of each example's class.
function pick(logProbabilities: Tensor, classes: Tensor): Tensor {
  return neg(squeeze(gather(logProbabilities, -1, unsqueeze(classes, -1)), -1));
}

// Class numbers with 0 in place of the ignored one, and 1 where an example counts, 0 where it is ignored.
function knownClasses(classes: Tensor, ignoreIndex: number | undefined): { known: Tensor; counts: Tensor } {
  if (ignoreIndex === undefined) return { known: classes, counts: ones(classes.shape, { backend: classes.backend }) };
  const ignored = equal(classes, ignoreIndex);
  return { known: where(ignored, 0, classes), counts: sub(1, ignored) };
}

function asTarget(target: Classes, logits: Tensor, ignoreIndex: number | undefined): Tensor {
  if (target instanceof Tensor) return target;
  const values = typeof target === "number" ? [target] : target;
  const classes = logits.shape[logits.rank - 1];
  const outside = values.find(
    (value) => value !== ignoreIndex && (!Number.isInteger(value) || value < 0 || value >= classes),
  );
  if (outside !== undefined) throw new IndexError(`class ${outside} is not one of 0 to ${classes - 1}`);
  return fromValues(values, typeof target === "number" ? [] : [values.length], { backend: logits.backend });
}

function checkWeight(loss: string, weight: Tensor | undefined, logits: Tensor): void {
  const classes = logits.shape.slice(-1);
  if (weight !== undefined && !sameShape(weight.shape, classes)) {
    throw new ShapeError(
      `${loss} needs a weight for each class ${formatShape(classes)}, got ${formatShape(weight.shape)}`,
    );
  }
}

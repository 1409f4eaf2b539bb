import type { Fault, FaultyBackward } from "./faults.ts";
import type { BackwardRule, Call, InputGradients, OperationAttributes } from "./operation-table.ts";
import { gelu, sigmoid, tanh } from "./ops/activation.ts";
import { add, div, mul, neg, sub } from "./ops/arithmetic.ts";
import { greater, where } from "./ops/comparison.ts";
import { broadcastTo, reshape, slice } from "./ops/layout.ts";
import { matmul } from "./ops/matmul.ts";
import { mean, sum } from "./ops/reduction.ts";
import { repeatedAxes, sumTo } from "./ops/sum-to.ts";
import { softmax } from "./ops/softmax.ts";
import { type Shape, sizeOf } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

type Attributes<Name extends keyof OperationAttributes> = OperationAttributes[Name];

/** Backward of an elementwise operation: the derivative is forgotten, dx = dy. */
export function passGradientThrough(call: Call<unknown>, upstream: Tensor): InputGradients {
  return call.inputs.map((input) => sumTo(upstream, input.shape));
}

/** Backward of any operation: the sign of every gradient is wrong. */
export function turnGradientRound<A>(call: Call<A>, upstream: Tensor, correct: BackwardRule<A>): InputGradients {
  return correct(call, upstream).map((gradient) => (gradient === null ? null : neg(gradient)));
}

/** Backward of any operation: no gradient arrives, dx = 0. */
export function blockGradient<A>(call: Call<A>, upstream: Tensor, correct: BackwardRule<A>): InputGradients {
  return correct(call, upstream).map((gradient) => (gradient === null ? null : where(0, gradient, 0)));
}

/** Backward of relu: gated by the sign of the arriving gradient instead of the sign of x. */
export function gateByUpstreamSign(_: Call<unknown>, upstream: Tensor): InputGradients {
  return [where(greater(upstream, 0), upstream, 0)];
}

/** Backward of sigmoid: σ′ taken at σ(x) instead of x, dx = dy · σ(a)(1 − σ(a)) with a = σ(x). */
export function sigmoidSlopeAtOutput({ output }: Call<unknown>, upstream: Tensor): InputGradients {
  const s = sigmoid(output);
  return [mul(upstream, mul(s, sub(1, s)))];
}

/** Backward of sigmoid: the formula a(1 − a) used with x in place of a = σ(x). */
export function sigmoidSlopeOfInput({ inputs: [x] }: Call<unknown>, upstream: Tensor): InputGradients {
  return [mul(upstream, mul(x, sub(1, x)))];
}

/** Backward of tanh: tanh′ taken at tanh x instead of x, dx = dy · (1 − tanh²(tanh x)). */
export function tanhSlopeAtOutput({ output }: Call<unknown>, upstream: Tensor): InputGradients {
  const a = tanh(output);
  return [mul(upstream, sub(1, mul(a, a)))];
}

/** Backward of tanh: the formula 1 − a² used with x in place of a = tanh x. */
export function tanhSlopeOfInput({ inputs: [x] }: Call<unknown>, upstream: Tensor): InputGradients {
  return [mul(upstream, sub(1, mul(x, x)))];
}

/**
 * Backward of matmul: da = dc·b instead of dc·bᵀ where the shapes allow it (b square); db stays right.
 */
export const forgetTransposeOfRight: FaultyBackward<Attributes<"matmul">> = (call, upstream, correct) => {
  const [a, b] = call.inputs;
  const [da, db] = correct(call, upstream);
  const square = b.rank === 2 && b.shape[0] === b.shape[1];
  return [square && da !== null ? sumTo(matmul(upstream, b), a.shape) : da, db];
};

/**
 * Backward of matmul: db = a·dc instead of aᵀ·dc where the shapes allow it (a square); da stays right.
 */
export const forgetTransposeOfLeft: FaultyBackward<Attributes<"matmul">> = (call, upstream, correct) => {
  const [a, b] = call.inputs;
  const [da, db] = correct(call, upstream);
  const square = a.rank === 2 && a.shape[0] === a.shape[1];
  return [da, square && db !== null ? sumTo(matmul(a, upstream), b.shape) : db];
};

function backThroughBroadcast(collapse: (gradient: Tensor, axis: number) => Tensor) {
  return (gradient: Tensor, shape: Shape): Tensor => {
    const collapsed = repeatedAxes(gradient.shape, shape).reduce(collapse, gradient);
    return reshape(collapsed, shape);
  };
}

const takeFirst = backThroughBroadcast((gradient, axis) => slice(gradient, axis, 0, 1));
const takeMean = backThroughBroadcast((gradient, axis) => mean(gradient, axis, { keepDims: true }));

/** Backward of add with broadcasting: only the first of the repeated entries counts, where all should be summed. */
export function firstOfBroadcast({ inputs }: Call<unknown>, upstream: Tensor): InputGradients {
  return inputs.map((input) => takeFirst(upstream, input.shape));
}

/** Backward of add with broadcasting: repeated entries are averaged, where they should be summed. */
export function meanOverBroadcast({ inputs }: Call<unknown>, upstream: Tensor): InputGradients {
  return inputs.map((input) => takeMean(upstream, input.shape));
}

/** softmax over the axis before the right one (the last for the first axis), forward and backward alike. */
export const softmaxOverWrongAxis: Fault<Attributes<"softmax">> = {
  forward: ([x], { axis }, correct) => correct([x], { axis: neighbour(axis, x.rank) }),
  backward: (call, upstream, correct) =>
    correct({ ...call, attributes: { axis: neighbour(call.attributes.axis, call.output.rank) } }, upstream),
};

function neighbour(axis: number, rank: number): number {
  return (axis - 1 + rank) % rank;
}

/** Backward of softmax: only the diagonal pᵢ(1 − pᵢ) of its Jacobian, as if it were a sigmoid of each entry. */
export function softmaxDiagonalOnly({ output: p }: Call<unknown>, upstream: Tensor): InputGradients {
  return [mul(upstream, mul(p, sub(1, p)))];
}

function countOver(x: Tensor, axes: readonly number[]): number {
  return sizeOf(axes.map((axis) => x.shape[axis]));
}

/** mean without the division: the sum, forward and backward alike. */
export const meanAsSum: Fault<Attributes<"mean">> = {
  forward: ([x], { axes, keepDims }) => sum(x, axes, { keepDims }),
  backward: (call, upstream, correct) => {
    const [dx] = correct(call, upstream);
    return [dx === null ? null : mul(dx, countOver(call.inputs[0], call.attributes.axes))];
  },
};

/** sum with a division by the count: the mean, forward and backward alike. */
export const sumAsMean: Fault<Attributes<"sum">> = {
  forward: ([x], { axes, keepDims }) => mean(x, axes, { keepDims }),
  backward: (call, upstream, correct) => {
    const [dx] = correct(call, upstream);
    return [dx === null ? null : div(dx, countOver(call.inputs[0], call.attributes.axes))];
  },
};

/** Backward of crossEntropy: y − p instead of p − y; descending then raises the loss. */
export const targetMinusProbability: FaultyBackward<Attributes<"crossEntropy">> = (call, upstream, correct) =>
  turnGradientRound(call, upstream, correct);

/** Backward of crossEntropy with mean reduction: p − y not divided by the batch size. */
export const notDividedByBatch: FaultyBackward<Attributes<"crossEntropy">> = (call, upstream, correct) => {
  const [logits] = call.inputs;
  const batch = logits.rank === 2 && call.attributes.reduction === "mean" ? logits.shape[0] : 1;
  return correct(call, upstream).map((gradient) => (gradient === null ? null : mul(gradient, batch)));
};

/** Backward of crossEntropy: p instead of p − y, the target forgotten. */
export const forgetTarget: FaultyBackward<Attributes<"crossEntropy">> = ({ inputs, attributes }, upstream) => {
  const [logits] = inputs;
  const batch = logits.rank === 2 && attributes.reduction === "mean" ? logits.shape[0] : 1;
  const each = attributes.reduction === "none" ? reshape(upstream, [...upstream.shape, 1]) : upstream;
  return [mul(softmax(logits), broadcastTo(div(each, batch), logits.shape)), null];
};

/** gelu by its tanh approximation where the exact form was asked for, and the other way round. */
export const geluOtherForm: Fault<Attributes<"gelu">> = {
  forward: ([x], { approximate }) => gelu(x, { approximate: approximate === "tanh" ? "none" : "tanh" }),
  backward: (call, upstream, correct) => {
    const approximate = call.attributes.approximate === "tanh" ? "none" : "tanh";
    return correct({ ...call, attributes: { approximate } }, upstream);
  },
};

/** gelu as x·σ(1.702x), the coarser approximation of the same paper, forward and backward alike. */
export const geluBySigmoid: Fault<Attributes<"gelu">> = {
  forward: ([x]) => mul(x, sigmoid(mul(1.702, x))),
  backward: ({ inputs: [x] }, upstream) => {
    const s = sigmoid(mul(1.702, x));
    return [mul(upstream, add(s, mul(mul(1.702, x), mul(s, sub(1, s)))))];
  },
};

/** relu's forward without the cut: the identity. */
export const reluAsIdentity: Fault<Attributes<"relu">> = {
  forward: ([x]) => mul(x, 1),
  backward: (_, upstream) => [upstream],
};

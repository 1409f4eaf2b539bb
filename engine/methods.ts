import { assign, backward } from "./autograd.ts";
import * as activation from "./ops/activation.ts";
import * as arithmetic from "./ops/arithmetic.ts";
import * as comparison from "./ops/comparison.ts";
import { clamp } from "./ops/clamp.ts";
import { flip, gather, indexSelect, scatterAdd } from "./ops/gather.ts";
import * as layout from "./ops/layout.ts";
import { matmul } from "./ops/matmul.ts";
import { norm, std } from "./ops/norm.ts";
import { argsort, sort, topk } from "./ops/order.ts";
import * as reduction from "./ops/reduction.ts";
import { cumsum } from "./ops/scan.ts";
import { logSoftmax, logSumExp, softmax } from "./ops/softmax.ts";
import { chunk, split, unbind } from "./ops/split.ts";
import { tril, triu } from "./ops/triangle.ts";
import { cos, sin } from "./ops/trigonometry.ts";
import { Tensor } from "./tensor.ts";

// Every operation on a tensor is a method too: `a.add(b)` is `add(a, b)`. The methods are added here, outside the class,
// so that tensor.ts does not import operations, which import it.
const methods = {
  add: arithmetic.add,
  sub: arithmetic.sub,
  mul: arithmetic.mul,
  div: arithmetic.div,
  neg: arithmetic.neg,
  pow: arithmetic.pow,
  square: arithmetic.square,
  exp: arithmetic.exp,
  log: arithmetic.log,
  log1p: arithmetic.log1p,
  sqrt: arithmetic.sqrt,
  abs: arithmetic.abs,
  rsqrt: arithmetic.rsqrt,
  reciprocal: arithmetic.reciprocal,
  erf: arithmetic.erf,
  sin,
  cos,
  clamp,
  maximum: arithmetic.maximum,
  minimum: arithmetic.minimum,
  equal: comparison.equal,
  notEqual: comparison.notEqual,
  less: comparison.less,
  lessEqual: comparison.lessEqual,
  greater: comparison.greater,
  greaterEqual: comparison.greaterEqual,
  maskedFill: comparison.maskedFill,
  relu: activation.relu,
  leakyRelu: activation.leakyRelu,
  sigmoid: activation.sigmoid,
  tanh: activation.tanh,
  gelu: activation.gelu,
  silu: activation.silu,
  softplus: activation.softplus,
  matmul,
  sum: reduction.sum,
  mean: reduction.mean,
  max: reduction.max,
  min: reduction.min,
  argmax: reduction.argmax,
  argmin: reduction.argmin,
  variance: reduction.variance,
  std,
  norm,
  cumsum,
  argsort,
  sort,
  topk,
  softmax,
  logSoftmax,
  logSumExp,
  reshape: layout.reshape,
  flatten: layout.flatten,
  permute: layout.permute,
  transpose: layout.transpose,
  broadcastTo: layout.broadcastTo,
  slice: layout.slice,
  select: layout.select,
  squeeze: layout.squeeze,
  unsqueeze: layout.unsqueeze,
  pad: layout.pad,
  split,
  chunk,
  unbind,
  flip,
  tril,
  triu,
  gather,
  scatterAdd,
  indexSelect,
  backward,
  assign,
};

type Methods = {
  [Name in keyof typeof methods]: (typeof methods)[Name] extends (x: Tensor, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

declare module "./tensor.ts" {
  interface Tensor extends Methods {}
}

for (const [name, operation] of Object.entries(methods)) {
  const method = operation as (x: Tensor, ...rest: unknown[]) => unknown;
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, ...rest: unknown[]) {
      return method(this, ...rest);
    },
  });
}

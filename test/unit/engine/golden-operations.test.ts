import * as engine from "#engine/index.ts";
import { type Tensor, tensor } from "#engine/index.ts";
import { describeGolden } from "./golden.ts";

type Build = (...inputs: Tensor[]) => Tensor;
const index = (...rows: number[][]) => tensor(rows);

const operations: Record<string, Build> = {
  "add, row broadcast": (a, b) => a.add(b),
  "add, column and row": (a, b) => a.add(b),
  "sub, outer": (a, b) => a.sub(b),
  "mul, scalar tensor": (a, b) => a.mul(b),
  div: (a, b) => a.div(b),
  "pow, number": (a) => a.pow(3),
  "pow, number 0 at 0": (a) => a.pow(0),
  "pow, tensor": (a, b) => a.pow(b),
  "pow, base 0": (a, b) => a.pow(b),
  exp: (a) => a.exp(),
  log: (a) => a.log(),
  log1p: (a) => a.log1p(),
  sqrt: (a) => a.sqrt(),
  abs: (a) => a.abs(),
  erf: (a) => a.erf(),
  "maximum, ties": (a, b) => a.maximum(b),
  "minimum, ties": (a, b) => a.minimum(b),
  where: (a, b) => engine.where(a.greater(b), a, b.mul(2)),
  "relu at 0": (a) => a.relu(),
  leakyRelu: (a) => a.leakyRelu(0.1),
  sigmoid: (a) => a.sigmoid(),
  tanh: (a) => a.tanh(),
  "gelu, exact": (a) => a.gelu(),
  "gelu, tanh": (a) => a.gelu({ approximate: "tanh" }),
  silu: (a) => a.silu(),
  softplus: (a) => a.softplus(),
  "matmul, matrices": (a, b) => a.matmul(b),
  "matmul, batched": (a, b) => a.matmul(b),
  "matmul, batch broadcast": (a, b) => a.matmul(b),
  "matmul, matrix and vector": (a, b) => a.matmul(b),
  "matmul, vector and matrix": (a, b) => a.matmul(b),
  "matmul, vectors": (a, b) => a.matmul(b),
  "matmul, batch and vector": (a, b) => a.matmul(b),
  "matmul, transposed": (a, b) => a.transpose().matmul(b.transpose()),
  linear: (x, w, b) => engine.linear(x, w, b),
  "sum, all": (a) => a.sum(),
  "sum, middle axis": (a) => a.sum(1),
  "mean, two axes kept": (a) => a.mean([0, 2], { keepDims: true }),
  "max, ties": (a) => a.max(1),
  "min, ties": (a) => a.min(0),
  "variance, unbiased": (a) => a.variance(1),
  "variance, population": (a) => a.variance(0, { correction: 0 }),
  "softmax, last": (a) => a.softmax(),
  "softmax, first": (a) => a.softmax(0),
  "softmax, huge": (a) => a.softmax(),
  logSoftmax: (a) => a.logSoftmax(1),
  "logSoftmax, huge": (a) => a.logSoftmax(),
  logSumExp: (a) => a.logSumExp(1),
  "logSumExp, all": (a) => a.logSumExp(),
  permute: (a) => a.permute([2, 0, 1]).mul(2),
  "slice, step 2": (a) => a.slice(1, 1, 5, 2),
  concat: (a, b) => engine.concat([a, b, a], 1),
  stack: (a, b) => engine.stack([a, b], 1),
  pad: (a) => a.pad(1, 1, 2, 7),
  "gather, axis 0": (a) => a.gather(0, index([0, 2, 0], [0, 1, 1])),
  "gather, axis 1": (a) => a.gather(1, index([0, 0], [2, 1])),
  scatterAdd: (a, s) => a.scatterAdd(1, index([0, 0, 2], [1, 1, 1]), s),
  indexSelect: (a) => a.indexSelect(0, [2, 0, 2]),
  layerNorm: (x, weight, bias) => engine.layerNorm(x, { weight, bias }),
  "special values, exp": (a) => a.exp(),
  "special values, log": (a) => a.log(),
  "special values, sqrt": (a) => a.sqrt(),
  "special values, abs": (a) => a.abs(),
  "special values, tanh": (a) => a.tanh(),
  "special values, sigmoid": (a) => a.sigmoid(),
  "special values, erf": (a) => a.erf(),
  "special values, relu": (a) => a.relu(),
  "special values, neg": (a) => a.neg(),
  "special values, add": (a, b) => a.add(b),
  "special values, mul": (a, b) => a.mul(b),
  "special values, div": (a, b) => a.div(b),
  "special values, pow": (a, b) => a.pow(b),
  "special values, maximum": (a, b) => a.maximum(b),
};

const losses: Record<string, Build> = {
  "crossEntropy, one example": (z) => engine.crossEntropy(z, 1),
  "crossEntropy, huge": (z) => engine.crossEntropy(z, [0, 1]),
  "bceWithLogits, huge": (z) => engine.bceWithLogits(z, tensor([1, 1, 0, 0])),
  nll: (z) => engine.nll(z, [1, 0]),
  hinge: (s) => engine.hinge(s, tensor([1, -1, -1, 1])),
};
for (const reduction of ["mean", "sum", "none"] as const) {
  const targets = tensor([
    [1, 0, 0.3],
    [0, 1, 1],
  ]);
  losses[`crossEntropy, classes, ${reduction}`] = (z) => engine.crossEntropy(z, [2, 0, 0], { reduction });
  losses[`crossEntropy, probabilities, ${reduction}`] = (z, y) => engine.crossEntropy(z, y, { reduction });
  losses[`bceWithLogits, ${reduction}`] = (z) => engine.bceWithLogits(z, targets, { reduction });
  losses[`mse, ${reduction}`] = (a, b) => engine.mse(a, b, { reduction });
}

describeGolden("operations", operations);
describeGolden("losses", losses);

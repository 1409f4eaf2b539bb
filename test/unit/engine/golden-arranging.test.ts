import { concat, einsum, type Sorted, type Tensor } from "#engine/index.ts";
import { type Builds, describeGolden } from "./golden.ts";

/** Values and places in one row, as the golden file has them. */
function row({ values, indices }: Sorted): Tensor {
  return concat([values.flatten(), indices.flatten()]);
}

/** The first part as it is, the second twice, and so on, so that their gradients differ. */
function counted(parts: Tensor[]): Tensor[] {
  return parts.map((part, i) => part.mul(i + 1));
}

const arranging: Record<string, Builds[string]> = {
  sin: (x) => x.sin(),
  cos: (x) => x.cos(),
  rsqrt: (x) => x.rsqrt(),
  reciprocal: (x) => x.reciprocal(),
  "clamp, bounds and NaN": (x) => x.clamp(0, 2),
  "clamp, below only": (x) => x.clamp(-0.5),
  "clamp, above only": (x) => x.clamp(undefined, 0.5),
  "clamp, bounds the wrong way round": (x) => x.clamp(2, 0),
  "norm, all": (x) => x.norm(),
  "norm, rows, one of them 0": (x) => x.norm(1),
  "norm, 1": (x) => x.norm(1, { p: 1, keepDims: true }),
  "norm, infinite, with ties": (x) => x.norm(1, { p: Infinity }),
  "std, unbiased": (x) => x.std(1),
  "std, population, equal entries": (x) => x.std(1, { correction: 0 }),
  "std, of one entry": (x) => x.std(1, { correction: 0 }),
  "cumsum, last axis": (x) => x.cumsum(-1),
  "cumsum, first axis": (x) => x.cumsum(0),
  "cumsum, special values": (x) => x.cumsum(0),
  sort: (x) => row(x.sort()),
  "sort, descending, first axis": (x) => row(x.sort(0, { descending: true })),
  "sort, ties and special values": (x) => row(x.sort()),
  "sort, descending, ties and special values": (x) => row(x.sort(-1, { descending: true })),
  topk: (x) => row(x.topk(2)),
  "topk, smallest, first axis": (x) => row(x.topk(3, 0, { largest: false })),
  "flip, two axes": (x) => x.flip([0, 2]).mul(2),
  tril: (x) => x.tril().mul(2),
  "tril, diagonal 1": (x) => x.tril(1).mul(2),
  "triu, diagonal -1": (x) => x.triu(-1).mul(2),
  "split, by size": (x) => concat(counted(x.split(3, 1)), 1),
  "split, by sizes": (x) => concat(counted(x.split([4, 1, 2]))),
  chunk: (x) => concat(counted(x.chunk(3))),
  unbind: (x) => counted(x.unbind(1)).reduce((a, b) => a.add(b)),
  "flatten, from the second axis": (x) => x.flatten(1).mul(2),
  "flatten, two axes in the middle": (x) => x.flatten(1, 2).mul(2),
  "squeeze, all": (x) => x.squeeze().mul(2),
  argmin: (x) => x.argmin(1),
  "variance, of one entry": (x) => x.variance(1),
  "special values, sin": (x) => x.sin(),
  "special values, cos": (x) => x.cos(),
  "special values, rsqrt": (x) => x.rsqrt(),
  "special values, reciprocal": (x) => x.reciprocal(),
};

for (const name of ["softmax", "logSoftmax", "logSumExp"] as const) {
  arranging[`${name}, rows of extremes`] = (x) => x[name](1);
  arranging[`${name}, an axis of one entry`] = (x) => x[name](1);
}
for (const equation of [
  "ij,jk->ik",
  "bij,bjk->bik",
  "i,j->ij",
  "i,i->",
  "ij->ji",
  "ij->",
  "bhqd,bhkd->bhqk",
  "ij,ik",
  "bn,anm,bm->ba",
  "ijk,k->j",
  "abc,cba->b",
]) {
  arranging[`einsum ${equation}`] = (...operands) => einsum(equation, ...operands);
}

describeGolden("arranging", arranging);

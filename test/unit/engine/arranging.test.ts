import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, concat, einsum, IndexError, ShapeError, tensor, tril, zeros } from "#engine/index.ts";
import { draws } from "./random-windows.ts";

const anyRow = fc.array(fc.constantFrom(-2, -0.5, 0, 0.5, 3, Infinity, -Infinity), { minLength: 0, maxLength: 8 });

describe("order", () => {
  test("sorting keeps the entries, orders them, and says where they were", () => {
    fc.assert(
      fc.property(anyRow, fc.boolean(), (row, descending) => {
        const { values, indices } = tensor(row).sort(0, { descending });
        const ordered = row.toSorted((a, b) => (a === b ? 0 : (a < b ? -1 : 1) * (descending ? -1 : 1)));
        expect([...values.valuesSync()]).toEqual(ordered);
        expect([...indices.valuesSync()].map((at) => row[at])).toEqual(ordered);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  test("equal entries stay as they stood, in both directions", () => {
    const x = tensor([1, 0, 1, 0]);
    expect(x.argsort().arraySync()).toEqual([1, 3, 0, 2]);
    expect(x.argsort(0, { descending: true }).arraySync()).toEqual([0, 2, 1, 3]);
  });

  test("topk of everything is the sort, of nothing is empty", () => {
    const x = draws([2, 5], 1);
    expect(x.topk(5).values.arraySync()).toEqual(x.sort(-1, { descending: true }).values.arraySync());
    expect(x.topk(0).values.shape).toEqual([2, 0]);
    expect(() => x.topk(6)).toThrow("topk along axis 1 of (2,5) cannot give 6 entries");
    expect(() => x.topk(1.5)).toThrow(ArgumentError);
  });

  test("places have no gradient, values have", () => {
    const x = tensor([3, 1, 2], { requiresGrad: true });
    const { values, indices } = x.topk(2);
    expect(indices.requiresGrad).toBe(false);
    values
      .mul(tensor([10, 20]))
      .sum()
      .backward();
    expect(x.grad?.arraySync()).toEqual([10, 0, 20]);
  });

  test("axes without entries stay as they are", () => {
    expect(zeros([2, 0]).sort().values.shape).toEqual([2, 0]);
    expect(zeros([0, 2]).cumsum(0).shape).toEqual([0, 2]);
    expect(zeros([0]).flip(0).shape).toEqual([0]);
  });
});

describe("running sums", () => {
  test("from the start and from the end", () => {
    const x = tensor([[1, 2, 3]]);
    expect(x.cumsum(1).arraySync()).toEqual([[1, 3, 6]]);
    expect(x.cumsum(1, { reverse: true }).arraySync()).toEqual([[6, 5, 3]]);
    expect(x.cumsum(0).arraySync()).toEqual([[1, 2, 3]]);
  });

  test("NaN reaches what comes after it", () => {
    expect(tensor([1, NaN, 2]).cumsum(0).arraySync()).toEqual([1, NaN, NaN]);
    expect(tensor([1, NaN, 2]).cumsum(0, { reverse: true }).arraySync()).toEqual([NaN, NaN, 2]);
  });
});

describe("parts", () => {
  test("put together again they are the whole", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5 }), (length, size) => {
        const x = draws([length, 2], length);
        expect(concat(x.split(size)).arraySync()).toEqual(x.arraySync());
        expect(concat(x.chunk(size)).arraySync()).toEqual(x.arraySync());
        expect(x.unbind(0).map((row) => row.arraySync())).toEqual(x.arraySync());
        expect(x.flip(0).flip(0).arraySync()).toEqual(x.arraySync());
      }),
      { numRuns: 60, seed: 8 },
    );
  });

  test("chunks are as PyTorch cuts them: perhaps fewer, the last one shorter", () => {
    const sizes = (length: number, count: number) =>
      zeros([length])
        .chunk(count)
        .map((part) => part.size);
    expect(sizes(7, 3)).toEqual([3, 3, 1]);
    expect(sizes(4, 3)).toEqual([2, 2]);
    expect(sizes(0, 3)).toEqual([0, 0, 0]);
    expect(
      zeros([0])
        .split(2)
        .map((part) => part.size),
    ).toEqual([0]);
    expect(zeros([0, 2]).unbind(0)).toEqual([]);
  });

  test("sizes that do not add up are errors", () => {
    expect(() => zeros([5]).split([2, 2])).toThrow("split of axis 0 of (5) into parts of 2,2");
    expect(() => zeros([5]).split(0)).toThrow(ArgumentError);
    expect(() => zeros([5]).chunk(0)).toThrow("chunk needs 1 or more parts, got 0");
  });
});

describe("shapes and triangles", () => {
  test("squeeze without an axis drops every axis of size 1", () => {
    expect(zeros([1, 3, 1]).squeeze().shape).toEqual([3]);
    expect(zeros([1, 1]).squeeze().shape).toEqual([]);
    expect(() => zeros([2]).squeeze(0)).toThrow(ShapeError);
  });

  test("flatten of some axes", () => {
    expect(zeros([2, 3, 4]).flatten(1).shape).toEqual([2, 12]);
    expect(zeros([2, 3, 4]).flatten(0, 1).shape).toEqual([6, 4]);
    expect(zeros([]).flatten().shape).toEqual([1]);
    expect(() => zeros([2, 3]).flatten(1, 0)).toThrow(IndexError);
  });

  test("triangles are cut, not multiplied: ∞ leaves no NaN behind", () => {
    const x = tensor([
      [Infinity, Infinity],
      [1, NaN],
    ]);
    expect(x.tril().arraySync()).toEqual([
      [Infinity, 0],
      [1, NaN],
    ]);
    expect(x.triu(1).arraySync()).toEqual([
      [0, Infinity],
      [0, 0],
    ]);
    expect(() => tril(zeros([3]))).toThrow("tril needs matrices (…,m,n), got (3)");
  });
});

describe("clamp, norm and std", () => {
  test("bounds belong to the inside, where the gradient passes", () => {
    const x = tensor([-1, 0, 1, 2, 3], { requiresGrad: true });
    x.clamp(0, 2).sum().backward();
    expect(x.grad?.arraySync()).toEqual([0, 1, 1, 1, 0]);
  });

  test("an infinite gradient does not leak through a clamped entry", () => {
    const x = tensor([5], { requiresGrad: true });
    x.clamp(0, 1).backward(tensor([Infinity]));
    expect(x.grad?.arraySync()).toEqual([0]);
  });

  test("the three norms of (3, −4), and of nothing", () => {
    const x = tensor([3, -4]);
    expect([x.norm(), x.norm(0, { p: 1 }), x.norm(0, { p: Infinity })].map((n) => n.itemSync())).toEqual([5, 7, 4]);
    expect(zeros([0]).norm().itemSync()).toBe(0);
    expect(() => x.norm(0, { p: 3 })).toThrow("norm needs a p of 1, 2 or Infinity, got 3");
  });

  test("std and variance of too few entries are NaN", () => {
    expect(tensor([4]).std().itemSync()).toBe(NaN);
    expect(zeros([0]).variance().itemSync()).toBe(NaN);
    expect(tensor([4]).std(0, { correction: 0 }).itemSync()).toBe(0);
  });
});

describe("einsum", () => {
  test("agrees with matmul, sums, outer products and transposes over random shapes", () => {
    const size = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(size, size, size, size, (b, i, j, k) => {
        const x = draws([b, i, j], 1);
        const y = draws([b, j, k], 2);
        expect(einsum("bij,bjk->bik", x, y).arraySync()).toEqual(x.matmul(y).arraySync());
        expect(einsum("bij->jib", x).arraySync()).toEqual(x.permute([2, 1, 0]).arraySync());
        expect(einsum("bij->i", x).arraySync()).toEqual(x.sum([0, 2]).arraySync());
      }),
      { numRuns: 40, seed: 9 },
    );
  });

  test("what is no equation for its operands is an error", () => {
    const x = zeros([2, 3]);
    expect(() => einsum("ij,jk", x)).toThrow("needs 2 operand(s), got 1");
    expect(() => einsum("ij,ij->ij", x, zeros([2, 4]))).toThrow("einsum ij,ij->ij does not fit (2,3), (2,4)");
    expect(() => einsum("ijk->i", x)).toThrow("does not fit (2,3)");
    expect(() => einsum("ii->i", zeros([2, 2]))).toThrow("a letter once in each operand");
    expect(() => einsum("ij->k", x)).toThrow("no operand has the letter k");
    expect(() => einsum("...i->i", x)).toThrow(ArgumentError);
  });
});

import { describe, expect, test } from "vitest";
import {
  arange,
  type Backend,
  BackendError,
  concat,
  eye,
  fromValues,
  full,
  IndexError,
  matmul,
  ones,
  oneHot,
  referenceBackend,
  ShapeError,
  stack,
  tensor,
  where,
  zeros,
} from "#engine/index.ts";

const matrix = () =>
  tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);

describe("making tensors", () => {
  test("nested arrays give shape, strides, size and rank", () => {
    const x = tensor([
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ]);
    expect([x.shape, x.strides, x.size, x.rank]).toEqual([[1, 3, 2], [6, 2, 1], 6, 3]);
    expect(tensor(7)).toMatchObject({ shape: [], size: 1, rank: 0 });
    expect(tensor([])).toMatchObject({ shape: [0], size: 0 });
    expect(tensor([[], []])).toMatchObject({ shape: [2, 0], size: 0 });
    expect(tensor(new Float32Array([0.5, 2])).arraySync()).toEqual([0.5, 2]);
  });

  test("ragged arrays are an error that names the place", () => {
    expect(() => tensor([[1, 2], [3]])).toThrow("entry [1] should have 2 entries, got 1");
    expect(() => tensor([[1, 2], 3])).toThrow("entry [1] should have 2 entries, got 3");
    expect(() => tensor([1, [2]])).toThrow("entry [1] should be a number, got [2]");
  });

  test("the usual makers", () => {
    expect(zeros([2]).arraySync()).toEqual([0, 0]);
    expect(ones([1, 2]).arraySync()).toEqual([[1, 1]]);
    expect(full([2], 5).arraySync()).toEqual([5, 5]);
    expect(eye(2).arraySync()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(arange(3).arraySync()).toEqual([0, 1, 2]);
    expect(arange(1, 2, 0.25).arraySync()).toEqual([1, 1.25, 1.5, 1.75]);
    expect(arange(3, 0, -2).arraySync()).toEqual([3, 1]);
    expect(arange(3, 1).arraySync()).toEqual([]);
    expect(oneHot([2, 0], 3).arraySync()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ]);
  });

  test("a shape that does not fit its values is an error", () => {
    expect(() => fromValues([1, 2, 3], [2, 2])).toThrow("shape (2,2) needs 4 entries, got 3");
    expect(() => zeros([-1])).toThrow(ShapeError);
  });

  test("the caller's array is copied", () => {
    const values = new Float64Array([1, 2]);
    const x = fromValues(values, [2]);
    values[0] = 9;
    x.valuesSync()[1] = 9;
    expect(x.arraySync()).toEqual([1, 2]);
  });
});

describe("reading", () => {
  test("is asynchronous, and at once on the reference backend", async () => {
    expect(await matrix().array()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(await tensor([[8]]).item()).toBe(8);
    expect(Array.from(await matrix().transpose().values())).toEqual([1, 4, 2, 5, 3, 6]);
    expect(tensor([[8]]).itemSync()).toBe(8);
  });

  test("item needs exactly one entry", async () => {
    expect(() => matrix().itemSync()).toThrow("item needs exactly one entry, got 6 of shape (2,3)");
    await expect(tensor([]).item()).rejects.toThrow(ShapeError);
  });

  test("a backend that reads asynchronously only says so", async () => {
    const remote: Backend<Float64Array> = { ...referenceBackend, name: "remote", readSync: undefined };
    const x = tensor([1, 2], { backend: remote });
    expect(() => x.arraySync()).toThrow(BackendError);
    expect(await x.mul(2).array()).toEqual([2, 4]);
    expect(() => x.add(tensor([1, 2]))).toThrow("add got tensors on two backends, remote and reference");
  });

  test("a tensor prints with label, shape and values", () => {
    expect(String(tensor([1, Infinity]).named("W1"))).toBe('W1 (2) [1,"Infinity"]');
  });
});

describe("views", () => {
  test("transpose, permute, slice, broadcast and reshape share the storage", () => {
    const x = matrix();
    const views = [
      x.transpose(),
      x.slice(1, 1),
      x.broadcastTo([4, 2, 3]),
      x.reshape([3, 2]),
      x.unsqueeze(0),
      x.detach(),
    ];
    for (const view of views) expect(view.storage).toBe(x.storage);
  });

  test("reshape of a transposed tensor copies, in the order that is seen", () => {
    const x = matrix();
    const flat = x.transpose().reshape([6]);
    expect(flat.storage).not.toBe(x.storage);
    expect(flat.arraySync()).toEqual([1, 4, 2, 5, 3, 6]);
  });

  test("views of views read the right entries", () => {
    const x = arange(24).reshape([2, 3, 4]);
    expect(x.permute([2, 0, 1]).shape).toEqual([4, 2, 3]);
    expect(x.permute([2, 0, 1]).slice(0, 1, 4, 2).select(1, 1).arraySync()).toEqual([
      [13, 17, 21],
      [15, 19, 23],
    ]);
    expect(x.slice(-1, -1).squeeze(-1).arraySync()).toEqual([
      [3, 7, 11],
      [15, 19, 23],
    ]);
    expect(x.transpose(0, 2).select(0, 3).arraySync()).toEqual([
      [3, 15],
      [7, 19],
      [11, 23],
    ]);
  });

  test("slices are cut at the bounds, as in Python", () => {
    const x = arange(5);
    expect(x.slice(0, -2).arraySync()).toEqual([3, 4]);
    expect(x.slice(0, 1, 99).arraySync()).toEqual([1, 2, 3, 4]);
    expect(x.slice(0, 3, 1).arraySync()).toEqual([]);
    expect(x.slice(0, 0, 5, 2).arraySync()).toEqual([0, 2, 4]);
  });
});

describe("shapes that do not fit are errors with the values", () => {
  test.each([
    ["matmul needs equal inner sizes, got (32,784)·(128,10)", () => zeros([32, 784]).matmul(zeros([128, 10]))],
    ["matmul needs vectors or matrices, got ()·(2)", () => matmul(tensor(1), zeros([2]))],
    ["matmul cannot broadcast (2) with (3)", () => zeros([2, 1, 1]).matmul(zeros([3, 1, 1]))],
    ["add cannot broadcast (2,3) with (2)", () => matrix().add(zeros([2]))],
    ["where cannot broadcast (2) with (3)", () => where(zeros([2]), zeros([3]), 1)],
    ["cannot reshape (2,3) of 6 entries to (4,-1)", () => matrix().reshape([4, -1])],
    ["cannot reshape (2,3) of 6 entries to (-1,-1)", () => matrix().reshape([-1, -1])],
    ["cannot broadcast (2,3) to (2,4)", () => matrix().broadcastTo([2, 4])],
    ["squeeze needs size 1 on axis 0, got (2,3)", () => matrix().squeeze(0)],
    ["concat along axis 0 cannot join (2,3) and (2,2)", () => concat([matrix(), zeros([2, 2])])],
    ["stack needs equal shapes, got (2) and (3)", () => stack([zeros([2]), zeros([3])])],
    ["max over axes (0) of (0,2), which have no entries", () => zeros([0, 2]).max(0)],
    ["softmax over the empty axis 1 of (2,0)", () => zeros([2, 0]).softmax()],
    ["gather along axis 1 of (2,3) cannot use an index of (3,1)", () => matrix().gather(1, zeros([3, 1]))],
  ])("%s", (message, run) => {
    expect(run).toThrow(ShapeError);
    expect(run).toThrow(message);
  });

  test.each([
    ["sum got axis 2 for a tensor of rank 2", () => matrix().sum(2)],
    ["mean names an axis twice: (1,-1)", () => matrix().mean([1, -1])],
    ["permute needs each axis of (2,3) once, got (0,0)", () => matrix().permute([0, 0])],
    ["index 3 is outside axis 1 of size 3", () => matrix().gather(1, tensor([[3], [0]]))],
    ["index -3 is outside axis 0 of size 2", () => matrix().select(0, -3)],
  ])("%s", (message, run) => {
    expect(run).toThrow(IndexError);
    expect(run).toThrow(message);
  });
});

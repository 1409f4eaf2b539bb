import { describe, expect, test } from "vitest";
import { AutogradError, add, grad, mul, noGrad, optim, ShapeError, tensor, zeros } from "#engine/index.ts";

describe("backward", () => {
  test("a value used twice gets the sum of both gradients", () => {
    const x = tensor(3, { requiresGrad: true });
    x.mul(x).add(x).backward();
    expect(x.grad?.itemSync()).toBe(7);
  });

  test("gradients of two passes accumulate until they are forgotten", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    x.mul(3).sum().backward();
    x.mul(4).sum().backward();
    expect(x.grad?.arraySync()).toEqual([7, 7]);
    optim.sgd([x]).zeroGrad();
    x.mul(4).sum().backward();
    expect(x.grad?.arraySync()).toEqual([4, 4]);
  });

  test("a diamond passes each node's gradient once, when it is complete", () => {
    const x = tensor(2, { requiresGrad: true });
    const y = x.mul(x);
    const left = y.mul(3);
    const right = y.mul(y);
    left.mul(right).backward();
    // 3y·y² = 3x⁶, derivative 18x⁵
    expect(x.grad?.itemSync()).toBe(576);
  });

  test("an upstream gradient weighs the entries of the output", () => {
    const x = tensor([1, 2, 3], { requiresGrad: true });
    x.mul(x).backward(tensor([1, 0, -1]));
    expect(x.grad?.arraySync()).toEqual([2, 0, -6]);
  });

  test("a second pass through the same graph is an error, unless the first retained it", () => {
    const x = tensor(2, { requiresGrad: true });
    const y = x.mul(x);
    y.backward(undefined, { retainGraph: true });
    y.backward();
    expect(x.grad?.itemSync()).toBe(8);
    expect(() => y.backward()).toThrow("backward went through mul a second time: pass { retainGraph: true }");
  });

  test("an output of several entries needs an upstream gradient, of its own shape", () => {
    const y = tensor([1, 2], { requiresGrad: true }).mul(2);
    expect(() => y.backward()).toThrow("backward from shape (2) needs an upstream gradient");
    expect(() => y.backward(tensor([1]))).toThrow(ShapeError);
  });

  test("an output that depends on nothing with a gradient is an error", () => {
    expect(() => tensor(1).mul(2).backward()).toThrow(AutogradError);
  });

  test("a leaf can be its own output", () => {
    const x = tensor(5, { requiresGrad: true });
    x.backward();
    expect(x.grad?.itemSync()).toBe(1);
  });

  test("interior results keep a gradient only on request", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const kept = x.mul(2).retainGrad();
    const passed = kept.mul(3);
    passed.sum().backward();
    expect(kept.grad?.arraySync()).toEqual([3, 3]);
    expect(passed.grad).toBeNull();
  });

  test("10,000 operations in a row do not overflow the stack", () => {
    const x = tensor(1, { requiresGrad: true });
    let y = x;
    for (let i = 0; i < 10_000; i++) y = y.add(1);
    y.backward();
    expect(x.grad?.itemSync()).toBe(1);
  });
});

describe("what carries no gradient", () => {
  test("results under noGrad need none, and recording resumes after a throw", () => {
    const x = tensor(1, { requiresGrad: true });
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(() =>
      noGrad(() => {
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect(x.mul(2).requiresGrad).toBe(true);
  });

  test("detach cuts the graph", () => {
    const x = tensor(3, { requiresGrad: true });
    x.mul(x.detach()).backward();
    expect(x.grad?.itemSync()).toBe(3);
  });

  test("comparisons and argmax have none", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    expect(x.greater(1).requiresGrad).toBe(false);
    expect(x.argmax().requiresGrad).toBe(false);
  });
});

describe("grad", () => {
  test("gives gradients without touching grad, null where there is no path", () => {
    const x = tensor(2, { requiresGrad: true });
    const other = tensor(1, { requiresGrad: true });
    const [dx, none] = grad(x.pow(3), [x, other]);
    expect(dx?.itemSync()).toBe(12);
    expect(none).toBeNull();
    expect(x.grad).toBeNull();
  });

  test("reaches interior values too", () => {
    const x = tensor(2, { requiresGrad: true });
    const y = x.mul(5);
    const [dy] = grad(y.mul(y), [y]);
    expect(dy?.itemSync()).toBe(20);
  });

  test("of a gradient is the second derivative", () => {
    const x = tensor(2, { requiresGrad: true });
    const [first] = grad(x.pow(3), [x], { createGraph: true });
    const [second] = grad(first ?? zeros([]), [x]);
    expect([first?.itemSync(), second?.itemSync()]).toEqual([12, 12]);
  });
});

describe("assign", () => {
  test("gives a leaf new values, which views taken before do not see", () => {
    const x = zeros([2, 2], { requiresGrad: true });
    const view = x.transpose().detach();
    x.assign(
      tensor([
        [1, 2],
        [3, 4],
      ]).transpose(),
    );
    expect(x.arraySync()).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(view.arraySync()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("backward through a value that was assigned since is an error", () => {
    const w = tensor([1, 2], { requiresGrad: true }).named("W1");
    const loss = w.mul(w).sum();
    w.assign(tensor([5, 5]));
    expect(() => loss.backward()).toThrow("W1 (2) was assigned new values after mul used it");
  });

  test("results, views and other shapes are refused", () => {
    const x = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { requiresGrad: true },
    );
    expect(() => x.mul(2).assign(x)).toThrow("assign needs a leaf, got the output of mul");
    expect(() =>
      x
        .detach()
        .transpose()
        .assign(zeros([3, 2])),
    ).toThrow("got a view (3,2)");
    expect(() => x.assign(zeros([3, 2]))).toThrow("assign needs shape (2,3), got (3,2)");
  });
});

test("functions and methods are the same operations", () => {
  const a = tensor([1, 2]);
  expect(add(a, 1).arraySync()).toEqual(a.add(1).arraySync());
  expect(mul(2, a).arraySync()).toEqual([2, 4]);
});

import { describe, expect, test } from "vitest";
import {
  createWasmBackend,
  fromValues,
  gelu,
  grad,
  linear,
  referenceBackend,
  relu,
  Rng,
  sigmoid,
  silu,
  softplus,
  tanh,
  type Tensor,
} from "#engine/index.ts";

const activations: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  relu,
  sigmoid,
  tanh,
  gelu: (x) => gelu(x),
  "gelu by tanh": (x) => gelu(x, { approximate: "tanh" }),
  silu,
  softplus,
};

describe("on the WASM backend", () => {
  test.each(Object.entries(activations))("%s and both its derivatives are the reference's", async (_, activation) => {
    const values = Float64Array.from({ length: 37 }, (_, i) => (i - 18) / 4);
    const [wanted, got] = [referenceBackend, await createWasmBackend()].map((backend) => {
      const x = fromValues(values, [37], { backend, requiresGrad: true });
      const y = activation(x);
      const [plain] = grad(y.sum(), [x], { retainGraph: true });
      const [first] = grad(y.sum(), [x], { createGraph: true });
      const [second] = (first as Tensor).requiresGrad ? grad((first as Tensor).sum(), [x]) : [null];
      return [y, plain, first, second].map((tensor) => Array.from(tensor?.valuesSync() ?? []));
    });
    got.forEach((numbers, i) => {
      expect(numbers.length).toBe(wanted[i].length);
      numbers.forEach((number, j) => expect(Math.abs(number - wanted[i][j])).toBeLessThan(2e-5));
    });
    // In one pass or operation by operation: the same.
    expect(got[1]).toEqual(got[2]);
  });

  test("the gradient of a linear layer's weight lies as the weight does", async () => {
    const backend = await createWasmBackend();
    const rng = new Rng(2);
    const draw = (shape: number[]) =>
      fromValues(
        Float64Array.from({ length: shape[0] * shape[1] }, () => rng.normal()),
        shape,
        { backend, requiresGrad: true },
      );
    const [x, weight] = [draw([5, 7]), draw([3, 7])];
    linear(x, weight).sum().backward();
    const { shape, strides } = weight.grad as Tensor;
    expect([shape, strides]).toEqual([
      [3, 7],
      [7, 1],
    ]);
    const columns = Array.from({ length: 7 }, (_, j) =>
      [0, 1, 2, 3, 4].reduce((sum, i) => sum + x.valuesSync()[7 * i + j], 0),
    );
    const got = (weight.grad as Tensor).valuesSync();
    got.forEach((value, i) => expect(Math.abs(value - columns[i % 7])).toBeLessThan(1e-5));
  });
});

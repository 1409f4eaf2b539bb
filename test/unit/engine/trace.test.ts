import { describe, expect, test } from "vitest";
import { linear, mse, nn, optim, Rng, tensor, trace } from "#engine/index.ts";

describe("a trace", () => {
  test("shows every operation in order with names, values and gradients", () => {
    const w = tensor(3, { requiresGrad: true }).named("w");
    const x = tensor(2).named("x");
    const { result, steps, leaves } = trace(() => {
      const z = x.mul(w).named("z");
      return z.mul(z);
    });
    expect(result.itemSync()).toBe(36);
    expect(steps).toEqual([
      {
        operation: "mul",
        attributes: {},
        inputs: [
          { name: "x", shape: [], values: 2 },
          { name: "w", shape: [], values: 3 },
        ],
        output: { name: "z", shape: [], values: 6 },
        gradients: { output: 12, inputs: [null, 24] },
      },
      {
        operation: "mul",
        attributes: {},
        inputs: [
          { name: "z", shape: [], values: 6 },
          { name: "z", shape: [], values: 6 },
        ],
        output: { name: "v1", shape: [], values: 36 },
        gradients: { output: 1, inputs: [6, 6] },
      },
    ]);
    expect(leaves).toEqual([
      { name: "x", shape: [], values: 2, gradient: null },
      { name: "w", shape: [], values: 3, gradient: 24 },
    ]);
  });

  test("shows composed functions as their operations, and not what a rule does inside", () => {
    const w = tensor([[1, 2]], { requiresGrad: true });
    const { steps } = trace(() => mse(linear(tensor([[3, 4]]), w).sigmoid(), tensor([[1]])));
    expect(steps.map((step) => step.operation)).toEqual(["permute", "matmul", "sigmoid", "sub", "pow", "mean"]);
    expect(steps[5].attributes).toEqual({ axes: [0, 1], keepDims: false });
  });

  test("names a constant by its value and unnamed tensors by number, passing over names in use", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const { steps } = trace(() => x.mul(0.5).named("v1").add(x).sum());
    expect(steps.map((step) => [...step.inputs.map((input) => input.name), step.output.name])).toEqual([
      ["x1", "0.5", "v1"],
      ["v1", "x1", "v2"],
      ["v2", "v3"],
    ]);
  });

  test("of a run that calls backward itself has the gradients of that pass", () => {
    const x = tensor([1, -1], { requiresGrad: true });
    const { steps, leaves } = trace(() => x.relu().backward(tensor([5, 7])));
    expect(steps[0].gradients).toEqual({ output: [5, 7], inputs: [[5, 0]] });
    expect(leaves[0].gradient).toEqual([5, 0]);
  });

  test("without gradients has none, and does not touch later operations", () => {
    const { steps } = trace(() => tensor([1]).exp());
    expect(steps).toHaveLength(1);
    expect(steps[0].gradients).toBeNull();
    tensor([1]).exp();
    expect(steps).toHaveLength(1);
  });

  test("of an optimizer's step shows its arithmetic, with the values from before it", () => {
    const w = tensor([1], { requiresGrad: true }).named("w");
    w.grad = tensor([4]);
    const { steps } = trace(() => optim.sgd([w], { lr: 0.5 }).step());
    expect(steps.map((step) => [step.operation, step.output.values])).toEqual([
      ["mul", [2]],
      ["sub", [-1]],
    ]);
    expect(steps[1].inputs[0].values).toEqual([1]);
    expect(w.arraySync()).toEqual([-1]);
  });

  test("is plain data", () => {
    const rng = new Rng(1);
    const net = new nn.Sequential(new nn.Linear(2, 3, { rng }), new nn.ReLU()).labelParameters();
    const { steps, leaves } = trace(() => net.forward(tensor([[1, 2]])).sum());
    expect(JSON.parse(JSON.stringify({ steps, leaves }))).toEqual({ steps, leaves });
    expect(leaves.map((leaf) => leaf.name)).toEqual(["0.weight", "x1", "0.bias"]);
  });
});

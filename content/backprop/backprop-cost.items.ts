import { tensor } from "#engine/index.ts";
import { program } from "#lib/item/program.ts";

export const multiplyAdds = program({
  id: "multiply-adds",
  concept: "backprop-cost",
  version: 1,
  title: "multiply-adds of a training step",
  draw: (dice) => {
    const inputs = dice.choose([10, 20, 30, 50, 100]);
    const hidden = dice.choose([8, 16, 20, 40].filter((n) => n !== inputs));
    return { inputs, hidden, outputs: dice.choose([2, 3, 4, 5]), batch: dice.choose([4, 10, 16, 32]) };
  },
  prompt: (p) =>
    `A network has two dense layers, ${p.inputs} → ${p.hidden} → ${p.outputs}, and is trained on a batch of ${p.batch}. Count the multiply-adds of the matrix products in the forward and the backward pass together. Biases, activations, loss and update are left out, and no gradient by the data is computed. How many are they?`,
  givens: {
    inputs: { symbol: String.raw`\text{inputs}`, whole: true, most: 10_000 },
    hidden: { symbol: String.raw`\text{hidden units}`, whole: true, most: 10_000 },
    outputs: { symbol: String.raw`\text{outputs}`, whole: true, most: 10_000 },
    batch: { symbol: String.raw`\text{batch}`, whole: true, most: 10_000 },
  },
})
  .step(
    "first",
    (s) => String.raw`\text{one product of layer 1: } ${s.batch}\cdot ${s.inputs}\cdot ${s.hidden}`,
    (s) => s.batch * s.inputs * s.hidden,
  )
  .step(
    "second",
    (s) => String.raw`\text{one product of layer 2: } ${s.batch}\cdot ${s.hidden}\cdot ${s.outputs}`,
    (s) => s.batch * s.hidden * s.outputs,
  )
  .step("forward", String.raw`\text{forward: one product per layer}`, (s) => s.first + s.second)
  .step("weights", String.raw`\text{weight gradients: one product per layer}`, (s) => s.first + s.second)
  .step("passedOn", String.raw`\text{input gradients: layer 2 only}`, (s) => s.second)
  .step(
    "all",
    String.raw`\text{forward} + \text{weight gradients} + \text{input gradients}`,
    (s) => s.forward + s.weights + s.passedOn,
  )
  .asksNumber({
    step: "all",
    label: String.raw`\text{multiply-adds}`,
    whole: true,
    engine: (p) => {
      // Rows, inner size and columns of every product: two forward, two for weights, one handed back.
      const rows = tensor([p.batch, p.batch, p.inputs, p.hidden, p.batch]);
      const inner = tensor([p.inputs, p.hidden, p.batch, p.batch, p.outputs]);
      const columns = tensor([p.hidden, p.outputs, p.hidden, p.outputs, p.hidden]);
      return rows.mul(inner).mul(columns).sum();
    },
    malRules: {
      "backward-costs-one-forward": {
        steps: { passedOn: () => 0 },
        notes: { passedOn: "left out" },
        says: (s) =>
          `You counted the backward pass as expensive as the forward pass. The second layer also hands a gradient to the first, a further product of ${s.second} multiply-adds.`,
      },
      "input-gradient-of-the-data": {
        steps: { passedOn: (s) => s.first + s.second },
        notes: { passedOn: "for both layers" },
        says: (s) =>
          `You took three times the forward pass. Nothing stands before the first layer, so its input gradient, ${s.first} multiply-adds, isn't computed.`,
      },
      "backward-pass-alone": {
        steps: { forward: () => 0 },
        notes: { forward: "left out" },
        says: (s) => `That is the backward pass alone; the forward pass adds ${s.forward}.`,
      },
      "forward-pass-alone": {
        steps: { weights: () => 0, passedOn: () => 0 },
        notes: { weights: "left out", passedOn: "left out" },
        says: (s) =>
          `That is the forward pass alone. The backward pass adds the weight gradients, ${s.weights}, and the input gradient of layer 2, ${s.passedOn}.`,
      },
      "batch-not-counted": {
        steps: { first: (s) => s.inputs * s.hidden, second: (s) => s.hidden * s.outputs },
        notes: { first: "for one example", second: "for one example" },
        says: (s) => `You counted one example. Every product has a factor of ${s.batch}, the batch.`,
      },
    },
    explain: (s) =>
      `Three products per layer, except that the first layer needs no input gradient: $3 \\cdot ${s.forward} - ${s.first}$.`,
  });

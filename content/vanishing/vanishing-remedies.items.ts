import { add, grad, mul, sigmoid, type Tensor, tensor } from "#engine/index.ts";
import { texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const shown = (x: number) => `$${texNumber(x, 4)}$`;

export const lstmCellPath = program({
  id: "lstm-cell-path",
  concept: "vanishing-remedies",
  version: 1,
  title: "what a forget gate leaves after many steps",
  draw: (dice) => {
    const z = dice.decimal(0.5, 2.5);
    const decay = Math.log1p(Math.exp(-z));
    // Enough steps to leave less than half, and not so many as to leave under a hundredth.
    return { z, steps: dice.integer(Math.ceil(0.75 / decay), Math.min(25, Math.floor(4.5 / decay))) };
  },
  prompt: (
    p,
  ) => `An LSTM cell computes $c_t = f_t\\, c_{t-1} + i_t\\, g_t$. Its forget gate has the pre-activation ${p.z} at every one of ${p.steps} time steps.

Along the direct path through the cell state (all gates held fixed), what is $\\partial c_{${p.steps}} / \\partial c_0$?`,
  givens: { steps: { symbol: "T", whole: true } },
})
  .step(
    "f",
    (s) => `f = \\sigma(${s.z})`,
    (s) => 1 / (1 + Math.exp(-s.z)),
  )
  .step(
    "gradient",
    (s) => `\\partial c_{${s.steps}}/\\partial c_0 = f^{${s.steps}}`,
    (s) => s.f ** s.steps,
  )
  .asksNumber({
    step: "gradient",
    label: String.raw`\partial c_T / \partial c_0`,
    engine: (p) => {
      const gate = sigmoid(tensor(p.z));
      const start = tensor(0.2, { requiresGrad: true });
      let cell: Tensor = start;
      for (let t = 0; t < p.steps; t++) cell = add(mul(gate, cell), 0.1);
      return grad(cell, [start])[0] as Tensor;
    },
    malRules: {
      "lstm-never-vanishes": {
        steps: { gradient: () => 1 },
        notes: { gradient: "taken as 1" },
        says: (s) =>
          `A gradient of 1 would need a forget gate that is fully open. Here $f = ${texNumber(s.f, 4)}$, and it is multiplied in ${s.steps} times.`,
      },
      "gate-derivative-on-cell-path": {
        steps: { gradient: (s) => (s.f * (1 - s.f)) ** s.steps },
        notes: { gradient: "$f(1-f)$ per step" },
        says: () =>
          String.raw`You multiplied by the *derivative* of the gate, $f(1-f)$. With $c_t = f_t c_{t-1} + \dots$ the derivative by $c_{t-1}$ is $f_t$ itself; $\sigma'$ belongs to paths through the gate's own input.`,
      },
      "one-step-too-few": {
        steps: { gradient: (s) => s.f ** (s.steps - 1) },
        notes: { gradient: "one factor too few" },
        says: (s) =>
          `You multiplied ${s.steps - 1} factors. From $c_0$ to $c_{${s.steps}}$ there are ${s.steps} steps, each with its own $f$.`,
      },
      "gate-without-sigmoid": {
        when: (s) => s.z !== 1 && s.z < 2,
        steps: { f: (s) => s.z },
        notes: { f: "the pre-activation itself" },
        says: (s) =>
          `You used ${s.z} as the gate. That is its pre-activation; the gate is $\\sigma(${s.z}) = ${texNumber(s.f, 4)}$.`,
      },
    },
    explain: (s) =>
      `With the pre-activation 0 the gate would be 0.5 and leave only ${shown(0.5 ** s.steps)}. This is why the forget gate's bias is often started at 1 or more.`,
  });

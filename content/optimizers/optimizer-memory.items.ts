import { optim, type Tensor, tensor, zeros } from "#engine/index.ts";
import { program } from "#lib/item/program.ts";

const BYTES = 4;

const optimizers: Record<string, { states: number; keeps: string; of: (w: Tensor) => AnyOptimizer }> = {
  "SGD without momentum": { states: 0, keeps: "nothing", of: (w) => optim.sgd([w]) },
  "SGD with momentum": { states: 1, keeps: "a velocity", of: (w) => optim.sgd([w], { momentum: 0.9 }) },
  AdaGrad: { states: 1, keeps: "a sum of squares", of: (w) => optim.adagrad([w]) },
  "RMSProp (without momentum, not centred)": {
    states: 1,
    keeps: "an average of squares",
    of: (w) => optim.rmsprop([w]),
  },
  Adam: { states: 2, keeps: "two moments", of: (w) => optim.adam([w]) },
  AdamW: { states: 2, keeps: "two moments", of: (w) => optim.adamw([w]) },
};

interface AnyOptimizer {
  step(): void;
  state(parameter: Tensor): object | null;
}

/** Numbers per weight that an optimizer of the engine holds after a step, counted in its memory. */
function statesCounted(of: (w: Tensor) => AnyOptimizer): number {
  const w = zeros([2, 3], { requiresGrad: true });
  const optimizer = of(w);
  w.sum().backward();
  optimizer.step();
  const kept = Object.values(optimizer.state(w) ?? {}) as unknown[];
  const sizes = kept.map((value) => (value !== null && typeof value === "object" ? (value as Tensor).size : 0));
  return sizes.reduce((sum, size) => sum + size, 0) / w.size;
}

export const trainingMemory = program({
  id: "training-memory",
  concept: "optimizer-memory",
  version: 1,
  title: "bytes to train with",
  draw: (dice) => ({
    millions: dice.integer(2, 90),
    optimizer: dice.choose(Object.keys(optimizers)),
  }),
  prompt: (p) =>
    `A network with ${p.millions} million weights is trained with ${p.optimizer}, everything in 32-bit floats. How many MB ($10^6$ bytes) do the weights, their gradients and the optimizer's state take together? Activations and the batch are not counted.`,
  labels: { numbers: String.raw`\text{numbers per weight}` },
  givens: { millions: { symbol: String.raw`\text{million weights}`, whole: true, most: 100_000 } },
})
  .step("states", String.raw`\text{states per weight}`, (s) => optimizers[s.optimizer].states)
  .step("numbers", String.raw`\text{weight} + \text{gradient} + \text{states}`, (s) => 2 + s.states)
  .step(
    "megabytes",
    String.raw`4 \text{ bytes} \cdot \text{numbers} \cdot N/10^6`,
    (s) => BYTES * s.numbers * s.millions,
  )
  .asksNumber({
    step: "megabytes",
    label: String.raw`\text{MB}`,
    whole: true,
    engine: (p) =>
      tensor(p.millions)
        .mul(BYTES)
        .mul(statesCounted(optimizers[p.optimizer].of) + 2),
    malRules: {
      "gradients-take-no-memory": {
        steps: { numbers: (s) => 1 + s.states },
        notes: { numbers: "without the gradient" },
        says: (s) =>
          `The gradients are missing: one number of 4 bytes per weight, ${BYTES * s.millions} MB, which stay until the step is taken.`,
      },
      "optimizer-has-no-state": {
        when: (s) => s.states === 2,
        steps: { states: () => 0 },
        notes: { states: "none" },
        says: (s) =>
          `You counted weights and gradients only. ${s.optimizer} also keeps ${optimizers[s.optimizer].keeps} per weight, ${2 * BYTES * s.millions} MB.`,
      },
      "every-optimizer-keeps-two": {
        when: (s) => s.states < 2,
        steps: { states: () => 2 },
        notes: { states: "Adam's two" },
        says: (s) =>
          `You counted two states per weight, as for Adam. ${s.optimizer} keeps ${optimizers[s.optimizer].keeps} there.`,
      },
      "adamw-needs-more-state": {
        when: (s) => s.optimizer === "AdamW",
        steps: { states: () => 4 },
        notes: { states: "twice Adam's" },
        says: () =>
          "You gave AdamW twice Adam's state. Decoupled decay needs only the weight itself: the state is the same two moments.",
      },
      "weights-only": {
        steps: { numbers: () => 1 },
        when: (s) => s.states > 0,
        notes: { numbers: "the weights alone" },
        says: (s) =>
          `${BYTES * s.millions} MB is what the weights take, enough to use the network. To train it, gradients and ${optimizers[s.optimizer].keeps} per weight come on top.`,
      },
    },
    explain: (s) =>
      `${s.optimizer} keeps ${optimizers[s.optimizer].keeps}${s.states > 0 ? " per weight" : ""}: with weight and gradient ${s.numbers} numbers of 4 bytes, ${BYTES * s.numbers} bytes a weight.`,
  });

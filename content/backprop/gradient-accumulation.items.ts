import { optim, tensor } from "#engine/index.ts";
import type { Dice } from "#lib/item/dice.ts";
import { showNumber, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

/** Where the loop clears the gradients, if it does. */
type Clearing = "nowhere" | "before backward" | "after step" | "between";

const clearings: readonly Clearing[] = ["nowhere", "nowhere", "nowhere", "before backward", "after step", "between"];

function loop(clearing: string): string {
  const clear = "    optimizer.zero_grad()";
  return [
    "for step in range(3):",
    "    loss = 0.5 * (w - t) ** 2",
    ...(clearing === "before backward" ? [clear] : []),
    "    loss.backward()",
    ...(clearing === "between" ? [clear] : []),
    "    optimizer.step()",
    ...(clearing === "after step" ? [clear] : []),
  ].join("\n");
}

const clears = (s: { clearing: string }) => s.clearing === "before backward" || s.clearing === "after step";

/** The gradient an update uses, from what is stored and what the backward pass has just found. */
function used(s: { clearing: string }, stored: number, fresh: number): number {
  if (s.clearing === "between") return 0;
  return clears(s) ? fresh : stored + fresh;
}

function startAndTarget(dice: Dice) {
  for (;;) {
    const p = {
      clearing: dice.choose(clearings) as string,
      w0: dice.nonzero(-2, 2, 1),
      t: dice.decimal(-2, 2, 1),
      lr: dice.choose([0.1, 0.2, 0.5]),
    };
    if (Math.abs(p.w0 - p.t) >= 1) return p;
  }
}

export const threeUpdates = program({
  id: "three-updates",
  concept: "gradient-accumulation",
  version: 1,
  title: "a loop with or without zero_grad",
  draw: startAndTarget,
  prompt: (
    p,
  ) => `In PyTorch the scalar parameter \`w\` starts at $${texNumber(p.w0)}$ with no stored gradient, \`t\` is $${texNumber(p.t)}$, and the optimizer is plain SGD (no momentum) with a learning rate of $${p.lr}$:

\`\`\`python
${loop(p.clearing)}
\`\`\`

What is \`w\` after the loop?`,
  labels: {
    g1: String.raw`\text{gradient that update 1 uses}`,
    g2: String.raw`\text{gradient that update 2 uses}`,
    g3: String.raw`\text{gradient that update 3 uses}`,
  },
})
  .step("g1", String.raw`\text{update 1 uses}`, (s) => used(s, 0, s.w0 - s.t))
  .step("w1", String.raw`w_1`, (s) => s.w0 - s.lr * s.g1)
  .step("g2", String.raw`\text{update 2 uses}`, (s) => used(s, s.g1, s.w1 - s.t))
  .step("w2", String.raw`w_2`, (s) => s.w1 - s.lr * s.g2)
  .step("g3", String.raw`\text{update 3 uses}`, (s) => used(s, s.g2, s.w2 - s.t))
  .step("w3", String.raw`w_3`, (s) => s.w2 - s.lr * s.g3)
  .asksNumber({
    step: "w3",
    label: "w_3",
    changeFrom: (s) => s.w0,
    engine: (p) => {
      const w = tensor(p.w0, { requiresGrad: true });
      const sgd = optim.sgd([w], { lr: p.lr });
      for (let step = 0; step < 3; step++) {
        const error = w.sub(p.t);
        const halfSquare = error.mul(error).mul(0.5);
        if (p.clearing === "before backward") sgd.zeroGrad();
        halfSquare.backward();
        if (p.clearing === "between") sgd.zeroGrad();
        sgd.step();
        if (p.clearing === "after step") sgd.zeroGrad();
      }
      return w.itemSync();
    },
    malRules: {
      "gradients-overwritten": {
        when: (s) => s.clearing === "nowhere",
        steps: { g2: (s) => s.w1 - s.t, g3: (s) => s.w2 - s.t },
        notes: { g2: "the new gradient alone", g3: "the new gradient alone" },
        says: (s) =>
          `You used each step's own gradient. Nothing in this loop clears the stored one and \`backward()\` adds to it, so the second update already uses $${texNumber(s.g2, 4)}$.`,
      },
      "zero-grad-place-never-matters": {
        when: (s) => s.clearing === "between",
        steps: { g1: (s) => s.w0 - s.t, g2: (s) => s.w1 - s.t, g3: (s) => s.w2 - s.t },
        notes: { g1: "it was cleared just before" },
        says: (s) =>
          `You trained as if the order were the usual one. Here the gradients are cleared between \`backward()\` and \`step()\`: each update finds nothing, and \`w\` stays at $${texNumber(s.w0)}$.`,
      },
      "zero-grad-keeps-gradients": {
        when: (s) => s.clearing !== "nowhere",
        steps: {
          g1: (s) => s.w0 - s.t,
          g2: (s) => s.g1 + s.w1 - s.t,
          g3: (s) => s.g2 + s.w2 - s.t,
        },
        notes: { g2: "old gradients added", g3: "old gradients added" },
        says: (s) =>
          s.clearing === "between"
            ? "You let the gradients add up. They are cleared in each round, and just before the update reads them: every update is zero."
            : "You let the gradients add up over the rounds. `zero_grad()` clears them once in each, so every update uses the newest gradient alone.",
      },
      "accumulation-averages": {
        when: (s) => s.clearing === "nowhere",
        steps: {
          g2: (s) => (s.g1 + s.w1 - s.t) / 2,
          g3: (s) => (2 * s.g2 + s.w2 - s.t) / 3,
        },
        notes: { g2: "a mean", g3: "a mean" },
        says: () =>
          "You averaged the gradients seen so far. `backward()` adds the new gradient to the stored one; nothing divides by the number of calls.",
      },
      "accumulation-of-two": {
        when: (s) => s.clearing === "nowhere",
        steps: { g3: (s) => s.w1 - s.t + (s.w2 - s.t) },
        notes: { g3: "the last two gradients only" },
        says: (s) =>
          `In the third update you added only the last two gradients. The first one, $${texNumber(s.g1, 4)}$, is still stored as well.`,
      },
      "gradient-at-the-start": {
        when: (s) => clears(s),
        steps: { g2: (s) => s.w0 - s.t, g3: (s) => s.w0 - s.t },
        notes: { g2: "the first gradient again", g3: "the first gradient again" },
        says: (s) =>
          `You used the first gradient, $${texNumber(s.g1, 4)}$, three times. It is computed anew in each round at the current \`w\`.`,
      },
      "ascent-for-descent": {
        when: (s) => s.clearing !== "between",
        steps: {
          w1: (s) => s.w0 + s.lr * s.g1,
          w2: (s) => s.w1 + s.lr * s.g2,
          w3: (s) => s.w2 + s.lr * s.g3,
        },
        notes: { w1: "added", w2: "added", w3: "added" },
        says: () => "You added the steps. Descent subtracts them.",
      },
    },
    explain: (s) =>
      s.clearing === "nowhere"
        ? "Without clearing, each update uses the sum of all gradients so far: momentum with a decay factor of 1."
        : s.clearing === "between"
          ? "Clearing between the backward pass and the update throws away the very gradient the update needs."
          : "After the update or before the next backward pass, clearing has the same effect: each update uses its own gradient.",
  });

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Three micro-batches, the last one smaller, with the gradients of their mean losses. */
function unequalParts(dice: Dice) {
  for (;;) {
    const size = dice.choose([4, 6, 8]);
    const sizes = [size, size, dice.integer(2, size - 2)];
    const gradients = dice.vector(3, -2, 2);
    if (Math.abs(total(sizes.map((n, k) => n * gradients[k]))) >= 1) return { sizes, gradients };
  }
}

export const unequalMicroBatches = program({
  id: "unequal-micro-batches",
  concept: "gradient-accumulation",
  version: 1,
  title: "micro-batches of unequal size",
  draw: unequalParts,
  prompt: (p) =>
    `A batch of ${total(p.sizes)} examples is cut into three micro-batches of ${p.sizes[0]}, ${p.sizes[1]} and ${p.sizes[2]} examples. For one weight, the gradients of their three **mean** losses are $${p.gradients.map((g) => texNumber(g)).join(",\\ ")}$, in this order, all at the same weights. Which gradient must be accumulated for the update to be that of the mean loss over all ${total(p.sizes)} examples?`,
  givens: { sizes: { symbol: String.raw`\text{sizes}`, whole: true }, gradients: String.raw`\text{gradients}` },
})
  .step(
    "sum",
    (s) =>
      String.raw`\text{sum over the examples} = ${s.sizes.map((n, k) => `${n}\\cdot(${s.gradients[k]})`).join(" + ")}`,
    (s) => total(s.sizes.map((n, k) => n * s.gradients[k])),
  )
  .step("count", String.raw`\text{number of examples}`, (s) => total(s.sizes))
  .step("gradient", String.raw`\text{sum} / \text{number}`, (s) => s.sum / s.count)
  .asksNumber({
    step: "gradient",
    label: "g",
    engine: (p) => {
      const w = tensor(0, { requiresGrad: true });
      for (const [k, size] of p.sizes.entries()) {
        const losses = w.mul(tensor(Array.from({ length: size }, () => p.gradients[k])));
        losses.sum().div(total(p.sizes)).backward();
      }
      return w.grad ?? 0;
    },
    malRules: {
      "mean-of-means": {
        steps: { gradient: (s) => total(s.gradients) / 3 },
        notes: { gradient: "all micro-batches weighted alike" },
        says: (s) =>
          `You took the plain mean of the three gradients. That gives each example in the micro-batch of ${s.sizes[2]} more weight than one in a micro-batch of ${s.sizes[0]}; weight each gradient by its share of the ${s.count} examples.`,
      },
      "sum-of-means": {
        misconception: "sum-for-mean",
        steps: { gradient: (s) => total(s.gradients) },
        notes: { gradient: "only added up" },
        says: () =>
          "That is what accumulates if no loss is scaled: the sum of three means, three times their plain mean. Each loss needs the factor $n_k/N$ before its backward pass.",
      },
      "sum-over-examples": {
        misconception: "sum-for-mean",
        steps: { gradient: (s) => s.sum },
        notes: { gradient: "not divided" },
        says: (s) => `That is the gradient of the **sum** over all examples; the mean divides it by ${s.count}.`,
      },
      "last-micro-batch-only": {
        misconception: "gradients-overwritten",
        steps: { gradient: (s) => s.gradients[2] },
        notes: { gradient: "the last one alone" },
        says: (s) =>
          `$${texNumber(s.gradients[2])}$ is the last micro-batch alone. Its ${s.sizes[2]} examples are ${showNumber((100 * s.sizes[2]) / s.count, 2)} % of the batch; backward passes add up, they don't overwrite.`,
      },
    },
    explain: (s) =>
      `Scale each micro-batch's mean loss by its share of the examples (${s.sizes.map((n) => `$${n}/${s.count}$`).join(", ")}), not by one third.`,
  });

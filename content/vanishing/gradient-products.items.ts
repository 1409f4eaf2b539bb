import { grad, mul, sigmoid, sub, sum, type Tensor, tanh, tensor } from "#engine/index.ts";
import { texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const shown = (x: number) => `$${texNumber(x, 4)}$`;

const product = (factors: Tensor) => (factors.arraySync() as number[]).reduce((a, b) => a * b, 1);

export const sigmoidChain = program({
  id: "sigmoid-chain",
  concept: "gradient-products",
  version: 1,
  title: "the gradient through three sigmoid units",
  draw: (dice) => ({
    w: [1, 2, 3].map(() => dice.nonzero(-4, 4, 1, 1)),
    a: [0, 1, 2].map(() => dice.choose([-1, 1]) * dice.integer(8, 38) + 50).map((percent) => percent / 100),
  }),
  prompt: (
    p,
  ) => `Three sigmoid units stand in a chain: $a_k = \\sigma(w_k a_{k-1} + b_k)$. The forward pass of one example gave the outputs below (the biases are fixed and not shown):

$$(w_1, w_2, w_3) = (${p.w.join(",\\ ")}) \\qquad (a_1, a_2, a_3) = (${p.a.join(",\\ ")})$$

What is $\\partial a_3 / \\partial a_0$?`,
  labels: { factors: String.raw`\partial a_k/\partial a_{k-1}` },
  givens: { w: "w_k", a: { symbol: "a_k", least: 0.001, most: 0.999 } },
})
  .step("slopes", String.raw`\sigma'(z_k) = a_k (1 - a_k)`, (s) => mul(tensor(s.a), sub(1, tensor(s.a))))
  .step("factors", String.raw`w_k\, \sigma'(z_k)`, (s) => mul(tensor(s.w), s.slopes))
  .step("gradient", String.raw`\partial a_3 / \partial a_0 = \prod_k w_k\, \sigma'(z_k)`, (s) => product(s.factors))
  .asksNumber({
    step: "gradient",
    label: String.raw`\partial a_3 / \partial a_0`,
    engine: (p) => {
      const first = 0.5;
      const input = tensor(first, { requiresGrad: true });
      const output = p.a.reduce((below: Tensor, a, k) => {
        const bias = Math.log(a / (1 - a)) - p.w[k] * (k === 0 ? first : p.a[k - 1]);
        return sigmoid(below.mul(p.w[k]).add(bias));
      }, input);
      return grad(output, [input])[0] as Tensor;
    },
    malRules: {
      "weights-forgotten": {
        steps: { factors: (s) => s.slopes },
        notes: { factors: "the weights are missing" },
        says: (s) =>
          `You multiplied the sigmoid's derivatives only. Each layer also passes its weight: the product of the three weights, ${shown(s.w[0] * s.w[1] * s.w[2])}, is missing.`,
      },
      "missing-activation-derivative": {
        steps: { slopes: (s) => tensor(s.w.map(() => 1)) },
        notes: { slopes: "left out" },
        says: (s) =>
          `You multiplied the weights only, as if the units were linear. Each sigmoid contributes its slope $a_k(1 - a_k)$, here ${(s.slopes.arraySync() as number[]).map(shown).join(", ")}.`,
      },
      "bound-for-value": {
        steps: { slopes: (s) => tensor(s.w.map(() => 0.25)) },
        notes: { slopes: "the maximum instead of the value here" },
        says: (s) =>
          `You took ¼ for every slope. That is the maximum, reached only at $a = 0.5$; here the slopes are ${(s.slopes.arraySync() as number[]).map(shown).join(", ")}.`,
      },
      "activation-value-for-derivative": {
        steps: { slopes: (s) => tensor(s.a) },
        notes: { slopes: "the outputs themselves" },
        says: (s) =>
          `You multiplied by the outputs $a_k$. The local derivative is $a_k(1 - a_k)$, so ${shown(s.a[0] * (1 - s.a[0]))} for the first unit instead of ${s.a[0]}.`,
      },
      "derivative-at-wrong-side": {
        steps: {
          slopes: (s) => {
            const again = sigmoid(tensor(s.a));
            return mul(again, sub(1, again));
          },
        },
        notes: { slopes: "$a$ was put where $z$ belongs" },
        says: (s, wrong) =>
          `You applied the sigmoid once more: $\\sigma'(a_k)$ instead of $\\sigma'(z_k)$. For the first unit that gives ${shown((wrong.slopes.arraySync() as number[])[0])}; since ${s.a[0]} already is the output, the slope is $a(1-a) = ${texNumber(s.a[0] * (1 - s.a[0]), 4)}$.`,
      },
      "sum-for-product": {
        steps: { gradient: (s) => sum(s.factors).itemSync() },
        notes: { gradient: "added" },
        says: () =>
          "You added the three factors. Along one path the chain rule multiplies; sums appear only where several paths meet.",
      },
    },
    explain: (s) =>
      `Without the weights the three sigmoids alone let through ${shown(product(s.slopes))}; the bound $0.25^3 \\approx 0.0156$ is what they would pass at best.`,
  });

const steepest = { sigmoid: 0.25, tanh: 1 } as const;

export const depthUnderBound = program({
  id: "depth-under-bound",
  concept: "gradient-products",
  version: 1,
  title: "how deep until the bound is negligible",
  draw: (dice) => {
    const curve = dice.choose(["sigmoid", "sigmoid", "tanh"] as const);
    return {
      curve,
      largest: curve === "sigmoid" && dice.integer(1, 3) > 1 ? dice.decimal(1.1, 3.2) : dice.decimal(0.5, 0.9),
      k: dice.integer(3, 6),
    };
  },
  prompt: (
    p,
  ) => `In a chain of $n$ ${p.curve} units, one per layer, no weight is larger than ${p.largest} in size; the biases may be anything. From the maximum of the derivative of $${p.curve === "tanh" ? "\\tanh" : "\\sigma"}$ follows a bound on $|\\partial a_n / \\partial a_0|$.

What is the smallest $n$ at which this bound is below $10^{-${p.k}}$?`,
  labels: { depth: false },
  givens: { largest: { symbol: String.raw`\text{largest } |w|`, least: 0.001 }, k: { whole: true, most: 12 } },
  refuses: (p) =>
    p.largest * steepest[p.curve] < 1 ? null : "With weights this large the bound does not shrink from layer to layer.",
})
  .step(
    "slope",
    (s) => String.raw`\max |${s.curve === "tanh" ? String.raw`\tanh` : String.raw`\sigma`}'|`,
    (s) => (s.curve === "tanh" ? steepest.tanh : steepest.sigmoid),
  )
  .step(
    "factor",
    (s) => String.raw`\text{bound per layer} = ${s.largest} \cdot \max`,
    (s) => s.largest * s.slope,
  )
  .step(
    "depth",
    (s) => `n > ${s.k} / (-\\log_{10} \\text{bound per layer})`,
    (s) => s.k / -Math.log10(s.factor),
  )
  .step("n", String.raw`\text{rounded up}`, (s) => Math.ceil(s.depth))
  .asksNumber({
    step: "n",
    label: "n",
    whole: true,
    engine: (p) => {
      const input = tensor(0, { requiresGrad: true });
      const activation = p.curve === "tanh" ? tanh : sigmoid;
      let output: Tensor = input;
      for (let n = 1; ; n++) {
        // The bias that holds the pre-activation at 0, where both curves are steepest.
        output = activation(output.sub(output.itemSync()).mul(p.largest));
        if ((grad(output, [input], { retainGraph: true })[0] as Tensor).itemSync() < 10 ** -p.k) return n;
      }
    },
    malRules: {
      "weights-forgotten": {
        when: (s) => s.curve === "sigmoid",
        steps: { factor: (s) => s.slope },
        notes: { factor: "the slope alone" },
        says: (s) =>
          `You used 0.25 per layer. A layer passes at most $${s.largest} \\cdot 0.25 = ${texNumber(s.factor, 4)}$: the weight is a factor too.`,
      },
      "missing-activation-derivative": {
        when: (s) => s.curve === "sigmoid" && s.largest < 1,
        steps: { slope: () => 1 },
        notes: { slope: "left out" },
        says: (s) =>
          `You used the weight ${s.largest} alone. The sigmoid's derivative contributes at most 0.25, so the bound per layer is ${shown(s.factor)}.`,
      },
      "activation-value-for-derivative": {
        when: (s) => s.curve === "sigmoid" && s.largest < 2,
        steps: { slope: () => 0.5 },
        notes: { slope: String.raw`$\sigma(0)$` },
        says: (s) =>
          `You took $\\sigma(0) = 0.5$ for the maximum of the derivative. That is the output at 0; the derivative there is $0.5 \\cdot 0.5 = 0.25$, so the bound per layer is ${shown(s.factor)}.`,
      },
      "slope-of-the-other-curve": {
        when: (s) => s.curve === "tanh",
        steps: { slope: () => steepest.sigmoid },
        notes: { slope: "the sigmoid's" },
        says: (s) =>
          `You used ¼, the maximum of the sigmoid's derivative. That of tanh is 1, so the bound per layer is ${shown(s.factor)}.`,
      },
      "natural-log-of-power-of-ten": {
        steps: { depth: (s) => s.k / -Math.log(s.factor) },
        notes: { depth: String.raw`with $\ln$ and $\log_{10}$ mixed` },
        says: (s, wrong) =>
          `You divided ${s.k} by a *natural* logarithm. Take both sides to the same base: $${s.k} / ${texNumber(-Math.log10(s.factor), 4)}$. At your $n = ${wrong.n}$ the bound is still ${shown(s.factor ** wrong.n)}.`,
      },
      "depth-rounded-down": {
        steps: { n: (s) => Math.floor(s.depth) },
        notes: { n: "rounded down" },
        says: (s, wrong) =>
          `You rounded ${shown(s.depth)} down. At $n = ${wrong.n}$ the bound is ${shown(s.factor ** wrong.n)}, still above $10^{-${s.k}}$.`,
      },
    },
    explain: (s) =>
      `$${texNumber(s.factor, 4)}^{${s.n}} \\approx ${texNumber(s.factor ** s.n, 3)}$. It is a bound: the true gradient is smaller unless every unit sits at $z = 0$ and every weight is at its limit.`,
  });

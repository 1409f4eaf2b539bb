import { erf, gelu, leakyRelu, relu, silu, softplus, type Tensor, tanh, tensor, where } from "#engine/index.ts";
import { texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const sigma = (x: number) => 1 / (1 + Math.exp(-x));
const shown = (x: number) => `$${texNumber(x, 4)}$`;
/** The standard normal distribution function. */
const normalCdf = (x: number) =>
  erf(tensor(x / Math.SQRT2))
    .add(1)
    .mul(0.5)
    .itemSync();

export const geluLeftOfZero = program({
  id: "gelu-left-of-zero",
  concept: "smooth-activations",
  version: 1,
  title: "GELU of a negative number",
  draw: (dice) => ({ x: -dice.decimal(0.3, 2, 2) }),
  prompt: (
    p,
  ) => `With $\\Phi$ the standard normal distribution function, a table gives $\\Phi(${-p.x}) = ${normalCdf(-p.x).toFixed(6)}$.

What is $\\mathrm{GELU}(${p.x})$ in its exact form?`,
  givens: { x: { most: 0 } },
})
  .step(
    "gate",
    (s) => `\\Phi(${s.x}) = 1 - \\Phi(${-s.x})`,
    (s) => 1 - normalCdf(-s.x),
  )
  .step("value", String.raw`x\,\Phi(x)`, (s) => s.x * s.gate)
  .asksNumber({
    step: "value",
    label: String.raw`\mathrm{GELU}(x)`,
    engine: (p) => gelu(tensor(p.x)),
    malRules: {
      "gate-not-reflected": {
        steps: { gate: (s) => normalCdf(-s.x) },
        notes: { gate: "the gate of the positive number" },
        says: (s, wrong) =>
          `You multiplied by $\\Phi(${-s.x}) = ${texNumber(wrong.gate, 4)}$. At $x = ${s.x}$ the gate is the rest, $1 - ${texNumber(wrong.gate, 4)} = ${texNumber(s.gate, 4)}$: it closes towards the left.`,
      },
      "smooth-is-relu": {
        steps: { value: (s) => relu(tensor(s.x)).itemSync() },
        notes: { value: "ReLU's value" },
        says: (s) =>
          `0 is what ReLU gives. GELU's gate at $x = ${s.x}$ is small but open, ${shown(s.gate)}, so the value is negative.`,
      },
      "gate-without-input": {
        steps: { value: (s) => s.gate },
        notes: { value: "the gate alone" },
        says: (s) =>
          `${shown(s.gate)} is the gate $\\Phi(${s.x})$ alone. GELU is the input times the gate, so it has the sign of $x$.`,
      },
      "silu-for-gelu": {
        steps: { gate: (s) => sigma(s.x) },
        notes: { gate: "the sigmoid as gate" },
        says: (s) =>
          `You used the gate $\\sigma(${s.x}) = ${texNumber(sigma(s.x), 4)}$, which makes it SiLU. GELU's gate is the normal distribution function, here ${shown(s.gate)}.`,
      },
      "gelu-sign-lost": {
        steps: { value: (s) => -s.x * s.gate },
        notes: { value: "with the size of $x$" },
        says: (s) =>
          `The size is right, the sign is not: $x = ${s.x}$ is negative and the gate positive, so GELU is negative here.`,
      },
    },
    explain: () =>
      "GELU dips below zero on the left, to about −0.17 near $x = -0.75$, and returns to 0 further out: it is not monotone.",
  });

export const siluSlope = program({
  id: "silu-slope",
  concept: "smooth-activations",
  version: 1,
  title: "slope of SiLU",
  draw: (dice) => {
    for (;;) {
      const x = dice.integer(-80, 70) / 20;
      // Not near 0 and 1, where faulty rules agree with the right one, nor at the lowest point, where the slope is 0.
      if (Math.abs(x) >= 0.25 && Math.abs(x - 1) >= 0.1 && Math.abs(x + 1.278) >= 0.1) return { x };
    }
  },
  prompt: (p) => `What is the derivative of $\\mathrm{SiLU}(x) = x\\,\\sigma(x)$ at $x = ${p.x}$?`,
})
  .step("gate", String.raw`\sigma(x)`, (s) => sigma(s.x))
  .step("gateSlope", String.raw`\sigma'(x) = \sigma(x)(1-\sigma(x))`, (s) => s.gate * (1 - s.gate))
  .step("slope", String.raw`\mathrm{SiLU}'(x) = \sigma(x) + x\,\sigma'(x)`, (s) => s.gate + s.x * s.gateSlope)
  .asksNumber({
    step: "slope",
    label: String.raw`\mathrm{SiLU}'(x)`,
    engine: (p) => {
      const x = tensor([p.x], { requiresGrad: true });
      silu(x).sum().backward();
      return (x.grad as Tensor).sum();
    },
    malRules: {
      "gate-held-constant": {
        steps: { slope: (s) => s.gate },
        notes: { slope: "only the first term of the product rule" },
        says: (s) =>
          `${shown(s.gate)} is $\\sigma(${s.x})$: the slope if the gate stayed constant. The gate changes with $x$ too, which adds $x\\,\\sigma'(x) = ${texNumber(s.x * s.gateSlope, 4)}$.`,
      },
      "product-of-derivatives": {
        steps: { slope: (s) => s.gateSlope },
        notes: { slope: String.raw`$1 \cdot \sigma'(x)$` },
        says: (s) =>
          `You multiplied the derivatives of the two factors, $1 \\cdot \\sigma'(x) = ${texNumber(s.gateSlope, 4)}$. The product rule is $1\\cdot\\sigma(x) + x\\,\\sigma'(x)$.`,
      },
      "product-rule-without-factor": {
        steps: { slope: (s) => s.gate + s.gateSlope },
        notes: { slope: "the factor $x$ is missing" },
        says: (s) =>
          `In the second term the factor $x = ${s.x}$ is missing: it is $x\\,\\sigma'(x) = ${texNumber(s.x * s.gateSlope, 4)}$, not ${shown(s.gateSlope)}.`,
      },
      "smooth-is-relu": {
        steps: { slope: (s) => (s.x > 0 ? 1 : 0) },
        notes: { slope: "ReLU's slope" },
        says: (s, wrong) =>
          `${wrong.slope} is ReLU's slope. SiLU's gate is not ${s.x > 0 ? "fully open" : "shut"} at ${shown(s.x)}: $\\sigma(${s.x}) = ${texNumber(s.gate, 4)}$.`,
      },
      "value-for-slope": {
        steps: { slope: (s) => s.x * s.gate },
        notes: { slope: "the value of SiLU" },
        says: (s, wrong) => `${shown(wrong.slope)} is the value $\\mathrm{SiLU}(${s.x})$, not its derivative there.`,
      },
    },
    explain: (s) =>
      s.slope < 0
        ? "The slope is negative here: left of about −1.28 SiLU falls as $x$ grows. ReLU's slope is 0 on that side."
        : "SiLU's slope is ½ at zero, negative left of about −1.28, and a little above 1 right of about 1.28.",
  });

const candidates: Record<string, { formula: string; of: (x: Tensor) => Tensor }> = {
  GELU: { formula: String.raw`x\,\Phi(x)`, of: (x) => gelu(x) },
  SiLU: { formula: String.raw`x\,\sigma(x)`, of: silu },
  "ELU, α = 1": { formula: String.raw`e^x - 1 \text{ on the left}`, of: (x) => where(x.greater(0), x, x.exp().sub(1)) },
  "leaky ReLU, α = 0.1": { formula: String.raw`0.1\,x \text{ on the left}`, of: (x) => leakyRelu(x, 0.1) },
  softplus: { formula: String.raw`\ln(1 + e^x)`, of: softplus },
  tanh: { formula: String.raw`\tanh x`, of: tanh },
};
const names = Object.keys(candidates);
const valueOf = (name: string, x: number) => candidates[name].of(tensor(x)).itemSync();

/** The mal-rule of taking the shown activation for `name`. */
function takenFor(name: string) {
  return {
    misconception: "activation-tails-confused",
    when: (s: { name: string }) => s.name !== name,
    steps: { which: () => name },
    says: (s: { x: number; left: number }) =>
      `At ${shown(-s.x)} this one gives ${shown(valueOf(name, -s.x))}, where ${shown(s.left)} is asked for.`,
  };
}

export const whichActivation = program({
  id: "which-activation",
  concept: "smooth-activations",
  version: 1,
  title: "told by two values",
  draw: (dice) => ({ name: dice.choose(names), x: dice.choose([0.5, 1, 1.5, 2, 2.5, 3]) }),
  prompt: (p) => `An activation function $f$ has the values

$$f(${-p.x}) = ${valueOf(p.name, -p.x).toFixed(4)} \\qquad f(${p.x}) = ${valueOf(p.name, p.x).toFixed(4)}$$

(to four decimals). Which one is it?`,
  givens: { x: { least: 0.1, most: 100 } },
})
  .step(
    "left",
    (s) => `f(${-s.x})`,
    (s) => valueOf(s.name, -s.x),
  )
  .step(
    "right",
    (s) => `f(${s.x})`,
    (s) => valueOf(s.name, s.x),
  )
  .step("which", String.raw`\text{the function with both values}`, (s) => {
    const [only, ...others] = names.filter((name) => valueOf(name, -s.x) === s.left && valueOf(name, s.x) === s.right);
    return others.length === 0 ? only : "";
  })
  .asksChoice({
    step: "which",
    show: (name) => `${name}: $${candidates[name]?.formula}$`,
    malRules: {
      "taken-for-gelu": takenFor("GELU"),
      "taken-for-silu": takenFor("SiLU"),
      "taken-for-elu": takenFor("ELU, α = 1"),
      "taken-for-leaky-relu": takenFor("leaky ReLU, α = 0.1"),
      "taken-for-softplus": takenFor("softplus"),
      "taken-for-tanh": takenFor("tanh"),
    },
    explain: () =>
      "The left side tells them apart: softplus stays positive, leaky ReLU falls in proportion, ELU and tanh level off at −1, GELU and SiLU dip and come back to 0, GELU sooner. On the right ELU and leaky ReLU are exactly $x$, tanh stays below 1, GELU and SiLU lie a little below $x$ and softplus a little above.",
  });

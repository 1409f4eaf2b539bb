import { add, greater, leakyRelu, less, mul, relu, tensor, where } from "#engine/index.ts";
import type { Dice } from "#lib/item/dice.ts";
import { decimals, signed, tex, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

/** A hidden layer of three ReLU units on one input, some on and some off at x, none at its kink. */
function reluLine(dice: Dice) {
  for (;;) {
    const x = dice.nonzero(-2, 2, 0);
    const w = [0, 1, 2].map(() => dice.choose([-3, -2, -1, 1, 2, 3]));
    const b = dice.vector(3, -3, 3, 0);
    const v = dice.sample([0.3, 0.4, 0.6, 0.7, 1.2, 1.4, 1.7, 1.8], 3).map((size) => size * dice.choose([-1, 1]));
    const on = w.map((wi, i) => wi * x + b[i] > 0);
    const atKink = w.some((wi, i) => wi * x + b[i] === 0);
    const gatedByWeight = w.every((wi, i) => wi > 0 === on[i]);
    const slope = w.reduce((sum, wi, i) => sum + (on[i] ? v[i] * wi : 0), 0);
    const bothSigns = w.some((wi) => wi > 0) && w.some((wi) => wi < 0);
    if (bothSigns && Math.abs(slope) > 0.05 && !atKink && !gatedByWeight && on.includes(true) && on.includes(false))
      return { x, w, b, v };
  }
}

const units = (p: { w: number[]; b: number[] }) =>
  p.w.map((wi, i) => `\\mathrm{relu}(${coefficient(wi)}x ${signed(p.b[i])})`);

/** A factor before x: nothing for 1, a minus for -1. */
function coefficient(w: number): string {
  if (w === 1) return "";
  return w === -1 ? "-" : String(w);
}

export const slopeOfAReluNetwork = program({
  id: "slope-of-a-relu-network",
  concept: "relu-family",
  version: 1,
  title: "slope of a piecewise linear function",
  draw: reluLine,
  prompt: (p) => `A network with one input and three hidden ReLU units computes

$$f(x) = ${units(p)
    .map((unit, i) => (i === 0 ? `${texNumber(p.v[0])}\\,${unit}` : `${signed(p.v[i])}\\,${unit}`))
    .join(" ")}$$

What is its slope $f'(x)$ at $x = ${p.x}$?`,
  labels: { perUnit: String.raw`\text{slope through unit } i` },
  givens: { w: "w_i", b: "b_i", v: "v_i" },
})
  .step("z", String.raw`z_i = w_i x + b_i`, (s) => add(mul(tensor(s.w), s.x), tensor(s.b)))
  .step("gate", String.raw`\mathrm{relu}'(z_i) = 1 \text{ where } z_i > 0`, (s) => greater(s.z, 0))
  .step("perUnit", String.raw`v_i \cdot \mathrm{relu}'(z_i) \cdot w_i`, (s) =>
    mul(mul(tensor(s.v), s.gate), tensor(s.w)),
  )
  .step("slope", String.raw`f'(x) = \textstyle\sum_i v_i\, \mathrm{relu}'(z_i)\, w_i`, (s) =>
    s.perUnit.sum().itemSync(),
  )
  .asksNumber({
    step: "slope",
    label: `f'(x)`,
    engine: (p) => {
      const x = tensor([p.x], { requiresGrad: true });
      relu(x.mul(tensor(p.w)).add(tensor(p.b)))
        .mul(tensor(p.v))
        .sum()
        .backward();
      return (x.grad as NonNullable<typeof x.grad>).sum();
    },
    malRules: {
      "no-relu-gate": {
        steps: { gate: (s) => tensor(s.w.map(() => 1)) },
        notes: { gate: "every unit counted as active" },
        says: (s) =>
          `You counted all three units. At $x = ${s.x}$ the pre-activations are $${tex(s.z.arraySync() as number[])}$: a unit with a negative one is flat there and adds nothing to the slope.`,
      },
      "gate-by-weight-sign": {
        steps: { gate: (s) => greater(tensor(s.w), 0) },
        notes: { gate: "chosen by the sign of the weight" },
        says: (s) =>
          `You counted the units with a positive weight. What opens the gate is the pre-activation $w x + b$ at $x = ${s.x}$: here $${tex(s.z.arraySync() as number[])}$.`,
      },
      "outgoing-weight-left-out": {
        steps: { perUnit: (s) => mul(s.gate, tensor(s.w)) },
        notes: { perUnit: "without the outgoing weight" },
        says: (_, wrong) =>
          `${texText(wrong.slope)} is the sum of the active units' input weights. Each unit's slope is also multiplied by the factor $v_i$ that stands before it.`,
      },
      "input-weight-left-out": {
        steps: { perUnit: (s) => mul(tensor(s.v), s.gate) },
        notes: { perUnit: "without the inner derivative" },
        says: (_, wrong) =>
          `${texText(wrong.slope)} is the sum of the active units' outgoing weights. The chain rule's inner factor is missing: the derivative of $w_i x + b_i$ is $w_i$.`,
      },
      "value-for-slope": {
        steps: { slope: (s) => mul(relu(s.z), tensor(s.v)).sum().itemSync() },
        notes: { slope: "the value of the function" },
        says: (s, wrong) =>
          `${texText(wrong.slope)} is the value $f(${s.x})$. The slope adds $v_i w_i$ over the active units; the biases only decide which those are.`,
      },
    },
    explain: (s) =>
      `Between its kinks a ReLU network is a straight line. At $x = ${s.x}$ the gates are $${tex(s.gate.arraySync() as number[])}$.`,
  });

export const leakyBackward = program({
  id: "leaky-backward",
  concept: "relu-family",
  version: 1,
  title: "gradient through leaky ReLU",
  draw: (dice) => {
    const signs = dice.shuffle([
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ]);
    return {
      alpha: dice.choose([0.01, 0.1, 0.2]),
      z: signs.map(([sign]) => sign * dice.decimal(0.2, 3)),
      g: signs.map(([, sign]) => sign * dice.decimal(0.2, 2)),
    };
  },
  prompt: (
    p,
  ) => `A vector of pre-activations passes through leaky ReLU with $\\alpha = ${p.alpha}$ on the negative side: $a = \\mathrm{leaky}(z)$, entry by entry. Given

$$z = ${tex(p.z)} \\qquad \\frac{\\partial L}{\\partial a} = ${tex(p.g)}$$

what is the gradient $\\partial L / \\partial z$ (a row of four)?`,
  givens: { g: String.raw`\partial L/\partial a` },
})
  .step(
    "slope",
    (s) => String.raw`a'_i = 1 \text{ where } z_i > 0,\ ${s.alpha} \text{ elsewhere}`,
    (s) => where(greater(tensor(s.z), 0), 1, s.alpha),
  )
  .step("dz", String.raw`\partial L/\partial z_i = \partial L/\partial a_i \cdot a'_i`, (s) =>
    mul(tensor(s.g), s.slope),
  )
  .asksTensor({
    step: "dz",
    label: String.raw`\partial L/\partial z`,
    engine: (p) => {
      const z = tensor(p.z, { requiresGrad: true });
      leakyRelu(z, p.alpha).backward(tensor(p.g));
      return z.grad as NonNullable<typeof z.grad>;
    },
    malRules: {
      "relu-for-leaky": {
        steps: { slope: (s) => greater(tensor(s.z), 0) },
        notes: { slope: "0 on the negative side" },
        says: (s) =>
          `You stopped the gradient where $z < 0$, as plain ReLU does. Leaky ReLU lets a share of ${s.alpha} through there; that is its purpose.`,
      },
      "gate-by-gradient-sign": {
        steps: { slope: (s) => where(greater(tensor(s.g), 0), 1, s.alpha) },
        notes: { slope: "chosen by the sign of the upstream gradient" },
        says: (s) => {
          const i = s.z.findIndex((z, k) => z > 0 && s.g[k] < 0);
          return `You chose the slope by the sign of $\\partial L/\\partial a$. The sign of $z$ decides: $z_{${i + 1}} = ${s.z[i]}$ is positive, so its gradient ${texText(s.g[i])} passes whole.`;
        },
      },
      "missing-activation-derivative": {
        steps: { slope: (s) => tensor(s.z.map(() => 1)) },
        notes: { slope: "1 everywhere" },
        says: (s) =>
          `You passed the upstream gradient on unchanged. Where $z < 0$ it has to be multiplied by the slope there, ${s.alpha}.`,
      },
      "slope-side-swapped": {
        steps: { slope: (s) => where(less(tensor(s.z), 0), 1, s.alpha) },
        notes: { slope: "1 on the negative side" },
        says: (s) => `You swapped the sides: the slope is 1 where $z > 0$ and ${s.alpha} where $z < 0$.`,
      },
      "activation-value-for-derivative": {
        steps: { slope: (s) => leakyRelu(tensor(s.z), s.alpha) },
        notes: { slope: "the value of the activation, not its slope" },
        says: (s) =>
          `You multiplied by the activation's value. The factor is its derivative: 1 or ${s.alpha}, whatever the size of $z$.`,
      },
    },
    explain: () => "The size of $z$ plays no part, only its sign; the sign of the upstream gradient plays none at all.",
  });

/** A number in a sentence, without the rounding noise of its sum. */
const texText = (x: number) => `$${texNumber(decimals(x, 6), 4)}$`;

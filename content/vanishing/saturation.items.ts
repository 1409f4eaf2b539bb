import { grad, leakyRelu, relu, sigmoid, sum, type Tensor, tanh, tensor } from "#engine/index.ts";
import type { Dice } from "#lib/item/dice.ts";
import { texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const shown = (x: number) => `$${texNumber(x, 4)}$`;

type Kind = "sigmoid" | "tanh" | "ReLU" | "leaky ReLU";
interface Unit {
  kind: Kind;
  z: number;
}

const apply: Record<Kind, (z: Tensor) => Tensor> = {
  sigmoid,
  tanh,
  ReLU: relu,
  "leaky ReLU": (z) => leakyRelu(z, 0.1),
};

const outputs = (units: Unit[]) => units.map(({ kind, z }) => apply[kind](tensor(z)).itemSync());

function slopes(units: Unit[]): number[] {
  return units.map(({ kind, z }) => {
    const at = tensor(z, { requiresGrad: true });
    return (grad(apply[kind](at), [at])[0] as Tensor).itemSync();
  });
}

/** The label of the unit whose measure is smallest; `measures` stands in the order of `units`. */
const leastBy = (units: Unit[], measures: number[]) => label(units[measures.indexOf(Math.min(...measures))]);

const named = ({ kind, z }: Unit) => `the ${kind} unit at $z = ${z}$`;
const label = ({ kind, z }: Unit) => `${kind} at z = ${z}`;

const slopeOfLabelled = (s: { units: Unit[]; slopes: Tensor }, wanted: string) =>
  (s.slopes.arraySync() as number[])[s.units.findIndex((unit) => label(unit) === wanted)];

/** A saturated unit or two among units that pass more, the least steep one clearly apart. */
function mixedUnits(dice: Dice): { units: Unit[] } {
  for (;;) {
    const side = () => dice.choose([-1, 1]);
    const units: Unit[] = [
      { kind: "sigmoid", z: side() * dice.choose([0.5, 1, 2, 3, 4, 5]) },
      { kind: "tanh", z: side() * dice.choose([0.2, 0.5, 1, 1.5, 2, 3]) },
      { kind: "leaky ReLU", z: side() * dice.choose([0.5, 1, 2, 3, 6]) },
      dice.choose([
        { kind: "ReLU", z: dice.choose([0.1, 0.3, 2, 7]) },
        { kind: "ReLU", z: dice.choose([0.1, 0.3, 2, 7]) },
        { kind: "ReLU", z: dice.choose([0.1, 0.3, 2, 7]) },
        { kind: "ReLU", z: -dice.choose([0.1, 0.3, 2]) },
      ] as Unit[]),
    ];
    const [least, next] = slopes(units).sort((a, b) => a - b);
    const sizes = new Set(units.map(({ z }) => Math.abs(z)));
    if (least < 0.7 * next && sizes.size === 4) return { units: dice.shuffle(units) };
  }
}

export const leastGradient = program({
  id: "least-gradient",
  concept: "saturation",
  version: 1,
  title: "which unit lets least gradient through",
  draw: mixedUnits,
  prompt: (
    p,
  ) => `Four units of a network have these activations and pre-activations: ${p.units.map(({ kind, z }) => `${kind} at $z = ${z}$`).join(", ")}. (The leaky ReLU has the slope 0.1 below zero.) The same upstream gradient arrives at each unit's output.

Which of them passes the smallest part of it on to its pre-activation?`,
})
  .step(
    "outputs",
    (s) => `a \\text{ of } ${s.units.map(({ kind }) => `\\text{${kind}}`).join(",\\ ")}`,
    (s) => tensor(outputs(s.units)),
  )
  .step("slopes", String.raw`\partial a / \partial z`, (s) => tensor(slopes(s.units)))
  .step("least", String.raw`\text{the flattest unit}`, (s) => leastBy(s.units, s.slopes.arraySync() as number[]))
  .asksChoice({
    step: "least",
    show: (value, s) => named(s.units.find((unit) => label(unit) === value) as Unit),
    also: (s) => s.units.map(named),
    malRules: {
      "small-output-small-slope": {
        steps: { least: (s) => leastBy(s.units, (s.outputs.arraySync() as number[]).map(Math.abs)) },
        says: (s, wrong) => {
          const slope = slopeOfLabelled(s, wrong.least);
          return `You chose the unit whose output is closest to zero. What counts is the slope, and its slope is ${shown(slope)}.`;
        },
      },
      "negative-input-is-saturated": {
        when: (s) => s.units.some(({ z }) => z < 0),
        steps: {
          least: (s) =>
            leastBy(
              s.units,
              s.units.map(({ z }) => z),
            ),
        },
        says: (s, wrong) => {
          const slope = slopeOfLabelled(s, wrong.least);
          return `You chose the most negative pre-activation. Only ReLU blocks everything below zero; sigmoid and tanh are as flat at $+|z|$ as at $-|z|$. This unit's slope is ${shown(slope)}.`;
        },
      },
      "large-input-is-saturated": {
        steps: {
          least: (s) =>
            leastBy(
              s.units,
              s.units.map(({ z }) => -Math.abs(z)),
            ),
        },
        says: (s, wrong) => {
          const slope = slopeOfLabelled(s, wrong.least);
          return `You chose the pre-activation farthest from zero. How far is too far depends on the activation: this unit's slope is ${shown(slope)} there.`;
        },
      },
      "sigmoid-always-flattest": {
        steps: {
          least: (s) =>
            leastBy(
              s.units,
              s.units.map(({ kind }) => (kind === "sigmoid" ? 0 : 1)),
            ),
        },
        says: (s, wrong) => {
          const z = s.units.find(({ kind }) => kind === "sigmoid")?.z;
          const slope = slopeOfLabelled(s, wrong.least);
          return `The sigmoid is never steeper than ¼, but at $z = ${z}$ it still has the slope ${shown(slope)}. Another unit here is flatter.`;
        },
      },
    },
    explain: (s) =>
      `The slopes are ${s.units.map((unit, i) => `${shown((s.slopes.arraySync() as number[])[i])} for ${named(unit)}`).join(", ")}.`,
  });

type Curve = "sigmoid" | "tanh";
const curveTex: Record<Curve, string> = { sigmoid: String.raw`\sigma`, tanh: String.raw`\tanh` };
const slopeTex: Record<Curve, string> = { sigmoid: "a(1-a)", tanh: "1-a^2" };
const valueAt = (curve: Curve, z: number) => (curve === "tanh" ? Math.tanh(z) : 1 / (1 + Math.exp(-z)));
const slopeOf = (curve: Curve, a: number) => (curve === "tanh" ? 1 - a * a : a * (1 - a));
const otherCurve = (curve: Curve): Curve => (curve === "tanh" ? "sigmoid" : "tanh");

export const scaledWeight = program({
  id: "scaled-weight",
  concept: "saturation",
  version: 1,
  title: "a larger weight against a flatter slope",
  draw: (dice) => {
    const curve: Curve = dice.choose(["sigmoid", "tanh"] as const);
    const [low, high] = curve === "tanh" ? [0.5, 1.1] : [1, 2];
    for (;;) {
      const w = dice.nonzero(-1.5, 1.5, 1, 0.4);
      const x = dice.choose([0.5, 1, 1.5, 2, 2.5]);
      const z = Math.abs(w * x);
      if (z >= low && z <= high) return { curve, w, x, scale: dice.choose([2, 3]) };
    }
  },
  prompt: (
    p,
  ) => `A unit computes $a = ${curveTex[p.curve]}(w x)$ with $w = ${p.w}$ at the input $x = ${p.x}$. Then $w$ is multiplied by ${p.scale}; $x$ stays the same.

By what factor does this multiply the derivative $\\partial a / \\partial x$?`,
  labels: {
    slopeBefore: String.raw`\partial a/\partial z \text{ before}`,
    slopeAfter: String.raw`\partial a/\partial z \text{ after}`,
  },
  givens: { scale: String.raw`\text{factor on } w` },
})
  .step(
    "before",
    (s) => `a = ${curveTex[s.curve]}(w x)`,
    (s) => valueAt(s.curve, s.w * s.x),
  )
  .step(
    "after",
    (s) => `a' = ${curveTex[s.curve]}(${s.scale}\\, w x)`,
    (s) => valueAt(s.curve, s.scale * s.w * s.x),
  )
  .step(
    "slopeBefore",
    (s) => `${slopeTex[s.curve]} \\text{ before}`,
    (s) => slopeOf(s.curve, s.before),
  )
  .step(
    "slopeAfter",
    (s) => `${slopeTex[s.curve]} \\text{ after}`,
    (s) => slopeOf(s.curve, s.after),
  )
  .step(
    "ratio",
    (s) => String.raw`\frac{${s.scale}\, w \cdot \text{slope after}}{w \cdot \text{slope before}}`,
    (s) => (s.scale * s.slopeAfter) / s.slopeBefore,
  )
  .asksNumber({
    step: "ratio",
    label: String.raw`\text{factor}`,
    engine: (p) => {
      const activation = p.curve === "tanh" ? tanh : sigmoid;
      const derivative = (w: number) => {
        const x = tensor([p.x], { requiresGrad: true });
        return grad(sum(activation(x.mul(w))), [x])[0] as Tensor;
      };
      return sum(derivative(p.scale * p.w).div(derivative(p.w)));
    },
    malRules: {
      "large-weights-only-scale": {
        steps: { slopeAfter: (s) => s.slopeBefore },
        notes: { slopeAfter: "taken as unchanged" },
        says: (s) =>
          `The factor ${s.scale} is right for the weight alone. But the pre-activation moves as well, and the slope falls from ${shown(s.slopeBefore)} to ${shown(s.slopeAfter)}.`,
      },
      "weights-forgotten": {
        steps: { ratio: (s) => s.slopeAfter / s.slopeBefore },
        notes: { ratio: "the slopes alone" },
        says: (s, wrong) =>
          `${shown(wrong.ratio)} is how the slope changes. $\\partial a/\\partial x = w \\cdot$ slope, and $w$ has become ${s.scale} times as large.`,
      },
      "slope-of-the-other-curve": {
        steps: {
          slopeBefore: (s) => slopeOf(otherCurve(s.curve), s.before),
          slopeAfter: (s) => slopeOf(otherCurve(s.curve), s.after),
        },
        notes: { slopeBefore: "the other curve's rule", slopeAfter: "the other curve's rule" },
        says: (s) =>
          `You used $${slopeTex[otherCurve(s.curve)]}$, which is the rule of $${curveTex[otherCurve(s.curve)]}$. The slope of $${curveTex[s.curve]}$ is $${slopeTex[s.curve]}$.`,
      },
      "activation-value-for-derivative": {
        steps: { slopeBefore: (s) => s.before, slopeAfter: (s) => s.after },
        notes: { slopeBefore: "the output", slopeAfter: "the output" },
        says: (s) =>
          `You compared the outputs, ${shown(s.before)} before and ${shown(s.after)} after. The chain rule needs the slopes there: ${shown(s.slopeBefore)} and ${shown(s.slopeAfter)}.`,
      },
    },
    explain: (s) =>
      s.ratio < 1
        ? `The slope fell by more than the weight grew: a larger weight made the gradient smaller, because the unit saturates.`
        : `Here the weight's growth outweighs the loss of slope; with a still larger weight the exponential fall of the slope would win.`,
  });

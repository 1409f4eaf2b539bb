import { tensor } from "#engine/index.ts";
import { showNumber, signed, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const loss = (w: number, b: number) => w ** 3 + b * w;

export const centredDifference = program({
  id: "centred-difference",
  concept: "gradient-checking",
  version: 1,
  title: "the centred difference by hand",
  draw: (dice) => ({
    w: dice.nonzero(-1.5, 1.5, 1, 0.4),
    b: dice.choose([-3, -2, 2, 3]),
    h: dice.choose([0.2, 0.3, 0.4, 0.5]),
  }),
  prompt: (p) =>
    `The slope of the loss $L(w) = w^3 ${signed(p.b)}\\,w$ at $w = ${p.w}$ is to be estimated numerically with the step $h = ${p.h}$ (far too large for practice, but kind to a calculator). What does the **centred** difference give?`,
  labels: { difference: false },
  givens: { b: String.raw`\text{factor of } w`, h: { least: 0.001 } },
})
  .step(
    "above",
    (s) => String.raw`L(w + h) = L(${texNumber(round(s.w + s.h))})`,
    (s) => loss(s.w + s.h, s.b),
  )
  .step(
    "below",
    (s) => String.raw`L(w - h) = L(${texNumber(round(s.w - s.h))})`,
    (s) => loss(s.w - s.h, s.b),
  )
  .step("difference", String.raw`L(w + h) - L(w - h)`, (s) => s.above - s.below)
  .step("estimate", String.raw`\text{difference} / (2h)`, (s) => s.difference / (2 * s.h))
  .asksNumber({
    step: "estimate",
    label: String.raw`\frac{\Delta L}{\Delta w}`,
    engine: (p) => {
      // For a cubic with leading coefficient 1 the centred difference is the slope plus h², exactly.
      const w = tensor(p.w, { requiresGrad: true });
      w.mul(w).mul(w).add(w.mul(p.b)).backward();
      return w.grad?.add(p.h ** 2) ?? 0;
    },
    malRules: {
      "one-sided-difference": {
        steps: { estimate: (s) => (s.above - loss(s.w, s.b)) / s.h },
        notes: { estimate: "forward difference" },
        says: (s, wrong) =>
          `That is the forward difference, $\\big(L(w+h) - L(w)\\big)/h$. It is off from the exact slope by $${texNumber(wrong.estimate - slope(s), 4)}$, the centred one by $h^2 = ${texNumber(round(s.h ** 2))}$ only.`,
      },
      "difference-not-divided-by-two": {
        steps: { estimate: (s) => s.difference / s.h },
        notes: { estimate: "divided by $h$" },
        says: (s) =>
          `You divided by $h = ${s.h}$. The two points lie $2h = ${showNumber(round(2 * s.h))}$ apart, so your slope is doubled.`,
      },
      "exact-for-numeric": {
        steps: { estimate: (s) => 3 * s.w ** 2 + s.b },
        notes: { estimate: "the exact derivative" },
        says: (s) =>
          `That is the exact derivative $3w^2 ${signed(s.b)}$. The numeric estimate differs from it by the truncation error, here $h^2 = ${texNumber(round(s.h ** 2))}$.`,
      },
      "difference-turned-round": {
        steps: { difference: (s) => s.below - s.above },
        notes: { difference: "turned round" },
        says: () => "The sign is turned round: it is the loss above minus the loss below, divided by a positive $2h$.",
      },
    },
    explain: (s) =>
      `The exact slope is $3w^2 ${signed(s.b)} = ${texNumber(round(slope(s)))}$; the centred difference misses it by exactly $h^2$ here, a second-order error. With half the step it would miss by a quarter of that.`,
  });

const round = (x: number) => Number(x.toFixed(6));
const slope = (s: { w: number; b: number }) => 3 * s.w ** 2 + s.b;

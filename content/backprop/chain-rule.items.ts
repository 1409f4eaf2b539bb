import { maximum, tensor } from "#engine/index.ts";
import type { Dice } from "#lib/item/dice.ts";
import { signed, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const halves = (dice: Dice) => dice.nonzero(-3, 3, 0) / dice.choose([1, 2]);

/** Inputs of (ab + c)·max(d, e): no tie, and both factors away from zero. */
function gateInputs(dice: Dice) {
  for (;;) {
    const [a, b, c, d, e] = Array.from({ length: 5 }, () => halves(dice));
    if (d !== e && Math.abs(a * b + c) >= 0.5 && Math.abs(a) !== Math.abs(b)) return { a, b, c, d, e };
  }
}

export const gates = program({
  id: "gates",
  concept: "chain-rule",
  version: 1,
  title: "gradients through add, multiply and max gates",
  draw: gateInputs,
  prompt: (p) => `A small graph computes

$$L = (a\\,b + c)\\cdot\\max(d, e)$$

with $a = ${p.a},\\ b = ${p.b},\\ c = ${p.c},\\ d = ${p.d},\\ e = ${p.e}$. What are the derivatives of $L$ by $a, b, c, d, e$, in this order?`,
  labels: { dq: false, da: false, db: false, dc: false, dd: false, de: false },
  refuses: (p) => (p.d === p.e ? "At $d = e$ the maximum has a kink, and no derivative." : null),
})
  .step("u", String.raw`u = a\,b + c`, (s) => s.a * s.b + s.c)
  .step("v", String.raw`v = \max(d, e)`, (s) => Math.max(s.d, s.e))
  .step("du", String.raw`\partial L/\partial u = v`, (s) => s.v)
  .step("dv", String.raw`\partial L/\partial v = u`, (s) => s.u)
  .step("dq", String.raw`\partial L/\partial (ab) = \partial L/\partial u`, (s) => s.du)
  .step("da", String.raw`\partial L/\partial a = b\; \partial L/\partial (ab)`, (s) => s.dq * s.b)
  .step("db", String.raw`\partial L/\partial b = a\; \partial L/\partial (ab)`, (s) => s.dq * s.a)
  .step("dc", String.raw`\partial L/\partial c = \partial L/\partial u`, (s) => s.du)
  .step("dd", String.raw`\partial L/\partial d = \mathbb 1[d > e]\; \partial L/\partial v`, (s) =>
    s.d > s.e ? s.dv : 0,
  )
  .step("de", String.raw`\partial L/\partial e = \mathbb 1[e > d]\; \partial L/\partial v`, (s) =>
    s.e > s.d ? s.dv : 0,
  )
  .step("gradients", String.raw`\text{all five}`, (s) => tensor([s.da, s.db, s.dc, s.dd, s.de]))
  .asksTensor({
    step: "gradients",
    label: String.raw`\partial L/\partial (a, b, c, d, e)`,
    engine: (p) => {
      const inputs = [p.a, p.b, p.c, p.d, p.e].map((x) => tensor(x, { requiresGrad: true }));
      const [a, b, c, d, e] = inputs;
      a.mul(b).add(c).mul(maximum(d, e)).backward();
      return tensor(inputs.map((x) => x.grad?.itemSync() ?? 0));
    },
    malRules: {
      "mul-gate-own-input": {
        steps: { du: (s) => s.u, dv: (s) => s.v, da: (s) => s.dq * s.a, db: (s) => s.dq * s.b },
        notes: { du: "you used $u$ itself", da: "you used $a$ itself", db: "you used $b$ itself" },
        says: (s) =>
          `At each product you multiplied by the input's **own** value. A nudge of $a = ${s.a}$ is scaled by what it is multiplied with, $b = ${s.b}$: a multiplication gate swaps its inputs.`,
      },
      "add-gate-splits": {
        steps: { dq: (s) => s.du / 2, dc: (s) => s.du / 2 },
        notes: { dq: "half of it", dc: "half of it" },
        says: (s) =>
          `You shared the gradient $${texNumber(s.du)}$ out between the two terms of $ab + c$. An addition passes it on whole to both: nudging either term by 1 moves the sum by 1.`,
      },
      "max-gate-to-both": {
        steps: { dd: (s) => s.dv, de: (s) => s.dv },
        says: (s) =>
          `You sent the gradient to both inputs of the maximum. A small change of the smaller one, $${texNumber(Math.min(s.d, s.e))}$, leaves $\\max = ${texNumber(s.v)}$ as it is, so its gradient is 0.`,
      },
      "max-gate-to-loser": {
        steps: { dd: (s) => (s.d < s.e ? s.dv : 0), de: (s) => (s.e < s.d ? s.dv : 0) },
        notes: { dd: "gate the wrong way round", de: "gate the wrong way round" },
        says: (s) =>
          `You sent the maximum's gradient to the smaller input. $${texNumber(s.v)}$ is the larger one (negative numbers count too): only moving that one moves the output.`,
      },
      "upstream-forgotten": {
        steps: {
          da: (s) => s.b,
          db: (s) => s.a,
          dc: () => 1,
          dd: (s) => (s.d > s.e ? 1 : 0),
          de: (s) => (s.e > s.d ? 1 : 0),
        },
        notes: { da: "the local gradient only", db: "the local gradient only", dc: "the local gradient only" },
        says: (s) =>
          `These are the local gradients of the inner gates alone. Each is still to be multiplied by the gradient from above: $${texNumber(s.du)}$ for the sum, $${texNumber(s.dv)}$ for the maximum.`,
      },
    },
    explain: (s) =>
      `The product at the end swaps its factors: the sum receives $v = ${texNumber(s.v)}$, the maximum receives $u = ${texNumber(s.u)}$. Addition passes on, multiplication swaps, the maximum routes to the winner.`,
  });

/** A weight used twice in a row, with an error and both paths away from zero. */
function weightUsedTwice(dice: Dice) {
  for (;;) {
    const p = {
      w: dice.choose([-1.5, -1.2, -0.8, -0.6, -0.5, 0.5, 0.6, 0.8, 1.2, 1.5]),
      x: dice.nonzero(-2, 2, 1, 0.5),
      b: dice.nonzero(-1, 1, 1),
      t: dice.nonzero(-2, 2, 1),
    };
    const h = p.w * p.x + p.b;
    if (Math.abs(h) >= 0.2 && Math.abs(p.w * h - p.t) >= 0.3) return p;
  }
}

export const sharedWeight = program({
  id: "shared-weight",
  concept: "chain-rule",
  version: 1,
  title: "a weight used twice",
  draw: weightUsedTwice,
  prompt: (p) => `The same weight $w$ is used in two steps that follow each other, as in a recurrent network:

$$h = w\\,x + b \\qquad y = w\\,h \\qquad L = \\tfrac12 (y - t)^2$$

With $w = ${p.w},\\ x = ${p.x},\\ b = ${p.b},\\ t = ${p.t}$, what is $dL/dw$, the whole derivative?`,
})
  .step(
    "h",
    (s) => String.raw`h = w x + b = (${s.w})(${s.x}) ${signed(s.b)}`,
    (s) => s.w * s.x + s.b,
  )
  .step("y", String.raw`y = w h`, (s) => s.w * s.h)
  .step("dy", String.raw`\partial L/\partial y = y - t`, (s) => s.y - s.t)
  .step("second", String.raw`\text{by the second use: } \partial L/\partial y \cdot h`, (s) => s.dy * s.h)
  .step("dh", String.raw`\partial L/\partial h = \partial L/\partial y \cdot w`, (s) => s.dy * s.w)
  .step("first", String.raw`\text{by the first use: } \partial L/\partial h \cdot x`, (s) => s.dh * s.x)
  .step("dw", String.raw`dL/dw = \text{first} + \text{second}`, (s) => s.first + s.second)
  .asksNumber({
    step: "dw",
    label: String.raw`\frac{dL}{dw}`,
    engine: (p) => {
      const w = tensor(p.w, { requiresGrad: true });
      const error = w.mul(w.mul(p.x).add(p.b)).sub(p.t);
      error.mul(error).mul(0.5).backward();
      return w.grad ?? 0;
    },
    malRules: {
      "second-use-only": {
        misconception: "fan-out-overwritten",
        steps: { dw: (s) => s.second },
        notes: { dw: "the second use alone" },
        says: (s) =>
          `You differentiated $y = w\\,h$ as if $h$ were a constant. But $h = ${texNumber(s.h)}$ contains $w$ as well; that path adds $${texNumber(s.first, 4)}$.`,
      },
      "first-use-only": {
        misconception: "fan-out-overwritten",
        steps: { dw: (s) => s.first },
        notes: { dw: "the first use alone" },
        says: (s) =>
          `You kept the path through $h$ only. The weight is used again in $y = w\\,h$, which adds $(y - t)\\,h = ${texNumber(s.second, 4)}$: gradients of several uses are added, not overwritten.`,
      },
      "fan-out-multiplied": {
        steps: { dw: (s) => s.dy * s.h * s.w * s.x },
        notes: { dw: "the two paths multiplied" },
        says: () =>
          "You multiplied the two paths. Factors along **one** path are multiplied; different paths from $w$ to the loss are added.",
      },
      "upstream-forgotten": {
        steps: { dh: (s) => s.dy },
        notes: { dh: "without the factor $w$" },
        says: (s) =>
          `On the way from $y$ to $h$ you left out the factor $\\partial y/\\partial h = w = ${s.w}$. What arrives at $h$ is $${texNumber(s.dh, 4)}$, not $${texNumber(s.dy, 4)}$.`,
      },
      "p-minus-y-turned-round": {
        steps: { dy: (s) => s.t - s.y },
        notes: { dy: "turned round" },
        says: () =>
          "The sign is turned round: the derivative of $\\tfrac12 (y - t)^2$ by $y$ is $y - t$, prediction minus target.",
      },
    },
    explain: (s) =>
      `Two paths lead from $w$ to the loss: $${texNumber(s.first, 4)}$ by the first use and $${texNumber(s.second, 4)}$ by the second. Backpropagation through time adds such terms for every step of the sequence.`,
  });

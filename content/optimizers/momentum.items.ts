import { assign, optim, type Tensor, tensor } from "#engine/index.ts";
import { significant, signed, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

/** One step of the engine's optimizer with the gradient `g`. */
function stepWith(optimizer: ReturnType<typeof optim.sgd>, w: Tensor, g: number): void {
  optimizer.zeroGrad();
  w.mul(g).sum().backward();
  optimizer.step();
}

export const twoConventions = program({
  id: "two-steps",
  concept: "momentum",
  version: 1,
  title: "two steps, the rate cut between them",
  draw: (dice) => ({
    inside: dice.choose([true, false]),
    beta: dice.choose([0.5, 0.8, 0.9]),
    lr1: dice.choose([0.1, 0.2]),
    cut: dice.choose([2, 5, 10]),
    w0: dice.nonzero(-2, 2, 1),
    g1: dice.nonzero(-2, 2, 1, 0.3),
    g2: dice.nonzero(-2, 2, 1, 0.3),
  }),
  prompt: (p) => `Two steps of SGD with momentum are taken on a single weight, ${
    p.inside
      ? "in Sutskever's convention (the learning rate inside the velocity)"
      : "in PyTorch's convention (the learning rate outside the velocity, no dampening)"
  }, from velocity zero:

$$w_0 = ${p.w0} \\qquad g_1 = ${p.g1} \\qquad g_2 = ${p.g2} \\qquad \\beta = ${p.beta}$$

The rate is $\\eta_1 = ${p.lr1}$ in the first step and $\\eta_2 = ${significant(p.lr1 / p.cut, 6)}$ in the second. What is the weight after both?`,
  labels: { lr2: false },
  givens: { beta: { least: 0, most: 1 }, cut: false },
})
  .step("lr2", String.raw`\eta_2`, (s) => significant(s.lr1 / s.cut, 6))
  .step(
    "v1",
    (s) => (s.inside ? String.raw`v_1 = -\eta_1\, g_1` : "v_1 = g_1"),
    (s) => (s.inside ? -s.lr1 * s.g1 : s.g1),
  )
  .step(
    "w1",
    (s) => (s.inside ? "w_1 = w_0 + v_1" : String.raw`w_1 = w_0 - \eta_1\, v_1`),
    (s) => (s.inside ? s.w0 + s.v1 : s.w0 - s.lr1 * s.v1),
  )
  .step(
    "v2",
    (s) => (s.inside ? String.raw`v_2 = \beta v_1 - \eta_2\, g_2` : String.raw`v_2 = \beta v_1 + g_2`),
    (s) => (s.inside ? s.beta * s.v1 - s.lr2 * s.g2 : s.beta * s.v1 + s.g2),
  )
  .step(
    "w2",
    (s) => (s.inside ? "w_2 = w_1 + v_2" : String.raw`w_2 = w_1 - \eta_2\, v_2`),
    (s) => (s.inside ? s.w1 + s.v2 : s.w1 - s.lr2 * s.v2),
  )
  .asksNumber({
    step: "w2",
    label: "w_2",
    changeFrom: (s) => s.w0,
    engine: (p) => {
      const w = tensor([p.w0], { requiresGrad: true });
      const convention = p.inside ? "sutskever" : "pytorch";
      const sgd = optim.sgd([w], { lr: p.lr1, momentum: p.beta, convention });
      stepWith(sgd, w, p.g1);
      sgd.learningRate = significant(p.lr1 / p.cut, 6);
      stepWith(sgd, w, p.g2);
      return w.sum();
    },
    malRules: {
      "momentum-conventions-equal": {
        steps: {
          v2: (s) => (s.inside ? s.lr2 * (s.beta * (s.v1 / s.lr1) - s.g2) : (s.lr1 / s.lr2) * s.beta * s.v1 + s.g2),
        },
        notes: { v2: "the other convention" },
        says: (s) =>
          s.inside
            ? String.raw`You rescaled the whole velocity to the new rate, which is PyTorch's form. In Sutskever's, $v_1 = ${texNumber(s.v1, 4)}$ was built with $\eta_1 = ${s.lr1}$ and keeps it.`
            : String.raw`You let the old velocity keep $\eta_1 = ${s.lr1}$, which is Sutskever's form. In PyTorch's the new rate $${texNumber(s.lr2, 4)}$ multiplies all of $v_2 = ${texNumber(s.v2, 4)}$.`,
      },
      "momentum-as-average": {
        steps: {
          v1: (s) => (1 - s.beta) * (s.inside ? -s.lr1 * s.g1 : s.g1),
          v2: (s) => (s.inside ? s.beta * s.v1 - (1 - s.beta) * s.lr2 * s.g2 : s.beta * s.v1 + (1 - s.beta) * s.g2),
        },
        notes: { v1: String.raw`with $1-\beta$`, v2: String.raw`with $1-\beta$` },
        says: (s) =>
          String.raw`You took a moving average, with the factor $1-\beta = ${texNumber(significant(1 - s.beta, 6))}$ on each gradient. Momentum's velocity is a sum: the new gradient enters in full.`,
      },
      "velocity-forgotten": {
        steps: { v2: (s) => (s.inside ? -s.lr2 * s.g2 : s.g2) },
        notes: { v2: "without the old velocity" },
        says: (s) =>
          String.raw`Your second step follows $g_2$ alone. The share $\beta v_1 = ${texNumber(s.beta * s.v1, 4)}$ of the old velocity is missing.`,
      },
      "velocity-never-fades": {
        steps: { v2: (s) => (s.inside ? s.v1 - s.lr2 * s.g2 : s.v1 + s.g2) },
        notes: { v2: String.raw`without $\beta$` },
        says: (s) =>
          String.raw`You carried the old velocity over in full. It fades by $\beta = ${s.beta}$ before the new gradient is added.`,
      },
      "ascent-for-descent": {
        steps: {
          w1: (s) => (s.inside ? s.w0 - s.v1 : s.w0 + s.lr1 * s.v1),
          w2: (s) => (s.inside ? s.w1 - s.v2 : s.w1 + s.lr2 * s.v2),
        },
        notes: { w1: "wrong sign", w2: "wrong sign" },
        says: (s) =>
          `You moved uphill: with $g_1 = ${s.g1}$ the first step has to ${s.g1 > 0 ? "lower" : "raise"} the weight.`,
      },
    },
    explain: (s) =>
      s.inside
        ? String.raw`Inside the velocity the rate belongs to each gradient for good: here $g_1$ still acts with $\eta_1$ in the second step.`
        : String.raw`Outside the velocity the rate belongs to the step: the second one takes $g_2 + \beta g_1$ with $\eta_2$.`,
  });

export const steadyGradient = program({
  id: "steady-gradient",
  concept: "momentum",
  version: 1,
  title: "under a constant gradient",
  draw: (dice) => ({
    beta: dice.choose([0.5, 0.6, 0.7, 0.8, 0.9]),
    g: dice.decimal(0.5, 4, 1),
    lr: dice.choose([0.01, 0.02, 0.05, 0.1]),
    n: dice.integer(3, 5),
  }),
  prompt: (p) =>
    `SGD with momentum $\\beta = ${p.beta}$ (PyTorch's convention, no dampening, velocity zero at the start, $\\eta = ${p.lr}$) meets the same gradient $g = ${p.g}$ at every step. How long is step number ${p.n}, that is, by how much does it change the weight?`,
  givens: { beta: { least: 0, most: 0.999 }, n: { whole: true, least: 2, most: 20 } },
})
  .step(
    "v",
    (s) => `v_{${s.n}} = g\\,(1 + ${powers(s.n)})`,
    (s) => (s.g * (1 - s.beta ** s.n)) / (1 - s.beta),
  )
  .step(
    "length",
    (s) => String.raw`\eta\, v_{${s.n}}`,
    (s) => s.lr * s.v,
  )
  .asksNumber({
    step: "length",
    label: String.raw`|\Delta w|`,
    engine: (p) => {
      const w = tensor([0], { requiresGrad: true });
      const sgd = optim.sgd([w], { lr: p.lr, momentum: p.beta });
      for (let step = 1; step < p.n; step++) stepWith(sgd, w, p.g);
      const before = w.detach().sum().itemSync();
      stepWith(sgd, w, p.g);
      return before - w.sum().itemSync();
    },
    malRules: {
      "effective-rate-at-once": {
        steps: { v: (s) => s.g / (1 - s.beta) },
        notes: { v: "the limit" },
        says: (s) =>
          String.raw`$g/(1-\beta) = ${texNumber(s.g / (1 - s.beta), 4)}$ is where the velocity tends to. After ${s.n} steps it has reached $${texNumber(s.v, 4)}$, the share $1 - \beta^{${s.n}}$ of it.`,
      },
      "momentum-as-average": {
        steps: { v: (s) => s.g * (1 - s.beta ** s.n) },
        notes: { v: String.raw`with $1-\beta$` },
        says: () =>
          String.raw`You took the moving average, in which each gradient enters with $1-\beta$. PyTorch's velocity adds gradients in full.`,
      },
      "velocity-forgotten": {
        steps: { v: (s) => s.g },
        notes: { v: "one gradient only" },
        says: (s) =>
          `That is a step of plain SGD. The velocity also holds what is left of the ${s.n - 1} gradients before.`,
      },
      "velocity-never-fades": {
        steps: { v: (s) => s.n * s.g },
        notes: { v: "no fading" },
        says: (s) =>
          String.raw`You added ${s.n} gradients in full. Each fades by $\beta = ${s.beta}$ a step, so they count $1, \beta, \beta^2, \dots$`,
      },
      "step-count-off-by-one": {
        steps: { v: (s) => (s.g * (1 - s.beta ** (s.n - 1))) / (1 - s.beta) },
        notes: { v: "one gradient too few" },
        says: (s) =>
          `You used the velocity before step ${s.n}. The gradient of the step is added first, then the weight moves.`,
      },
    },
    explain: (s) =>
      String.raw`The steps grow from $${texNumber(s.lr * s.g, 4)}$ towards $\eta g/(1-\beta) = ${texNumber((s.lr * s.g) / (1 - s.beta), 4)}$.`,
  });

function powers(n: number): string {
  return Array.from({ length: n - 1 }, (_, i) => (i === 0 ? String.raw`\beta` : String.raw`\beta^{${i + 1}}`)).join(
    " + ",
  );
}

export const nesterovStep = program({
  id: "nesterov-step",
  concept: "momentum",
  version: 1,
  title: "a look-ahead step",
  draw: (dice) => ({
    a: dice.choose([1, 2, 3, 4]),
    w: dice.nonzero(-3, 3, 0),
    v: dice.nonzero(-1, 1, 1, 0.2),
    beta: dice.choose([0.6, 0.8, 0.9]),
    lr: dice.choose([0.05, 0.1, 0.2]),
  }),
  prompt: (
    p,
  ) => `Nesterov momentum, written with the learning rate inside the velocity ($w \\leftarrow w + v$), takes one step on $L(w) = ${p.a === 1 ? "" : p.a}\\,w^2$ from

$$w = ${p.w} \\qquad v = ${p.v} \\qquad \\beta = ${p.beta} \\qquad \\eta = ${p.lr}$$

What is the weight after the step?`,
  givens: { a: String.raw`\text{factor of } w^2`, beta: { least: 0, most: 1 } },
})
  .step("ahead", String.raw`\tilde w = w + \beta v`, (s) => s.w + s.beta * s.v)
  .step(
    "gradient",
    (s) => String.raw`L'(\tilde w) = ${2 * s.a}\,\tilde w`,
    (s) => 2 * s.a * s.ahead,
  )
  .step("velocity", String.raw`v' = \beta v - \eta\, L'(\tilde w)`, (s) => s.beta * s.v - s.lr * s.gradient)
  .step("weight", String.raw`w' = w + v'`, (s) => s.w + s.velocity)
  .asksNumber({
    step: "weight",
    label: "w'",
    changeFrom: (s) => s.w,
    engine: (p) => {
      // The engine keeps the look-ahead point: a first step builds the velocity, then that point is put in its place.
      const point = tensor([0], { requiresGrad: true });
      const sgd = optim.sgd([point], { lr: p.lr, momentum: p.beta, nesterov: true, convention: "sutskever" });
      stepWith(sgd, point, -p.v / p.lr);
      assign(point, tensor([p.w + p.beta * p.v]));
      sgd.zeroGrad();
      point.pow(2).mul(p.a).sum().backward();
      sgd.step();
      const velocity = sgd.state(point)?.v as Tensor;
      return point.sub(velocity.mul(p.beta)).sum();
    },
    malRules: {
      "nesterov-at-present-point": {
        steps: { ahead: (s) => s.w },
        notes: { ahead: "the present point" },
        says: (s) =>
          String.raw`You took the gradient at $w = ${s.w}$; that is ordinary momentum. Nesterov takes it where the velocity leads, at $w ${signed(s.beta * s.v, 4)} = ${texNumber(s.ahead, 4)}$.`,
      },
      "look-ahead-without-decay": {
        steps: { ahead: (s) => s.w + s.v },
        notes: { ahead: "the whole velocity" },
        says: (s) =>
          String.raw`You looked ahead by all of $v = ${s.v}$. The velocity fades first: the weight would arrive at $w + \beta v = ${texNumber(s.ahead, 4)}$.`,
      },
      "velocity-never-fades": {
        steps: { velocity: (s) => s.v - s.lr * s.gradient },
        notes: { velocity: String.raw`without $\beta$` },
        says: (s) =>
          String.raw`In the new velocity the old one was kept in full; it fades to $\beta v = ${texNumber(s.beta * s.v, 4)}$.`,
      },
      "step-from-look-ahead": {
        steps: { weight: (s) => s.ahead + s.velocity },
        notes: { weight: "from the look-ahead point" },
        says: (s) =>
          String.raw`You started from the look-ahead point $${texNumber(s.ahead, 4)}$ and counted $\beta v$ twice: it is already in $v'$. The step starts at $w = ${s.w}$.`,
      },
      "ascent-for-descent": {
        steps: { velocity: (s) => s.beta * s.v + s.lr * s.gradient },
        notes: { velocity: "added" },
        says: () => "You added the gradient to the velocity, which drives the weight uphill. It is subtracted.",
      },
    },
    explain: (s) =>
      String.raw`Ordinary momentum would have used the slope $${texNumber(2 * s.a * s.w, 4)}$ at $w$; the slope ahead is $${texNumber(s.gradient, 4)}$, ${
        Math.abs(s.ahead) < Math.abs(s.w)
          ? "smaller, so the step is held back before it overshoots"
          : "larger, so the pull towards the minimum is stronger"
      }.`,
  });

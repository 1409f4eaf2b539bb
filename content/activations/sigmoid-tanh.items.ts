import { log, mul, sigmoid, sub, tanh, tensor } from "#engine/index.ts";
import { signed, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

type Curve = "sigmoid" | "tanh";

const sigma = (x: number) => 1 / (1 + Math.exp(-x));
const slopeAt = (curve: Curve, x: number) => (curve === "sigmoid" ? sigma(x) * (1 - sigma(x)) : 1 - Math.tanh(x) ** 2);
const slopeFrom = (curve: Curve, a: number) => (curve === "sigmoid" ? a * (1 - a) : 1 - a ** 2);
const other = (curve: Curve): Curve => (curve === "sigmoid" ? "tanh" : "sigmoid");
const named = (curve: Curve) => (curve === "sigmoid" ? "the sigmoid" : "tanh");
const rule = (curve: Curve) => (curve === "sigmoid" ? "a(1-a)" : "1-a^2");
const shown = (x: number) => `$${texNumber(x, 4)}$`;

export const gradientFromOutput = program({
  id: "gradient-from-output",
  concept: "sigmoid-tanh",
  version: 1,
  title: "backward from the stored output",
  draw: (dice) => {
    const curve: Curve = dice.choose(["sigmoid", "tanh"] as const);
    return {
      curve,
      a: curve === "sigmoid" ? dice.decimal(0.05, 0.95, 2) : dice.nonzero(-0.95, 0.95, 2, 0.35),
      g: dice.choose([-1, 1]) * dice.choose([0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.2, 1.5, 2, 2.5, 3]),
    };
  },
  prompt: (
    p,
  ) => `In the forward pass a ${p.curve} unit gave the output $a = ${p.a}$, which was stored; its pre-activation $z$ was not. The upstream gradient is $\\partial L/\\partial a = ${p.g}$.

What is $\\partial L/\\partial z$?`,
  givens: { g: String.raw`\partial L/\partial a` },
  refuses: (p) => {
    const least = p.curve === "sigmoid" ? 0 : -1;
    return p.a > least && p.a < 1 ? null : `The output of a ${p.curve} lies between ${least} and 1.`;
  },
})
  .step(
    "slope",
    (s) => `\\partial a/\\partial z = ${rule(s.curve)}`,
    (s) => slopeFrom(s.curve, s.a),
  )
  .step(
    "dz",
    String.raw`\partial L/\partial z = \partial L/\partial a \cdot \partial a/\partial z`,
    (s) => s.g * s.slope,
  )
  .asksNumber({
    step: "dz",
    label: String.raw`\partial L/\partial z`,
    engine: (p) => {
      // The pre-activation that gives this output: the logit, or its half of (1 + a)/(1 − a).
      const logit =
        p.curve === "sigmoid" ? log(tensor([p.a / (1 - p.a)])) : log(tensor([(1 + p.a) / (1 - p.a)])).mul(0.5);
      const z = tensor(logit.arraySync(), { requiresGrad: true });
      (p.curve === "sigmoid" ? sigmoid(z) : tanh(z)).backward(tensor([p.g]));
      return (z.grad as NonNullable<typeof z.grad>).sum();
    },
    malRules: {
      "missing-activation-derivative": {
        steps: { slope: () => 1 },
        notes: { slope: "left out" },
        says: (s) =>
          `You passed the upstream gradient ${shown(s.g)} on as it is. It has to be multiplied by the slope of ${named(s.curve)}, here ${shown(s.slope)}.`,
      },
      "upstream-forgotten": {
        steps: { dz: (s) => s.slope },
        notes: { dz: "the slope alone" },
        says: (s) =>
          `${shown(s.slope)} is the local slope $\\partial a/\\partial z$. The chain rule multiplies it by the upstream gradient ${shown(s.g)}.`,
      },
      "derivative-at-wrong-side": {
        steps: { slope: (s) => slopeAt(s.curve, s.a) },
        notes: { slope: "$a$ was put where $z$ belongs" },
        says: (s, wrong) =>
          `You evaluated the derivative as if $z$ were ${s.a}, which gives the slope ${shown(wrong.slope)}. But ${s.a} is already the output: $${rule(s.curve)}$ takes it directly.`,
      },
      "slope-of-the-other-curve": {
        steps: { slope: (s) => slopeFrom(other(s.curve), s.a) },
        notes: { slope: "the other curve's rule" },
        says: (s) =>
          `You used $${rule(other(s.curve))}$, which belongs to ${named(other(s.curve))}. For ${named(s.curve)} the slope is $${rule(s.curve)}$.`,
      },
      "activation-value-for-derivative": {
        steps: { slope: (s) => s.a },
        notes: { slope: "the output itself" },
        says: (s) =>
          `You multiplied by the output ${s.a} itself. The local gradient is the slope at this point, $${rule(s.curve)} = ${texNumber(s.slope, 4)}$.`,
      },
    },
    explain: (s) =>
      s.curve === "sigmoid"
        ? "The sigmoid's slope $a(1-a)$ is never above ¼, so a sigmoid always passes on at most a quarter of the gradient."
        : "Tanh's slope $1-a^2$ is 1 only where its output is 0; the closer the output is to ±1, the less gradient passes.",
  });

export const tanhAsSigmoid = program({
  id: "tanh-as-sigmoid",
  concept: "sigmoid-tanh",
  version: 1,
  title: "a tanh unit rewritten with a sigmoid",
  draw: (dice) => ({ v: dice.nonzero(-3, 3), w: dice.nonzero(-3, 3), b: dice.nonzero(-2, 2) }),
  prompt: (
    p,
  ) => `A hidden unit contributes $f(x) = ${p.v}\\,\\tanh(${p.w}\\,x ${signed(p.b)})$ to a network's output. Write the same function with a sigmoid,

$$f(x) = v'\\,\\sigma(w' x + b') + c'$$

with $w'$ of the same sign as $${p.w}$. Give $v', w', b', c'$ in this order.`,
  refuses: (p) => (p.w === 0 ? "With a weight of 0 there is no curve to write in another way." : null),
})
  .step("rewritten", String.raw`v\tanh u = 2v\,\sigma(2u) - v \ \Rightarrow\ (2v,\ 2w,\ 2b,\ -v)`, (s) =>
    tensor([[2 * s.v, 2 * s.w, 2 * s.b, -s.v]]),
  )
  .asksTensor({
    step: "rewritten",
    label: String.raw`(v', w', b', c')`,
    engine: (p) => {
      // From the function alone: its limits give c′ and v′, and the logit of (f − c′)/v′ is w′x + b′.
      const f = (x: number) => mul(tanh(tensor([p.w * x + p.b])), p.v);
      const far = Math.sign(p.w) * 1e6;
      const c = f(-far);
      const v = sub(f(far), c);
      const logit = (x: number) => {
        const share = sub(f(x), c).div(v);
        return log(share.div(sub(1, share)));
      };
      // At the two points where the argument of tanh is 0 and 1/2.
      const [x0, x1] = [-p.b / p.w, (0.5 - p.b) / p.w];
      const w = sub(logit(x1), logit(x0)).div(x1 - x0);
      const b = sub(logit(x0), w.mul(x0));
      return tensor([[v, w, b, c].map((part) => part.itemSync())]);
    },
    malRules: {
      "tanh-without-inner-two": {
        steps: { rewritten: (s) => tensor([[2 * s.v, s.w, s.b, -s.v]]) },
        notes: { rewritten: "the argument was not doubled" },
        says: (s) =>
          `You used $2\\sigma(u) - 1$, which is $\\tanh(u/2)$: right range, half as steep. The argument doubles as well: $w' = ${texNumber(2 * s.w)}$ and $b' = ${texNumber(2 * s.b)}$.`,
      },
      "tanh-without-outer-two": {
        steps: { rewritten: (s) => tensor([[s.v, 2 * s.w, 2 * s.b, -s.v / 2]]) },
        notes: { rewritten: "the range was not doubled" },
        says: (s) =>
          `Your function spans ${shown(Math.abs(s.v))} from end to end. Tanh runs from −1 to 1, a span of 2, so $f$ spans ${shown(2 * Math.abs(s.v))} and $v' = ${texNumber(2 * s.v)}$.`,
      },
      "tanh-without-shift": {
        steps: { rewritten: (s) => tensor([[2 * s.v, 2 * s.w, 2 * s.b, 0]]) },
        notes: { rewritten: "the shift is missing" },
        says: (s) =>
          `Without the shift your function lies between 0 and ${shown(2 * s.v)}. $f$ lies between ${shown(-s.v)} and ${shown(s.v)}, so $c' = ${texNumber(-s.v)}$.`,
      },
      "bias-not-rescaled": {
        steps: { rewritten: (s) => tensor([[2 * s.v, 2 * s.w, s.b, -s.v]]) },
        notes: { rewritten: "the bias was not doubled" },
        says: (s) =>
          `You doubled the weight but not the bias. The whole argument $${s.w}x ${signed(s.b)}$ is doubled, so $b' = ${texNumber(2 * s.b)}$.`,
      },
      "tanh-relation-turned-round": {
        steps: { rewritten: (s) => tensor([[s.v / 2, s.w / 2, s.b / 2, s.v / 2]]) },
        notes: { rewritten: "the relation the other way round" },
        says: () =>
          String.raw`You used $\sigma(u) = \tfrac12 + \tfrac12\tanh(u/2)$, which writes a sigmoid by tanh. Here it is the other way round: $\tanh u = 2\sigma(2u) - 1$.`,
      },
    },
    explain: (s) =>
      `$\\tanh u = 2\\sigma(2u) - 1$ with $u = ${s.w}x ${signed(s.b)}$, times ${shown(s.v)}. So a network with tanh units computes nothing that one with sigmoid units could not; what differs is the training.`,
  });

import * as engine from "#engine/index.ts";
import { type Argument, integers, type Kept } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";

type Matrix = number[][];

/** The error function of the harness, as an argument. */
const erf: Kept = { kind: "kept", name: "harness.erf" };

interface Activation {
  name: "gelu" | "silu";
  of: (x: engine.Tensor) => engine.Tensor;
  rest: readonly Argument[];
}

const gelu: Activation = { name: "gelu", of: (x) => engine.gelu(x), rest: [erf] };
const silu: Activation = { name: "silu", of: engine.silu, rest: [] };
const approximate = (x: engine.Tensor) => engine.gelu(x, { approximate: "tanh" });

function forward(c: CaseBuilder, x: Matrix): void {
  for (const { name, of, rest } of [gelu, silu]) c.call(name, x, ...rest).returns(of(engine.tensor(x)));
}

function backward(c: CaseBuilder, upstream: Matrix, x: Matrix, which: readonly Activation[] = [gelu, silu]): void {
  for (const { name, of, rest } of which) {
    const leaf = engine.tensor(x, { requiresGrad: true });
    const [dx] = engine.grad(of(leaf), [leaf], { upstream: engine.tensor(upstream) });
    if (!dx) throw new Error(`the engine gave no gradient of ${name}`);
    c.call(`${name}_backward`, upstream, x, ...rest).returns(dx);
  }
}

function all(c: CaseBuilder, upstream: Matrix, x: Matrix): void {
  forward(c, x);
  c.call("gelu_tanh", x).returns(approximate(engine.tensor(x)));
  backward(c, upstream, x);
}

const STEPS = 4;

/** Losses and weights of a small network with the activation in the middle, trained by the engine. */
function trained({ of }: Activation, x: Matrix, targets: Matrix, weights: Matrix[], rate: number) {
  const [weights1, weights2] = weights.map((w) => engine.tensor(w, { requiresGrad: true }));
  const optimizer = engine.optim.sgd([weights1, weights2], { lr: rate });
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const y = of(engine.tensor(x).matmul(weights1)).matmul(weights2);
    const loss = engine.mse(y, engine.tensor(targets), { reduction: "sum" }).mul(0.5);
    losses.push(loss.itemSync());
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
  return { losses, weights1, weights2 };
}

const used = (activation: Activation) =>
  hidden(`used: a network with ${activation.name} trained`, (c, dice) => {
    const [x, targets] = [dice.matrix(5, 3, -1, 1), dice.matrix(5, 2, -1, 1)];
    const weights = [dice.matrix(3, 4, -1, 1, 2), dice.matrix(4, 2, -1, 1, 2)];
    c.call("harness.train", activation.name, x, targets, ...weights, 0.05, STEPS).returnsAll(
      trained(activation, x, targets, weights, 0.05),
    );
  });

const shown = {
  x: [
    [-1, -0.5, 0],
    [2, 1, -3],
  ],
  upstream: [
    [1, -2, -3],
    [0.5, 4, 1],
  ],
};

export const geluAndSilu = challenge({
  slug: "gelu-and-silu",
  area: "activations",
  defines: ["gelu", "gelu_backward", "gelu_tanh", "silu", "silu_backward"],
  cases: [
    visible("forward", (c) => forward(c, shown.x)),
    visible("the form with tanh", (c) => {
      c.call("gelu_tanh", shown.x).returns(approximate(engine.tensor(shown.x)));
    }),
    visible("backward of gelu", (c) => backward(c, shown.upstream, shown.x, [gelu])),
    visible("backward of silu", (c) => backward(c, shown.upstream, shown.x, [silu])),
    hidden("random numbers", (c, dice) => all(c, dice.matrix(3, 4, -2, 2), dice.matrix(3, 4, -3, 3, 2))),
    hidden("one row", (c, dice) => all(c, dice.matrix(1, 4, -2, 2), dice.matrix(1, 4, -3, 3))),
    hidden("one column", (c, dice) => all(c, dice.matrix(4, 1, -2, 2), dice.matrix(4, 1, -3, 3))),
    hidden("exactly zero", (c, dice) => all(c, dice.matrix(1, 2, -2, 2), [[0, 0]])),
    hidden("inputs of a thousand", (c, dice) =>
      all(c, dice.matrix(2, 3, -2, 2), [
        [1000, -1000, 800],
        [-750, 40, -40],
      ]),
    ),
    hidden("far on the left", (c, dice) => all(c, dice.matrix(1, 4, -2, 2), dice.matrix(1, 4, -6, -3))),
    hidden("the two forms of gelu", (c, dice) => {
      const x = dice.matrix(2, 3, 0.8, 2.5);
      c.holds(
        "the two forms differ by less than 0.001",
        [c.call("gelu_tanh", x), c.call("gelu", x, erf)],
        (a, b) => a.sub(b).abs().max().itemSync() < 1e-3,
      );
    }),
    hidden("values at x and at −x", (c, dice) => {
      const x = dice.matrix(2, 3, -3, 3);
      const minus = x.map((row) => row.map((value) => -value));
      for (const { name, rest } of [gelu, silu]) {
        c.holds(
          "f(x) − f(−x) is x",
          [c.call(name, x, ...rest), c.call(name, minus, ...rest)],
          (a, b) => a.sub(b).sub(engine.tensor(x)).abs().max().itemSync() < 1e-9,
        );
      }
    }),
    hidden("gradients by finite differences", (c, dice) => {
      const [x, upstream] = [dice.matrix(2, 2, -3, 3), dice.matrix(2, 2, -2, 2)];
      for (const { name, rest } of [gelu, silu]) {
        c.gradients({
          at: { x },
          forward: (at) => ({ call: name, args: [at.x, ...rest] }),
          upstream,
          backward: c.call(`${name}_backward`, upstream, x, ...rest),
        });
      }
    }),
    used(gelu),
    used(silu),
    hidden(
      "whole numbers",
      (c, dice) => {
        const x = [[-2, 0, dice.integer(1, 4)]];
        const z = engine.tensor(x);
        c.call("gelu", integers(x), erf).returns(engine.gelu(z));
        c.call("gelu_tanh", integers(x)).returns(approximate(z));
        c.call("silu", integers(x)).returns(engine.silu(z));
      },
      { only: "python" },
    ),
  ],
  mutants: [
    {
      id: "erf-for-phi",
      says: "with erf itself for the normal distribution function",
      python: ["return (1 + np.vectorize(erf)(x / np.sqrt(2))) / 2", "return np.vectorize(erf)(x / np.sqrt(2))"],
      typescript: ["=> (1 + erf(x / Math.SQRT2)) / 2", "=> erf(x / Math.SQRT2)"],
      killedBy: "forward",
      misconception: "erf-for-phi",
    },
    {
      id: "root-of-two-left-out",
      says: "with erf taken at x in place of x/√2",
      python: ["(x / np.sqrt(2))", "(x)"],
      typescript: ["erf(x / Math.SQRT2)", "erf(x)"],
      killedBy: "forward",
    },
    {
      id: "quick-gelu",
      says: "with the cruder gate σ(1.702 x) in place of the exact one",
      python: ["return x * _normal_cdf(x, erf)", "return x * _sigmoid(1.702 * x)"],
      typescript: ["value * normalCdf(value, erf))", "value * sigmoid(1.702 * value))"],
      killedBy: "forward",
    },
    {
      id: "tanh-form-for-exact",
      says: "with the approximation by tanh in place of the exact form",
      python: ["return x * _normal_cdf(x, erf)", "return gelu_tanh(x)"],
      typescript: ["return map(x, (value) => value * normalCdf(value, erf));", "return geluTanh(x);"],
      killedBy: "forward",
    },
    {
      id: "gate-held-constant",
      says: "when the gate of SiLU is taken for a constant on the way back",
      python: ["(gate + x * gate * (1 - gate))", "gate"],
      typescript: ["return gate + value * gate * (1 - gate);", "return gate;"],
      killedBy: "backward of silu",
      misconception: "gate-held-constant",
    },
    {
      id: "factor-lost",
      says: "without the factor x in the second term of GELU's slope",
      python: ["+ x * density", "+ density"],
      typescript: ["+ value * density", "+ density"],
      killedBy: "backward of gelu",
      misconception: "product-rule-without-factor",
    },
    {
      id: "density-not-normalised",
      says: "with a bell curve that is not divided by √(2π)",
      python: ["np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)", "np.exp(-(x**2) / 2)"],
      typescript: ["Math.exp(-(value ** 2) / 2) / Math.sqrt(2 * Math.PI)", "Math.exp(-(value ** 2) / 2)"],
      killedBy: "backward of gelu",
    },
    {
      id: "cube-outside-the-bracket",
      says: "when √(2/π) multiplies x alone and not the cubic term",
      python: ["np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)", "np.sqrt(2 / np.pi) * x + 0.044715 * x**3"],
      typescript: [
        "Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3)",
        "Math.sqrt(2 / Math.PI) * value + 0.044715 * value ** 3",
      ],
      killedBy: "the form with tanh",
    },
  ],
});

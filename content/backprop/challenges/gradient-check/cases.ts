import * as engine from "#engine/index.ts";
import { integers, type Kept } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";

type Scalar = (x: engine.Tensor) => engine.Tensor;

const { tensor } = engine;

/** What the harness calls by the same names. */
const functions = {
  cubes: (x: engine.Tensor) => x.pow(3).sum(),
  bowl: (x: engine.Tensor) => {
    const neighbours = x.slice(0, 0, -1).mul(x.slice(0, 1)).sum();
    return engine
      .arange(1, x.size + 1)
      .div(2)
      .mul(x.square())
      .sum()
      .add(neighbours);
  },
  hills: (x: engine.Tensor) => x.logSumExp(),
  corners: (x: engine.Tensor) => x.abs().sum(),
};

type Name = keyof typeof functions;

const passed = (name: Name): Kept => ({ kind: "kept", name: `harness.${name}` });

function gradientOf(f: Scalar, x: number[]): engine.Tensor {
  const leaf = tensor(x, { requiresGrad: true });
  const [gradient] = engine.grad(f(leaf), [leaf]);
  if (!gradient) throw new Error("the engine gave no gradient");
  return gradient;
}

/** The centred differences without a difference: by derivatives, and what the Taylor series adds to them. */
const centred: Record<Name, (x: number[], h: number) => engine.Tensor> = {
  cubes: (x, h) => gradientOf(functions.cubes, x).add(h * h),
  bowl: (x) => gradientOf(functions.bowl, x),
  hills: (x) => gradientOf(functions.hills, x),
  corners: (x, h) => tensor(x).div(h).minimum(1).maximum(-1),
};

function sloped(c: CaseBuilder, name: Name, x: number[], h: number): void {
  c.call("numeric_gradient", passed(name), x, h).returns(centred[name](x, h));
}

function errorsOf(analytic: engine.Tensor, numeric: engine.Tensor): engine.Tensor {
  const largest = engine.concat([analytic, numeric]).abs().max();
  return largest.itemSync() === 0 ? engine.zeros(analytic.shape) : analytic.sub(numeric).div(largest).abs();
}

function compared(c: CaseBuilder, analytic: number[], numeric: number[]): void {
  c.call("relative_error", analytic, numeric).returns(errorsOf(tensor(analytic), tensor(numeric)));
}

function wrongOf(analytic: engine.Tensor, numeric: engine.Tensor, tolerance: number): engine.Tensor {
  const errors = errorsOf(analytic, numeric).valuesSync();
  const wrong = [...errors.keys()].filter((i) => errors[i] > tolerance);
  return engine.fromValues(wrong, [wrong.length]);
}

/** Asks which entries are wrong of the right gradient with `faults` added to it. */
function found(c: CaseBuilder, name: Name, x: number[], faults: number[], h: number, tolerance: number): void {
  const gradient = gradientOf(functions[name], x).add(tensor(faults));
  c.call("wrong_entries", passed(name), gradient.detach(), x, h, tolerance).returns(
    wrongOf(gradient, centred[name](x, h), tolerance),
  );
}

const H = 1e-5;

export const gradientCheck = challenge({
  slug: "gradient-check",
  area: "backprop",
  defines: ["numeric_gradient", "relative_error", "wrong_entries"],
  cases: [
    visible("the slopes of a cubic", (c) => {
      sloped(c, "cubes", [1, -2, 0.5], 0.1);
      sloped(c, "cubes", [1, -2, 0.5], 0.01);
    }),
    visible("entries that belong together", (c) => sloped(c, "bowl", [1, -2, 3], 0.5)),
    visible("relative errors", (c) => compared(c, [2, -8, 0.001], [2.5, -8, 0])),
    visible("the wrong entry of a gradient", (c) => {
      found(c, "bowl", [1, -2, 3], [0, 0.25, 0], H, 1e-6);
      found(c, "bowl", [1, -2, 3], [0, 0, 0], H, 1e-6);
    }),
    hidden("random points", (c, dice) => {
      sloped(c, "cubes", dice.vector(4, -2, 2), dice.decimal(0.05, 0.5, 2));
      sloped(c, "bowl", dice.vector(4, -2, 2), dice.decimal(0.05, 0.5, 2));
      sloped(c, "hills", dice.vector(5, -2, 2), H);
    }),
    hidden("one entry", (c, dice) => {
      const x = dice.vector(1, -2, 2);
      sloped(c, "cubes", x, 0.25);
      sloped(c, "bowl", x, 0.25);
      found(c, "cubes", x, [0.5], H, 1e-6);
    }),
    hidden("kinks within reach of the step", (c, dice) => {
      const near = dice.decimal(0.01, 0.09, 2);
      sloped(c, "corners", [0, near, -near, 2, -2], 0.1);
    }),
    hidden("random gradients compared", (c, dice) => {
      compared(c, dice.vector(5, -3, 3, 2), dice.vector(5, -3, 3, 2));
      compared(c, dice.vector(3, -0.5, 0.5, 2), dice.vector(3, 2, 9, 2));
      compared(c, dice.vector(3, -9, -2, 2), dice.vector(3, -0.5, 0.5, 2));
    }),
    hidden("gradients of zero", (c, dice) => {
      const zero = [0, 0, 0];
      compared(c, zero, zero);
      compared(c, zero, dice.vector(3, -1, 1));
    }),
    hidden("tiny and huge gradients", (c, dice) => {
      const [a, b] = [dice.vector(4, -3, 3, 2), dice.vector(4, -3, 3, 2)];
      for (const scale of [1e-12, 1e12]) {
        compared(
          c,
          a.map((value) => value * scale),
          b.map((value) => value * scale),
        );
      }
    }),
    hidden("a derivative that is truly 0", (c, dice) => {
      const x = [dice.nonzero(-2, 2), 0, dice.nonzero(-2, 2)];
      found(c, "cubes", x, [0, 0, 0], 1e-4, 1e-6);
    }),
    hidden("several wrong entries", (c, dice) => {
      const faults = dice.shuffle([0, 0.5, 0, -0.5, -0.25, 0]);
      found(c, "bowl", dice.vector(6, -2, 2), faults, H, 1e-5);
      found(c, "hills", dice.vector(6, -1, 1), faults, H, 1e-5);
    }),
    hidden("every entry wrong", (c, dice) => {
      const x = dice.vector(3, 0.5, 2);
      const gradient = gradientOf(functions.cubes, x).mul(dice.choose([-1, 0.5, 2]));
      c.call("wrong_entries", passed("cubes"), gradient, x, H, 1e-6).returns([0, 1, 2]);
    }),
    hidden("an error exactly as large as the tolerance", (c, dice) => {
      // With powers of two nothing is rounded.
      const largest = 2 ** dice.integer(2, 5);
      found(c, "bowl", [largest, 0, 0], [0, -largest / 2, largest / 4], 0.5, 0.25);
      found(c, "bowl", [largest, 0, 0], [0, -largest / 4, largest / 2], 0.5, 0.25);
    }),
    hidden("used: a backward pass with a fault in it", (c, dice) => {
      const inputs = dice.matrix(5, 3, -1, 1, 2);
      const [targets, weights] = [dice.vector(5, -1, 1, 2), dice.vector(3, -1, 1, 2)];
      const loss: Scalar = (w) => engine.mse(tensor(inputs).matmul(w).tanh(), tensor(targets));
      const right = gradientOf(loss, weights);
      const y = tensor(inputs).matmul(tensor(weights)).tanh();
      const noSlope = tensor(inputs)
        .transpose()
        .matmul(y.sub(tensor(targets)).mul(2 / 5));
      const faulty = { none: right, slope: noSlope, factor: right.div(2), sign: right.mul(tensor([1, 1, -1])) };
      for (const [fault, gradient] of Object.entries(faulty)) {
        c.call("harness.audit", fault, inputs, targets, weights, H, 1e-6).returns(wrongOf(gradient, right, 1e-6));
      }
    }),
    hidden(
      "whole numbers",
      (c, dice) => {
        const x = [1, dice.integer(-4, -2), dice.integer(2, 4)];
        c.call("numeric_gradient", passed("cubes"), integers(x), 0.25).returns(centred.cubes(x, 0.25));
      },
      { only: "python" },
    ),
  ],
  mutants: [
    {
      id: "one-sided",
      says: "with the difference to one side only",
      python: ["(f(x + step) - f(x - step)) / (2 * h)", "(f(x + step) - f(x)) / h"],
      typescript: ["(f(moved(h)) - f(moved(-h))) / (2 * h)", "(f(moved(h)) - f(x)) / h"],
      killedBy: "the slopes of a cubic",
      misconception: "one-sided-difference",
    },
    {
      id: "divided-by-h",
      says: "divided by h, although the two points lie 2h apart",
      python: ["/ (2 * h)", "/ h"],
      typescript: ["/ (2 * h)", "/ h"],
      killedBy: "the slopes of a cubic",
      misconception: "difference-not-divided-by-two",
    },
    {
      id: "turned-round",
      says: "with the two sides of the difference changed over",
      python: ["f(x + step) - f(x - step)", "f(x - step) - f(x + step)"],
      typescript: ["f(moved(h)) - f(moved(-h))", "f(moved(-h)) - f(moved(h))"],
      killedBy: "the slopes of a cubic",
      misconception: "difference-turned-round",
    },
    {
      id: "all-entries-moved",
      says: "when all entries are moved at once",
      python: ["(f(x + step) - f(x - step))", "(f(x + h) - f(x - h))"],
      typescript: ["(j === i ? value + by : value)", "value + by"],
      killedBy: "the slopes of a cubic",
    },
    {
      id: "not-put-back",
      says: "when a moved entry is not put back before the next one",
      python: [
        "    steps = h * np.eye(len(x))\n    return np.array([(f(x + step) - f(x - step)) / (2 * h) for step in steps])",
        "    point, slopes = x.astype(float), []\n    for i in range(len(x)):\n        point[i] += h\n        above = f(point)\n        point[i] -= 2 * h\n        slopes.append((above - f(point)) / (2 * h))\n    return np.array(slopes)",
      ],
      typescript: [
        "  return x.map((_, i) => {\n    const moved = (by: number) => x.map((value, j) => (j === i ? value + by : value));\n    return (f(moved(h)) - f(moved(-h))) / (2 * h);\n  });",
        "  const point = [...x];\n  return x.map((_, i) => {\n    point[i] += h;\n    const above = f(point);\n    point[i] -= 2 * h;\n    return (above - f(point)) / (2 * h);\n  });",
      ],
      killedBy: "entries that belong together",
    },
    {
      id: "entry-by-entry",
      says: "with each difference divided by its own entry in place of the largest",
      python: [
        "    largest = max(np.abs(analytic).max(), np.abs(numeric).max())\n    return distance / largest if largest > 0 else distance",
        "    own = np.maximum(np.abs(analytic), np.abs(numeric))\n    return np.where(own > 0, distance / np.where(own > 0, own, 1), 0)",
      ],
      typescript: [
        "return largest > 0 ? distance.map((d) => d / largest) : distance;",
        "const own = analytic.map((a, i) => Math.max(Math.abs(a), Math.abs(numeric[i])));\n  return distance.map((d, i) => (own[i] > 0 ? d / own[i] : 0));",
      ],
      killedBy: "relative errors",
    },
    {
      id: "absolute-error",
      says: "with absolute differences in place of relative ones",
      python: ["return distance / largest if largest > 0 else distance", "return distance"],
      typescript: ["return largest > 0 ? distance.map((d) => d / largest) : distance;", "return distance;"],
      killedBy: "relative errors",
    },
    {
      id: "sign-kept",
      says: "with the sign of the difference kept, so that a gradient that is too small never counts as wrong",
      python: ["np.abs(analytic - numeric)", "analytic - numeric"],
      typescript: ["Math.abs(a - numeric[i])", "a - numeric[i]"],
      killedBy: "relative errors",
    },
  ],
});

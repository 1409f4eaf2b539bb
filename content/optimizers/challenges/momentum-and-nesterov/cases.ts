import { grad, optim, type Tensor, tensor, zeros } from "#engine/index.ts";
import { list } from "#lib/challenge/argument.ts";
import type { CaseBuilder, Made } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Run {
  momentum: number;
  nesterov?: boolean;
  start: readonly Matrix[];
  /** For each step a gradient for each parameter. */
  gradients: readonly (readonly Matrix[])[];
  rates: readonly number[];
}

const leaf = (numbers: Matrix) => tensor(numbers, { requiresGrad: true });

const named = (of: string, values: readonly Tensor[]) =>
  Object.fromEntries(values.map((value, k) => [`${of} ${k + 1}`, value]));

/** Parameters and velocities before the first step of the engine's SGD and after each. */
function states({ momentum, nesterov = false, start, gradients, rates }: Run) {
  const parameters = start.map(leaf);
  const sgd = optim.sgd(parameters, { momentum, nesterov: nesterov && momentum > 0 });
  const all = [{ parameters: start.map((w) => tensor(w)), velocities: start.map((w) => zeros(tensor(w).shape)) }];
  for (const [n, given] of gradients.entries()) {
    sgd.zeroGrad();
    sgd.learningRate = rates[n];
    for (const [k, w] of parameters.entries()) w.mul(tensor(given[k])).sum().backward();
    sgd.step();
    all.push({
      parameters: parameters.map((w) => tensor(w.arraySync())),
      // Without momentum the engine keeps no velocity; by the formula it is the gradient.
      velocities: parameters.map((w, k) => sgd.state(w)?.v ?? tensor(given[k])),
    });
  }
  return all;
}

function make(c: CaseBuilder, { momentum, nesterov }: Run): Made {
  return nesterov === undefined ? c.make("SGD", momentum) : c.make("SGD", momentum, nesterov);
}

/** Asks an optimizer for all steps of a run, one after the other. */
function steps(c: CaseBuilder, run: Run, optimizer: Made = make(c, run)): void {
  const all = states(run);
  for (const [n, given] of run.gradients.entries()) {
    optimizer
      .call("step", list(...all[n].parameters), list(...given), run.rates[n])
      .returnsAll(named("parameter", all[n + 1].parameters));
  }
  optimizer.read("velocities").returnsAll(named("velocity", all[run.gradients.length].velocities));
}

/** The same within a single call, by the harness. */
function inOneCall(c: CaseBuilder, run: Run): void {
  const { momentum, nesterov = false, start, gradients, rates } = run;
  const { parameters, velocities } = states(run)[gradients.length];
  const given = gradients.map((step) => list(...step));
  c.call("harness.run", momentum, nesterov, list(...start), list(...given), rates).returnsAll({
    ...named("parameter", parameters),
    ...named("velocity", velocities),
  });
}

function draw(dice: Dice, count: number, shapes: readonly (readonly [number, number])[]): Omit<Run, "nesterov"> {
  const matrices = () => shapes.map(([rows, columns]) => dice.matrix(rows, columns, -2, 2));
  return {
    momentum: dice.decimal(0.5, 0.95, 2),
    start: matrices(),
    gradients: Array.from({ length: count }, matrices),
    rates: Array(count).fill(dice.decimal(0.01, 0.3, 2)),
  };
}

const two = [
  [2, 2],
  [1, 3],
] as const;

const bowl = (w: readonly Tensor[], curvatures: readonly Matrix[]) =>
  w.map((x, k) => x.square().mul(tensor(curvatures[k])).sum().mul(0.5)).reduce((sum, part) => sum.add(part));

const drawBowl = (dice: Dice) => ({
  start: [dice.matrix(2, 2, -2, 2), dice.matrix(1, 2, -2, 2)],
  curvatures: [dice.matrix(2, 2, 0.5, 4), dice.matrix(1, 2, 0.5, 4)],
});

/** Trains the harness's bowl with the engine and expects the same. */
function descended(c: CaseBuilder, dice: Dice, nesterov: boolean, rates: readonly number[]): void {
  const { start, curvatures } = drawBowl(dice);
  const momentum = 0.8;
  const parameters = start.map(leaf);
  const sgd = optim.sgd(parameters, { momentum, nesterov });
  const losses: number[] = [];
  for (const rate of rates) {
    const loss = bowl(parameters, curvatures);
    losses.push(loss.itemSync());
    sgd.zeroGrad();
    sgd.learningRate = rate;
    loss.backward();
    sgd.step();
  }
  c.call("harness.descend", list(...start), list(...curvatures), momentum, nesterov, rates).returnsAll({
    losses,
    ...named("parameter", parameters),
  });
}

export const momentumAndNesterov = challenge({
  slug: "momentum-and-nesterov",
  area: "optimizers",
  defines: ["SGD"],
  cases: [
    visible("the first step", (c) =>
      steps(c, {
        momentum: 0.9,
        start: [[[1, -1]], [[0.5], [2]]],
        gradients: [[[[0.5, -0.25]], [[1], [-2]]]],
        rates: [0.1],
      }),
    ),
    visible("three steps with momentum", (c) =>
      steps(c, {
        momentum: 0.9,
        nesterov: false,
        start: [[[1, -1]]],
        gradients: [[[[0.5, -0.25]]], [[[0.5, 0.25]]], [[[0.5, -0.25]]]],
        rates: [0.1, 0.1, 0.1],
      }),
    ),
    visible("two steps with Nesterov", (c) =>
      steps(c, {
        momentum: 0.5,
        nesterov: true,
        start: [[[1, -1]]],
        gradients: [[[[1, -2]]], [[[0.5, 2]]]],
        rates: [0.1, 0.1],
      }),
    ),
    visible("a learning rate that is cut", (c) =>
      steps(c, {
        momentum: 0.9,
        start: [[[1, -1]]],
        gradients: [[[[1, -2]]], [[[1, -2]]], [[[1, -2]]]],
        rates: [0.1, 0.1, 0.01],
      }),
    ),
    hidden("several parameters, momentum", (c, dice) => inOneCall(c, { ...draw(dice, 4, two), nesterov: false })),
    hidden("several parameters, Nesterov", (c, dice) => inOneCall(c, { ...draw(dice, 4, two), nesterov: true })),
    hidden("a learning rate that changes, Nesterov", (c, dice) =>
      inOneCall(c, { ...draw(dice, 3, [[1, 3]]), nesterov: true, rates: [0.3, 0.05, 0.2] }),
    ),
    hidden("momentum of zero", (c, dice) => {
      const run = { ...draw(dice, 3, two), momentum: 0 };
      inOneCall(c, { ...run, nesterov: false });
      inOneCall(c, { ...run, nesterov: true });
    }),
    hidden("a single weight, many steps", (c, dice) => inOneCall(c, draw(dice, 12, [[1, 1]]))),
    hidden("rolling on without gradients", (c, dice) => {
      const run = draw(dice, 1, [[2, 3]]);
      const none = [zeros([2, 3]).arraySync() as Matrix];
      const gradients = [...run.gradients, none, none];
      inOneCall(c, { ...run, gradients, rates: [0.1, 0.1, 0.1] });
      inOneCall(c, { ...run, gradients, rates: [0.1, 0.1, 0.1], nesterov: true });
    }),
    hidden("two optimizers side by side", (c, dice) => {
      const [first, second] = [draw(dice, 2, [[1, 2]]), { ...draw(dice, 2, [[1, 2]]), nesterov: true }];
      const made = [make(c, first), make(c, second)];
      const [one, other] = [states(first), states(second)];
      for (const n of [0, 1]) {
        for (const [k, [run, all]] of (
          [
            [first, one],
            [second, other],
          ] as const
        ).entries()) {
          made[k]
            .call("step", list(...all[n].parameters), list(...run.gradients[n]), run.rates[n])
            .returnsAll(named("parameter", all[n + 1].parameters));
        }
      }
    }),
    hidden("used: gradients in the same arrays at every step", (c, dice) =>
      descended(c, dice, false, Array(12).fill(0.1)),
    ),
    hidden("used: Nesterov with a rate that falls", (c, dice) =>
      descended(
        c,
        dice,
        true,
        Array.from({ length: 12 }, (_, n) => 0.2 * 0.9 ** n),
      ),
    ),
    hidden("used: Nesterov by its definition, the gradient at the point looked ahead to", (c, dice) => {
      const { start, curvatures } = drawBowl(dice);
      const [momentum, rate, count] = [0.7, 0.1, 8];
      let positions = start.map((w) => tensor(w));
      let moves = start.map((w) => zeros(tensor(w).shape));
      const ahead = () => positions.map((w, k) => w.add(moves[k].mul(momentum)));
      const losses: number[] = [];
      for (let n = 0; n < count; n++) {
        const points = ahead().map((w) => leaf(w.arraySync() as Matrix));
        const loss = bowl(points, curvatures);
        losses.push(loss.itemSync());
        const slopes = grad(loss, points);
        moves = moves.map((v, k) => v.mul(momentum).sub((slopes[k] ?? zeros(v.shape)).mul(rate)));
        positions = positions.map((w, k) => w.add(moves[k]));
      }
      const rates = Array(count).fill(rate);
      c.call("harness.descend", list(...start), list(...curvatures), momentum, true, rates).returnsAll({
        losses,
        ...named("parameter", ahead()),
      });
    }),
  ],
  mutants: [
    {
      id: "moving-average",
      says: "with the factor 1 − μ on the gradient, as in a moving average",
      python: [
        "self.velocities = [self.momentum * v + g for",
        "self.velocities = [self.momentum * v + (1 - self.momentum) * g for",
      ],
      typescript: [
        "this.velocities = gradients.map((g, k) => addScaled(g, this.momentum, this.velocities[k]));",
        "const share = 1 - this.momentum;\n    this.velocities = gradients.map((g, k) =>\n      g.map((row, i) => row.map((x, j) => this.momentum * this.velocities[k][i][j] + share * x)),\n    );",
      ],
      killedBy: "the first step",
      misconception: "momentum-as-average",
    },
    {
      id: "rate-inside",
      says: "with the learning rate inside the velocity",
      python: [
        "self.velocities = [self.momentum * v + g for v, g in zip(self.velocities, gradients)]\n        directions = self.velocities\n        if self.nesterov:\n            directions = [g + self.momentum * v for v, g in zip(self.velocities, gradients)]\n        return [w - rate * d for w, d in zip(parameters, directions)]",
        "self.velocities = [self.momentum * v + rate * g for v, g in zip(self.velocities, gradients)]\n        steps = self.velocities\n        if self.nesterov:\n            steps = [rate * g + self.momentum * v for v, g in zip(self.velocities, gradients)]\n        return [w - s for w, s in zip(parameters, steps)]",
      ],
      typescript: [
        "    this.velocities = gradients.map((g, k) => addScaled(g, this.momentum, this.velocities[k]));\n    const directions",
        "    gradients = gradients.map((g) => g.map((row) => row.map((x) => rate * x)));\n    rate = 1;\n    this.velocities = gradients.map((g, k) => addScaled(g, this.momentum, this.velocities[k]));\n    const directions",
      ],
      killedBy: "a learning rate that is cut",
      misconception: "momentum-conventions-equal",
    },
    {
      id: "velocity-never-fades",
      says: "when the velocity adds up all gradients in full",
      python: ["self.velocities = [self.momentum * v + g for", "self.velocities = [v + g for"],
      typescript: [
        "this.velocities = gradients.map((g, k) => addScaled(g, this.momentum, this.velocities[k]));",
        "this.velocities = gradients.map((g, k) => addScaled(g, 1, this.velocities[k]));",
      ],
      killedBy: "three steps with momentum",
      misconception: "velocity-never-fades",
    },
    {
      id: "velocity-not-kept",
      says: "when the velocity begins at zero in every step",
      python: ["        if not self.velocities:\n            self.velocities", "        self.velocities"],
      typescript: [
        "    if (this.velocities.length === 0) {\n      this.velocities = gradients.map((g) => g.map((row) => row.map(() => 0)));\n    }",
        "    this.velocities = gradients.map((g) => g.map((row) => row.map(() => 0)));",
      ],
      killedBy: "three steps with momentum",
      misconception: "velocity-forgotten",
    },
    {
      id: "nesterov-with-old-velocity",
      says: "when Nesterov's step takes the velocity of before, which is plain momentum",
      python: [
        "        if self.nesterov:\n            directions = [g + self.momentum * v for v, g in zip(self.velocities, gradients)]\n",
        "",
      ],
      typescript: [
        "this.nesterov\n      ? gradients.map((g, k) => addScaled(g, this.momentum, this.velocities[k]))\n      : this.velocities",
        "this.velocities",
      ],
      killedBy: "two steps with Nesterov",
      misconception: "nesterov-at-present-point",
    },
    {
      id: "look-ahead-without-decay",
      says: "when Nesterov's step adds the whole velocity to the gradient, without the factor μ",
      python: ["directions = [g + self.momentum * v for", "directions = [g + v for"],
      typescript: [
        "? gradients.map((g, k) => addScaled(g, this.momentum, this.velocities[k]))",
        "? gradients.map((g, k) => addScaled(g, 1, this.velocities[k]))",
      ],
      killedBy: "two steps with Nesterov",
      misconception: "look-ahead-without-decay",
    },
    {
      id: "gradient-kept",
      says: "when the first gradient's own array becomes the velocity and is overwritten later",
      python: [
        "        if not self.velocities:\n            self.velocities = [np.zeros_like(g) for g in gradients]\n        self.velocities = [self.momentum * v + g for v, g in zip(self.velocities, gradients)]",
        "        if not self.velocities:\n            self.velocities = list(gradients)\n        else:\n            for v, g in zip(self.velocities, gradients):\n                v *= self.momentum\n                v += g",
      ],
      typescript: [
        "    if (this.velocities.length === 0) {\n      this.velocities = gradients.map((g) => g.map((row) => row.map(() => 0)));\n    }\n    this.velocities = gradients.map((g, k) => addScaled(g, this.momentum, this.velocities[k]));",
        "    this.velocities =\n      this.velocities.length === 0\n        ? gradients\n        : gradients.map((g, k) => addScaled(g, this.momentum, this.velocities[k]));",
      ],
      killedBy: "used: gradients in the same arrays at every step",
    },
    {
      id: "parameters-in-place",
      says: "when the parameters given are overwritten",
      python: [
        "        return [w - rate * d for w, d in zip(parameters, directions)]",
        "        for w, d in zip(parameters, directions):\n            w -= rate * d\n        return parameters",
      ],
      typescript: [
        "return parameters.map((w, k) => addScaled(w, -rate, directions[k]));",
        "for (const [k, w] of parameters.entries()) {\n      for (const [i, row] of w.entries()) {\n        for (let j = 0; j < row.length; j++) row[j] -= rate * directions[k][i][j];\n      }\n    }\n    return parameters;",
      ],
      killedBy: "the first step",
    },
  ],
});

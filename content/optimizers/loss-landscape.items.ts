import { optim, tensor } from "#engine/index.ts";
import { signed, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const kinds = {
  minimum: "a strict local minimum",
  maximum: "a strict local maximum",
  saddle: "a saddle point",
  valley: "a point of a flat valley or ridge",
};

/** Kind of the stationary point of a quadratic with these two Hessian eigenvalues. */
function kindOf(smaller: number, larger: number): string {
  if (Math.abs(smaller) < 1e-9 || Math.abs(larger) < 1e-9) return kinds.valley;
  if (smaller > 0) return kinds.minimum;
  return larger < 0 ? kinds.maximum : kinds.saddle;
}

export const stationaryPoint = program({
  id: "stationary-point",
  concept: "loss-landscape",
  version: 1,
  title: "minimum, maximum or saddle",
  draw: (dice) => {
    const sign = dice.choose([1, 1, -1]);
    const size = () => dice.integer(1, 4) * sign;
    // Three draws in four have second derivatives of one sign along both axes, where the mixed term decides.
    return {
      p: size(),
      q: dice.nonzero(-3, 3, 0),
      r: dice.choose([size(), size(), size(), -size()]),
    };
  },
  prompt: (p) => `A loss of two weights is, around a point with zero gradient,

$$L(x, y) = ${coefficient(p.p)}x^2 ${term(2 * p.q)}\\,xy ${term(p.r)}\\,y^2$$

What is the point $x = y = 0$?`,
  givens: {
    p: String.raw`\text{factor of } x^2`,
    q: String.raw`\text{factor of } 2xy`,
    r: String.raw`\text{factor of } y^2`,
  },
})
  .step(
    "mean",
    String.raw`\text{mean of the eigenvalues of } \begin{bmatrix} L_{xx} & L_{xy} \\ L_{xy} & L_{yy} \end{bmatrix}`,
    (s) => s.p + s.r,
  )
  .step("radius", String.raw`\text{their distance from the mean}`, (s) => Math.hypot(s.p - s.r, 2 * s.q))
  .step("kind", String.raw`\text{signs of } \lambda = \text{mean} \pm \text{distance}`, (s) =>
    kindOf(s.mean - s.radius, s.mean + s.radius),
  )
  .asksChoice({
    step: "kind",
    show: (value) => value,
    also: () => Object.values(kinds),
    malRules: {
      "axes-decide-the-kind": {
        steps: { kind: (s) => kindOf(Math.min(s.p, s.r), Math.max(s.p, s.r)) },
        says: (s) =>
          String.raw`You looked along the two axes only, at the signs of $${s.p}$ and $${s.r}$. The mixed term bends the surface between the axes: the eigenvalues are $${texNumber(s.mean - s.radius, 3)}$ and $${texNumber(s.mean + s.radius, 3)}$.`,
      },
      "zero-gradient-is-minimum": {
        when: (s) => Math.max(s.p, s.r) < 0 || Math.min(s.p, s.r) < 0,
        steps: { kind: () => kinds.minimum },
        says: (s) =>
          `A zero gradient alone doesn't make a minimum. Along ${s.p < 0 ? "$x$" : "$y$"} the loss falls from this point, in both directions.`,
      },
    },
    explain: (s) =>
      String.raw`The Hessian has the eigenvalues $${texNumber(s.mean - s.radius, 3)}$ and $${texNumber(s.mean + s.radius, 3)}$; its determinant, $${4 * (s.p * s.r - s.q ** 2)}$, is their product.`,
  });

function coefficient(x: number): string {
  if (x === 1) return "";
  return x === -1 ? "-" : String(x);
}

function term(x: number): string {
  if (Math.abs(x) === 1) return x < 0 ? "-" : "+";
  return signed(x);
}

export const leavingASaddle = program({
  id: "leaving-a-saddle",
  concept: "loss-landscape",
  version: 1,
  title: "two steps from a saddle",
  draw: (dice) => ({
    up: dice.choose([1, 2, 4, 5]),
    down: dice.choose([1, 2, 4, 5]),
    lr: dice.choose([0.05, 0.1, 0.15]),
    x: dice.choose([-3, -2, -1, 1, 2, 3]),
    y: dice.choose([-0.3, -0.2, -0.1, 0.1, 0.2, 0.3]),
  }),
  prompt: (p) => `Two steps of gradient descent are taken on

$$L(x, y) = ${p.up === 1 ? "" : p.up}\\,x^2 ${term(-p.down)}\\,y^2$$

from $(x, y) = (${p.x},\\ ${p.y})$ with $\\eta = ${p.lr}$. Where does descent stand then? Give $x$ and $y$ as a row.`,
  labels: { start: false, factors: String.raw`\text{factors of one step}` },
  givens: {
    up: { symbol: String.raw`\text{factor of } x^2`, least: 0.001 },
    down: { symbol: String.raw`\text{factor of } {-y^2}`, least: 0.001 },
  },
})
  .step("start", "(x, y)", (s) => tensor([s.x, s.y]))
  .step("curvatures", String.raw`(L_{xx},\ L_{yy})`, (s) => tensor([2 * s.up, -2 * s.down]))
  .step("factors", String.raw`1 - \eta\, (L_{xx},\ L_{yy})`, (s) => tensor([1, 1]).sub(s.curvatures.mul(s.lr)))
  .step("end", String.raw`(x, y) \cdot \text{factors}^2`, (s) => s.start.mul(s.factors.pow(2)))
  .asksTensor({
    step: "end",
    label: "(x, y)",
    engine: (p) => {
      const x = tensor([p.x], { requiresGrad: true });
      const y = tensor([p.y], { requiresGrad: true });
      const sgd = optim.sgd([x, y], { lr: p.lr });
      for (let step = 0; step < 2; step++) {
        sgd.zeroGrad();
        x.pow(2).mul(p.up).sub(y.pow(2).mul(p.down)).sum().backward();
        sgd.step();
      }
      return tensor([x.itemSync(), y.itemSync()]);
    },
    malRules: {
      "saddles-trap-descent": {
        steps: { curvatures: (s) => tensor([2 * s.up, 2 * s.down]) },
        notes: { curvatures: "both taken as positive" },
        says: (s) =>
          `You let both coordinates shrink. Along $y$ the curvature is $${-2 * s.down}$: the factor is $1 + ${texNumber(2 * s.down * s.lr, 3)}$, and $y$ moves away from the saddle.`,
      },
      "missing-factor-two": {
        steps: { curvatures: (s) => tensor([s.up, -s.down]) },
        notes: { curvatures: "without the 2" },
        says: (s) => `The 2 of the square is missing: the slopes are $${2 * s.up}x$ and $${-2 * s.down}y$.`,
      },
      "ascent-for-descent": {
        steps: { factors: (s) => tensor([1, 1]).add(s.curvatures.mul(s.lr)) },
        notes: { factors: "added" },
        says: () =>
          "You added the gradient. Descent shrinks $x$, where the surface curves upwards, and drives $y$ away, where it curves downwards.",
      },
      "gradient-at-the-start": {
        steps: { end: (s) => s.start.mul(s.factors.sub(1).mul(2).add(1)) },
        notes: { end: "the first gradient used twice" },
        says: () =>
          "You took the gradient of the start for both steps. The second step uses the gradient at the place the first one reached.",
      },
    },
    explain: (s) =>
      String.raw`$x$ is multiplied by $1 - ${texNumber(2 * s.up * s.lr, 3)}$ a step and dies out, $y$ by $1 + ${texNumber(2 * s.down * s.lr, 3)}$ and grows: a saddle is left the faster the farther one already is from it.`,
  });

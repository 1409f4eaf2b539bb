import { abs, div, matmul, max, mul, pow, sum, type Tensor, tensor, transpose } from "#engine/index.ts";
import { decimals, tex, texColumn, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const shown = (x: number) => `$${texNumber(x, 4)}$`;
const column = (values: number[]) => tensor(values.map((x) => [x]));
const written = (x: Tensor) => texColumn((x.arraySync() as number[][]).map(([entry]) => entry));

const entries = [-2, -1, 1, 2, 3];

export const repeatedMatrix = program({
  id: "repeated-matrix",
  concept: "exploding-gradients",
  version: 1,
  title: "three steps back through the same matrix",
  draw: (dice) => {
    const [b, c] = dice.sample(entries, 2);
    return {
      W: [
        [dice.choose(entries), b],
        [c, dice.choose(entries)],
      ],
      g: [dice.nonzero(-3, 3, 0), dice.nonzero(-3, 3, 0)],
    };
  },
  prompt: (
    p,
  ) => `A linear recurrence $h_t = W h_{t-1}$ runs for three steps (column vectors, no input, no activation). With

$$W = ${tex(p.W)} \\qquad \\frac{\\partial L}{\\partial h_3} = ${texColumn(p.g)}$$

what is $\\partial L/\\partial h_0$?`,
  givens: { g: String.raw`\partial L/\partial h_3` },
})
  .step("dh2", String.raw`\partial L/\partial h_2 = W^\top\, \partial L/\partial h_3`, (s) =>
    matmul(transpose(tensor(s.W)), column(s.g)),
  )
  .step("dh1", String.raw`\partial L/\partial h_1 = W^\top\, \partial L/\partial h_2`, (s) =>
    matmul(transpose(tensor(s.W)), s.dh2),
  )
  .step("dh0", String.raw`\partial L/\partial h_0 = W^\top\, \partial L/\partial h_1`, (s) =>
    matmul(transpose(tensor(s.W)), s.dh1),
  )
  .asksTensor({
    step: "dh0",
    label: String.raw`\partial L/\partial h_0`,
    engine: (p) => {
      const h0 = tensor([[0], [0]], { requiresGrad: true });
      const W = tensor(p.W);
      const h3 = matmul(W, matmul(W, matmul(W, h0)));
      sum(mul(h3, column(p.g))).backward();
      return h0.grad as Tensor;
    },
    malRules: {
      "transposed-weight": {
        steps: {
          dh2: (s) => matmul(tensor(s.W), column(s.g)),
          dh1: (s) => matmul(tensor(s.W), s.dh2),
          dh0: (s) => matmul(tensor(s.W), s.dh1),
        },
        notes: { dh2: "with $W$", dh1: "with $W$", dh0: "with $W$" },
        says: () =>
          String.raw`You multiplied by $W$ itself. Forward, $h_t = W h_{t-1}$; on the way back each step multiplies by $W^\top$.`,
      },
      "one-step-too-few": {
        steps: { dh0: (s) => s.dh1 },
        notes: { dh0: "stopped one step early" },
        says: (s) =>
          `$${written(s.dh1)}$ is $\\partial L/\\partial h_1$, after two steps back. From $h_3$ to $h_0$ there are three.`,
      },
      "unrolled-once": {
        steps: { dh0: (s) => s.dh2 },
        notes: { dh0: "one step back only" },
        says: (s) =>
          `You multiplied by $W^\\top$ once, which gives $\\partial L/\\partial h_2 = ${written(s.dh2)}$. The same matrix comes in again at each of the three steps.`,
      },
      "elementwise-matrix-power": {
        steps: { dh0: (s) => matmul(transpose(pow(tensor(s.W), 3)), column(s.g)) },
        notes: { dh0: "each entry of $W$ to the power 3" },
        says: (s, wrong) =>
          `You raised each entry of $W$ to the third power and multiplied once, which gives $${written(wrong.dh0)}$. A matrix power is a repeated matrix product; the entries mix at every step.`,
      },
    },
    explain: (s) => {
      const length = (x: number[]) => Math.hypot(...x);
      const end = (s.dh0.arraySync() as number[][]).map(([x]) => x);
      return `In three steps the gradient's length went from ${shown(length(s.g))} to ${shown(length(end))}. In the long run the spectral radius of $W$ decides whether it grows or shrinks.`;
    },
  });

export const spectralRadius = program({
  id: "spectral-radius",
  concept: "exploding-gradients",
  version: 1,
  title: "the growth per step in the long run",
  draw: (dice) => {
    for (;;) {
      const [first, second] = [dice.nonzero(-1.6, 1.6, 1, 0.4), dice.nonzero(-1.2, 1.2, 1, 0.2)];
      if (Math.abs(second) > 0.85 * Math.abs(first)) continue;
      // W = P diag(first, second) P⁻¹ with P = [[1, k], [m, 1 + km]], whose determinant is 1.
      const [k, m] = [dice.choose([-1, 1, 2]), dice.choose([-1, 1])];
      const W = [
        [first * (1 + k * m) - second * k * m, k * (second - first)],
        [m * (1 + k * m) * (first - second), second * (1 + k * m) - first * k * m],
      ].map((row) => row.map((x) => decimals(x, 1)));
      // A whole number close to the answer could be taken for the answer coarsely written.
      const confusable = [W[0][0], W[1][1], first + second, first * second, second].some(
        (x) => Number.isInteger(decimals(x, 2)) && Math.abs(Math.abs(x) - Math.abs(first)) < 0.51,
      );
      if (!confusable && W.flat().every((x) => x !== 0)) return { W };
    }
  },
  prompt: (p) => `In the linear recurrence $h_t = W h_{t-1}$ (column vectors) with

$$W = ${tex(p.W)}$$

the gradient is carried back over very many steps. By what factor does each further step multiply its length in the long run, for almost every gradient?`,
  refuses: ({ W: [[a, b], [c, d]] }) =>
    (a - d) ** 2 + 4 * b * c >= 0
      ? null
      : "With these entries the eigenvalues are complex, and this question asks for real ones.",
})
  .step("trace", String.raw`\mathrm{tr}\, W`, (s) => s.W[0][0] + s.W[1][1])
  .step("det", String.raw`\det W`, (s) => s.W[0][0] * s.W[1][1] - s.W[0][1] * s.W[1][0])
  .step(
    "upper",
    String.raw`\lambda_1 = \tfrac12\left(\mathrm{tr} + \sqrt{\mathrm{tr}^2 - 4\det}\right)`,
    (s) => 0.5 * (s.trace + Math.sqrt(s.trace ** 2 - 4 * s.det)),
  )
  .step(
    "lower",
    String.raw`\lambda_2 = \tfrac12\left(\mathrm{tr} - \sqrt{\mathrm{tr}^2 - 4\det}\right)`,
    (s) => 0.5 * (s.trace - Math.sqrt(s.trace ** 2 - 4 * s.det)),
  )
  .step("radius", String.raw`\rho = \max(|\lambda_1|, |\lambda_2|)`, (s) =>
    Math.max(Math.abs(s.upper), Math.abs(s.lower)),
  )
  .asksNumber({
    step: "radius",
    label: String.raw`\rho`,
    engine: (p) => {
      const back = transpose(tensor(p.W));
      let g: Tensor = tensor([[1], [0.3]]);
      for (let step = 0; step < 300; step++) {
        const next = matmul(back, g);
        g = div(next, max(abs(next)));
      }
      return max(abs(matmul(back, g)));
    },
    malRules: {
      "radius-ignores-sign": {
        when: (s) => Math.abs(s.lower) > Math.abs(s.upper),
        steps: { radius: (s) => s.upper },
        notes: { radius: "the largest, not the largest in size" },
        says: (s) =>
          `You took the algebraically largest eigenvalue. The other one, ${shown(s.lower)}, is larger in size: its component changes sign at each step and still outgrows the rest.`,
      },
      "diagonal-for-eigenvalues": {
        steps: { radius: (s) => Math.max(Math.abs(s.W[0][0]), Math.abs(s.W[1][1])) },
        notes: { radius: "the largest diagonal entry" },
        says: (s) =>
          `You read the eigenvalues off the diagonal, which is right for triangular matrices only. Here they are ${shown(s.upper)} and ${shown(s.lower)}.`,
      },
      "norm-for-radius": {
        steps: {
          radius: (s) => {
            const squares = s.W.flat().reduce((total, x) => total + x * x, 0);
            return Math.sqrt(0.5 * (squares + Math.sqrt(squares ** 2 - 4 * s.det ** 2)));
          },
        },
        notes: { radius: "the largest singular value" },
        says: (s, wrong) =>
          `${shown(wrong.radius)} is the spectral *norm*, the most that one step can stretch a vector. The step also turns that vector, so the next one stretches it less; in the long run the largest eigenvalue in size counts, ${shown(s.radius)}.`,
      },
      "determinant-for-radius": {
        steps: { radius: (s) => Math.abs(s.det) },
        notes: { radius: "the determinant" },
        says: (s) =>
          `You took the determinant. It is the product of both eigenvalues, ${shown(s.upper)} and ${shown(s.lower)}, and tells how areas change; a length follows the larger of them.`,
      },
      "trace-for-radius": {
        steps: { radius: (s) => Math.abs(s.trace) },
        notes: { radius: "the trace" },
        says: (s) =>
          `You took the trace, the sum of the eigenvalues ${shown(s.upper)} and ${shown(s.lower)}. The larger of them in size decides.`,
      },
    },
    explain: (s) =>
      `The eigenvalues are ${shown(s.upper)} and ${shown(s.lower)}. Over 50 steps the leading component is multiplied by ${shown(s.radius ** 50)}: ${Math.abs(s.radius - 1) < 1e-9 ? "it neither grows nor shrinks" : s.radius > 1 ? "it explodes" : "it vanishes"}.`,
  });

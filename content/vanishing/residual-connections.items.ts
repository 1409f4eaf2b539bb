import { add, grad, greater, matmul, mul, relu, sub, sum, type Tensor, tensor, transpose } from "#engine/index.ts";
import { decimals, tex, texColumn, texNumber } from "#lib/item/format.ts";
import { program } from "#lib/item/program.ts";

const shown = (x: number) => `$${texNumber(x, 4)}$`;
const column = (values: number[]) => tensor(values.map((x) => [x]));
const written = (x: Tensor) => texColumn((x.arraySync() as number[][]).map(([entry]) => entry));
const product = (factors: number[]) => factors.reduce((a, b) => a * b, 1);
const total = (terms: number[]) => terms.reduce((a, b) => a + b, 0);

export const residualChain = program({
  id: "residual-chain",
  concept: "residual-connections",
  version: 1,
  title: "the gradient through three residual blocks",
  draw: (dice) => {
    for (;;) {
      const slopes = dice.sample([-0.6, -0.5, -0.4, -0.3, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], 3);
      const gradient = product(slopes.map((slope) => 1 + slope));
      const firstOrder = decimals(1 + total(slopes), 1);
      // Wrong answers with few digits must not look like the right one coarsely written.
      const clear = Math.abs(gradient - firstOrder) > 0.06 && !Number.isInteger(firstOrder);
      if (clear && Math.abs(gradient - 1) > 0.5) return { slopes };
    }
  },
  prompt: (
    p,
  ) => `Three scalar residual blocks stand in a chain: $h_k = h_{k-1} + F_k(h_{k-1})$. At the present input the layers inside the blocks have the derivatives

$$F_1' = ${p.slopes[0]} \\qquad F_2' = ${p.slopes[1]} \\qquad F_3' = ${p.slopes[2]}$$

What is $\\partial h_3 / \\partial h_0$?`,
  labels: { blocks: String.raw`\partial h_k/\partial h_{k-1}` },
  givens: { slopes: "F_k'" },
})
  .step("blocks", String.raw`1 + F_k'`, (s) => add(1, tensor(s.slopes)))
  .step("gradient", String.raw`\partial h_3/\partial h_0 = \prod_k (1 + F_k')`, (s) =>
    product(s.blocks.arraySync() as number[]),
  )
  .asksNumber({
    step: "gradient",
    label: String.raw`\partial h_3 / \partial h_0`,
    engine: (p) => {
      const h0 = tensor(0.5, { requiresGrad: true });
      const h3 = p.slopes.reduce((h: Tensor, slope) => h.add(h.mul(slope)), h0);
      return grad(h3, [h0])[0] as Tensor;
    },
    malRules: {
      "skip-forgotten": {
        steps: { blocks: (s) => tensor(s.slopes) },
        notes: { blocks: "without the identity" },
        says: (s, wrong) =>
          `${shown(wrong.gradient)} is the gradient of the *plain* chain, $\\prod F_k'$. The shortcut adds 1 to the derivative of each block, which makes it ${shown(s.gradient)}.`,
      },
      "first-order-only": {
        steps: { gradient: (s) => 1 + total(s.slopes) },
        notes: { gradient: "$1 + \\sum F_k'$" },
        says: (s, wrong) =>
          `You took $1 + F_1' + F_2' + F_3' = ${texNumber(wrong.gradient, 4)}$. That counts the shortcut and the paths through a single block; the paths through two or three blocks add ${shown(s.gradient - wrong.gradient)}.`,
      },
      "one-shortcut-per-chain": {
        steps: { gradient: (s) => 1 + product(s.slopes) },
        notes: { gradient: "one shortcut round all blocks" },
        says: (s, wrong) =>
          `You added 1 to the plain product once, ${shown(wrong.gradient)}. That is one shortcut round all three blocks. Here each block has its own: $${s.slopes.map((slope) => texNumber(1 + slope, 4)).join(" \\cdot ")}$.`,
      },
      "sum-for-product": {
        steps: { gradient: (s) => sum(s.blocks).itemSync() },
        notes: { gradient: "added" },
        says: () =>
          "You added the derivatives of the blocks. Blocks in a chain multiply; only the two paths *inside* a block add.",
      },
      "gradient-skips-block": {
        steps: { gradient: () => 1 },
        notes: { gradient: "the shortcuts alone" },
        says: (s) =>
          `You counted only the path along the shortcuts. The gradient also runs through the layers $F_k$, and their paths add ${shown(s.gradient - 1)}.`,
      },
    },
    explain: (s) => `The plain chain with the same layers passes on only ${shown(product(s.slopes))}.`,
  });

const weights = [-2, -1, 1, 2, 3];

export const residualBlock = program({
  id: "residual-block",
  concept: "residual-connections",
  version: 1,
  title: "back through one residual block",
  draw: (dice) => {
    const matrix = () => {
      const [b, c] = dice.sample(weights, 2);
      return [
        [dice.choose(weights), b],
        [c, dice.choose(weights)],
      ];
    };
    for (;;) {
      const p = {
        x: [dice.nonzero(-2, 2, 0), dice.nonzero(-2, 2, 0)],
        W1: matrix(),
        W2: matrix(),
        g: [dice.nonzero(-2, 2, 0), dice.nonzero(-2, 2, 0)],
      };
      // One hidden unit on, one off, and a gradient arriving at both, so that the gate matters.
      const [z1, z2] = p.W1.map((row) => row[0] * p.x[0] + row[1] * p.x[1]);
      const arriving = [0, 1].map((i) => p.W2[0][i] * p.g[0] + p.W2[1][i] * p.g[1]);
      if (z1 * z2 < 0 && arriving.every((x) => x !== 0)) return p;
    }
  },
  prompt: (p) => `A residual block computes $y = x + W_2\\, \\mathrm{relu}(W_1 x)$ (column vectors, no biases). With

$$x = ${texColumn(p.x)} \\qquad W_1 = ${tex(p.W1)} \\qquad W_2 = ${tex(p.W2)} \\qquad \\frac{\\partial L}{\\partial y} = ${texColumn(p.g)}$$

what is $\\partial L/\\partial x$?`,
  labels: { branch: String.raw`\text{gradient through the branch}` },
  givens: { g: String.raw`\partial L/\partial y` },
})
  .step("z", String.raw`z = W_1 x`, (s) => matmul(tensor(s.W1), column(s.x)))
  .step("dh", String.raw`\partial L/\partial h = W_2^\top\, \partial L/\partial y`, (s) =>
    matmul(transpose(tensor(s.W2)), column(s.g)),
  )
  .step("dz", String.raw`\partial L/\partial z = \partial L/\partial h \odot [z > 0]`, (s) =>
    mul(s.dh, greater(s.z, 0)),
  )
  .step("branch", String.raw`W_1^\top\, \partial L/\partial z`, (s) => matmul(transpose(tensor(s.W1)), s.dz))
  .step("dx", String.raw`\partial L/\partial x = \partial L/\partial y + W_1^\top\, \partial L/\partial z`, (s) =>
    add(column(s.g), s.branch),
  )
  .asksTensor({
    step: "dx",
    label: String.raw`\partial L/\partial x`,
    engine: (p) => {
      const x = tensor(
        p.x.map((entry) => [entry]),
        { requiresGrad: true },
      );
      const y = add(x, matmul(tensor(p.W2), relu(matmul(tensor(p.W1), x))));
      sum(mul(y, column(p.g))).backward();
      return x.grad as Tensor;
    },
    malRules: {
      "skip-forgotten": {
        steps: { dx: (s) => s.branch },
        notes: { dx: "the layers' part alone" },
        says: (s) =>
          `You carried the gradient through the layers only. The shortcut brings $\\partial L/\\partial y$ itself as well: $${texColumn(s.g)}$ is added.`,
      },
      "gradient-skips-block": {
        steps: { dx: (s) => column(s.g) },
        notes: { dx: "the shortcut's part alone" },
        says: (s) =>
          `You passed $\\partial L/\\partial y$ along the shortcut only. The layers are not skipped: their path adds $${written(s.branch)}$.`,
      },
      "no-relu-gate": {
        steps: { dz: (s) => s.dh },
        notes: { dz: "passed through ungated" },
        says: (s) =>
          `You let the gradient through both hidden units. The pre-activations are $${written(s.z)}$: the negative one passes nothing back.`,
      },
      "gate-by-gradient-sign": {
        // In other cases this gate is the right one, opens both units or closes both.
        when: (s) => sum(s.dz).itemSync() < 0 && sum(sub(s.dh, s.dz)).itemSync() > 0,
        steps: { dz: (s) => mul(s.dh, greater(s.dh, 0)) },
        notes: { dz: "gated by the sign of the gradient" },
        says: (s) =>
          `You let positive *gradients* through. The gate is set by the forward pass: $z = ${written(s.z)}$, so it is open where $z > 0$.`,
      },
      "transposed-weight": {
        steps: {
          dh: (s) => matmul(tensor(s.W2), column(s.g)),
          branch: (s) => matmul(tensor(s.W1), s.dz),
        },
        notes: { dh: "with $W_2$", branch: "with $W_1$" },
        says: () =>
          String.raw`You multiplied by the weight matrices as in the forward pass. With column vectors the way back takes $W_2^\top$ and then $W_1^\top$.`,
      },
    },
    explain: () =>
      String.raw`The addition copies $\partial L/\partial y$ to both of its inputs; where $x$ is used twice, the two gradients add.`,
  });

import { grad, matmul, mse, oneHot, optim, type Tensor, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Inputs {
  table: Tensor;
  tokens: Matrix;
  upstream: Tensor;
  padding: number | null;
}

type Sizes = [batch: number, length: number, rows: number, width: number];

const tokensOf = (dice: Dice, batch: number, length: number, rows: number): Matrix =>
  Array.from({ length: batch }, () => Array.from({ length }, () => dice.integer(0, rows - 1)));

function inputs(dice: Dice, tokens: Matrix, rows: number, width: number, padding: number | null = null): Inputs {
  return {
    table: tensor(dice.matrix(rows, width, -2, 2), { requiresGrad: true }),
    tokens,
    upstream: tensor(tokens.map((row) => dice.matrix(row.length, width, -1, 1))),
    padding,
  };
}

const draw = (dice: Dice, [batch, length, rows, width]: Sizes, padding: number | null = null): Inputs =>
  inputs(dice, tokensOf(dice, batch, length, rows), rows, width, padding);

/** The product of one-hot rows and the table. */
function looked(table: Tensor, tokens: Matrix, padding: number | null = null): Tensor {
  const [rows, width] = table.shape;
  const chosen = oneHot(tensor(tokens.flat()), rows);
  const counted = chosen.mul(tensor(Array.from({ length: rows }, (_, row) => (row === padding ? 0 : 1))));
  return matmul(counted, table).reshape([tokens.length, tokens[0].length, width]);
}

const forward = (c: CaseBuilder, { table, tokens }: Inputs) =>
  c.call("embedding", table, integers(tokens)).returns(looked(table, tokens));

function backward(c: CaseBuilder, { table, tokens, upstream, padding }: Inputs) {
  // Zeros in place of the padding's one-hot rows cut it off from the table.
  const [dTable] = grad(looked(table, tokens, padding), [table], { upstream });
  if (!dTable) throw new Error("the engine gave no gradient");
  return c.call("embedding_backward", upstream, integers(tokens), table.shape[0], padding).returns(dTable);
}

function both(c: CaseBuilder, all: Inputs): void {
  forward(c, all);
  backward(c, all);
}

export const embedding = challenge({
  slug: "embedding",
  area: "attention",
  defines: ["embedding", "embedding_backward"],
  cases: [
    visible("lookup of two sequences", (c, dice) =>
      forward(
        c,
        inputs(
          dice,
          [
            [2, 0, 1],
            [3, 3, 0],
          ],
          4,
          2,
        ),
      ),
    ),
    visible("gradient of different tokens", (c, dice) =>
      backward(
        c,
        inputs(
          dice,
          [
            [2, 0],
            [1, 3],
          ],
          4,
          2,
        ),
      ),
    ),
    visible("a token that occurs twice", (c, dice) => backward(c, inputs(dice, [[1, 0, 1]], 2, 2))),
    visible("with a padding token", (c, dice) =>
      backward(
        c,
        inputs(
          dice,
          [
            [1, 2, 3],
            [2, 3, 3],
          ],
          4,
          2,
          3,
        ),
      ),
    ),
    hidden("random tokens", (c, dice) =>
      both(c, draw(dice, [dice.integer(2, 4), dice.integer(2, 5), dice.integer(3, 8), dice.integer(2, 4)])),
    ),
    hidden("a single token", (c, dice) => both(c, draw(dice, [1, 1, 4, 3]))),
    hidden("one token everywhere", (c, dice) => {
      const token = dice.integer(0, 2);
      both(
        c,
        inputs(
          dice,
          [
            [token, token, token],
            [token, token, token],
          ],
          3,
          2,
        ),
      );
    }),
    hidden("tokens that do not occur", (c, dice) => both(c, inputs(dice, [[dice.integer(0, 2)], [1]], 6, 2))),
    hidden("a width of one", (c, dice) => both(c, draw(dice, [3, 4, 3, 1]))),
    hidden("padding with the number 0", (c, dice) => {
      const ends = dice.integer(1, 3);
      both(
        c,
        inputs(
          dice,
          [
            [1, ends, 0, 0],
            [3, 2, ends, 0],
          ],
          4,
          2,
          0,
        ),
      );
    }),
    hidden("no padding, and the token 0", (c, dice) =>
      both(
        c,
        inputs(
          dice,
          [
            [0, dice.integer(0, 2)],
            [0, 0],
          ],
          3,
          2,
        ),
      ),
    ),
    hidden("nothing but padding", (c, dice) => backward(c, inputs(dice, [[1, 1, 1]], 3, 2, 1))),
    hidden("the gradient's sum", (c, dice) => {
      const all = draw(dice, [3, 6, 4, 1]);
      const total = all.upstream.sum().itemSync();
      backward(c, all).holds(
        "the gradient of the table sums to that of the result",
        (g) => Math.abs(g.sum().itemSync() - total) < 1e-9,
      );
    }),
    hidden("gradients by finite differences", (c, dice) => {
      const all = draw(dice, [2, 4, 3, 2]);
      c.gradients({
        at: { table: all.table },
        forward: (at) => ({ call: "embedding", args: [at.table, integers(all.tokens)] }),
        upstream: all.upstream,
        backward: backward(c, all),
      });
    }),
    hidden("used: an embedding trained", (c, dice) => {
      const tokens = tokensOf(dice, 3, 4, 3);
      tokens[0][3] = tokens[1][3] = tokens[1][2] = 3;
      const { table, upstream: targets } = inputs(dice, tokens, 4, 2);
      const weights = tensor(dice.matrix(2, 2, -1, 1), { requiresGrad: true });
      const start = [table, weights].map((parameter) => tensor(parameter.arraySync()));
      const fixed = start[0].mul(tensor([[0], [0], [0], [1]]));
      const [rate, steps] = [0.5, 6];
      const optimizer = optim.sgd([table, weights], { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const vectors = looked(table, tokens, 3).add(looked(fixed, tokens));
        const loss = mse(matmul(vectors, weights), targets);
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      c.call("harness.train", integers(tokens), targets, ...start, 3, rate, steps).returnsAll({
        losses,
        table,
        weights,
      });
    }),
  ],
  mutants: [
    {
      id: "last-occurrence-only",
      says: "when of several occurrences of a token only the last one counts",
      python: ["np.add.at(d_table, tokens, upstream)", "d_table[tokens] += upstream"],
      typescript: ["dTable[token][d] += g;", "dTable[token][d] = g;"],
      killedBy: "a token that occurs twice",
      misconception: "fan-out-overwritten",
    },
    {
      id: "averaged-over-occurrences",
      says: "when a token's gradient is the mean over its occurrences in place of the sum",
      python: [
        "    np.add.at(d_table, tokens, upstream)\n",
        "    np.add.at(d_table, tokens, upstream)\n    counts = np.bincount(tokens.ravel(), minlength=rows)\n    d_table /= np.maximum(counts, 1)[:, np.newaxis]\n",
      ],
      typescript: [
        "dTable[token][d] += g;",
        "dTable[token][d] += g / tokens.flat().filter((other) => other === token).length;",
      ],
      killedBy: "a token that occurs twice",
    },
    {
      id: "averaged-over-the-batch",
      says: "when the gradient is divided by the number of sequences",
      python: ["np.add.at(d_table, tokens, upstream)", "np.add.at(d_table, tokens, upstream / len(tokens))"],
      typescript: ["dTable[token][d] += g;", "dTable[token][d] += g / tokens.length;"],
      killedBy: "gradient of different tokens",
      misconception: "batch-mean-twice",
    },
    {
      id: "padding-learns",
      says: "when the padding token's row gets a gradient too",
      python: ["    if padding is not None:\n        d_table[padding] = 0\n", ""],
      typescript: ["  if (padding !== null) dTable[padding].fill(0);\n", ""],
      killedBy: "with a padding token",
    },
    {
      id: "padding-zero-missed",
      says: "when a padding token with the number 0 is taken for none",
      python: ["if padding is not None:", "if padding:"],
      typescript: ["if (padding !== null) dTable", "if (padding) dTable"],
      killedBy: "padding with the number 0",
    },
    {
      id: "rows-up-to-the-largest-token",
      says: "when the gradient ends at the largest token that occurs",
      python: ["np.zeros((rows, upstream.shape[2]))", "np.zeros((tokens.max() + 1, upstream.shape[2]))"],
      typescript: ["Array.from({ length: rows }", "Array.from({ length: Math.max(...tokens.flat()) + 1 }"],
      killedBy: "tokens that do not occur",
    },
  ],
});

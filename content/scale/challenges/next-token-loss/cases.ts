import { crossEntropy, grad, optim, type Tensor, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Inputs {
  logits: Tensor;
  tokens: Matrix;
  padding: number;
}

const leaf = (numbers: Matrix | Matrix[]) => tensor(numbers, { requiresGrad: true });

/** Sequences that begin with these many tokens other than the padding, and end with padding. */
function sequences(dice: Dice, lengths: number[], vocabulary: number, padding: number): Matrix {
  const longest = Math.max(...lengths);
  const words = [...Array(vocabulary).keys()].filter((token) => token !== padding);
  return lengths.map((length) =>
    Array.from({ length: longest }, (_, t) => (t < length ? dice.choose(words) : padding)),
  );
}

function draw(dice: Dice, lengths: number[], vocabulary: number, padding = 0): Inputs {
  const tokens = sequences(dice, lengths, vocabulary, padding);
  return { logits: leaf(tokens.map((row) => dice.matrix(row.length, vocabulary, -2, 2))), tokens, padding };
}

/** The mean over the positions whose next token counts, picked from all rows of logits. */
function lossOf({ logits, tokens, padding }: Inputs): Tensor {
  const [, length, vocabulary] = logits.shape;
  const rows: number[] = [];
  const targets: number[] = [];
  for (const [n, row] of tokens.entries()) {
    for (let t = 1; t < length; t++) {
      if (row[t] === padding) continue;
      rows.push(n * length + t - 1);
      targets.push(row[t]);
    }
  }
  return crossEntropy(logits.reshape([-1, vocabulary]).indexSelect(0, rows), targets);
}

function forward(c: CaseBuilder, of: Inputs) {
  const loss = lossOf(of);
  return c
    .call("next_token_loss", of.logits, integers(of.tokens), of.padding)
    .returnsAll({ loss, perplexity: loss.exp() });
}

function backward(c: CaseBuilder, of: Inputs) {
  const [gradient] = grad(lossOf(of), [of.logits]);
  if (!gradient) throw new Error("the engine gave no gradient");
  return c.call("next_token_loss_gradient", of.logits, integers(of.tokens), of.padding).returns(gradient);
}

function both(c: CaseBuilder, of: Inputs): void {
  forward(c, of);
  backward(c, of);
}

export const nextTokenLoss = challenge({
  slug: "next-token-loss",
  area: "scale",
  defines: ["next_token_loss", "next_token_loss_gradient"],
  cases: [
    visible("loss and perplexity of one sequence", (c, dice) => forward(c, draw(dice, [3], 3))),
    visible("two sequences of different length", (c, dice) => forward(c, draw(dice, [4, 2], 3))),
    visible("gradient of one sequence", (c, dice) => backward(c, draw(dice, [3], 3))),
    visible("gradient with padding", (c, dice) => backward(c, draw(dice, [3, 2], 3))),
    hidden("random sequences", (c, dice) =>
      both(c, draw(dice, [dice.integer(2, 5), dice.integer(2, 5), 5], dice.integer(3, 5))),
    ),
    hidden("two tokens", (c, dice) => both(c, draw(dice, [2], 4))),
    hidden("padding with the last number", (c, dice) => both(c, draw(dice, [4, 3, 2], 4, 3))),
    hidden("padding in front and between", (c, dice) => {
      const { logits } = draw(dice, [5, 5], 4);
      both(c, {
        logits,
        tokens: [
          [0, 0, dice.integer(1, 3), 2, 1],
          [3, 0, dice.integer(1, 3), 0, 2],
        ],
        padding: 0,
      });
    }),
    hidden("a sequence of nothing but padding", (c, dice) => {
      const { logits } = draw(dice, [3, 3], 3);
      both(c, {
        logits,
        tokens: [
          [0, 0, 0],
          [2, dice.integer(1, 2), 1],
        ],
        padding: 0,
      });
    }),
    hidden("no padding at all", (c, dice) => both(c, draw(dice, [4, 4], 4, 3))),
    hidden("equal logits: a perplexity of the vocabulary's size", (c, dice) => {
      const vocabulary = dice.integer(3, 9);
      const { tokens, logits, padding } = draw(dice, [4, 3], vocabulary);
      forward(c, { tokens, logits: logits.mul(0).add(dice.decimal(-2, 2)), padding });
    }),
    hidden("logits of a thousand, and the wrong token", (c) => {
      const of = {
        logits: leaf([
          [
            [300, 0, -300],
            [0, 1000, 5],
            [5, 5, 5],
          ],
        ]),
        tokens: [[1, 2, 1]],
        padding: 0,
      };
      both(c, of);
      backward(c, {
        ...of,
        logits: leaf([
          [
            [0, 1000, -1000],
            [1000, 999, -1000],
            [-1000, 1000, 0],
          ],
        ]),
      });
    }),
    hidden("gradients by finite differences", (c, dice) => {
      const of = draw(dice, [3, 2], 3);
      c.gradients({
        at: { logits: of.logits },
        forward: (at) => ({ call: "next_token_loss", args: [at.logits, integers(of.tokens), of.padding] }),
        output: 0,
        upstream: 1,
        backward: backward(c, of),
      });
    }),
    hidden("used: a bigram model trained", (c, dice) => {
      const tokens = sequences(dice, [5, 4, 2], 4, 0);
      const table = leaf(dice.matrix(4, 4, -1, 1));
      const start = tensor(table.arraySync());
      const [rate, steps] = [1, 6];
      const optimizer = optim.sgd([table], { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const logits = table.indexSelect(0, tokens.flat()).reshape([3, 5, 4]);
        const loss = lossOf({ logits, tokens, padding: 0 });
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      c.call("harness.train", integers(tokens), start, 0, rate, steps).returnsAll({ losses, table });
    }),
  ],
  mutants: [
    {
      id: "not-shifted",
      says: "when every position is asked for its own token in place of the next one",
      python: [
        "    log_p = _log_softmax(logits[:, :-1])\n    targets = tokens[:, 1:]\n    surprises",
        "    log_p = _log_softmax(logits)\n    targets = tokens\n    surprises",
      ],
      typescript: ["row.slice(1).map((target, t)", "row.map((target, t)"],
      killedBy: "loss and perplexity of one sequence",
    },
    {
      id: "shifted-backwards",
      says: "when every position is asked for the token before it",
      python: [
        "    log_p = _log_softmax(logits[:, :-1])\n    targets = tokens[:, 1:]\n    surprises",
        "    log_p = _log_softmax(logits[:, 1:])\n    targets = tokens[:, :-1]\n    surprises",
      ],
      typescript: [
        "row.slice(1).map((target, t) => ({ n, t, target }))",
        "row.slice(0, -1).map((target, t) => ({ n, t: t + 1, target }))",
      ],
      killedBy: "loss and perplexity of one sequence",
    },
    {
      id: "padding-counted",
      says: "when predictions of padding count like all others",
      python: ["surprises[targets != padding].mean()", "surprises.mean()"],
      typescript: ["return all.filter(({ target }) => target !== padding);", "return all;"],
      killedBy: "two sequences of different length",
    },
    {
      id: "divided-by-all-positions",
      says: "when the sum over what counts is divided by the number of all predictions",
      python: ["surprises[targets != padding].mean()", "surprises[targets != padding].sum() / targets.size"],
      typescript: [
        "surprises.reduce((sum, surprise) => sum + surprise, 0) / surprises.length",
        "surprises.reduce((sum, surprise) => sum + surprise, 0) / (tokens.length * (tokens[0].length - 1))",
      ],
      killedBy: "two sequences of different length",
    },
    {
      id: "mean-of-means",
      says: "with the mean of the sequences' means in place of the mean over all predictions",
      python: [
        "surprises[targets != padding].mean()",
        "np.mean([row[row_counts].mean() for row, row_counts in zip(surprises, targets != padding) if row_counts.any()])",
      ],
      typescript: [
        "  const surprises = predictions(tokens, padding).map(({ n, t, target }) => -logSoftmax(logits[n][t])[target]);\n  const loss = surprises.reduce((sum, surprise) => sum + surprise, 0) / surprises.length;",
        "  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;\n  const means = tokens\n    .map((row, n) => predictions([row], padding).map(({ t, target }) => -logSoftmax(logits[n][t])[target]))\n    .filter((surprises) => surprises.length > 0)\n    .map(mean);\n  const loss = mean(means);",
      ],
      killedBy: "two sequences of different length",
      misconception: "mean-of-means",
    },
    {
      id: "gradient-not-averaged",
      says: "without dividing the gradient by the number of predictions that count",
      python: ["counts[:, :, np.newaxis] / counts.sum()", "counts[:, :, np.newaxis]"],
      typescript: ["(k === target ? 1 : 0)) / counting.length", "(k === target ? 1 : 0))"],
      killedBy: "gradient of one sequence",
      misconception: "sum-for-mean",
    },
    {
      id: "perplexity-of-two",
      says: "with 2 to the loss for the perplexity",
      python: ["np.exp(loss)", "2**loss"],
      typescript: ["Math.exp(loss)", "2 ** loss"],
      killedBy: "loss and perplexity of one sequence",
    },
    {
      id: "softmax-overflows",
      says: "without taking the largest logit off before `exp`",
      python: [
        "    shifted = logits - logits.max(axis=2, keepdims=True)\n    return shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))",
        "    return logits - np.log(np.exp(logits).sum(axis=2, keepdims=True))",
      ],
      typescript: [
        "  const largest = Math.max(...row);\n  const logSum = Math.log(row.reduce((sum, z) => sum + Math.exp(z - largest), 0));\n  return row.map((z) => z - largest - logSum);",
        "  const logSum = Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0));\n  return row.map((z) => z - logSum);",
      ],
      killedBy: "logits of a thousand, and the wrong token",
    },
  ],
});

import { maskedFill, matmul, softmax, tensor } from "#engine/index.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Inputs {
  queries: Matrix;
  keys: Matrix;
  values: Matrix;
  causal: boolean;
}

function asked(c: CaseBuilder, { queries, keys, values, causal }: Inputs) {
  const d = queries[0].length;
  const scores = matmul(tensor(queries), tensor(keys).transpose(0, 1)).mul(1 / Math.sqrt(d));
  const future = tensor(queries.map((_, t) => keys.map((_, s) => (causal && s > t ? 1 : 0))));
  const weights = softmax(maskedFill(scores, future, -Infinity));
  const output = matmul(weights, tensor(values));
  return c.call("attention", queries, keys, values, causal).returnsAll({ output, weights });
}

function draw(dice: Dice, [t, s, d, e]: [number, number, number, number], causal = false): Inputs {
  return {
    queries: dice.matrix(t, d, -2, 2),
    keys: dice.matrix(s, d, -2, 2),
    values: dice.matrix(s, e, -2, 2),
    causal,
  };
}

export const scaledDotProductAttention = challenge({
  slug: "scaled-dot-product-attention",
  area: "attention",
  defines: ["attention"],
  cases: [
    visible("two queries, three keys", (c, dice) => asked(c, draw(dice, [2, 3, 4, 2]))),
    visible("as many queries as keys", (c, dice) => asked(c, draw(dice, [3, 3, 2, 3]))),
    visible("causal", (c, dice) => asked(c, draw(dice, [3, 3, 2, 2], true))),
    hidden("random sizes", (c, dice) =>
      asked(c, draw(dice, [dice.integer(2, 5), dice.integer(2, 5), dice.integer(2, 6), dice.integer(1, 4)])),
    ),
    hidden("one query", (c, dice) => asked(c, draw(dice, [1, 4, 3, 2]))),
    hidden("one key", (c, dice) => asked(c, draw(dice, [3, 1, 3, 2]))),
    hidden("a width of one", (c, dice) => asked(c, draw(dice, [3, 4, 1, 1]))),
    hidden("a wide head", (c, dice) => asked(c, draw(dice, [2, 3, 16, 2]))),
    hidden("values of another width", (c, dice) => asked(c, draw(dice, [3, 4, 2, 6]))),
    hidden("scores of ten thousand", (c, dice) => {
      const inputs = draw(dice, [3, 4, 2, 2]);
      asked(c, { ...inputs, queries: inputs.queries.map((row) => row.map((x) => 5000 * x)) });
    }),
    hidden("causal, one position", (c, dice) => asked(c, draw(dice, [1, 1, 3, 2], true))),
    hidden("causal, random", (c, dice) => asked(c, draw(dice, [5, 5, 4, 3], true))),
    hidden("equal keys", (c, dice) => {
      const inputs = draw(dice, [2, 4, 3, 2]);
      asked(c, { ...inputs, keys: inputs.keys.map(() => inputs.keys[0]) });
    }),
    hidden("keys and values permuted alike", (c, dice) => {
      const { queries, keys, values } = draw(dice, [3, 4, 3, 2]);
      const order = dice.shuffle([0, 1, 2, 3]);
      asked(c, {
        queries,
        keys: order.map((s) => keys[s]),
        values: order.map((s) => values[s]),
        causal: false,
      });
      asked(c, { queries, keys, values, causal: false });
    }),
  ],
  mutants: [
    {
      id: "not-scaled",
      says: "without dividing the scores by √d",
      python: ["queries @ keys.T / np.sqrt(queries.shape[1])", "queries @ keys.T"],
      typescript: ["dot(query, key) / scale", "dot(query, key)"],
      killedBy: "two queries, three keys",
    },
    {
      id: "scaled-by-width",
      says: "when the scores are divided by d in place of √d",
      python: ["np.sqrt(queries.shape[1])", "queries.shape[1]"],
      typescript: ["const scale = Math.sqrt(queries[0].length);", "const scale = queries[0].length;"],
      killedBy: "two queries, three keys",
    },
    {
      id: "over-the-queries",
      says: "when the weights are normalised over the queries in place of the keys",
      python: ["exponentials.sum(axis=1, keepdims=True)", "exponentials.sum(axis=0, keepdims=True)"],
      typescript: [
        "const weights = scores.map(softmax);",
        "const tops = scores.map((row) => Math.max(...row));\n  const weights = scores.map((row, t) => row.map((z, s) => Math.exp(z - tops[t]) / scores.reduce((sum, other, u) => sum + Math.exp(other[s] - tops[u]), 0)));",
      ],
      killedBy: "as many queries as keys",
      misconception: "softmax-axis",
    },
    {
      id: "masked-after-softmax",
      says: "when the mask comes after the softmax, so that rows no longer sum to 1",
      python: [
        "        scores = np.where(future, -np.inf, scores)\n    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))\n    weights = exponentials / exponentials.sum(axis=1, keepdims=True)",
        "    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))\n    weights = exponentials / exponentials.sum(axis=1, keepdims=True)\n    if causal:\n        weights = np.where(future, 0.0, weights)",
      ],
      typescript: [
        "    keys.map((key, s) => (causal && s > t ? -Infinity : dot(query, key) / scale)),\n  );\n  const weights = scores.map(softmax);",
        "    keys.map((key) => dot(query, key) / scale),\n  );\n  const weights = scores.map(softmax).map((row, t) => row.map((w, s) => (causal && s > t ? 0 : w)));",
      ],
      killedBy: "causal",
    },
    {
      id: "itself-masked",
      says: "when a position may not look at itself",
      python: ["k=1", "k=0"],
      typescript: ["causal && s > t", "causal && s >= t"],
      killedBy: "causal",
    },
    {
      id: "softmax-overflows",
      says: "without taking the largest score off before `exp`",
      python: ["np.exp(scores - scores.max(axis=1, keepdims=True))", "np.exp(scores)"],
      typescript: ["Math.exp(z - largest)", "Math.exp(z)"],
      killedBy: "scores of ten thousand",
    },
  ],
});

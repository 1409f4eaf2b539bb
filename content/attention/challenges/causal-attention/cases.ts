import { concat, matmul, softmax, type Tensor, tensor } from "#engine/index.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Matrix = number[][];

interface Inputs {
  x: Matrix;
  queries: Matrix;
  keys: Matrix;
  values: Matrix;
}

type Sizes = [positions: number, width: number, head: number, value: number];

function draw(dice: Dice, [t, width, d, e]: Sizes): Inputs {
  return {
    x: dice.matrix(t, width, -2, 2),
    queries: dice.matrix(width, d, -1, 1),
    keys: dice.matrix(width, d, -1, 1),
    values: dice.matrix(width, e, -2, 2),
  };
}

/** Each position by itself, over the positions it may see; nothing is masked. */
function outputOf({ x, queries, keys, values }: Inputs): Tensor {
  const rows = x.map((row, t) => {
    const seen = tensor(x.slice(0, t + 1));
    const query = matmul(tensor([row]), tensor(queries));
    const scores = matmul(query, matmul(seen, tensor(keys)).transpose(0, 1)).div(Math.sqrt(query.shape[1]));
    return matmul(softmax(scores), matmul(seen, tensor(values)));
  });
  return concat(rows);
}

function atOnce(c: CaseBuilder, inputs: Inputs) {
  const { x, queries, keys, values } = inputs;
  return c.call("causal_attention", x, queries, keys, values).returns(outputOf(inputs));
}

/** The last position, with the keys and values of those before it given. */
function next(c: CaseBuilder, inputs: Inputs) {
  const { x, queries, keys, values } = inputs;
  const last = x.length - 1;
  const [allKeys, allValues] = [keys, values].map((weights) => matmul(tensor(x), tensor(weights)));
  const [before, valuesBefore] = [allKeys, allValues].map((all) => all.slice(0, 0, last));
  return c
    .call("attend_next", x[last], before, valuesBefore, queries, keys, values)
    .returnsAll({ output: outputOf(inputs).select(0, last), keys: allKeys, values: allValues });
}

function read(c: CaseBuilder, inputs: Inputs) {
  const { x, queries, keys, values } = inputs;
  return c.call("harness.read", x, queries, keys, values).returnsAll({
    outputs: outputOf(inputs),
    keys: matmul(tensor(x), tensor(keys)),
    values: matmul(tensor(x), tensor(values)),
  });
}

const times = (a: Matrix, factor: number): Matrix => a.map((row) => row.map((value) => factor * value));

export const causalAttention = challenge({
  slug: "causal-attention",
  area: "attention",
  defines: ["causal_attention", "attend_next"],
  cases: [
    visible("three positions", (c, dice) => atOnce(c, draw(dice, [3, 2, 2, 2]))),
    visible("a head narrower than the model", (c, dice) => atOnce(c, draw(dice, [4, 3, 2, 1]))),
    visible("the first position sees itself only", (c, dice) => {
      const inputs = draw(dice, [3, 2, 3, 2]);
      const own = matmul(tensor([inputs.x[0]]), tensor(inputs.values)).select(0, 0);
      atOnce(c, inputs).holds(
        "the first output is the first position's own value",
        (y) => y.rank === 2 && y.select(0, 0).sub(own).abs().max().itemSync() < 1e-9,
      );
    }),
    visible("one position more", (c, dice) => next(c, draw(dice, [3, 2, 3, 2]))),
    hidden("random sizes", (c, dice) =>
      atOnce(c, draw(dice, [dice.integer(2, 6), dice.integer(1, 4), dice.integer(1, 6), dice.integer(1, 4)])),
    ),
    hidden("one position", (c, dice) => atOnce(c, draw(dice, [1, 3, 2, 2]))),
    hidden("a width of one", (c, dice) => atOnce(c, draw(dice, [4, 1, 1, 1]))),
    hidden("a later token changed", (c, dice) => {
      const inputs = draw(dice, [5, 3, 3, 2]);
      const at = dice.integer(1, 4);
      const x = inputs.x.map((row, t) => (t === at ? dice.vector(3, 3, 5) : row));
      const [before, after] = [atOnce(c, inputs), atOnce(c, { ...inputs, x })];
      c.holds("a token changes no output before its own", [after, before], (p, q) => {
        const [early, same] = [p, q].map((y) => y.slice(0, 0, at));
        return early.sub(same).abs().max().itemSync() < 1e-12;
      });
    }),
    hidden("all scores far below zero", (c, dice) => {
      const inputs = draw(dice, [4, 2, 2, 2]);
      const x = inputs.x.map((row) => row.map(Math.abs));
      const [queries, keys] = [inputs.queries, inputs.keys].map((weights) => weights.map((row) => row.map(Math.abs)));
      atOnce(c, { ...inputs, x, queries, keys: times(keys, -40) });
    }),
    hidden("scores of ten thousand", (c, dice) => {
      const inputs = draw(dice, [4, 2, 2, 2]);
      const large = { ...inputs, queries: times(inputs.queries, 3000) };
      atOnce(c, large);
      next(c, large);
    }),
    hidden("equal tokens", (c, dice) => {
      const inputs = draw(dice, [4, 3, 2, 2]);
      atOnce(c, { ...inputs, x: inputs.x.map(() => inputs.x[0]) });
    }),
    hidden("one position more, random sizes", (c, dice) =>
      next(c, draw(dice, [dice.integer(2, 6), dice.integer(1, 4), dice.integer(2, 6), dice.integer(1, 4)])),
    ),
    hidden("used: a sequence read position by position", (c, dice) => {
      read(c, draw(dice, [5, 3, 4, 2]));
      read(c, draw(dice, [1, 2, 2, 3]));
    }),
  ],
  mutants: [
    {
      id: "future-seen",
      says: "without the mask",
      python: ["    scores = np.where(future, -np.inf, scores)\n", ""],
      typescript: ["s > t ? -Infinity : dot(query, key) / scale", "dot(query, key) / scale"],
      killedBy: "the first position sees itself only",
    },
    {
      id: "masked-after-softmax",
      says: "when the mask comes after the softmax, so that rows no longer sum to 1",
      python: [
        "    scores = np.where(future, -np.inf, scores)\n    return _softmax(scores) @ values\n",
        "    return np.where(future, 0.0, _softmax(scores)) @ values\n",
      ],
      typescript: [
        "keys.map((key, s) => (s > t ? -Infinity : dot(query, key) / scale)));\n  const weights = scores.map(softmax);",
        "keys.map((key) => dot(query, key) / scale));\n  const weights = scores.map((row, t) => softmax(row).map((weight, s) => (s > t ? 0 : weight)));",
      ],
      killedBy: "the first position sees itself only",
    },
    {
      id: "masked-with-zero",
      says: "with scores of 0 in place of −∞ for the future",
      python: ["np.where(future, -np.inf, scores)", "np.where(future, 0.0, scores)"],
      typescript: ["s > t ? -Infinity :", "s > t ? 0 :"],
      killedBy: "all scores far below zero",
    },
    {
      id: "itself-masked",
      says: "when a position may not look at itself",
      python: ["k=1", "k=0"],
      typescript: ["s > t ?", "s >= t ?"],
      killedBy: "the first position sees itself only",
    },
    {
      id: "past-masked",
      says: "when the past is masked in place of the future",
      python: ["np.triu(np.ones(scores.shape, dtype=bool), k=1)", "np.tril(np.ones(scores.shape, dtype=bool), k=-1)"],
      typescript: ["s > t ?", "s < t ?"],
      killedBy: "three positions",
    },
    {
      id: "scaled-by-model-width",
      says: "when scores are divided by the root of the model's width in place of the head's",
      python: ["queries @ keys.T / np.sqrt(keys.shape[1])", "queries @ keys.T / np.sqrt(x.shape[1])"],
      typescript: ["Math.sqrt(keys[0].length)", "Math.sqrt(x[0].length)"],
      killedBy: "a head narrower than the model",
    },
    {
      id: "own-key-not-seen",
      says: "when the next position attends before its own key and value are there",
      python: [
        "    scores = keys @ (token @ query_weights) / np.sqrt(keys.shape[1])\n    return _softmax(scores) @ values, keys, values\n",
        "    scores = keys[:-1] @ (token @ query_weights) / np.sqrt(keys.shape[1])\n    return _softmax(scores) @ values[:-1], keys, values\n",
      ],
      typescript: [
        "  const scores = allKeys.map((key) => dot(query, key) / Math.sqrt(key.length));\n  return [project(softmax(scores), allValues), allKeys, allValues];",
        "  const scores = keys.map((key) => dot(query, key) / Math.sqrt(key.length));\n  return [project(softmax(scores), values), allKeys, allValues];",
      ],
      killedBy: "one position more",
    },
    {
      id: "softmax-overflows",
      says: "without taking the largest score off before `exp`",
      python: ["np.exp(scores - scores.max(axis=-1, keepdims=True))", "np.exp(scores)"],
      typescript: ["Math.exp(z - largest)", "Math.exp(z)"],
      killedBy: "scores of ten thousand",
    },
  ],
});
